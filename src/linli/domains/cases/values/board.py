"""The leader's page."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that opens: numerator over denominator where it is a rate; `change` in words against the last period."""

    key: str
    title: str
    value: str
    unit: str
    fraction: str
    change: str
    tone: str
    url: str
    definition: str


@dataclass(frozen=True, slots=True)
class SplitRow:
    """A line of a split of the figures by street, channel or category; every cell opens its cases."""

    key: str
    title: str
    cells: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class TrendDay:
    """A day of the trend; `rest` are statutory days off."""

    day: date
    received: int
    closed: int
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
class Board:
    """The leader's page: figures, trend, splits and topics of one place and period."""

    place: str
    period: str
    period_words: str
    compared: str
    data_until: datetime
    source: str
    definitions: tuple[str, ...]
    figures: tuple[Figure, ...]
    small: tuple[Figure, ...]
    trend: tuple[TrendDay, ...]
    streets: tuple[SplitRow, ...]
    channels: tuple[SplitRow, ...]
    topics: tuple[TopicRow, ...]
    periods: tuple[tuple[str, str, bool], ...]
    extras: dict[str, str] = field(default_factory=dict)
