"""Clocks on the statutory calendar: the notices of the base pack, and what must hold of any clock."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.calendar import Span, UnknownYear, WorkingCalendar, YearNotice
from linli.kernel.duration import parse_duration

CHINA = ZoneInfo("Asia/Shanghai")
PACK = Path(__file__).parents[4] / "packs" / "base" / "calendar.yaml"
YEARS = yaml.safe_load(PACK.read_text(encoding="utf-8"))["calendar"]["years"]
CALENDAR = WorkingCalendar(
    {year: YearNotice(frozenset(one["rest"]), frozenset(one["work"])) for year, one in YEARS.items()},
    (Span(time(8, 30), time(12)), Span(time(14, 30), time(17, 30))),
    CHINA,
)
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2026, 10, 31), timezones=st.just(CHINA))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def test_the_year_2026_is_worked_as_announced():
    for day in ("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"):
        assert CALENDAR.is_working_day(date.fromisoformat(day)), day
    for day in ("2026-01-01", "2026-02-23", "2026-04-06", "2026-05-05", "2026-06-21", "2026-09-27", "2026-10-07"):
        assert not CALENDAR.is_working_day(date.fromisoformat(day)), day


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_year_has_248_working_days(year):
    first = date(year, 1, 1)
    assert sum(CALENDAR.is_working_day(first + timedelta(days=offset)) for offset in range(365)) == 248


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("2026-06-12 16:30", "2wh", "2026-06-15 09:30"),  # over a weekend
        ("2026-02-13 16:30", "2wh", "2026-02-14 09:30"),  # into a make-up Saturday
        ("2026-02-14 16:30", "2wh", "2026-02-24 09:30"),  # over the Spring Festival
        ("2026-06-11 10:00", "2wd", "2026-06-15 17:30"),
        ("2026-06-11 23:50", "30min", "2026-06-12 00:20"),
        ("2026-06-11 13:00", "24h", "2026-06-12 13:00"),
        ("2026-04-30 09:00", "3d", "2026-05-06 23:59"),  # a last day on a holiday moves on (Civil Code 203)
    ],
)
def test_a_clock_runs_out_when_people_expect(start, length, end):
    assert CALENDAR.add(at(start), parse_duration(length)) == at(end)


def test_a_year_without_a_notice_is_never_guessed():
    with pytest.raises(UnknownYear) as refused:
        CALENDAR.add(at("2026-12-31 16:30"), parse_duration("2wh"))
    assert refused.value.year == 2027


@given(MOMENTS, st.integers(1, 60), st.integers(0, 60))
def test_more_time_never_ends_earlier(start, hours, more):
    shorter, longer = (CALENDAR.add_office_time(start, timedelta(hours=n)) for n in (hours, hours + more))
    assert shorter <= longer


@given(MOMENTS, st.integers(1, 100 * 60))
def test_office_time_undoes_adding_it(start, minutes):
    amount = timedelta(minutes=minutes)
    assert CALENDAR.office_time(start, CALENDAR.add_office_time(start, amount)) == amount


@given(MOMENTS, st.integers(1, 40))
def test_a_clock_ends_in_office_hours_of_a_working_day(start, hours):
    end = CALENDAR.add_office_time(start, timedelta(hours=hours))
    assert CALENDAR.is_working_day(end.date())
    assert any(span.start < end.time() <= span.end for span in CALENDAR.hours)


@given(MOMENTS, st.integers(1, 30), st.integers(1, 30))
def test_a_pause_keeps_what_was_left(start, hours, pause_days):
    due = CALENDAR.add_office_time(start, timedelta(hours=hours))
    left = CALENDAR.remaining(start, due, working=True)
    resumed = start + timedelta(days=pause_days)
    assert CALENDAR.office_time(resumed, CALENDAR.resume(resumed, left, working=True)) == left


@pytest.mark.parametrize("text", ["", "2", "h2", "0wd", "-1h", "2 weeks", "99999h"])
def test_a_length_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match="不是时限"):
        parse_duration(text)


@given(MOMENTS, st.integers(1, 60), st.integers(1, 40))
def test_a_warning_in_office_time_leaves_just_that_much(now, hours, length):
    due = CALENDAR.add_office_time(now, timedelta(hours=hours))
    warned = CALENDAR.before(now, due, parse_duration(f"{length}wh"))
    if length >= hours:
        assert warned is None
    else:
        assert now < warned < due
        assert CALENDAR.office_time(warned, due) == timedelta(hours=length)


@given(MOMENTS, st.integers(1, 20), st.sampled_from(["30min", "2h", "1d", "3wd"]))
def test_a_warning_stands_before_the_end_or_not_at_all(now, days, length):
    due = CALENDAR.add(now, parse_duration(f"{days}wd"))
    warned = CALENDAR.before(now, due, parse_duration(length))
    assert warned is None or now < warned < due
    if length == "3wd" and warned is not None:
        between = (warned.date() + timedelta(days=one + 1) for one in range((due.date() - warned.date()).days))
        assert sum(CALENDAR.is_working_day(day) for day in between) == 3
