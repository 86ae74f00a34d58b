"""What cannot be done now is suspended until a day on which it is looked at again, and on that day it goes on."""

from datetime import date, datetime, timedelta

import pytest

from linli.backbone.crypto import unseal
from linli.backbone.jobs import deliver_waiting
from linli.backbone.values import RESIDENT, SYSTEM
from linli.config.wiring import clocks
from linli.domains.cases import commands
from linli.domains.cases.models import Ask, Case
from linli.domains.cases.queries import case_page, follow
from linli.domains.cases.values import Channel
from linli.domains.duties.models import Duty, Notice
from linli.domains.duties.queries import inbox
from linli.domains.duties.values.tables import working_calendar
from linli.kernel.duration import parse_duration
from linli.kernel.refusal import Refusal
from tests.journeys.test_acts import SOON, signed
from tests.journeys.test_pages import client_for
from tests.support.town import MONDAY
from tests.support.walk import seat_actor

DAY = MONDAY.date() + timedelta(days=1)


@pytest.fixture
def case(front_door):
    opened = commands.open_case(
        actor=RESIDENT, place=front_door.place, text="三栋楼顶有人加盖房子", channel=Channel.SCAN, now=MONDAY
    )
    return opened, signed(opened["number"], opened["id"])


def ask(case, day=DAY):
    opened, actor = case
    given = {"reason": "列入明年计划", "review_date": day}
    commands.do_act(actor=actor, number=opened["number"], act="suspend", given=given, now=SOON)
    return Ask.objects.get(case_id=opened["id"])


def decide(case, row, now=SOON):
    actor = seat_actor(row.decide_seat_id)
    commands.decide_ask(actor=actor, number=case[0]["number"], ask_id=row.pk, approve=True, now=now)


@pytest.mark.parametrize("day", [date(2020, 1, 1), MONDAY.date()])
def test_nothing_is_suspended_until_a_day_that_has_come(town, case, day):
    with pytest.raises(Refusal, match="review_past"):
        ask(case, day)
    assert not Ask.objects.exists()


def test_the_form_offers_a_day_the_browser_understands_and_keeps_what_was_typed(town, case):
    here = f"/cases/{case[0]['number']}/acts/suspend/"
    client = client_for("grid")
    shown = client.get(here).content.decode()
    assert 'name="review_date" value="20' in shown
    refused = client.post(here, {"reason": "等资金", "review_date": "2020-01-01"})
    assert refused.status_code == 422
    assert 'value="2020-01-01"' in refused.content.decode()
    assert "复核日期要在今天以后" in refused.content.decode()


def test_everybody_sees_until_when_it_is_suspended(town, case):
    row = ask(case)
    decide(case, row)
    number = case[0]["number"]
    for actor in (case[1], seat_actor(row.decide_seat_id)):
        page = case_page(actor.viewer, number, SOON)
        assert (page.clock_state, page.clock_due.date()) == ("paused", DAY)
    (group,), _cursor, counts = inbox(case[1].viewer, tab="waiting", now=SOON)
    assert (group.key, [(one.number, one.next_due.date()) for one in group.rows]) == ("later", [(number, DAY)])
    assert counts.waiting == 1
    said = follow(unseal(Case.objects.get(pk=case[0]["id"]).follow_sealed), SOON).next.lines
    assert "6 月 9 日再看" in said[0]


def test_on_its_day_it_goes_on_and_its_holder_hears_of_it(town, case, monkeypatch):
    row = ask(case)
    decide(case, row)
    found = Case.objects.get(pk=case[0]["id"])
    assert found.due is None
    for days, state in ((0.5, "paused"), (1, "open")):
        monkeypatch.setattr("linli.config.wiring.datetime", _at(MONDAY + timedelta(days=days)))
        clocks(0)
        assert case_page(case[1].viewer, case[0]["number"], SOON).clock_state == state
    found.refresh_from_db()
    assert found.due is not None
    deliver_waiting(until=lambda: False)
    assert [one.seat_id for one in Notice.objects.filter(code__startswith="到复核日期了")] == [row.seat_id]
    page = case_page(case[1].viewer, case[0]["number"], SOON)
    assert "复核日期到了，接着办" in [line.sentence for line in page.timeline]


def test_a_day_that_went_by_before_it_was_decided_is_asked_for_again(town, case):
    row = ask(case)
    with pytest.raises(Refusal, match="review_over"):
        decide(case, row, MONDAY + timedelta(days=11))


def _at(moment):
    class Clock:
        @staticmethod
        def now(_zone):
            return moment

    return Clock


def _hold(case, day=DAY, now=SOON):
    """Suspended at this moment until this day."""
    opened, actor = case
    given = {"reason": "等资金", "review_date": day}
    commands.do_act(actor=actor, number=opened["number"], act="suspend", given=given, now=now)
    decide(case, Ask.objects.get(case_id=opened["id"], decided_at=None), now)


def _resume(case, now):
    commands.resume_case(actor=case[1], number=case[0]["number"], now=now)
    return Case.objects.get(pk=case[0]["id"]), Duty.objects.get(subject_id=case[0]["id"], role="main", state="open")


def test_its_clock_goes_on_with_what_was_left_of_it(town, case):
    found = Case.objects.get(pk=case[0]["id"])
    left = working_calendar().office_time(SOON, found.due)
    _hold(case)
    now = MONDAY + timedelta(days=7)
    found, duty = _resume(case, now)
    assert (found.due, found.paused_left) == (working_calendar().add_office_time(now, left), None)
    assert (duty.due, duty.next_due, duty.paused_left) == (found.due, found.due, None)
    again = working_calendar().office_time(now, found.due)
    _hold(case, now.date() + timedelta(days=3), now)
    found, _duty = _resume(case, now + timedelta(days=2))
    assert working_calendar().office_time(now + timedelta(days=2), found.due) == again


def test_with_an_hour_left_it_has_until_the_next_working_day_ends(town, case):
    found = Case.objects.get(pk=case[0]["id"])
    _hold(case, found.due.date() + timedelta(days=3), found.due - timedelta(hours=1))
    friday = datetime.combine(MONDAY.date() + timedelta(days=11), MONDAY.time(), MONDAY.tzinfo)
    found, duty = _resume(case, friday)
    assert found.due == duty.due == working_calendar().add(friday, parse_duration("1wd"))


def test_what_was_late_stays_late_and_its_holder_has_a_working_day(town, case):
    was = Case.objects.get(pk=case[0]["id"]).due
    late = was + timedelta(days=1)
    _hold(case, late.date() + timedelta(days=3), late)
    found = Case.objects.get(pk=case[0]["id"])
    assert found.due == was
    assert case_page(case[1].viewer, case[0]["number"], late).clock_state == "paused"
    commands.fall_overdue(actor=SYSTEM, case_id=found.pk, now=late)
    now = late + timedelta(days=2)
    found, duty = _resume(case, now)
    assert (found.due, found.counted) == (was, True)
    assert duty.due == working_calendar().add(now, parse_duration("1wd"))
    assert duty.late_at is None


def test_a_case_without_a_limit_has_none_when_it_goes_on(town, case):
    Case.objects.filter(pk=case[0]["id"]).update(due=None, limit="")
    Duty.objects.filter(subject_id=case[0]["id"]).update(due=None, next_due=None)
    _hold(case)
    found, duty = _resume(case, MONDAY + timedelta(days=2))
    assert (found.due, duty.due, duty.next_due) == (None, None, None)
