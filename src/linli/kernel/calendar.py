"""The working calendar: statutory rest days, make-up workdays, office hours, and the moments clocks run out.

Source: Civil Code art. 201 and 203 (domain 12.1), the State Council's yearly notice (domain 12.2–12.4).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import count

from linli.kernel.duration import Duration, Unit

SATURDAY = 5


class UnknownYear(LookupError):
    """The notice of this year is not published or not loaded: nothing is guessed."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


@dataclass(frozen=True, slots=True)
class YearNotice:
    """One year's notice: days off that would be worked, days worked that would be off."""

    rest: frozenset[date]
    work: frozenset[date]


@dataclass(frozen=True, slots=True)
class Span:
    """Office hours of a day, from `start` to `end`, local time."""

    start: time
    end: time


@dataclass(frozen=True)
class WorkingCalendar:
    """Which days and hours are worked; every instant given must be aware, every instant returned is in `zone`."""

    notices: Mapping[int, YearNotice]
    hours: tuple[Span, ...]
    zone: tzinfo

    def is_working_day(self, day: date) -> bool:
        """Whether `day` is worked under its year's notice; raises UnknownYear."""
        notice = self._notice(day)
        if day in notice.work:
            return True
        return day not in notice.rest and day.weekday() < SATURDAY

    def is_holiday(self, day: date) -> bool:
        """Whether the year's notice names `day` as a day off, be it a weekend in a holiday; raises UnknownYear."""
        return day in self._notice(day).rest

    def is_make_up(self, day: date) -> bool:
        """Whether the year's notice names `day` as worked in place of another; raises UnknownYear."""
        return day in self._notice(day).work

    def _notice(self, day: date) -> YearNotice:
        notice = self.notices.get(day.year)
        if notice is None:
            raise UnknownYear(day.year)
        return notice

    def spans(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The stretches of office time from `start` on, in order, without end."""
        local = start.astimezone(self.zone)
        for offset in count():
            day = local.date() + timedelta(days=offset)
            if not self.is_working_day(day):
                continue
            for span in self.hours:
                opens = datetime.combine(day, span.start, self.zone)
                closes = datetime.combine(day, span.end, self.zone)
                if closes > local:
                    yield max(opens, local), closes

    def add(self, start: datetime, length: Duration) -> datetime:
        """The moment `length` after `start`: days begin to count on the next day and end with its last minute
        (working days: with office hours); raises UnknownYear."""
        local = start.astimezone(self.zone)
        if length.unit is Unit.MINUTE:
            return local + timedelta(minutes=length.amount)
        if length.unit is Unit.HOUR:
            return local + timedelta(hours=length.amount)
        if length.unit is Unit.WORKING_HOUR:
            return self.add_office_time(local, timedelta(hours=length.amount))
        if length.unit is Unit.WORKING_DAY:
            return self._close_of(self._working_day_after(local.date(), length.amount))
        return self._end_of(self._off_holiday(local.date() + timedelta(days=length.amount)))

    def add_office_time(self, start: datetime, amount: timedelta) -> datetime:
        """The moment `amount` of office time after `start`."""
        left = amount
        for opens, closes in self.spans(start):
            if closes - opens >= left:
                return opens + left
            left -= closes - opens
        raise AssertionError("spans never ends")

    def office_time(self, start: datetime, end: datetime) -> timedelta:
        """How much office time lies between two moments; zero when `end` is not after `start`."""
        total = timedelta()
        if end <= start:
            return total
        for opens, closes in self.spans(start):
            if opens >= end:
                return total
            total += min(closes, end) - opens
        raise AssertionError("spans never ends")

    def before(self, now: datetime, due: datetime, length: Duration) -> datetime | None:
        """The moment `length` before `due`, in the kind of time of the length; None when that is not after `now`."""
        if length.unit is Unit.WORKING_HOUR:
            left = self.office_time(now, due) - timedelta(hours=length.amount)
            return self.add_office_time(now, left) if left > timedelta() else None
        moment = due.astimezone(self.zone) - self._span(due, length)
        return moment if moment > now else None

    def _span(self, due: datetime, length: Duration) -> timedelta:
        """How long a length is, counted back from an end."""
        if length.unit is Unit.MINUTE:
            return timedelta(minutes=length.amount)
        if length.unit is Unit.HOUR:
            return timedelta(hours=length.amount)
        if length.unit is Unit.DAY:
            return timedelta(days=length.amount)
        day, left = due.astimezone(self.zone).date(), length.amount
        while left:
            day -= timedelta(days=1)
            left -= self.is_working_day(day)
        return timedelta(days=(due.astimezone(self.zone).date() - day).days)

    def remaining(self, now: datetime, due: datetime, *, working: bool) -> timedelta:
        """What is left of a clock at `now`, in office or natural time; zero when it has run out."""
        if due <= now:
            return timedelta()
        return self.office_time(now, due) if working else due - now

    def resume(self, now: datetime, left: timedelta, *, working: bool) -> datetime:
        """The new end of a clock that was paused with `left` on it."""
        return self.add_office_time(now, left) if working else now + left

    def _working_day_after(self, day: date, amount: int) -> date:
        left = amount
        while left:
            day += timedelta(days=1)
            left -= self.is_working_day(day)
        return day

    def _off_holiday(self, day: date) -> date:
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def _close_of(self, day: date) -> datetime:
        return datetime.combine(day, self.hours[-1].end, self.zone)

    def _end_of(self, day: date) -> datetime:
        return datetime.combine(day, time(23, 59), self.zone)
