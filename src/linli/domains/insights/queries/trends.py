"""Figures by day and by month, for lines and sparks: counts only. What was locked is as it was then."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from linli.backbone.facts import Answer, Key, Question, next_month
from linli.domains.insights.queries.indicators import indicator
from linli.domains.insights.queries.locks import last_facts, locks
from linli.domains.insights.queries.sources import BOOKS, Place, kinds_of, narrow_of, slices, term
from linli.kernel.periods import Days

DAY = timedelta(days=1)
Kinds = Collection[str] | None


def daily(key: str, place: Place, days: Days, split: str = "", part: str = "") -> dict[date, int]:
    """A count by day at a place that has tallies, of a part of a split; empty where it has none."""
    about = indicator(key)
    narrow, one = narrow_of(about), term(about.counts)
    keys = tuple(Key(place.id, place.level, name) for name in slices(narrow, split, part) or ())
    answer = BOOKS[one.source](Question(keys, (days,), "d", last_facts(one.source, [days])))
    return _by_day(answer, keys, kinds_of(narrow, split, part), one.measure)


def monthly(key: str, place: Place, days: Days, split: str, parts: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """A count by month for each part of a split, oldest first."""
    about = indicator(key)
    narrow, one = narrow_of(about), term(about.counts)
    cuts = {
        part: tuple(Key(place.id, place.level, name) for name in slices(narrow, split, part) or ()) for part in parts
    }
    keys = tuple(dict.fromkeys(key for cut in cuts.values() for key in cut))
    answer = BOOKS[one.source](Question(keys, (days,), "m"))
    kinds = {part: kinds_of(narrow, split, part) for part in parts}
    found = {part: _by_day(answer, cut, kinds[part], one.measure) for part, cut in cuts.items()}
    closed = tuple(lock for lock in locks() if days[0] <= lock[0] < days[1] and lock[1] + DAY == next_month(lock[0]))
    if closed:
        kept = BOOKS[one.source](Question(keys, closed, ends=last_facts(one.source, closed)))
        for part, months in found.items():
            months |= _whole(kept, cuts[part], kinds[part], one.measure, closed, months)
    return {part: tuple(months[month] for month in sorted(months)) for part, months in found.items()}


def _by_day(answer: Answer, keys: Sequence[Key], kinds: Kinds, measure: str) -> dict[date, int]:
    found: dict[date, int] = {}
    for key in keys:
        for day, have in answer.days(key.place, key.slice, kinds).items():
            found[day] = found.get(day, 0) + have[measure]
    return found


def _whole(
    answer: Answer, keys: Sequence[Key], kinds: Kinds, measure: str, periods: Sequence[Days], wanted: Collection[date]
) -> dict[date, int]:
    """The sums of those periods that begin on a wanted day."""
    return {
        period[0]: sum(answer.sums(key.place, key.slice, kinds, which)[measure] for key in keys)
        for which, period in enumerate(periods)
        if period[0] in wanted
    }
