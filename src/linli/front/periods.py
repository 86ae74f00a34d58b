"""The periods a board shows, each beside the one before."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both included, with the one it is compared with."""

    key: str
    start: date
    end: date
    before_start: date
    before_end: date


def period(key: str, today: date) -> Period:
    """Today, this week, this month or this year so far, beside as many days of the one before."""
    starts = {
        "today": today,
        "week": today - timedelta(days=today.weekday()),
        "month": today.replace(day=1),
        "year": today.replace(month=1, day=1),
    }
    start = starts[key if key in starts else "month"]
    before = {
        "today": start - timedelta(days=1),
        "week": start - timedelta(days=7),
        "month": (start - timedelta(days=1)).replace(day=1),
        "year": start.replace(year=start.year - 1),
    }[key if key in starts else "month"]
    length = today - start
    return Period(
        key if key in starts else "month", start, today, before, min(before + length, start - timedelta(days=1))
    )
