"""What a map shows: places with their figure and its shade, points, the base it is drawn on."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from linli.domains.insights.values import Asked, Definition, Figure
from linli.kernel.geometry import Lonlat


@dataclass(frozen=True, slots=True)
class Legend:
    """A step of the colours in words; `shade` is its place on the ramp, 0 to 5."""

    shade: int
    words: str


@dataclass(frozen=True, slots=True)
class MapRow:
    """A place below with its figure; `shade` is None where nothing was counted. `down` is its own map, empty at the
    last level."""

    id: int
    name: str
    figure: Figure
    shade: int | None
    down: str


@dataclass(frozen=True, slots=True)
class Base:
    """The base map: the addresses of its tiles, those of names last (none for none), whose they are, and from where a
    page may load them."""

    tiles: tuple[str, ...]
    hosts: tuple[str, ...]
    credit: str
    system: str


@dataclass(frozen=True, slots=True)
class MapPage:
    """The map of a place coloured by an indicator over a period."""

    asked: Asked
    key: str
    whole: Figure
    definition: Definition
    heading: str
    rows: tuple[MapRow, ...]
    legend: tuple[Legend, ...]
    choices: tuple[tuple[str, str], ...]
    above: tuple[tuple[int, str], ...]
    drawn: bool
    data: str


class Area(NamedTuple):
    """A place as the map draws it, in the system of its base: a GeoJSON geometry or None, and a point or None."""

    row: MapRow
    shape: dict[str, Any] | None
    point: Lonlat | None


class CasePoint(NamedTuple):
    """Open cases at one building or grid: where, how many, how many late, and the list they open."""

    lon: float
    lat: float
    open: int
    late: int
    url: str


class DoorPlate(NamedTuple):
    """A door on the map and the page of its building."""

    lon: float
    lat: float
    name: str
    url: str


class VenueMark(NamedTuple):
    """A venue on the map, its kind in words, whether it is open at all, and its page."""

    lon: float
    lat: float
    name: str
    kind: str
    open: bool
    url: str
