"""Figures by day and by month, for lines and sparks: counts only."""

from collections.abc import Sequence
from datetime import date

from linli.backbone.facts import Question
from linli.domains.insights.queries.indicators import indicator
from linli.domains.insights.queries.sources import BOOKS, Place, kinds_of, narrow_of, slices, term
from linli.kernel.periods import Days


def daily(key: str, place: Place, days: Days, split: str = "", part: str = "") -> dict[date, int]:
    """A count by day at a place that has tallies, of a part of a split; empty where it has none."""
    about = indicator(key)
    narrow, one = narrow_of(about), term(about.counts)
    names = slices(narrow, split, part) or ()
    answer = BOOKS[one.source](Question(tuple((place.id, name) for name in names), (days,), "d"))
    found: dict[date, int] = {}
    for name in names:
        for day, have in answer.days(place.id, name, kinds_of(narrow, split, part)).items():
            found[day] = found.get(day, 0) + have[one.measure]
    return found


def monthly(key: str, place: Place, days: Days, split: str, parts: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """A count by month for each part of a split, oldest first."""
    about = indicator(key)
    narrow, one = narrow_of(about), term(about.counts)
    cuts = {part: slices(narrow, split, part) or () for part in parts}
    keys = tuple(dict.fromkeys((place.id, name) for names in cuts.values() for name in names))
    answer = BOOKS[one.source](Question(keys, (days,), "m"))
    found: dict[str, tuple[int, ...]] = {}
    for part, names in cuts.items():
        months: dict[date, int] = {}
        for name in names:
            for month, have in answer.days(place.id, name, kinds_of(narrow, split, part)).items():
                months[month] = months.get(month, 0) + have[one.measure]
        found[part] = tuple(months[month] for month in sorted(months))
    return found
