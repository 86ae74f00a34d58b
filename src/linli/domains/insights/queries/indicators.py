"""Reading indicators: any of them, for any places, periods and split, with as few questions as there are sources."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction

from linli.backbone.facts import statistical_day
from linli.backbone.packs.registry import in_force
from linli.domains.insights.models import LockedFigure
from linli.domains.insights.queries.locks import last_facts, lock_of
from linli.domains.insights.queries.sources import SINCE, Narrow, Place, Sums, Wanted, narrow_of, sums, term
from linli.domains.insights.rules.reading import comparable, read, weigh
from linli.domains.insights.values import Reading
from linli.domains.insights.values.sources import SOURCES
from linli.domains.insights.values.tables import Indicator, insights
from linli.kernel.periods import Days
from linli.kernel.refusal import NotFound

# (indicator, which of the periods, place, part of the split)
Readings = dict[tuple[str, int, int, str], Reading]
WHOLE = ("",)


def known() -> dict[str, Indicator]:
    """The indicators of the pack in force."""
    return insights(in_force()).indicators


def indicator(key: str) -> Indicator:
    """One of them; NotFound for a name the pack does not know."""
    found = known().get(key)
    if found is None:
        raise NotFound("indicator")
    return found


def readings(
    keys: Iterable[str],
    places: Sequence[Place],
    periods: Sequence[Days],
    now: datetime,
    split: str = "",
    parts: Sequence[str] = WHOLE,
    *,
    units: tuple[int, ...] = (),
    seats: tuple[int, ...] = (),
) -> Readings:
    """The readings of indicators for each place, period and part of a split; a score brings the readings it weighs. A
    period that was locked says what it said then: as it was kept, and in parts by the facts that were there."""
    wanted = tuple(dict.fromkeys(keys))
    found = live_readings(wanted, places, periods, now, split, parts, units=units, seats=seats, closed=True)
    if split or units or seats:
        return found
    return {**found, **locked_readings(found, periods)}


def locked_readings(found: Readings, periods: Sequence[Days]) -> Readings:
    """Those of these readings that belong to a locked period, as they were locked."""
    locks = {at: lock for at, days in enumerate(periods) if (lock := lock_of(days)) is not None}
    kept: Readings = {}
    for at, lock in locks.items():
        places = {place for _key, which, place, _part in found if which == at}
        for row in LockedFigure.objects.filter(lock=lock.id, place_id__in=places):
            if (row.key, at, row.place_id, "") in found:
                # What the kept number was before it was a float: a share of so many at most.
                number = None if row.number is None else Fraction(row.number).limit_denominator(10**6)
                cell = (row.key, at, row.place_id, "")
                kept[cell] = Reading(row.key, row.top, row.bottom, number, found[cell].comparable)
    return kept


def live_readings(
    keys: Iterable[str],
    places: Sequence[Place],
    periods: Sequence[Days],
    now: datetime,
    split: str = "",
    parts: Sequence[str] = WHOLE,
    *,
    units: tuple[int, ...] = (),
    seats: tuple[int, ...] = (),
    closed: bool = False,
) -> Readings:
    """The readings as they are at this moment, locked or not; `closed` leaves out what a locked period does."""
    wanted = _spread(dict.fromkeys(keys))
    counted: dict[tuple[str, Narrow], Sums] = {}
    for source, narrow, measures in _asked(wanted, units, seats):
        split_here = split if not split or split in SOURCES[source].splits else ""
        ends = last_facts(source, periods) if closed else ()
        one = Wanted(source, narrow, tuple(places), tuple(periods), split_here, tuple(parts), measures, now, ends)
        counted[(source, narrow)] = sums(one)
    cells = [(which, one.id, part) for which in range(len(periods)) for one in places for part in parts]
    found: Readings = {}
    for key, about in wanted.items():
        if about.counts:
            source = term(about.counts).source
            have, held = counted[(source, _narrow(about, units, seats))], _comparable(source, periods, now)
            found |= {(key, *cell): replace(_read(key, about, have[cell]), comparable=held[cell[0]]) for cell in cells}
    for key, about in wanted.items():
        if about.sum:
            found |= {
                (key, *cell): weigh(key, about.sum, {name: found[(name, *cell)] for name in about.sum})
                for cell in cells
            }
    return found


def _comparable(source: str, periods: Sequence[Days], now: datetime) -> list[bool]:
    """Which of the periods may be held against each other; what is counted as it stands never is."""
    if source not in SINCE or len(periods) == 1:
        return [False] * len(periods)
    since, today = SINCE[source](), statistical_day(now)
    return [comparable(days, since, today) for days in periods]


def _read(key: str, about: Indicator, have: Mapping[str, int]) -> Reading:
    return read(key, about, have[term(about.counts).measure], have[term(about.of).measure] if about.of else None)


def _spread(keys: Iterable[str]) -> dict[str, Indicator]:
    """The indicators by key, with those that scores weigh."""
    found = {key: indicator(key) for key in keys}
    return {name: indicator(name) for key in found for name in (*found[key].sum, key)}


def _narrow(about: Indicator, units: tuple[int, ...], seats: tuple[int, ...]) -> Narrow:
    return narrow_of(about)._replace(units=units, seats=seats)


def _asked(
    wanted: dict[str, Indicator], units: tuple[int, ...], seats: tuple[int, ...]
) -> Iterable[tuple[str, Narrow, frozenset[str]]]:
    """Each source and cut once, with the measures that are asked of it."""
    found: dict[tuple[str, Narrow], set[str]] = {}
    for about in wanted.values():
        for text in (about.counts, about.of):
            if text:
                one = term(text)
                found.setdefault((one.source, _narrow(about, units, seats)), set()).add(one.measure)
    return [(source, narrow, frozenset(measures)) for (source, narrow), measures in found.items()]
