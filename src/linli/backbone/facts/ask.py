"""Asking a book: sums of few tallies, kept until the next folding, with the facts not folded yet added each time."""

from collections import OrderedDict
from collections.abc import Collection, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock
from typing import Any

from linli.backbone import sql
from linli.backbone.facts import statements
from linli.backbone.facts.book import Book
from linli.backbone.facts.days import Span, month_from, next_month, spans
from linli.backbone.facts.keys import EVER, TALLIED, Key, cuts_of
from linli.kernel.periods import month_of

Values = tuple[int, ...]
# (which of the periods, place, slice) -> (kind, day or month it belongs to, measures)
Cut = tuple[int, int, str]
Found = dict[Cut, list[tuple[str, date | None, Values]]]
# The state of the tallies, where their months begin, the first day there is, and what is not folded yet.
Loose = tuple[int, int, date | None, list[tuple[Any, ...]]]
KEPT = 512
TRIES = 5


@dataclass(frozen=True)
class Question:
    """So many places and slices over so many periods, both days included; `by` d or m keeps days or months apart
    (months whole, however the period lies). `ends` are the last facts that count in each period, where not all do."""

    keys: tuple[Key, ...]
    periods: tuple[tuple[date, date], ...]
    by: str = ""
    ends: tuple[int, ...] = ()


class Answer:
    """The measures of a question, each asked for by place, slice and the kinds that count: of several findings, added
    up."""

    def __init__(self, measures: tuple[str, ...], *found: Found) -> None:
        self.measures = measures
        self._found = found

    def _rows(self, cut: Cut, kinds: Collection[str] | None) -> Iterator[tuple[str, date | None, Values]]:
        for table in self._found:
            for row in table.get(cut, ()):
                if kinds is None or row[0] in kinds:
                    yield row

    def sums(self, place: int, slice: str = "", kinds: Collection[str] | None = None, which: int = 0) -> dict[str, int]:
        """Every measure of a place and slice over one period, over the kinds given or all."""
        rows = [values for _kind, _day, values in self._rows((which, place, slice), kinds)]
        if not rows:
            return dict.fromkeys(self.measures, 0)
        return dict(zip(self.measures, rows[0] if len(rows) == 1 else map(sum, zip(*rows, strict=True)), strict=True))

    def days(
        self, place: int, slice: str = "", kinds: Collection[str] | None = None, which: int = 0
    ) -> dict[date, dict[str, int]]:
        """Every measure by day or month, as the question keeps them apart."""
        found: dict[date, list[int]] = {}
        for _kind, day, values in self._rows((which, place, slice), kinds):
            if day is not None:
                have = found.setdefault(day, [0] * len(values))
                found[day] = [one + more for one, more in zip(have, values, strict=True)]
        return {day: dict(zip(self.measures, values, strict=True)) for day, values in found.items()}

    def kinds(self, place: int, slice: str = "", which: int = 0) -> dict[str, dict[str, int]]:
        """Every measure by kind."""
        names = {kind for kind, _day, _values in self._rows((which, place, slice), None)}
        return {kind: self.sums(place, slice, (kind,), which) for kind in sorted(names)}


class _Kept:
    """The sums of questions asked lately, each with the state of the tallies it was read in."""

    def __init__(self) -> None:
        self._rows: OrderedDict[tuple[str, Question], tuple[int, Found]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[str, Question], generation: int) -> Found | None:
        with self._lock:
            found = self._rows.get(key)
            if found is None or found[0] != generation:
                return None
            self._rows.move_to_end(key)
            return found[1]

    def put(self, key: tuple[str, Question], generation: int, found: Found) -> None:
        with self._lock:
            self._rows[key] = (generation, found)
            self._rows.move_to_end(key)
            while len(self._rows) > KEPT:
                self._rows.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._rows.clear()


_kept = _Kept()
_parts: dict[tuple[str, int, str, date], tuple[int, frozenset[str]]] = {}
_NEVER: dict[str, Loose] = {}
_moment: ContextVar[dict[str, Loose]] = ContextVar("moment", default=_NEVER)


def forget() -> None:
    """Ask every book anew."""
    _kept.clear()
    _parts.clear()


@contextmanager
def one_moment() -> Iterator[None]:
    """Within it, what is not folded yet is read once for each book: a page speaks of one moment, and asks little."""
    token = _moment.set({})
    try:
        yield
    finally:
        _moment.reset(token)


def stamp(book: Book) -> Hashable:
    """What a book holds at this moment: the same stamp, the same answers to every question."""
    generation, _first, _since, facts = _loose(book)
    return generation, tuple(facts)


def since(book: Book) -> date | None:
    """The first day a book knows of; None for an empty one."""
    return _loose(book)[2]


def answer(book: Book, question: Question) -> Answer:
    """The sums a question asks for, exact at this moment: what was folded, and what was not yet."""
    key = (book.name, question)
    late = _late(book, question)  # before the rest: one that comes meanwhile counts for a moment
    for _ in range(TRIES):
        generation, first, _since, facts = _loose(book)
        found = _kept.get(key, generation) if generation else None
        if found is None:
            read, found = _tallies(book, question, first)
            if read != generation:
                _moment.get().pop(book.name, None)
                continue  # a folding came between: what was loose may be in the tallies by now
            if generation:
                _kept.put(key, generation, found)
        return Answer(book.measures, found, _added(question, facts, len(book.measures), first), *late)
    raise RuntimeError("the figures are being folded faster than they can be read")


