"""Cadences: when a routine falls due, from an RRULE or from plain words, and what a holiday does to it.

Source: RFC 5545 for rules; domain 12.5: a first Saturday and a Friday afternoon must say what happens on a holiday
or on a make-up day. A make-up day is a working day; an unknown year is never guessed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from dateutil.rrule import rrule, rrulestr

from linli.kernel.calendar import UnknownYear, WorkingCalendar

# A Monday that begins a month, a quarter and a year: “weekly” is a Monday, “monthly” the first.
ANCHOR = datetime(2018, 1, 1, tzinfo=UTC)
# Longer than any run of days off: how far a date may be moved.
MARGIN = timedelta(days=31)
EVERY_DAY = frozenset(range(7))
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Holidays(StrEnum):
    """What happens to a date on which nobody works."""

    SKIP = "skip"
    KEEP = "keep"
    NEXT = "next_workday"
    PREVIOUS = "previous_workday"


class Period(StrEnum):
    """The stretch of the calendar a date stands for."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


class Part(StrEnum):
    """The part of the day a cadence names."""

    DAY = ""
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


@dataclass(frozen=True, slots=True)
class Cadence:
    """A rule of dates; `working` keeps working days only, `meant` are the weekdays it names, so that a plain weekend
    among them is no day off for it."""

    text: str
    rule: str
    period: Period
    part: Part = Part.DAY
    working: bool = False
    meant: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, order=True)
class Date:
    """A date of a cadence: `day` it falls on after holidays, `planned` where the rule put it."""

    day: date
    planned: date


_PARTS = {
    "morning": Part.MORNING,
    "afternoon": Part.AFTERNOON,
    "evening": Part.EVENING,
    "上午": Part.MORNING,
    "下午": Part.AFTERNOON,
    "晚上": Part.EVENING,
}
_PLAIN = {
    ("daily", "every day", "每天", "每日"): ("FREQ=DAILY", Period.DAY),
    ("weekly", "every week", "每周"): ("FREQ=WEEKLY", Period.WEEK),
    ("monthly", "every month", "每月", "每个月"): ("FREQ=MONTHLY", Period.MONTH),
    ("quarterly", "every quarter", "每季度", "每季"): ("FREQ=MONTHLY;INTERVAL=3", Period.QUARTER),
    ("half-yearly", "every half year", "每半年"): ("FREQ=MONTHLY;INTERVAL=6", Period.HALF_YEAR),
    ("yearly", "every year", "每年"): ("FREQ=YEARLY", Period.YEAR),
}
_WORKDAYS = ("weekdays", "every workday", "every working day", "每个工作日", "工作日")
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SIGNS = "一二三四五六日"
_ORDER = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1, "一": 1, "二": 2, "三": 3, "四": 4}
_WEEK = re.compile(r"every ((?:[a-z]+day)(?:(?:,| and) ?[a-z]+day)*)")
_WEEK_ZH = re.compile(r"每(?:周|星期)([一二三四五六日天](?:[、和][一二三四五六日天])*)")
_NTH = re.compile(r"(?:every |the )?(first|second|third|fourth|last) ([a-z]+day)(?: of the month)?")
_NTH_ZH = re.compile(r"每(?:个)?月(?:第([一二三四])个|最后一个)(?:周|星期)([一二三四五六日天])")
_MONTH_DAY = re.compile(r"(?:monthly on day|every month on day) (\d{1,2})|每月 ?(\d{1,2}) ?[日号]")
_FREQUENCIES = {"DAILY": Period.DAY, "WEEKLY": Period.WEEK, "MONTHLY": Period.MONTH, "YEARLY": Period.YEAR}
_INTERVALS = {"3": Period.QUARTER, "6": Period.HALF_YEAR}
_LAST_CERTAIN_DAY = 28


def parse_cadence(text: str) -> Cadence:
    """Read an RRULE or plain words as a cadence; ValueError says what is wrong with it."""
    words = " ".join(text.strip().lower().split())
    if words.startswith(("rrule:", "freq=")):
        return _of_rule(text, words.removeprefix("rrule:").upper())
    body, part = _split_part(words)
    for readings in (_plain, _week, _nth, _month_day):
        found = readings(body)
        if found is not None:
            rule, period, meant = found
            return Cadence(text, rule, period, part, body in _WORKDAYS, meant)
    raise ValueError(
        f"“{text}” 不是周期；写法如 daily、每天、每个工作日、every friday afternoon、每月第一个周六、quarterly 或 RRULE"
    )


_Reading = tuple[str, Period, frozenset[int]] | None


def _split_part(words: str) -> tuple[str, Part]:
    for ending, part in _PARTS.items():
        if words.endswith(ending):
            return words.removesuffix(ending).strip(), part
    return words, Part.DAY


def _plain(words: str) -> _Reading:
    if words in _WORKDAYS:
        return "FREQ=DAILY", Period.DAY, EVERY_DAY
    for names, (rule, period) in _PLAIN.items():
        if words in names:
            return rule, period, EVERY_DAY if period is Period.DAY else frozenset()
    return None


def _weekday(name: str) -> int:
    if name in _NAMES:
        return _NAMES.index(name)
    sign = name.replace("天", "日")
    if sign in _SIGNS:
        return _SIGNS.index(sign)
    raise ValueError(f"“{name}” 不是星期几")


