"""Where figures come from: each source turned into sums by place, period and part, all by the same door."""

from collections.abc import Callable, Hashable
from datetime import date, datetime
from typing import NamedTuple

from linli.backbone.facts import EVER, TALLIED, UPPER, Answer, Key, Question
from linli.domains.cases.queries import figures as cases
from linli.domains.cases.queries.now import open_counts
from linli.domains.duties.queries import counts as duties
from linli.domains.insights.values.sources import COUNTED, SOURCES
from linli.domains.insights.values.tables import Indicator
from linli.domains.organizations.queries import counts as organizations
from linli.domains.places.queries import counts as places
from linli.domains.venues.queries.counts import venue_counts
from linli.kernel.periods import Days

# (which of the periods, place, part of the split) -> measure -> sum; the part is empty without a split.
Sums = dict[tuple[int, int, str], dict[str, int]]


class Place(NamedTuple):
    """A place figures are asked for, with its level."""

    id: int
    level: str


class Term(NamedTuple):
    """A measure of a source."""

    source: str
    measure: str


class Narrow(NamedTuple):
    """What a figure is narrowed to; None is every kind."""

    kinds: tuple[str, ...] | None
    channels: tuple[str, ...]
    categories: tuple[str, ...]
    by: tuple[str, ...] = ()
    units: tuple[int, ...] = ()
    seats: tuple[int, ...] = ()


class Wanted(NamedTuple):
    """Sums of one source: where, over which periods, narrowed to what, split by what into which parts; `ends` are the
    last facts that count, where not all do."""

    source: str
    narrow: Narrow
    places: tuple[Place, ...]
    periods: tuple[Days, ...]
    split: str
    parts: tuple[str, ...]
    measures: frozenset[str]
    now: datetime
    ends: tuple[int, ...] = ()


def term(text: str) -> Term:
    """“source.measure” in its two halves."""
    source, _, measure = text.partition(".")
    return Term(source, measure)


def narrow_of(indicator: Indicator) -> Narrow:
    """What an indicator is narrowed to, the kinds that count as requests spelled out."""
    where = indicator.where
    kinds = [kind for one in where.kind for kind in (cases.counted_kinds() if one == COUNTED else (one,))]
    return Narrow(tuple(kinds) if where.kind else None, where.channel, where.category, where.by)


def slices(narrow: Narrow, split: str, part: str) -> tuple[str, ...] | None:
    """The slices of tallies that add up to a cut, or None where no tally keeps it. Kinds are apart in each."""
    channels = (part,) if split == "channel" else narrow.channels
    categories = (part,) if split == "category" else narrow.categories
    units = (part,) if split == "organization" else tuple(map(str, narrow.units))
    seats = (part,) if split == "seat" else tuple(map(str, narrow.seats))
    cuts = [bool(channels or categories), bool(units), bool(seats)]
    if sum(cuts) > 1:
        return None
    if units:
        return tuple(f"organization={one}" for one in units)
    if seats:
        return tuple(f"seat={one}" for one in seats)
    if channels and categories:
        return tuple(f"pair={one}|{other}" for one in channels for other in categories)
    if channels:
        return tuple(f"channel={one}" for one in channels)
    return tuple(f"category={one}" for one in categories) if categories else ("",)


def kinds_of(narrow: Narrow, split: str, part: str) -> tuple[str, ...] | None:
    """The kinds of a part of a split."""
    if split != "kind":
        return narrow.kinds
    return (part,) if narrow.kinds is None or part in narrow.kinds else ()


def sums(wanted: Wanted) -> Sums:
    """The measures of a source for every place, period and part."""
    return (_stock if SOURCES[wanted.source].now else _flow)(wanted)


BOOKS: dict[str, Callable[[Question], Answer]] = {
    "cases": cases.asked,
    "rounds": duties.rounds_asked,
    "doors": places.openings,
}


STAMPS: dict[str, Callable[[], Hashable]] = {"cases": cases.stamped, "rounds": duties.stamped, "doors": places.stamped}


SINCE: dict[str, Callable[[], date | None]] = {
    "cases": cases.known_since,
    "rounds": duties.known_since,
    "doors": places.known_since,
}


def horizons() -> dict[str, int]:
    """The last fact of each book, once all that are being written are there: nothing is added while this transaction
    runs."""
    return {"cases": cases.last_fact(), "rounds": duties.last_fact(), "doors": places.last_fact()}


def known_since() -> date | None:
    """The first day of which any book of figures knows something."""
    return min((day for book in SINCE.values() if (day := book())), default=None)


