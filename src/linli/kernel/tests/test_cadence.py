"""Cadences in both languages, and what must hold of any expansion: order, no double, the rules of holidays."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.kernel.cadence import Date, Holidays, Period, dates, is_off, parse_cadence, period_of, raw_dates, settled
from linli.kernel.calendar import UnknownYear
from linli.kernel.tests.test_calendar import CALENDAR

TEXTS = (
    "daily",
    "weekdays",
    "weekly",
    "monthly",
    "quarterly",
    "yearly",
    "every friday afternoon",
    "first saturday",
    "last sunday",
    "每周一、四",
    "每月15日",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
    "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1",
)
CADENCES = st.sampled_from(TEXTS).map(parse_cadence)
RULES = st.sampled_from(list(Holidays))
DAYS = st.dates(date(2025, 2, 15), date(2026, 10, 1))
LENGTHS = st.integers(0, 60).map(lambda days: timedelta(days=days))


def days(text, start, end, holidays=Holidays.KEEP):
    found = dates(parse_cadence(text), date.fromisoformat(start), date.fromisoformat(end), holidays, CALENDAR)
    return [f"{one.day:%m-%d}" for one in found]


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("daily", "每天"),
        ("weekdays", "每个工作日"),
        ("weekly", "每周"),
        ("monthly", "每月"),
        ("quarterly", "每季度"),
        ("half-yearly", "每半年"),
        ("yearly", "每年"),
        ("every friday afternoon", "每周五下午"),
        ("Every Monday and Thursday", "每周一、四"),
        ("first saturday", "每月第一个周六"),
        ("last friday morning", "每月最后一个星期五上午"),
        ("monthly on day 15", "每月15日"),
        ("every sunday evening", "每周天晚上"),
    ],
)
def test_both_languages_say_the_same(english, chinese):
    left, right = parse_cadence(english), parse_cadence(chinese)
    assert (left.rule, left.period, left.part, left.working, left.meant) == (
        right.rule,
        right.period,
        right.part,
        right.working,
        right.meant,
    )


@pytest.mark.parametrize(
    "text", ["", "sometimes", "every funday", "每周八", "每月31日", "FREQ=HOURLY", "FREQ=DAILY;COUNT=3", "FREQ=NEVER"]
)
def test_what_is_no_cadence_is_refused(text):
    with pytest.raises(ValueError, match=r"“|每月"):
        parse_cadence(text)


def test_workdays_take_in_make_up_days_and_leave_out_holidays():
    found = days("weekdays", "2026-02-13", "2026-02-28")
    assert found == ["02-13", "02-14", "02-24", "02-25", "02-26", "02-27", "02-28"]


@pytest.mark.parametrize(
    ("holidays", "wanted"),
    [
        (Holidays.KEEP, ["02-13", "02-20", "02-27"]),
        (Holidays.SKIP, ["02-13", "02-27"]),
        (Holidays.NEXT, ["02-13", "02-24", "02-27"]),
        (Holidays.PREVIOUS, ["02-13", "02-14", "02-27"]),
    ],
)
def test_a_friday_in_the_spring_festival(holidays, wanted):
    assert days("every friday afternoon", "2026-02-09", "2026-02-28", holidays) == wanted


def test_a_saturday_that_is_named_is_no_day_off_but_a_holiday_is():
    assert days("first saturday", "2026-06-01", "2026-06-30", Holidays.SKIP) == ["06-06"]
    assert days("first saturday", "2026-05-01", "2026-05-31", Holidays.SKIP) == []
    assert days("first saturday", "2026-05-01", "2026-05-31", Holidays.NEXT) == ["05-06"]
    assert days("every saturday", "2026-05-09", "2026-05-09", Holidays.NEXT) == ["05-09"]


def test_a_date_that_only_fell_on_a_weekend_moves():
    assert days("monthly", "2026-08-01", "2026-08-31", Holidays.NEXT) == ["08-03"]
    assert days("quarterly", "2026-01-01", "2026-12-31", Holidays.NEXT) == ["01-04", "04-01", "07-01", "10-08"]


def test_a_year_without_a_notice_is_not_guessed_but_needs_no_notice_where_nothing_moves():
    with pytest.raises(UnknownYear):
        days("weekdays", "2031-01-01", "2031-01-05")
    assert days("daily", "2031-01-01", "2031-01-02") == ["01-01", "01-02"]
    assert days("every friday", "2026-12-20", "2026-12-31", Holidays.SKIP) == ["12-25"]


@given(CADENCES, DAYS, LENGTHS, RULES)
def test_dates_come_in_order_each_day_once_and_the_same_again(cadence, start, length, holidays):
    found = dates(cadence, start, start + length, holidays, CALENDAR)
    assert [one.day for one in found] == sorted({one.day for one in found})
    assert all(start <= one.day <= start + length for one in found)
    assert len({one.planned for one in found}) == len(found)
    assert found == dates(cadence, start, start + length, holidays, CALENDAR)


@given(CADENCES, DAYS, LENGTHS, st.integers(0, 60), RULES)
@settings(max_examples=60)
def test_two_stretches_make_the_whole(cadence, start, length, cut, holidays):
    end = start + length
    middle = min(end, start + timedelta(days=cut))
    whole = dates(cadence, start, end, holidays, CALENDAR)
    first = dates(cadence, start, middle, holidays, CALENDAR)
    rest = dates(cadence, middle + timedelta(days=1), end, holidays, CALENDAR) if middle < end else ()
    assert whole == first + rest


@given(CADENCES, DAYS, LENGTHS, RULES)
def test_holidays_are_kept_skipped_or_moved_as_said(cadence, start, length, holidays):
    for one in dates(cadence, start, start + length, holidays, CALENDAR):
        if cadence.working:
            assert CALENDAR.is_working_day(one.day)
        elif holidays is Holidays.KEEP:
            assert one == Date(one.planned, one.planned)
        elif one.day != one.planned:
            assert holidays in (Holidays.NEXT, Holidays.PREVIOUS)
            assert CALENDAR.is_working_day(one.day)
            assert (one.day > one.planned) is (holidays is Holidays.NEXT)
            assert is_off(one.planned, cadence, CALENDAR)
        else:
            assert not is_off(one.day, cadence, CALENDAR)


@given(CADENCES, DAYS, LENGTHS)
def test_nothing_planned_is_lost_when_it_is_moved(cadence, start, length):
    moved = [settled(day, cadence, Holidays.NEXT, CALENDAR) for day in raw_dates(cadence, start, start + length)]
    if not cadence.working:
        assert all(moved)


@given(DAYS, st.sampled_from(list(Period)))
def test_a_period_holds_its_day_and_the_next_begins_after_it(day, period):
    first, last = period_of(day, period)
    assert first <= day <= last
    assert period_of(first, period) == period_of(last, period) == (first, last)
    assert period_of(last + timedelta(days=1), period)[0] == last + timedelta(days=1)
