"""A place that none of the models knows, in YAML alone: its levels, posts, procedure, routine and words."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from linli.backbone.packs import registry
from linli.backbone.packs.commands import apply_pack
from linli.backbone.values import SYSTEM
from linli.config.demo import SEED, plans
from linli.config.demo.people import settle
from linli.domains.cases.commands import sign_case
from linli.domains.cases.queries import case_page
from linli.domains.cases.values.tables import procedure
from linli.domains.duties.commands.routines import coming, open_occurrence
from linli.domains.duties.models import Duty, Entry, Occurrence
from linli.domains.organizations.models import Seat
from linli.domains.people.models import Account
from linli.domains.places.commands import import_territory_lines, issue_doors
from linli.domains.places.models import Place
from linli.domains.places.rules import PlaceLine
from tests.support.town import MONDAY, viewer_for
from tests.support.walk import Walk, seat_actor

HERE = Path(__file__).parent / "sixth"
LINES = (
    PlaceLine("T1", "潮汐镇", "district", ""),
    PlaceLine("T1-1", "岸上街", "street", "T1"),
    PlaceLine("T1-1-1", "石埠村", "community", "T1-1"),
    PlaceLine("T1-1-1-1", "第 1 网格", "grid", "T1-1-1", "1"),
    PlaceLine("T1-1-1-1-A", "晒网巷", "lane", "T1-1-1-1"),
    PlaceLine("T1-1-1-1-A-1", "晒网巷 1 号", "building", "T1-1-1-1-A", "1", lon=121.6, lat=37.4),
)


@pytest.fixture
def village(db, client):
    """The village of the pack, its people, and the lane at its heart."""
    registry.forget()
    apply_pack(actor=SYSTEM, pack=registry.load_pack_at(str(HERE)), now=MONDAY)
    import_territory_lines(actor=SYSTEM, lines=list(LINES), now=MONDAY)
    issue_doors(actor=SYSTEM, place_id=Place.objects.get(parent=None).pk, now=MONDAY)
    settle(SEED, MONDAY, plans.PLANS["base"])
    return {place.kind: place.pk for place in Place.objects.all()}


def signed_in(username):
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client


def test_its_procedure_walks_to_each_of_its_ends(village):
    table = procedure(registry.version_in_force(), "lane_repair")
    for end in table.ends:
        case = Walk("lane_repair", village["building"], MONDAY).to(end)
        assert (case.open, case.result) == (False, table.ends[end]), end


def test_a_big_repair_is_approved_published_done_and_rated(village):
    walk = Walk("lane_repair", village["building"], MONDAY)
    for edge, stage in (
        (("act", "big"), "approve"),
        (("outcome", "approved"), "notice"),
        (("outcome", "clear"), "repair"),
        (("act", "done"), "rate"),
        (("outcome", "satisfied"), "closed"),
    ):
        walk.step(edge, stage)
        assert walk.case.stage == stage
    seats = Seat.objects.filter(pk__in=Duty.objects.filter(subject_id=walk.id).values("seat_id"))
    assert {"lane_chief", "desk"} <= set(seats.values_list("post", flat=True))
    assert case_page(viewer_for("leader"), walk.number, walk.now).closed


def test_the_chief_of_the_lane_holds_what_is_told_at_a_door_of_it(village):
    walk = Walk("lane_repair", village["building"], MONDAY)
    assert Seat.objects.get(pk=walk.holder("main").seat_id).post == "lane_chief"


def test_its_routine_opens_and_keeps_an_entry(village):
    early = MONDAY.replace(hour=7)
    due = {one.key: one for one in coming(early)}
    assert "lane_walk" in due
    assert "friday_desk" not in {one.key for one in coming(MONDAY + timedelta(days=4, hours=6))}
    pk = open_occurrence(actor=SYSTEM, one=due["lane_walk"], now=early)
    row = Occurrence.objects.get(pk=pk)
    assert Seat.objects.get(pk=row.seat_id).post == "lane_chief"
    Occurrence.objects.filter(pk=pk).update(closes_at=MONDAY + timedelta(days=9999))
    client = signed_in("lane_chief")
    url = f"/rounds/{pk}/"
    assert "退潮走一圈" in client.get(url).content.decode()
    assert client.post(url, {"q_looked": ["wall"], "q_worth": "a lot"}).status_code == 422
    given = {"q_looked": ["wall", "drain"], "q_worth": "1,200.50", "q_heard": "邻居说夜里漏水"}
    assert client.post(url, given).status_code == 302
    entry = Entry.objects.get()
    assert entry.answers == {"looked": ["wall", "drain"], "worth": 120050}
    page = client.get(url).content.decode()
    assert "墙、水沟" in page
    assert "1,200.50 元" in page
    assert "漏水" not in page


def test_pages_speak_its_words(village):
    walk = Walk("lane_repair", village["building"], MONDAY)
    sign_case(actor=seat_actor(walk.holder("main").seat_id), number=walk.number, now=MONDAY)
    client = signed_in("lane_chief")
    page = client.get("/inbox/").content.decode()
    assert "手头的事" in page
    assert "走巷子" in page
    assert "潮汐巷" in page
    assert "On my hands" in client.get("/inbox/", headers={"accept-language": "en"}).content.decode()
    case = client.get(f"/cases/{walk.number}/").content.decode()
    assert "巷长看现场" in case
    assert "巷里直接修" in case
    assert "王某" not in case
