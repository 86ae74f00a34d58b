"""The working calendar in whole seconds, quick enough to ask it ten million times.

A moment is the number of seconds since 1970 on the wall clock of the town (its zone has kept one offset for
decades). The answers are those of `kernel.calendar`, which a test holds side by side.
"""

from bisect import bisect_left, bisect_right
from datetime import date, datetime, timedelta, timezone

from linli.kernel.calendar import UnknownYear, WorkingCalendar
from linli.kernel.duration import Duration, Unit

DAY = 86_400
HOUR = 3_600
MINUTE = 60
_EPOCH = date(1970, 1, 1)
_END_OF_DAY = DAY - MINUTE


class Clocks:
    """Working time between two dates; what lies in a year without notice answers None."""

    def __init__(self, calendar: WorkingCalendar, first: date, last: date, offset: int) -> None:
        self.offset = offset
        self._days: list[int] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._sums: list[int] = []
        self._known = 0
        for number in range((last - first).days + 1):
            if not self._take(calendar, first + timedelta(days=number)):
                break
        spans = [
            (one.start.hour * HOUR + one.start.minute * MINUTE, one.end.hour * HOUR + one.end.minute * MINUTE)
            for one in calendar.hours
        ]
        self._closes = spans[-1][1]
        total = 0
        for day in self._days:
            for opens, closes in spans:
                total += closes - opens
                self._starts.append(day * DAY + opens)
                self._ends.append(day * DAY + closes)
                self._sums.append(total)

    def _take(self, calendar: WorkingCalendar, day: date) -> bool:
        try:
            works = calendar.is_working_day(day)
        except UnknownYear:
            return False
        self._known = (day - _EPOCH).days
        if works:
            self._days.append(self._known)
        return True

    def moment(self, instant: datetime) -> int:
        """An aware instant as seconds on the wall clock here."""
        return int(instant.timestamp()) + self.offset

    def instant(self, moment: int) -> datetime:
        """The aware instant of a moment."""
        return datetime.fromtimestamp(moment - self.offset, timezone(timedelta(seconds=self.offset)))

    def works(self, moment: int) -> bool:
        """Whether the day of this moment is worked; a day of an unknown year is not."""
        day = moment // DAY
        index = bisect_left(self._days, day)
        return index < len(self._days) and self._days[index] == day

    def office(self, moment: int) -> int:
        """Seconds of office time from the first day up to a moment."""
        index = bisect_right(self._starts, moment) - 1
        if index < 0:
            return 0
        end = self._ends[index]
        return self._sums[index] - (end - moment if moment < end else 0)

    def at_office(self, seconds: int) -> int | None:
        """The moment at which so much office time has passed since the first day."""
        index = bisect_left(self._sums, seconds)
        if index >= len(self._sums):
            return None
        return self._ends[index] - (self._sums[index] - seconds)

    def add(self, start: int, length: Duration | None) -> int | None:
        """When a clock of this length runs out; None without one, or in a year whose notice is not known."""
        if length is None:
            return None
        if length.unit is Unit.MINUTE:
            return start + length.amount * MINUTE
        if length.unit is Unit.HOUR:
            return start + length.amount * HOUR
        if length.unit is Unit.WORKING_HOUR:
            return self.at_office(self.office(start) + length.amount * HOUR)
        return self._add_days(start // DAY, length)

    def _add_days(self, day: int, length: Duration) -> int | None:
        if length.unit is Unit.WORKING_DAY:
            index = bisect_right(self._days, day) + length.amount - 1
            return self._days[index] * DAY + self._closes if index < len(self._days) else None
        index = bisect_left(self._days, day + length.amount)
        return self._days[index] * DAY + _END_OF_DAY if index < len(self._days) else None

    def later(self, moment: int, seconds: int) -> int:
        """A moment at work, so much office time later; where the calendar is not known, three times as much."""
        found = self.at_office(self.office(moment) + max(seconds, MINUTE))
        return found if found is not None and found > moment else moment + 3 * max(seconds, MINUTE)
