"""How many statements a page takes: kept here, and the same with few rows and with many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.backbone.packs import registry
from linli.config import demo
from linli.config.demo.history import write_history
from linli.domains.cases.access import case_seen, sees
from linli.domains.cases.models import Case
from linli.domains.duties.queries import duties_of
from linli.kernel.refusal import NotFound
from tests.journeys.api import Program
from tests.journeys.test_pages import client_for
from tests.support.town import MONDAY, viewer_for

# Statements of a warm page. A change here is a decision, not an accident.
COUNTS = {
    "/inbox/": 3,
    "/board/": 7,
    "/board/figures/on_time/": 9,
    "/map/": 3,
    "/map/data/": 4,
    "/map/data/?layer=venues": 4,
    "/registers/venues/": 5,
    "/registers/venues/blank/?level=compound": 6,
    "/wall/data/": 13,
    "/cases/": 3,
    "/cases/{}/": 7,
}


# The same of the API: two more than the page, who bears the token and whether their account is open.
OF_API = {
    "/duties": 4,
    "/cases": 5,
    "/cases/{}": 10,
    "/places": 6,
    "/seats": 7,
    "/venues": 5,
    "/indicators/received": 8,
}


@pytest.mark.parametrize("cases", [60, 1000])
def test_statements_of_the_api_do_not_grow_with_rows(town, cases, monkeypatch):
    monkeypatch.setattr(registry, "FRESH_SECONDS", 3600.0)
    write_history(cases=cases, seed=demo.SEED, now=MONDAY, say=lambda words: None)
    number = Case.objects.filter(whistled_at__isnull=False).order_by("id").values_list("number", flat=True)[0]
    leader = Program("leader")
    for page, most in OF_API.items():
        path = page.format(number)
        leader.get(path)
        with CaptureQueriesContext(connection) as seen:
            assert leader.get(path).status_code == 200
        assert len(seen) <= most, (path, len(seen), [str(query["sql"])[:90] for query in seen])


@pytest.mark.parametrize("cases", [60, 1000])
def test_statements_do_not_grow_with_rows(town, cases, monkeypatch):
    monkeypatch.setattr(registry, "FRESH_SECONDS", 3600.0)  # a look at the pack's version must not fall into the count
    write_history(cases=cases, seed=demo.SEED, now=MONDAY, say=lambda words: None)
    number = Case.objects.filter(whistled_at__isnull=False).order_by("id").values_list("number", flat=True)[0]
    for page, most in COUNTS.items():
        path, client = page.format(number), client_for("leader")
        client.get(path)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path).status_code == 200
        assert len(seen) <= most, (path, len(seen), [str(query["sql"])[:90] for query in seen])


def test_who_sees_a_case_is_the_same_asked_in_sql_and_of_a_case_already_read(town):
    write_history(cases=200, seed=demo.SEED, now=MONDAY, say=lambda words: None)
    answers = set()
    for name in ("leader", "street", "community", "grid", "grid2", "chengguan", "admin"):
        viewer = viewer_for(name)
        for case in Case.objects.order_by("id")[::4]:
            try:
                by_sql = case_seen(viewer, case.number) == case
            except NotFound:
                by_sql = False
            assert sees(viewer, case, [one.seat_id for one in duties_of("case", case.pk)]) == by_sql, (
                name,
                case.number,
            )
            answers.add(by_sql)
    assert answers == {True, False}
