"""One's own month."""

from dataclasses import dataclass
from typing import NamedTuple

from linli.kernel.periods import Period


class Line(NamedTuple):
    """What was done, as a sentence that opens its records; `change` in words against the period before."""

    key: str
    words: str
    change: str
    tone: str
    url: str


class SeatMonth(NamedTuple):
    """What one seat did."""

    seat_id: int
    title: str
    place: str
    lines: tuple[Line, ...]
    something: bool


@dataclass(frozen=True, slots=True)
class Month:
    """What a person's seats did in a period."""

    span: Period
    seats: tuple[SeatMonth, ...]