def _week(words: str) -> _Reading:
    match = _WEEK.fullmatch(words) or _WEEK_ZH.fullmatch(words)
    if match is None:
        return None
    days = frozenset(_weekday(name) for name in re.split(r", ?| and |[、和]", match[1]))
    return f"FREQ=WEEKLY;BYDAY={','.join(DAYS[day] for day in sorted(days))}", Period.DAY, days


def _nth(words: str) -> _Reading:
    match = _NTH.fullmatch(words) or _NTH_ZH.fullmatch(words)
    if match is None:
        return None
    day = _weekday(match[2])
    return f"FREQ=MONTHLY;BYDAY={_ORDER.get(match[1] or 'last', -1)}{DAYS[day]}", Period.DAY, frozenset({day})


def _month_day(words: str) -> _Reading:
    match = _MONTH_DAY.fullmatch(words)
    if match is None:
        return None
    day = int(match[1] or match[2])
    if not 1 <= day <= _LAST_CERTAIN_DAY:
        raise ValueError("每月都有的日子是 1 到 28；月底写 RRULE 的 BYMONTHDAY=-1")
    return f"FREQ=MONTHLY;BYMONTHDAY={day}", Period.DAY, frozenset()


def _of_rule(text: str, rule: str) -> Cadence:
    try:
        parts = dict(part.split("=", 1) for part in rule.split(";"))
        _compiled(rule)
    except (ValueError, TypeError, KeyError) as fault:
        raise ValueError(f"“{text}” 不是正确的 RRULE：{fault}") from fault
    if parts.get("FREQ") not in _FREQUENCIES or {"COUNT", "UNTIL", "BYHOUR", "BYMINUTE", "BYSECOND"} & set(parts):
        raise ValueError(f"“{text}”：RRULE 用 DAILY、WEEKLY、MONTHLY 或 YEARLY，不写 COUNT、UNTIL 和钟点")
    named = frozenset(DAYS.index(day[-2:]) for day in parts.get("BYDAY", "").split(",") if day)
    daily = parts["FREQ"] == "DAILY" and not named
    pinned = any(key.startswith("BY") and key != "BYMONTH" for key in parts)
    period = Period.DAY if pinned else _FREQUENCIES[parts["FREQ"]]
    if period is Period.MONTH:
        period = _INTERVALS.get(parts.get("INTERVAL", "1"), period)
    return Cadence(text, rule, period, meant=EVERY_DAY if daily else named)


@lru_cache(maxsize=128)
def _compiled(rule: str) -> rrule:
    found = rrulestr(f"RRULE:{rule}", dtstart=ANCHOR)
    if not isinstance(found, rrule):
        raise ValueError(rule)
    return found


def raw_dates(cadence: Cadence, start: date, end: date) -> Iterator[date]:
    """The dates the rule itself names from `start` to `end`, both included, before holidays."""
    first, last = (datetime.combine(day, time(), UTC) for day in (start, end))
    yield from (moment.date() for moment in _compiled(cadence.rule).between(first, last, inc=True))


def dates(cadence: Cadence, start: date, end: date, holidays: Holidays, calendar: WorkingCalendar) -> tuple[Date, ...]:
    """The dates that fall on a day from `start` to `end`, in order, each day once; raises UnknownYear.

    Where two dates are moved to one day it counts once: for the date planned there, else for the earlier one.
    """
    found: dict[date, date] = {}
    for planned in raw_dates(cadence, start - MARGIN, end + MARGIN):
        try:
            day = settled(planned, cadence, holidays, calendar)
        except UnknownYear:
            if start <= planned <= end:
                raise
            continue
        if day is not None and start <= day <= end and (day not in found or planned == day):
            found[day] = planned
    return tuple(Date(day, planned) for day, planned in sorted(found.items()))


def settled(day: date, cadence: Cadence, holidays: Holidays, calendar: WorkingCalendar) -> date | None:
    """The day a planned date falls on, or None when it falls away; raises UnknownYear where it has to know."""
    if cadence.working:
        return day if calendar.is_working_day(day) else None
    if holidays is Holidays.KEEP or not is_off(day, cadence, calendar):
        return day
    if holidays is Holidays.SKIP:
        return None
    step = timedelta(days=1 if holidays is Holidays.NEXT else -1)
    while not calendar.is_working_day(day):
        day += step
    return day


def is_off(day: date, cadence: Cadence, calendar: WorkingCalendar) -> bool:
    """Whether a date falls on a statutory rest day, or on a plain weekend that the cadence did not name."""
    if calendar.is_working_day(day):
        return False
    return day in calendar.notices[day.year].rest or day.weekday() not in cadence.meant


_MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF_YEAR: 6, Period.YEAR: 12}


def period_of(day: date, period: Period) -> tuple[date, date]:
    """The first and the last day of the period a day lies in; weeks begin on Monday."""
    if period is Period.DAY:
        return day, day
    if period is Period.WEEK:
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    length = _MONTHS[period]
    month = (day.month - 1) // length * length + 1
    after = month + length
    beyond = date(day.year + 1, 1, 1) if after > 12 else date(day.year, after, 1)
    return date(day.year, month, 1), beyond - timedelta(days=1)
