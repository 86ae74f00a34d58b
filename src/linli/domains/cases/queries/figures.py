"""The figures of cases: which kinds count, their sums, and the facts a figure opens to."""

from collections.abc import Hashable
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from linli.backbone.facts import EVER, Answer, Behind, Question, answer, parts, since, stamp
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


def cut_of_facts(column: str, place_id: int, days: tuple[date, date], cut: Cut, last: int = EVER) -> dict[str, int]:
    """The sums of a place below the grid, or of a cut that no tally keeps, straight from its facts."""
    return BOOK.counted(column, place_id, days, cut.narrowed, last)


def slices_of(place_id: int, sort: str, since: date) -> tuple[str, ...]:
    """The words of one sort (channel, category, organization) a place has had since a month."""
    return parts(BOOK, place_id, sort, since)


def facts_behind(
    amount: str, column: str, place_id: int, days: tuple[date, date], cut: Cut, after: str, limit: int, last: int = EVER
) -> list[Behind]:
    """What a figure adds up, newest first, each with its case; corrections take off."""
    return BOOK.behind(amount, column, place_id, days, cut.narrowed, after, limit, last)


def last_fact() -> int:
    """The last fact there is; until the transaction ends nobody adds one."""
    return BOOK.close()


def known_since() -> date | None:
    """The first day its book of figures knows of."""
    return since(BOOK)


def stamped() -> Hashable:
    """What its book of figures holds at this moment."""
    return stamp(BOOK)
