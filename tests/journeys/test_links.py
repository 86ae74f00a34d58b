"""No page offers what is refused: every link a person of the town meets leads somewhere."""

import re
from collections import deque
from html import unescape

import pytest
from django.utils import timezone

from linli.config import demo
from linli.config.demo.history import write_history
from tests.journeys.test_pages import client_for

PEOPLE = ("grid", "community", "street", "district", "chengguan", "zhujian", "leader", "audit", "admin")
STARTS = ("/", "/inbox/?tab=waiting", "/inbox/?tab=late", "/cases/?view=all", "/search/?q=灯", "/start/", "/me/")
# Of addresses that differ by their numbers alone so many are tried.
ALIKE, MOST = 4, 260
LINK = re.compile(r'<a\b[^>]*?\bhref="(/[^"#]*)')
# What signs out, what is no page, and what is the outside world's.
PASSED = re.compile(
    r"^/(accounts/|static/|d/|f/|e/|admin/|api/)|logout|export|\.(pdf|csv|xlsx|docx|atom|json|png|svg)\b"
)


@pytest.fixture
def lived_in(town):
    """The town with what happened until today, its guided tour among it."""
    write_history(cases=600, seed=demo.SEED, now=timezone.now(), say=lambda words: None)
    return town


def shape(path: str) -> str:
    """An address without what makes it one of many."""
    return re.sub(r"[A-Z]{2}\d{6}-\d+|\d+|=[^&]*", "#", path)


@pytest.mark.parametrize("person", PEOPLE)
def test_the_rail_leads_to_begin_a_matter_who_may(town, person):
    client = client_for(person)
    may = client.get("/start/").status_code == 200
    assert ('href="/start/"' in client.get("/inbox/").content.decode()) == may
    assert ("登记来访" in client.get("/inbox/").content.decode()) == (client.get("/report/").status_code == 200)


@pytest.mark.parametrize("person", PEOPLE)
def test_every_link_a_person_meets_leads_somewhere(lived_in, person):
    client, tried, shapes, dead = client_for(person), set(), {}, {}
    queue = deque((path, "") for path in STARTS)
    while queue and len(tried) < MOST:
        path, source = queue.popleft()
        if path in tried or PASSED.search(path) or shapes.get(shape(path), 0) >= ALIKE:
            continue
        tried.add(path)
        shapes[shape(path)] = shapes.get(shape(path), 0) + 1
        answer = client.get(path)
        if answer.status_code >= 400 and source:
            dead[path] = (answer.status_code, source)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            links = LINK.findall(b"".join(answer).decode())
            queue.extend((unescape(link), path) for link in links)
        for close in answer._resource_closers:
            close()
    assert len(tried) > 25
    assert not dead
