"""The periods figures are asked for, each beside the one before it and the same one a year ago."""

from dataclasses import dataclass
from datetime import date, timedelta

Days = tuple[date, date]
NAMED = ("today", "week", "month", "last_month", "quarter", "year")


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both included; `before` is what it is compared with (环比), `year_before` the same days a year
    ago (同比). `key` is one of NAMED, or “days” for days somebody chose."""

    key: str
    start: date
    end: date
    before: Days
    year_before: Days

    @property
    def days(self) -> Days:
        """Its first and its last day."""
        return self.start, self.end

    @property
    def length(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1


def period(key: str, today: date, first: int = 1) -> Period:
    """A named period up to today, beside as many days of the one before; assessment months begin on the day `first`
    (1 to 28). Whatever is not a name is this month."""
    if key not in NAMED:
        key = "month"
    if key == "last_month":
        end = month_of(today, first) - timedelta(days=1)
        start = month_of(end, first)
        return Period(
            key, start, end, (month_of(start - timedelta(days=1), first), start - timedelta(days=1)), ago(start, end)
        )
    start = _start(key, today, first)
    before = _before(key, start, first)
    last = min(before + (today - start), start - timedelta(days=1))
    return Period(key, start, today, (before, last), ago(start, today))


def chosen(start: date, end: date) -> Period:
    """The days from `start` to `end`, beside as many days just before; ValueError when they end before they begin."""
    if end < start:
        raise ValueError("the period ends before it begins")
    length = end - start + timedelta(days=1)
    return Period("days", start, end, (start - length, start - timedelta(days=1)), ago(start, end))


def ago(start: date, end: date) -> Days:
    """The same days a year before; 29 February becomes the 28th."""
    return _year_before(start), _year_before(end)


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def month_of(day: date, first: int = 1) -> date:
    """The first day of the assessment month a day lies in, when months begin on the day `first` (1 to 28)."""
    start = day.replace(day=first)
    return start if start <= day else (start.replace(day=1) - timedelta(days=1)).replace(day=first)


def _start(key: str, today: date, first: int) -> date:
    if key == "today":
        return today
    if key == "week":
        return today - timedelta(days=today.weekday())
    if key == "year":
        return today.replace(month=1, day=1)
    month = month_of(today, first)
    if key == "month":
        return month
    for _ in range((month.month - 1) % 3):
        month = month_of(month - timedelta(days=1), first)
    return month


def _before(key: str, start: date, first: int) -> date:
    if key == "today":
        return start - timedelta(days=1)
    if key == "week":
        return start - timedelta(days=7)
    if key == "year":
        return start.replace(year=start.year - 1)
    months = 1 if key == "month" else 3
    for _ in range(months):
        start = month_of(start - timedelta(days=1), first)
    return start