def _flow(wanted: Wanted) -> Sums:
    """What happened: from tallies where one keeps the cut, else from the facts of the place."""
    found = _tallied(wanted)
    for one in wanted.places:
        for part in wanted.parts:
            if (0, one.id, part) not in found:
                found |= _straight(wanted, one, part)
    return found


def _tallied(wanted: Wanted) -> Sums:
    cuts = {part: slices(wanted.narrow, wanted.split, part) for part in wanted.parts}
    cells = [
        (one, part, names)
        for one in wanted.places
        if one.level in TALLIED
        for part in wanted.parts
        if (names := _at(one, cuts[part]))
    ]
    if not cells:
        return {}
    keys = dict.fromkeys(Key(one.id, one.level, name) for one, _part, names in cells for name in names)
    answer = BOOKS[wanted.source](Question(tuple(keys), wanted.periods, ends=wanted.ends))
    kinds = {part: kinds_of(wanted.narrow, wanted.split, part) for part in wanted.parts}
    return {
        (which, one.id, part): _together([answer.sums(one.id, name, kinds[part], which) for name in names])
        for one, part, names in cells
        for which in range(len(wanted.periods))
    }


def _at(place: Place, names: tuple[str, ...] | None) -> tuple[str, ...]:
    """The slices that a place keeps: seats at the root only, channel and category together at the upper levels."""
    if names is None:
        return ()
    kept = {"seat": TALLIED[:1], "pair": UPPER}
    return names if all(place.level in kept.get(name.partition("=")[0], TALLIED) for name in names) else ()


def _together(rows: list[dict[str, int]]) -> dict[str, int]:
    first, *others = rows
    return {name: sum(row[name] for row in others) + first[name] for name in first} if others else first


def _straight(wanted: Wanted, place: Place, part: str) -> Sums:
    narrow, column = wanted.narrow, f"{place.level}_id"
    kinds = kinds_of(narrow, wanted.split, part)
    found: Sums = {}
    for which, days in enumerate(wanted.periods):
        last = wanted.ends[which] if wanted.ends else EVER
        if kinds == ():
            found[(which, place.id, part)] = dict.fromkeys(SOURCES[wanted.source].measures, 0)
        elif wanted.source == "cases":
            cut = case_cut(narrow, wanted.split, part)
            found[(which, place.id, part)] = cases.cut_of_facts(column, place.id, days, cut, last)
        elif wanted.source == "rounds":
            found[(which, place.id, part)] = duties.rounds_counted(column, place.id, days, kinds or (), last)
        else:
            found[(which, place.id, part)] = places.openings_counted(column, place.id, days, last)
    return found


def case_cut(narrow: Narrow, split: str, part: str) -> cases.Cut:
    """The same cut as the facts of cases know it."""
    return cases.Cut(
        kind=kinds_of(narrow, split, part) or (),
        channel=(part,) if split == "channel" else narrow.channels,
        category=(part,) if split == "category" else narrow.categories,
        organization_id=(int(part),) if split == "organization" else narrow.units,
        seat_id=(int(part),) if split == "seat" else narrow.seats,
    )


def _stock(wanted: Wanted) -> Sums:
    """What is there now, whatever the period: the same for each of them."""
    counts = _counts(wanted)
    found: Sums = {}
    for one in wanted.places:
        for part in wanted.parts:
            rows = [
                have
                for (place, kind), have in counts.items()
                if place == one.id and (wanted.split != "kind" or kind == part)
            ]
            total = _together(rows) if rows else dict.fromkeys(wanted.measures, 0)
            found |= {(which, one.id, part): total for which in range(len(wanted.periods))}
    return found


def _counts(wanted: Wanted) -> dict[tuple[int, str], dict[str, int]]:
    ids, narrow = [one.id for one in wanted.places], wanted.narrow
    today = wanted.now.date()
    if wanted.source == "open_cases":
        return _open(wanted)
    if wanted.source == "seats":
        return organizations.seat_counts(ids, narrow.kinds, today)
    if wanted.source == "bodies":
        return organizations.body_counts(ids, narrow.kinds)
    if wanted.source == "venues":
        return venue_counts(ids, narrow.kinds)
    if wanted.source == "pairings":
        return organizations.pairing_counts(ids, narrow.kinds, today)
    covered = organizations.covered_places(narrow.by, today) if narrow.by else ()
    return places.stock(ids, narrow.kinds, covered)


def _open(wanted: Wanted) -> dict[tuple[int, str], dict[str, int]]:
    by_level: dict[str, list[int]] = {}
    for one in wanted.places:
        by_level.setdefault(one.level, []).append(one.id)
    return open_counts(by_level, wanted.measures, wanted.narrow.kinds, wanted.narrow.categories, wanted.now)
