"""The signature mechanism of each of the five models, in a town with that model's own numbers of units."""

from datetime import date, timedelta

import pytest

from linli.backbone.crypto import unseal
from linli.backbone.facts import Key, Question
from linli.backbone.packs import registry
from linli.backbone.packs.about import about
from linli.backbone.values import RESIDENT
from linli.domains.cases import commands
from linli.domains.cases.models import Case
from linli.domains.cases.queries.figures import asked
from linli.domains.cases.queries.kinds import list_figures
from linli.domains.cases.values import Channel
from linli.domains.duties.models import Duty
from linli.domains.organizations.models import Appointment, Organization, Pairing, Seat
from linli.domains.organizations.queries import seats_by_id
from linli.domains.places.models import Door, Place
from linli.domains.places.queries import root
from tests.support.town import MONDAY, viewer_for
from tests.support.walk import Walk, seat_actor


def count(kind):
    return Place.objects.filter(kind=kind).count()


def test_partners_whistle_and_try_before_they_pay(town_of):
    place = town_of("partners")
    assert count("community") == 31
    assert Seat.objects.filter(post="red_secretary").count() == 31
    chiefs = Seat.objects.filter(post__in=("building_chief", "lane_chief")).count()
    assert chiefs == 1860
    whistle = Walk("whistle", place.id, MONDAY)
    assert seats_by_id([whistle.case.starter_seat])[whistle.case.starter_seat].post == "building_chief"
    assert whistle.to("closed").result == "solved"
    fallback = Walk("takeover", place.id, MONDAY)
    case = fallback.to("converted")
    assert (case.closed_at - case.opened_at) > timedelta(days=60)
    assert Walk("three_party", place.id, MONDAY).to("closed").result == "solved"


def test_one_link_two_guarantees_and_three_levels_of_property(town_of):
    place = town_of("happy-home")
    assert (count("grid"), Seat.objects.filter(post="group_leader").count()) == (219, 2026)
    assert Appointment.objects.filter(seat__post="centre_household").count() == 3886
    unit = Organization.objects.get(short_name="民政局")
    step = place.of_kind("compound")
    link = {"scheme": "one_link_two_guarantees", "layer": "unit", "place_id": step.id, "place_kind": "compound"}
    Pairing.objects.filter(place_id=step.id).update(ends=MONDAY.date())
    Pairing.objects.create(**link, organization=unit, place_name=step.name, starts=date(2026, 6, 8))
    walk = Walk("request", place.id, MONDAY)
    walk.step(("act", "forward"), "community")
    walk.step(("act", "link"), "linked")
    holder = seats_by_id([walk.holder("main").seat_id]).popitem()[1]
    assert (holder.post, holder.organization_id) == ("unit_desk", unit.pk)
    walk.step(("act", "solve"), "callback")
    assert Walk("three_steps", place.id, MONDAY).to("decided").result == "solved"
    assert Walk("property_case", place.id, MONDAY).to("closed").result == "solved"


def test_scan_dispatch_and_the_admission_list(town_of):
    place = town_of("great-cogovernance")
    assert Door.objects.filter(revoked_at=None).count() == 382
    for satisfied in (True, True, True, False):
        opened = commands.open_case(actor=RESIDENT, place=place, text="路面坑洼", channel=Channel.SCAN, now=MONDAY)
        walk = Walk.__new__(Walk)
        walk.id, walk.number, walk.now, walk.building = opened["id"], opened["number"], MONDAY, place.id
        walk.table = registry_procedure("request")
        walk.step(("act", "solve"), "callback")
        commands.rate(
            actor=RESIDENT,
            token=unseal(walk.case.follow_sealed),
            contacted=True,
            solved=True,
            satisfaction="satisfied" if satisfied else "unsatisfied",
            now=walk.now,
        )
    days = (MONDAY.date(), MONDAY.date())
    scanned = asked(Question((Key(root().id, "district", "channel=scan"),), (days,))).sums(root().id, "channel=scan")
    assert (scanned["received"], scanned["on_time"], scanned["due"]) == (4, 4, 4)
    assert (scanned["satisfied"], scanned["valid"]) == (30, 4)


def registry_procedure(key):
    from linli.domains.cases.values.tables import procedure

    return procedure(registry.version_in_force(), key)


def test_of_156_work_items_73_are_admitted(town_of):
    place = town_of("great-cogovernance")
    for number in range(156):
        walk = Walk("admission", place.id, MONDAY)
        if number < 83:
            walk.step(("act", "refuse_item"), "refused")
        else:
            walk.step(("act", "pass"), "approve")
            walk.step(("outcome", "approved"), "notice")
            walk.step(("outcome", "clear"), "listed")
    figures = list_figures(viewer_for("leader"), "admission")
    assert (figures.decided.count, figures.listed.count, figures.cut) == (156, 73, "53.2")
    assert [(one.title, one.count) for one in figures.out] == [("不予准入", 83), ("撤销", 0)]
    assert list_figures(viewer_for("leader"), "request") is None


def test_one_collect_three_deliberate_two_publish(town_of):
    place = town_of("three-micro")
    assert (count("community"), count("street")) == (102, 14)
    walk = Walk("deliberation", place.id, MONDAY)
    case = walk.to("closed")
    stages = [row["to_stage"] for row in _moves(case)]
    assert [one for one in stages if one in ("propose", "discuss", "decide", "publish", "act", "result")] == [
        "propose",
        "discuss",
        "decide",
        "publish",
        "act",
        "result",
    ]
    assert Walk("four_steps", place.id, MONDAY).to("done").result == "solved"


def _moves(case):
    from linli.backbone.models import EventRow

    rows = EventRow.objects.filter(subject_kind="case", subject_id=case.pk, name="CaseMoved").order_by("id")
    return [row.data for row in rows]


def test_five_chiefs_and_the_friday_desk(town_of):
    place = town_of("five-chiefs")
    assert (count("street"), count("community"), count("compound")) == (5, 45, 165)
    chiefs = ("building_chief", "mediation_chief", "arts_chief", "publicity_chief", "mutual_help_chief")
    assert Appointment.objects.filter(seat__post__in=chiefs).count() > 1000
    assert Walk("rectification", place.id, MONDAY).to("closed").result == "solved"
    walk = Walk("on_the_spot", place.id, MONDAY)
    duty = Duty.objects.get(subject_id=walk.id, subject_kind="case", state="open")
    seat = Seat.objects.get(pk=duty.seat_id)
    assert (seat.post, seat.place_id) == ("building_chief", walk.case.building_id)
    assert walk.to("closed").result == "solved"
    dispute = Walk("dispute", place.id, MONDAY)
    assert Seat.objects.get(pk=dispute.holder("main").seat_id).post == "mediation_chief"
    assert dispute.to("settled").result == "solved"


@pytest.mark.parametrize(
    ("pack", "words"),
    [
        ("partners", "小区吹哨"),
        ("three-micro", "楼院网格"),
        ("five-chiefs", "五长和岗位"),
        ("great-cogovernance", "一屏统览"),
    ],
)
def test_pages_speak_the_words_of_the_model(town_of, pack, words, client):
    from tests.journeys.test_pages import client_for

    town_of(pack)
    assert about(registry.in_force()).words
    page = client_for("community").get("/inbox/").content.decode()
    assert words in page
    assert Case.objects.count() == 0
    assert seat_actor
