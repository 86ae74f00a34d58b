"""The figures of cases: which kinds count, their sums, and the facts a figure opens to."""

from collections.abc import Hashable
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from linli.backbone import sql
from linli.backbone.facts import EVER, Answer, Question, answer, cursor_of, parts, stamp, statements
from linli.backbone.packs.registry import version, version_in_force
from linli.domains.cases.models import BOOK
from linli.domains.cases.values.tables import cases as cases_part

MEASURES = BOOK.measures


class Cut(NamedTuple):
    """What a figure is narrowed to: kinds of case, channels, categories, organizations, seats; empty is all."""

    kind: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    organization_id: tuple[int, ...] = ()
    seat_id: tuple[int, ...] = ()

    @property
    def narrowed(self) -> dict[str, list[Any]]:
        """The columns that are narrowed, with their values."""
        return {name: list(values) for name, values in self._asdict().items() if values}


def counted_kinds() -> tuple[str, ...]:
    """The kinds of case that count as requests: what a pack means by the figures of requests."""
    return _counted(version_in_force())


@lru_cache(maxsize=8)
def _counted(pack_version: int) -> tuple[str, ...]:
    return tuple(key for key, one in cases_part(version(pack_version)).procedures.items() if one.counts)


def asked(question: Question) -> Answer:
    """The sums of a question over the figures of cases, exact at this moment."""
    return answer(BOOK, question)


def cut_of_facts(column: str, place_id: int, days: tuple[date, date], cut: Cut) -> dict[str, int]:
    """The sums of a place below the grid, or of a cut that no tally keeps, straight from its facts."""
    params = {"place": place_id, "start": days[0], "end": days[1], **cut.narrowed}
    found = dict.fromkeys(MEASURES, 0)
    for _kind, *values in sql.rows(statements.counted(BOOK.words, column, tuple(cut.narrowed)), params):
        for name, value in zip(MEASURES, values, strict=True):
            found[name] += value
    return found


def slices_of(place_id: int, sort: str, since: date) -> tuple[str, ...]:
    """The words of one sort (channel, category, organization) a place has had since a month."""
    return parts(BOOK, place_id, sort, since)


def facts_behind(
    amount: str, column: str, place_id: int, days: tuple[date, date], cut: Cut, after: str, limit: int, last: int = EVER
) -> list[tuple[str, int, date, int]]:
    """(cursor, case id, day, what it adds) of what a figure adds up, newest first; corrections take off."""
    day, number = cursor_of(after)
    params: dict[str, Any] = {"place": place_id, "start": days[0], "end": days[1], "limit": limit, "last": last}
    params |= cut.narrowed
    if number:
        params |= {"after_day": day, "after_id": number}
    statement = statements.facts_behind(BOOK.words, column, amount, tuple(cut.narrowed), bool(number))
    return [(f"{at}.{pk}", case_id, at, value) for pk, case_id, at, value in sql.rows(statement, params)]


def last_fact() -> int:
    """The last fact there is; until the transaction ends nobody adds one."""
    return BOOK.close()


def stamped() -> Hashable:
    """What its book of figures holds at this moment."""
    return stamp(BOOK)
