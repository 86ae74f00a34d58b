"""How cases are searched: the marks they are found by, what may be asked, what is found."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from linli.kernel.words import Piece, vector

# Ids are cut into stretches of 2^15, so that a search need not look at all of history to find the newest.
STRETCH = 15


def stretch_mark(number: int) -> str:
    """The mark of a stretch of ids."""
    return f"E{number}"


def place_mark(place_id: int) -> str:
    """The mark of a place a case keeps."""
    return f"P{place_id}"


def seat_mark(seat_id: int) -> str:
    """The mark of a seat that has, or had, a duty in a case."""
    return f"S{seat_id}"


def kind_mark(kind: str) -> str:
    """The mark of a procedure."""
    return f"K{kind}"


def month_mark(day: date) -> str:
    """The mark of a month."""
    return f"M{day.year:04d}{day.month:02d}"


OPEN, CLOSED = "O", "C"


def marks(
    case_id: int, places: Iterable[int | None], seats: Iterable[int], kind: str, day: date, *, is_open: bool
) -> list[str]:
    """All marks of a case; `day` is the day it was said."""
    where = [stretch_mark(case_id >> STRETCH), *map(place_mark, filter(None, places)), *map(seat_mark, seats)]
    return [*where, kind_mark(kind), month_mark(day), OPEN if is_open else CLOSED]


@dataclass(frozen=True, slots=True)
class CaseSearch:
    """What is asked of cases beside words: a place the viewer names, a kind, open or closed, first and last day."""

    place_id: int | None = None
    kind: str = ""
    state: str = ""
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class CaseHit:
    """A case that was found, with its words in pieces."""

    number: str
    url: str
    text: tuple[Piece, ...]
    plate: str
    where: tuple[Piece, ...]
    category: tuple[Piece, ...]
    stage: str
    closed: bool
    late: bool
    opened_at: object
    order: str = ""


@dataclass(frozen=True, slots=True)
class CaseHits:
    """A page of what was found, newest first; `cursor` leads to older ones and is empty at the end."""

    rows: tuple[CaseHit, ...] = ()
    cursor: str = ""


def written(
    text: str,
    category: Iterable[str],
    where: str,
    plate: str,
    detail: str,
    more: Iterable[str],
    found_by: Iterable[str],
) -> str:
    """What is kept of a case to search it, as PostgreSQL reads a tsvector: what was said and added, its category in
    each language, its address as people write it, the number of an order. Never who reported it."""
    compound, _dot, grid = where.partition(" · ")
    return vector((text, *category, f"{compound} {plate} {detail}", grid, *more), found_by)
