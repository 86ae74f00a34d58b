"""Which days may be locked."""

from collections.abc import Iterable
from datetime import date, timedelta

from linli.kernel.periods import Days
from linli.kernel.refusal import Refusal

# A first year of figures may be locked whole though they begin within it, not what lies before it.
EARLIEST = timedelta(days=366)


def check_days(start: date, end: date, today: date) -> None:
    """Refusal: period_backwards, period_open for days that are not over."""
    if end < start:
        raise Refusal("period_backwards")
    if end >= today:
        raise Refusal("period_open")


def before_all(start: date, end: date, first: date | None) -> bool:
    """Whether there is nothing to lock: all of it lies before the first day known, or most of it by far."""
    return first is None or end < first or start < first - EARLIEST


def crossed(start: date, end: date, locked: Iterable[Days]) -> Days | None:
    """A locked period of which these days hold a part only, so that neither could be the other's part: its figures
    would stand for some of those days and not for the others. Whole months within a quarter, or days within a month,
    do no harm."""
    for low, high in locked:
        apart = end < low or high < start
        within = (low <= start and end <= high) or (start <= low and high <= end)
        if not apart and not within:
            return low, high
    return None
