"""The audit leads from an entry to what it is about where its reader may open that, and nowhere else."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from linli.backbone.models import Work
from linli.backbone.queries import Entry
from linli.domains.exchange.models import Offer
from linli.domains.insights.models import Circular
from linli.domains.organizations.models import Organization
from linli.domains.publishing.commands import withdraw_notice
from linli.domains.publishing.models import Notice
from linli.domains.venues.models import Venue
from linli.front.subjects import subjects_of
from tests.journeys.test_pages import client_for
from tests.support.town import MONDAY, viewer_for

PAGES = {
    "venue": "/registers/venues/{}/",
    "notice": "/bulletin/{}/",
    "offer": "/registers/offers/{}/",
    "circular": "/circulars/{}/",
    "work": "/works/{}/",
}


@pytest.fixture
def made(front_door):
    """One of each kind in the compound of the guided tour; its name and id."""
    place = front_door.place
    path = [step.id for step in place.path]
    there, today = {"place_id": path[-1], "path": path}, timezone.localdate()
    days = {"starts": today, "ends": today + timedelta(days=7)}
    said = {"title": "停水六小时", "text": "存水", "kind": "notice"} | there | days
    posted = Notice.objects.create(**said, state="published", drafted_at=MONDAY, published_at=MONDAY)
    draft = Notice.objects.create(**said | {"title": "还没写好"}, drafted_at=MONDAY)
    venue = Venue.objects.create(
        code="V-1", name="红色驿站", kind="station", place_kind="x", place_name="x", hours=[""] * 7, status="planned",
        status_on=today, **there,
    )  # fmt: skip
    firm = Organization.objects.order_by("id").first()
    offer = Offer.objects.create(
        organization_id=firm.pk, state="open", offered_at=MONDAY, vetted_at=MONDAY, **said | {"title": "免费磨刀"}
    )
    circular = Circular.objects.create(
        kind="weekly", place_name="x", place_level="x", pack_version=1, head="x", title="一周情况", issuer="x",
        content={"parts": [], "about": [], "sentences": {}, "signed": ""},
        figures_at=MONDAY, drafted_at=MONDAY, topic="", **there, **days,
    )  # fmt: skip
    who = viewer_for("street")
    work = Work.objects.create(
        kind="rebuild", account_id=who.account_id, person_id=who.person_id, actor_label="x", language="zh",
        asked_at=MONDAY,
    )  # fmt: skip
    rows = {"红色驿站": ("venue", venue), "停水六小时": ("notice", posted), "还没写好": ("notice", draft)}
    rows |= {"免费磨刀": ("offer", offer), "一周情况": ("circular", circular), "work": ("work", work)}
    return {name: (kind, row.pk) for name, (kind, row) in rows.items()}


def told(viewer, made):
    entries = [Entry(1, MONDAY, "X", kind, pk, "", {}) for kind, pk in made.values()]
    return dict(zip(made, subjects_of(viewer, entries, MONDAY), strict=True))


@pytest.mark.parametrize("person", ["audit", "leader", "street", "community", "admin", "chengguan"])
def test_an_entry_leads_to_its_page_where_its_reader_may_open_it(made, person):
    client = client_for(person)
    for name, about in told(viewer_for(person), made).items():
        kind, pk = made[name]
        page = PAGES[kind].format(pk)
        opens = client.get(page).status_code == 200
        assert about.url == (page if opens else ""), name
        assert (name in about.words) == (opens and name != "work"), name


def test_what_the_auditor_reads_has_a_way_and_what_not_has_none(made):
    ways = {name for name, about in told(viewer_for("audit"), made).items() if about.url}
    assert ways == {"红色驿站", "停水六小时", "免费磨刀"}
    ways = {name for name, about in told(viewer_for("leader"), made).items() if about.url}
    assert "一周情况" in ways
    assert {name for name, about in told(viewer_for("street"), made).items() if about.url} >= {"work", "一周情况"}


def test_the_page_of_the_log_shows_the_ways(made, who):
    _kind, pk = made["停水六小时"]
    withdraw_notice(actor=who("community"), notice_id=pk, reason="改期了", now=MONDAY)
    page = client_for("audit").get("/audit/").content.decode()
    assert f"公告（{pk}）" in page
    viewer = viewer_for("audit")
    blind = replace(viewer, seats=())
    assert not any(about.url for about in told(blind, made).values())
