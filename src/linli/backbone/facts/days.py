"""The days and months figures are counted by: a statistical day may close at noon, a month may begin on the 26th."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from linli.backbone.moments import local
from linli.backbone.packs.about import about
from linli.backbone.packs.registry import in_force
from linli.kernel.periods import month_of


class Span(NamedTuple):
    """A stretch of tallies, its end not included: of whole months or of days, added (1) or taken off (-1)."""

    sign: int
    grain: str
    start: date
    stop: date


def month_from() -> int:
    """The day of a calendar month on which its assessment month begins (domain 1.16)."""
    return about(in_force()).statistics.month_from


def statistical_day(now: datetime) -> date:
    """The day a moment counts for: what happens after the statistical day has closed counts for the next one."""
    here = local(now)
    closes = about(in_force()).statistics.closes
    return here.date() + timedelta(days=int(closes is not None and here.time() >= closes))


def next_month(start: date) -> date:
    """The first day of the month after the one that begins on `start`."""
    return (start.replace(day=1) + timedelta(days=32)).replace(day=start.day)


def spans(start: date, end: date, first: int = 1) -> list[Span]:
    """A period, both days included, as the fewest tallies: months, with the days at either edge added or taken off."""
    stop = end + timedelta(days=1)
    pairs = [(low, high) for low in _beside(start, first) for high in _beside(stop, first) if low <= high]
    low, high = min(pairs, key=lambda pair: abs((start - pair[0]).days) + abs((stop - pair[1]).days))
    if (stop - start).days <= abs((start - low).days) + abs((stop - high).days):
        return [Span(1, "d", start, stop)]
    found = [Span(1, "m", low, high), _edge(start, low), _edge(high, stop)]
    return [one for one in found if one.start < one.stop]


def _beside(day: date, first: int) -> tuple[date, date]:
    """The first days of months before and after a day; twice the same for a first day."""
    start = month_of(day, first)
    return start, start if day == start else next_month(start)


def _edge(start: date, stop: date) -> Span:
    """Days between an edge of the period and one of the months: added, or taken off when the months reach too far."""
    return Span(1, "d", start, stop) if start <= stop else Span(-1, "d", stop, start)


def cursor_of(text: str) -> tuple[date | None, int]:
    """The day and the fact after which a list of facts goes on; (None, 0) for anything that is not a cursor."""
    day, _, number = text.partition(".")
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None, 0