def parts(book: Book, place: int, sort: str, since: date) -> tuple[str, ...]:
    """The words of one sort (channel, category, organization) a place has had since a month, folded or not yet."""
    generation, _first, _since, facts = _loose(book)
    key = (book.name, place, sort, since)
    stamp, found = _parts.get(key, (0, frozenset[str]()))
    if not generation or stamp != generation:
        rows = sql.rows(statements.slices(book.words), [place, f"{sort}=", f"{sort}>", since])
        found = frozenset(row[0].partition("=")[2] for row in rows)
        if len(_parts) > KEPT:
            _parts.clear()
        _parts[key] = (generation, found)
    at = {"channel": 2, "category": 3, "organization": 4}[sort]  # as `loose` selects them, after day and kind
    fresh = {str(row[at]) for row in facts if place in row[7 : 7 + len(TALLIED)] and row[0] >= since and row[at]}
    return tuple(sorted(found | fresh))


def _loose(book: Book) -> Loose:
    here = _moment.get()
    if book.name not in here:
        rows = sql.rows(statements.loose(book.words), {"book": book.name})
        facts = [row[3:] for row in rows if row[3] is not None]
        read = rows[0][0] or 0, rows[0][1] or month_from(), rows[0][2], facts
        if here is _NEVER:
            return read
        here[book.name] = read
    return here[book.name]


def _tallies(book: Book, question: Question, first: int) -> tuple[int, Found]:
    cut = [(which, one) for which, period in enumerate(question.periods) for one in _spans(period, question.by, first)]
    straight = _straight(question.keys) if any(one.grain == "d" for _which, one in cut) else {}
    rows = sql.rows(
        statements.asked(book.words, question.by, straight),
        {
            "book": book.name,
            "which": [which for which, _one in cut],
            "sign": [one.sign for _which, one in cut],
            "grain": [one.grain for _which, one in cut],
            "from": [one.start for _which, one in cut],
            "to": [one.stop for _which, one in cut],
            "places": [key.place for key in question.keys],
            "slices": [key.slice for key in question.keys],
            "by_day": [key.by_day for key in question.keys],
            **{f"{level}_{sort}_places": list(places) for (level, sort), (places, _words) in straight.items()},
            **{f"{level}_{sort}_words": list(words) for (level, sort), (_places, words) in straight.items()},
        },
    )
    found: Found = {}
    for _generation, which, place, name, kind, day, *values in rows:
        if which is not None:
            found.setdefault((which, place, name), []).append((kind, day, tuple(values)))
    return rows[0][0] or 0, found


def _straight(keys: Iterable[Key]) -> dict[tuple[str, str], tuple[set[int], set[str]]]:
    """Places and words by level and sort, of the cuts whose days are summed straight from the facts."""
    found: dict[tuple[str, str], tuple[set[int], set[str]]] = {}
    for key in keys:
        if not key.by_day:
            sort, _, word = key.slice.partition("=")
            places, words = found.setdefault((key.level, sort), (set(), set()))
            places.add(key.place)
            words.add(word)
    return found


def _spans(period: tuple[date, date], by: str, first: int) -> list[Span]:
    start, end = period
    if by == "m":
        return [Span(1, "m", month_of(start, first), next_month(month_of(end, first)))]
    if by == "d":
        return [one for one in [Span(1, "d", start, date.fromordinal(end.toordinal() + 1))] if one.start < one.stop]
    return spans(start, end, first)


def _added(question: Question, facts: list[tuple[Any, ...]], width: int, first: int) -> Found:
    """What facts not folded yet add to the keys of a question, spread as folding will spread them."""
    wanted, found = {(key.place, key.slice) for key in question.keys}, Found()
    for row in facts:
        day, kind, channel, category, organization, seat, correction = row[:7]
        places, values = row[7:-width], tuple(row[-width:])
        cuts = cuts_of(places, channel, category, organization, seat, correction)
        for place, name in wanted & cuts:
            for which, when in _periods_with(question, day, first):
                found.setdefault((which, place, name), []).append((kind, when, values))
    return found


def _late(book: Book, question: Question) -> list[Found]:
    """What came after the last facts that count, to be taken off again."""
    found, width = [], len(book.measures)
    for which, (period, last) in enumerate(zip(question.periods, question.ends, strict=False)):
        if last < EVER:
            days = {"start": period[0], "end": period[1], "last": last}
            facts = sql.rows(statements.late(book.words), days)
            taken = [(*row[:-width], *(-value for value in row[-width:])) for row in facts]
            added = _added(replace(question, periods=(period,)), taken, width, month_from())
            found.append({(which, place, name): rows for (_which, place, name), rows in added.items()})
    return found


def _periods_with(question: Question, day: date, first: int) -> Iterable[tuple[int, date | None]]:
    for which, (start, end) in enumerate(question.periods):
        if question.by == "m":
            if month_of(start, first) <= day < next_month(month_of(end, first)):
                yield which, month_of(day, first)
        elif start <= day <= end:
            yield which, day if question.by else None
