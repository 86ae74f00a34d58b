"""Promises of public cards (C08): made by the seat's holder, approved, shown, kept or not; in and out of Excel."""

from datetime import timedelta

import pytest
from django.utils import timezone

from linli.backbone.events import listeners_of
from linli.backbone.models import EventRow
from linli.backbone.values import SYSTEM
from linli.domains.cases import commands
from linli.domains.cases.commands.gates import pass_gate
from linli.domains.cases.models import Case
from linli.domains.cases.queries.kinds import list_figures
from linli.domains.cases.values import Channel
from linli.domains.duties.models import Duty
from linli.domains.organizations.commands.imports.cards import import_cards
from linli.domains.organizations.models import PromiseDraft, Seat
from linli.domains.organizations.queries.cards import card
from linli.domains.places.queries import place_info
from linli.kernel.refusal import Refusal
from tests.journeys.test_pages import client_for
from tests.journeys.test_registers_sheets import send, workbook
from tests.journeys.test_routines import recorded
from tests.support.town import MONDAY, viewer_for
from tests.support.walk import seat_actor

WORDS, DUE = "月底前把楼道灯都换好", (MONDAY + timedelta(days=20)).date()


@pytest.fixture
def chief(town, front_door):
    """The seat of the building chief at the guided tour's door."""
    return Seat.objects.get(post="building_chief", place_id=front_door.place.ids["building"])


def tell():
    """Deliver every event that has to do with promises, twice: it must be safe to repeat."""
    for name in ("PromiseProposed", "CaseMoved", "CaseClosed"):
        for row in [*EventRow.objects.filter(name=name).order_by("id")] * 2:
            for listener in listeners_of(name):
                if "promise" in listener.__module__:
                    try:
                        listener(recorded(row))
                    except Exception as no:
                        raise AssertionError((name, row.data)) from no


def make(chief, words=WORDS, due=DUE):
    opened = commands.open_case(
        actor=seat_actor(chief.pk),
        place=place_info(chief.place_id),
        text=words,
        channel=Channel.WINDOW,
        now=MONDAY,
        kind="promise",
        given={"promise": words, "due": due.isoformat()},
        starter_seat=chief.pk,
    )
    return Case.objects.get(pk=opened["id"])


def do(case, act, now=MONDAY, **given):
    duty = Duty.objects.filter(subject_kind="case", subject_id=case.pk, state="open").order_by("id").first()
    commands.do_act(actor=seat_actor(duty.seat_id), number=case.number, act=act, given=given, now=now)
    tell()
    return Seat.objects.get(pk=duty.seat_id)


def shown(chief):
    return card(viewer_for("admin"), chief.pk)


def test_a_promise_stands_on_the_card_once_the_desk_approved_it(chief):
    before, case = shown(chief).promise, make(chief)
    tell()
    assert shown(chief).promise == before
    assert do(case, "approve").post == "desk"
    found = shown(chief)
    assert (found.promise, found.due, found.kept, found.number) == (WORDS, DUE, None, case.number)
    page = client_for("admin").get(f"/registers/cards/{chief.pk}/").content.decode()
    assert WORDS in page
    assert "前兑现" in page
    assert do(case, "fulfil", note="12 盏都换了").pk == chief.pk
    found = shown(chief)
    assert (found.promise, found.kept) == (WORDS, MONDAY.date())
    assert "已兑现" in client_for("grid").get(f"/registers/cards/{chief.pk}/").content.decode()
    assert list_figures(viewer_for("leader"), "promise").out[0].count == 1
    assert Case.objects.get(pk=case.pk).result == "kept"


def test_a_refused_promise_never_stands_there(chief):
    before, case = shown(chief).promise, make(chief)
    do(case, "refuse", reason="写具体些")
    assert shown(chief).promise == before
    assert WORDS not in client_for("admin").get(f"/registers/cards/{chief.pk}/").content.decode()


def test_a_promise_past_its_day_asks_for_account_and_comes_down_when_it_was_not_kept(chief):
    case = make(chief)
    do(case, "approve")
    after = timezone.make_aware(timezone.datetime.combine(DUE + timedelta(days=1), timezone.datetime.min.time()))
    pass_gate(actor=SYSTEM, case_id=case.pk, now=after)
    tell()
    assert shown(chief).promise == WORDS
    Seat.objects.filter(pk=chief.pk).update(promise_due=timezone.localdate() - timedelta(days=1))
    assert shown(chief).late
    assert "过了期限" in client_for("admin").get(f"/registers/cards/{chief.pk}/").content.decode()
    assert "过了期限" not in client_for("admin").get(f"/registers/wall/{chief.place_id}/").content.decode()
    with pytest.raises(Refusal):
        do(case, "fail", now=after)
    do(case, "fail", now=after, reason="灯没到货")
    assert shown(chief).promise == ""
    assert Case.objects.get(pk=case.pk).result == "unkept"


def test_the_one_approved_last_stays_whatever_becomes_of_the_one_before(chief):
    first, second = make(chief), make(chief, "每周六上午在楼下接待")
    do(first, "approve")
    do(second, "approve")
    do(first, "fulfil", note="做到了")
    assert shown(chief).promise == "每周六上午在楼下接待"
    assert shown(chief).kept is None


def test_only_the_holder_is_offered_to_write(chief, town):
    url = f"/registers/cards/{chief.pk}/"
    assert "写承诺" not in client_for("admin").get(url).content.decode()
    from linli.domains.cases.queries.promises import promising

    assert promising(seat_actor(chief.pk).viewer, chief.pk) == "/start/promise/"
    assert promising(viewer_for("grid"), chief.pk) == ""


def test_a_workbook_proposes_promises_that_are_then_approved(chief):
    admin = viewer_for("admin")
    row = {"seat": chief.pk, "promise": WORDS, "due": DUE.isoformat()}
    assert send(client_for("admin"), "cards", workbook(admin, "cards", row)).status_code in (200, 302)
    assert send(client_for("admin"), "cards", workbook(admin, "cards", row)).status_code in (200, 302)
    assert shown(chief).promise != WORDS
    tell()
    case = Case.objects.get(procedure="promise")
    assert PromiseDraft.objects.get().case_number == case.number
    assert case.starter_seat == chief.pk
    do(case, "approve")
    assert shown(chief).promise == WORDS


def test_a_workbook_is_refused_whole_where_a_promise_has_no_day(chief):
    rows = [(2, {"seat": str(chief.pk), "promise": WORDS}), (3, {"seat": "99999999", "promise": "x"})]
    report = import_cards(actor=SYSTEM, rows=rows, now=MONDAY)
    assert [(fault.row, fault.column) for fault in report.faults] == [(2, "due"), (3, "seat")]
    assert not PromiseDraft.objects.exists()
