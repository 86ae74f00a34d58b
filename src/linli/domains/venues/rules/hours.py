"""Opening hours: read from a text for each weekday, and what they say at a moment of the statutory calendar."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from linli.domains.venues.values import DAYS, Minutes, Opening, Week
from linli.kernel.calendar import UnknownYear, WorkingCalendar
from linli.kernel.refusal import Refusal

WHOLE: Minutes = (0, 1440)
# How far ahead is looked: longer than the longest holiday of a yearly notice, and than a term's break.
AHEAD = 40
MOST = 4
_STRETCH = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-—–~～至到]+\s*(\d{1,2})[:：](\d{2})")
_REST = ("", "休", "休息", "-", "closed")
_ALL_DAY = ("全天", "24 小时", "24小时", "all day")


def stretches_of(text: str) -> tuple[Minutes, ...]:
    """The stretches of a day written 08:30-12:00、14:30-17:30 (nothing or 休: shut; 全天: always), in order.
    Refusal(venue_hours) for anything else and for stretches that overlap."""
    words = text.strip().lower()
    if words in _REST:
        return ()
    if words in _ALL_DAY:
        return (WHOLE,)
    found = sorted(_minutes(match) for match in _STRETCH.finditer(words))
    left = _STRETCH.sub("", words).strip(" 、,，;；\n")
    if re.sub(r"[\s、,，;；]", "", left) or not 0 < len(found) <= MOST:
        raise Refusal("venue_hours")
    if any(one[1] > other[0] for one, other in pairwise(found)):
        raise Refusal("venue_hours")
    return tuple(found)


def _minutes(match: re.Match[str]) -> Minutes:
    hour, minute, to_hour, to_minute = map(int, match.groups())
    start, end = hour * 60 + minute, to_hour * 60 + to_minute
    if minute > 59 or to_minute > 59 or not 0 <= start < end <= 1440:
        raise Refusal("venue_hours")
    return start, end


def week_of(texts: Sequence[str], holidays: bool) -> Week:
    """Opening hours of a week; Refusal(venue_hours) for a text that cannot be read."""
    if len(texts) != len(DAYS):
        raise Refusal("venue_hours")
    return Week(tuple(stretches_of(one) for one in texts), holidays)


def text_of(stretches: Sequence[Minutes]) -> str:
    """Stretches as they are kept: 08:30-12:00 14:30-17:30."""
    return " ".join(f"{clock(start)}-{clock(end)}" for start, end in stretches)


def clock(minutes: int) -> str:
    """Minutes from midnight as 08:30; the end of a day is 24:00."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def on_day(week: Week, day: date, calendar: WorkingCalendar) -> tuple[Minutes, ...]:
    """The stretches of a day: none on a public holiday unless the venue keeps open; on a make-up workday whose weekday
    is free, those of the first weekday that has some. Of a year without a notice the table alone is known."""
    own = week.days[day.weekday()]
    try:
        if calendar.is_holiday(day):
            return own if week.holidays else ()
        if not own and calendar.is_make_up(day):
            return next((one for one in week.days[:5] if one), ())
    except UnknownYear:
        return own
    return own


def opening(week: Week, now: datetime, calendar: WorkingCalendar) -> Opening:
    """How a venue with these hours stands at a moment."""
    local = now.astimezone(calendar.zone)
    known, holiday = _of_today(week, local.date(), calendar)
    last = local + timedelta(days=AHEAD - 1)
    for start, end in _runs(week, local.date(), calendar):
        if end <= local:
            continue
        if start <= local:
            return Opening(True, until=end if end < last else None, known=known)
        return Opening(False, opens=start, holiday=holiday, known=known)
    return Opening(False, holiday=holiday, known=known)


def _of_today(week: Week, day: date, calendar: WorkingCalendar) -> tuple[bool, bool]:
    try:
        return True, calendar.is_holiday(day) and not week.holidays and bool(week.days[day.weekday()])
    except UnknownYear:
        return False, False


def _runs(week: Week, first: date, calendar: WorkingCalendar) -> Iterator[tuple[datetime, datetime]]:
    """Stretches from a day on, those that touch as one."""
    run: tuple[datetime, datetime] | None = None
    for ahead in range(AHEAD):
        day = first + timedelta(days=ahead)
        midnight = datetime.combine(day, time(), calendar.zone)
        for begin, finish in on_day(week, day, calendar):
            start, end = midnight + timedelta(minutes=begin), midnight + timedelta(minutes=finish)
            if run and run[1] == start:
                run = (run[0], end)
                continue
            if run:
                yield run
            run = (start, end)
    if run:
        yield run
