"""Routines through a week: make-up Saturday, holiday, patrol by door code, a found problem, what was missed."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection

from linli.backbone.events import Recorded, listeners_of
from linli.backbone.models import EventRow
from linli.backbone.periodic import run_each
from linli.backbone.values import SYSTEM, Actor
from linli.config import wiring
from linli.domains.cases.models import Case
from linli.domains.duties.commands.entries import keep_entry, reveal_entry
from linli.domains.duties.commands.overdue import due_ids, fall_due
from linli.domains.duties.commands.routines import coming, ended_ids, miss_occurrence, open_occurrence
from linli.domains.duties.models import Duty, Entry, Notice, Occurrence, Problem
from linli.domains.duties.queries.rounds import round_page, today
from linli.domains.duties.queries.shares import by_place, by_routine
from linli.domains.organizations.models import Appointment, Seat
from linli.domains.places.models import Door, Place
from linli.kernel.refusal import NotFound, Refusal
from tests.support.town import CHINA, MONDAY

LOOKED = {"looked": ["stairs", "fire"]}
VISIT = {"household": "3 栋 2 单元 502", "met": "met", "note": "老人膝盖不好，下不了楼"}


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def open_all(now, place=None):
    """What the job does, at one place and above and below it when named (the town is large)."""
    due = [one for one in coming(now) if place is None or one.place_id in place]
    return run_each(range(len(due)), lambda index: open_occurrence(actor=SYSTEM, one=due[index], now=now))


def end_all(now):
    return run_each(ended_ids(now), lambda one: miss_occurrence(actor=SYSTEM, occurrence_id=one, now=now))


def tell(name):
    for row in EventRow.objects.filter(name=name).order_by("id"):
        for listener in listeners_of(name):
            listener(recorded(row))


def recorded(row):
    actor = Actor(row.actor_kind, row.actor_person, row.actor_seat, row.actor_label)
    return Recorded(row.pk, row.name, row.subject_kind, row.subject_id, row.at, actor, row.data)


@pytest.fixture
def near(town, front_door):
    """The places of the guided tour: its building, grid and community."""
    return {front_door.place.ids[kind] for kind in ("building", "grid", "community")}


def of(routine, **more):
    return Occurrence.objects.get(routine=routine, **more)


def days(routine):
    return [f"{day:%m-%d}" for day in Occurrence.objects.filter(routine=routine).dates("day", "day")]


def test_a_week_with_a_holiday_and_a_make_up_day(near):
    """The May holidays of 2026: who works when, and what falls away."""
    for day in range(27, 31):
        open_all(at(f"2026-04-{day} 17:00"), near)
    for day in range(1, 11):
        open_all(at(f"2026-05-{day:02} 17:00"), near)
    assert len(days("daily_patrol")) == 14
    assert days("household_visit") == ["04-27", "04-28", "04-29", "04-30", "05-06", "05-07", "05-08", "05-09"]
    # Friday 1 May is a holiday: the desk is held on the next working day, and again on Friday the 8th.
    assert days("friday_desk") == ["05-06", "05-08"]
    moved = of("friday_desk", day="2026-05-06")
    assert f"{moved.planned:%m-%d}" == "05-01"
    assert (moved.opens_at.astimezone(CHINA).hour, moved.due.astimezone(CHINA).hour) == (14, 17)


def test_running_twice_makes_no_double(near):
    assert open_all(MONDAY, near) > 0
    before = Occurrence.objects.count()
    assert open_all(MONDAY, near) == 0
    assert open_all(MONDAY + timedelta(minutes=1), near) == 0
    assert Occurrence.objects.count() == before == Duty.objects.filter(subject_kind="occurrence").count()


def test_the_jobs_of_the_wiring_open_and_end_them(near, monkeypatch):
    """The periodic jobs as the worker runs them, on the places of the tour only."""

    def at_noon(now):  # before the rounds of a day open, none comes
        return [one for one in coming(now.replace(hour=12, minute=0)) if one.place_id in near]

    monkeypatch.setattr(wiring, "coming", at_noon)
    wiring.open_rounds(0)
    wiring.open_rounds(0)
    assert Occurrence.objects.filter(routine="daily_patrol").count() == 1
    Occurrence.objects.update(opens_at=MONDAY, due=MONDAY + timedelta(hours=1), closes_at=MONDAY + timedelta(hours=1))
    wiring.clocks(0)
    assert set(Occurrence.objects.values_list("state", flat=True)) == {"missed"}
    assert not Duty.objects.filter(state="open").exists()


def test_two_jobs_that_saw_the_same_gap_make_one(near):
    due = [one for one in coming(MONDAY) if one.place_id in near]
    open_occurrence(actor=SYSTEM, one=due[0], now=MONDAY)
    with pytest.raises(NotFound):
        open_occurrence(actor=SYSTEM, one=due[0], now=MONDAY)
    assert Occurrence.objects.count() == Duty.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_jobs_at_once_make_one(request):
    from tests.support import town

    town.load()
    one = coming(MONDAY)[0]
    gate, done = threading.Barrier(2), []

    def job():
        gate.wait()
        done.append(run_each([0], lambda _: open_occurrence(actor=SYSTEM, one=one, now=MONDAY)))
        connection.close()

    threads = [threading.Thread(target=job) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [0, 1]
    assert Occurrence.objects.count() == Duty.objects.count() == 1


def test_patrol_by_door_code(near, front_door, who):
    open_all(MONDAY, near)
    row = of("daily_patrol")
    grid = who("grid")
    assert row.seat_id in grid.viewer.seat_ids
    other = Door.objects.exclude(place_id=row.place_id).filter(revoked_at=None).first()
    for code in (other.code, "ZZZZZZ"):
        with pytest.raises(Refusal, match="wrong_door"):
            keep_entry(actor=grid, occurrence_id=row.pk, answers=LOOKED, code=code, now=MONDAY)
    with pytest.raises(Refusal) as lacking:
        keep_entry(actor=grid, occurrence_id=row.pk, answers=LOOKED, now=MONDAY)
    assert lacking.value.detail["missing"] == ("door",)
    assert not Entry.objects.exists()
    link = f"https://linli.example/d/{front_door.code.lower()}/"
    kept = keep_entry(actor=grid, occurrence_id=row.pk, answers=LOOKED, code=link, now=MONDAY, key="once")
    again = keep_entry(actor=grid, occurrence_id=row.pk, answers=LOOKED, code=link, now=MONDAY, key="once")
    assert kept == again
    assert kept["done"]
    row.refresh_from_db()
    assert (row.state, row.count, row.checked_at) == ("done", 1, MONDAY)
    assert Duty.objects.get(pk=row.duty_id).state == "done"
    assert Entry.objects.count() == 1
    names = list(EventRow.objects.filter(subject_kind="occurrence", subject_id=row.pk).values_list("name", flat=True))
    assert names == ["OccurrenceOpened", "OccurrenceCheckedIn", "EntryKept", "OccurrenceDone"]


def test_a_replaced_door_code_is_refused(near, front_door, who):
    open_all(MONDAY, near)
    Door.objects.filter(code=front_door.code).update(revoked_at=MONDAY)
    with pytest.raises(Refusal, match="door_revoked"):
        keep_entry(actor=who("grid"), occurrence_id=of("daily_patrol").pk, answers={}, code=front_door.code, now=MONDAY)


def test_found_something_opens_one_case_however_often_it_is_delivered(near, front_door, who):
    open_all(MONDAY, near)
    row, words = of("daily_patrol"), "三楼消防栓没有水带"
    keep_entry(actor=who("grid"), occurrence_id=row.pk, answers=LOOKED, code=front_door.code, problem=words, now=MONDAY)
    tell("ProblemFound")
    tell("ProblemFound")
    case = Case.objects.get()
    assert (case.text, case.channel, case.place_id, case.procedure) == (words, "patrol", row.place_id, "request")
    assert Problem.objects.get().case_number == case.number
    page = round_page(who("grid").viewer, row.pk, MONDAY)
    assert page.entries[0].case_number == case.number
    assert EventRow.objects.get(name="CaseOpened").actor_person == who("grid").person_id


def test_missed_is_noted_and_late_counts_as_late(near, who):
    open_all(MONDAY, near)
    patrol, desk = of("daily_patrol"), of("dispute_list")
    night = at("2026-06-09 00:30")
    assert end_all(night) > 0
    patrol.refresh_from_db()
    assert (patrol.state, patrol.ended_at) == ("missed", night)
    assert Duty.objects.get(pk=patrol.duty_id).state == "cancelled"
    assert end_all(night) == 0
    tell("OccurrenceMissed")
    assert Notice.objects.filter(seat_id=patrol.seat_id, url=f"/rounds/{patrol.pk}/").count() == 1
    with pytest.raises(Refusal, match="round_over"):
        keep_entry(actor=who("grid"), occurrence_id=patrol.pk, answers={}, now=night)
    # The monthly list may be made three working days late; it is then late, not missed.
    july = at("2026-07-02 10:00")
    end_all(july)
    run_each(due_ids(july), lambda one: fall_due(actor=SYSTEM, duty_id=one, now=july))
    tell("DutyOverdue")
    assert Notice.objects.filter(url=f"/rounds/{desk.pk}/").exists()
    keep_entry(actor=who("community"), occurrence_id=desk.pk, answers={"sorted": 4, "settled": 3}, now=july)
    desk.refresh_from_db()
    assert desk.state == "late"


def test_quota_and_private_notes(near, who):
    open_all(MONDAY, near)
    row, grid = of("household_visit"), who("grid")
    with pytest.raises(Refusal) as lacking:
        keep_entry(actor=grid, occurrence_id=row.pk, answers={"met": "met"}, now=MONDAY)
    assert lacking.value.detail["missing"] == ("哪一户",)
    states = [
        keep_entry(actor=grid, occurrence_id=row.pk, answers=VISIT, now=MONDAY, key=f"k{index}")["done"]
        for index in range(3)
    ]
    assert states == [False, False, True]
    entry = Entry.objects.first()
    assert entry.answers == {"met": "met"}
    assert b"502" not in bytes(entry.private_sealed)
    assert "膝盖".encode() not in bytes(entry.private_sealed)
    assert not EventRow.objects.filter(data__icontains="膝盖").exists()
    page = round_page(grid.viewer, row.pk, MONDAY)
    assert "502" not in repr(page)
    assert page.entries[0].hidden == ("哪一户", "走访记录")
    with pytest.raises(Refusal, match="reason_needed"):
        reveal_entry(actor=grid, occurrence_id=row.pk, entry_id=entry.pk, reason=" ", now=MONDAY)
    seen = reveal_entry(actor=grid, occurrence_id=row.pk, entry_id=entry.pk, reason="回访前核对", now=MONDAY)
    assert seen["note"] == VISIT["note"]
    assert EventRow.objects.filter(name="EntryRevealed", actor_person=grid.person_id).count() == 1
    for stranger in ("grid2", "leader", "chengguan"):
        with pytest.raises(NotFound):
            reveal_entry(actor=who(stranger), occurrence_id=row.pk, entry_id=entry.pk, reason="看看", now=MONDAY)


def test_an_empty_seat_is_reported_and_the_next_one_walks(near, front_door):
    place = Place.objects.get(pk=front_door.place.id)
    worker = Seat.objects.get(post="grid_worker", place_id__in=place.ancestors)
    Appointment.objects.filter(seat=worker).update(ends=MONDAY.date())
    open_all(MONDAY, near)
    row = of("daily_patrol")
    assert Seat.objects.get(pk=row.seat_id).post == "building_chief"
    assert row.vacant == [worker.title]
    assert EventRow.objects.get(name="OccurrenceOpened", subject_id=row.pk).data["vacant"] == [worker.title]


def test_without_any_seat_it_stands_open_and_is_missed(near):
    Seat.objects.filter(post="desk").update(post="clerk")
    open_all(MONDAY, near)
    row = of("dispute_list")
    assert (row.seat_id, row.duty_id) == (None, None)
    assert row.vacant == ["desk@community", "desk@street"]
    end_all(at("2026-07-20 09:00"))
    row.refresh_from_db()
    assert row.state == "missed"


def test_an_unknown_year_makes_nothing_that_needs_it(near, caplog):
    open_all(at("2031-01-03 09:00"), near)
    made = set(Occurrence.objects.values_list("routine", flat=True))
    assert made == {"daily_patrol", "family_visit", "satisfaction_visit", "dispute_list"}
    assert "waits for the calendar of" in caplog.text


def test_shares_have_numerator_and_denominator_in_the_scope_of_the_seat(near, front_door, who):
    open_all(MONDAY, near)
    row = of("daily_patrol")
    keep_entry(actor=who("grid"), occurrence_id=row.pk, answers={}, code=front_door.code, now=MONDAY)
    open_all(MONDAY + timedelta(days=1), near)
    end_all(MONDAY + timedelta(days=1, hours=18))
    start, end = MONDAY.date(), MONDAY.date() + timedelta(days=6)
    found = {one.key: one for one in by_routine(who("street").viewer, start, end, "zh-hans")}
    patrol = found["daily_patrol"]
    assert (patrol.kept, patrol.ended, patrol.missed, patrol.percent) == (1, 2, 1, 50)
    # A quarterly visit is seen in every week its window touches.
    assert (found["satisfaction_visit"].total, found["satisfaction_visit"].open) == (1, 1)
    places = by_place(who("community").viewer, "daily_patrol", start, end)
    assert [one.total for one in places] == [2]
    assert places[0].title == Place.objects.get(pk=front_door.place.ids["grid"]).name
    assert by_routine(who("grid2").viewer, start, end, "zh-hans") == ()
    with pytest.raises(NotFound):
        by_routine(who("chengguan").viewer, start, end, "zh-hans")
    with pytest.raises(NotFound):
        by_place(who("grid2").viewer, "daily_patrol", start, end, front_door.place.ids["community"])


def test_todays_round_is_by_place_and_only_of_ones_own_seats(near, front_door, who):
    open_all(MONDAY, near)
    mine = today(who("grid").viewer, MONDAY)
    assert {row.title for group in mine.groups for row in group.rows} >= {"每日巡楼", "每日入户走访"}
    assert mine.first is not None
    assert mine.done == 0
    keep_entry(actor=who("grid"), occurrence_id=of("daily_patrol").pk, answers={}, code=front_door.code, now=MONDAY)
    after = today(who("grid").viewer, MONDAY)
    assert (after.done, after.total) == (1, mine.total)
    assert today(who("leader").viewer, MONDAY).total == 0
    with pytest.raises(NotFound):
        today(who("chengguan").viewer, MONDAY)
