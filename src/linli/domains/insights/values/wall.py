"""What a wall screen shows: numbers in words, a drawing in its own units, never a name, a phone or an address."""

from dataclasses import dataclass
from typing import Any, NamedTuple


class Number(NamedTuple):
    """A figure as the wall says it: numerator over denominator, and over which days."""

    title: str
    value: str
    unit: str
    fraction: str
    change: str
    tone: str
    span: str


class Bar(NamedTuple):
    """A line of a split; `share` of the longest, 0 to 100."""

    name: str
    value: str
    share: int


class Land(NamedTuple):
    """A place on the drawing: its border as a path (empty without one), where its name stands, and for a page
    coloured by an indicator its value and shade."""

    name: str
    path: str
    x: float
    y: float
    value: str
    shade: int | None


class Leaf(NamedTuple):
    """One of the pages a wall turns through; `lamps` says whether its drawing is the one of lamps."""

    title: str
    numbers: tuple[Number, ...]
    heading: str
    bars: tuple[Bar, ...]
    lamps: bool
    map_title: str
    land: tuple[Land, ...]


Spots = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Wall:
    """The wall of a place at one moment. There are as many lamps as the hero figure says, as many rings as are late
    and as many dots as are open and not late."""

    name: str
    brand: str
    hero: Number | None
    head: tuple[Number, ...]
    leaves: tuple[Leaf, ...]
    border: str
    lamps: Spots
    dots: Spots
    rings: Spots
    at: str
    moment: str
    seconds: int
    refresh: int
    note: str

    def plain(self) -> dict[str, Any]:
        """The wall as JSON takes it."""
        shown = {name: getattr(self, name) for name in self.__slots__}
        shown["hero"] = self.hero._asdict() if self.hero else None
        shown["head"] = [one._asdict() for one in self.head]
        shown["leaves"] = [
            {
                **leaf._asdict(),
                "numbers": [one._asdict() for one in leaf.numbers],
                "bars": [one._asdict() for one in leaf.bars],
                "land": [one._asdict() for one in leaf.land],
            }
            for leaf in self.leaves
        ]
        return shown
