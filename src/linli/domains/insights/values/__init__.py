"""What is shown of figures: readings, splits, trends, the records behind them."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import NamedTuple

from linli.kernel.periods import Period


class Asked(NamedTuple):
    """Where and when a figure is asked for: the place, its level, the way to it, and the period."""

    place_id: int
    level: str
    name: str
    period: Period


@dataclass(frozen=True, slots=True)
class Reading:
    """An indicator of one place and period: `top` over `bottom` where it is a rate or a mean (None where nothing was
    counted), `number` what that gives exactly, None for nothing. It is not `comparable`
    where its period holds days before the first there is, or is a single one that is not over."""

    key: str
    top: float
    bottom: float | None
    number: Fraction | None
    comparable: bool = True


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that opens: numerator over denominator where it is a rate; `change` in words against the last period;
    `when` it is so, where that is not the period."""

    key: str
    title: str
    value: str
    unit: str
    fraction: str
    change: str
    tone: str
    url: str
    definition: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class SplitRow:
    """A line of a split of figures by place, channel or category; every cell opens its records."""

    key: str
    title: str
    cells: tuple[Figure, ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a trend; `rest` are statutory days off."""

    day: date
    values: tuple[int, ...]
    rest: bool


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A category with its count in the period, its change in words, and a small trend."""

    title: str
    note: str
    count: int
    change: str
    tone: str
    points: tuple[int, ...]
    url: str


@dataclass(frozen=True, slots=True)
class HeadPart:
    """A heading of a tree with its figures; `missing` says what belongs here and nothing supplies yet."""

    title: str
    about: str
    figures: tuple[Figure, ...]
    missing: str


@dataclass(frozen=True, slots=True)
class Part:
    """A widget of a board with what it shows."""

    widget: str
    title: str
    about: str
    column: int
    by: str
    heading: str = ""
    figures: tuple[Figure, ...] = ()
    rows: tuple[SplitRow, ...] = ()
    names: tuple[str, ...] = ()
    days: tuple[Day, ...] = ()
    topics: tuple[TopicRow, ...] = ()
    heads: tuple[HeadPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """A board: the parts its pack names for the level, of one place and period."""

    place_id: int
    level: str
    name: str
    period: Period
    until: datetime
    parts: tuple[Part, ...]
    definitions: tuple[str, ...]
    sources: tuple[str, ...]
    excluded: str
    locked: str
    may_lock: bool
    above: tuple[tuple[int, str], ...]
    state: Hashable = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Record:
    """Something a figure counted, as a line of the list it opens."""

    title: str
    where: str
    note: str
    at: date | None
    url: str

    @property
    def day(self) -> str:
        """Its day as it is written."""
        return f"{self.at:%Y-%m-%d}" if self.at else ""


@dataclass(frozen=True, slots=True)
class Definition:
    """What a figure means: where it stands, what it is made of, from where, by which version of the pack."""

    key: str
    title: str
    about: str
    formula: str
    unit: str
    source: str
    version: int


@dataclass(frozen=True, slots=True)
class Behind:
    """A page of the records behind a figure, with the figure itself: `counted` is what the list adds up to."""

    definition: Definition
    figure: Figure
    asked: Asked
    part: str
    year: str
    counted: str
    records: tuple[Record, ...]
    cursor: str
    parts: tuple[tuple[str, str, bool], ...]
