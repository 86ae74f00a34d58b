"""What other domains may know of venues."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from linli.kernel.geometry import Lonlat

Minutes = tuple[int, int]
PLACES = 7  # of a degree in a sheet: a centimetre
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Status(StrEnum):
    """How far a venue is."""

    PLANNED = "planned"
    PREPARING = "preparing"
    OPEN = "open"
    CLOSED = "closed"


BEFORE = (Status.PLANNED, Status.PREPARING)


class Week(NamedTuple):
    """Opening hours: for each weekday from Monday its stretches in minutes from midnight, apart and in order; and
    whether the venue keeps them on public holidays too."""

    days: tuple[tuple[Minutes, ...], ...]
    holidays: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """How a venue stands at a moment: `until` is when an open one closes, `opens` when a closed one opens (None where
    neither is in sight); `holiday` says that it is shut for a public holiday, `known` that the year's notice is out."""

    open: bool
    until: datetime | None = None
    opens: datetime | None = None
    holiday: bool = False
    known: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is entered of a venue; `point` is WGS84, `hours` one text for each weekday, `phone` that of the office."""

    kind: str
    name: str
    place_id: int
    address: str = ""
    point: Lonlat | None = None
    area: Decimal | None = None
    functions: tuple[str, ...] = ()
    hours: tuple[str, ...] = ("",) * len(DAYS)
    holidays: bool = False
    phone: str = ""
    room: str = ""
    right_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What is entered of a handover: by whom (a unit), under which paper, when, how the room is held and how long."""

    given_by: str
    room: str
    day: date
    document: str = ""
    area: Decimal | None = None
    right_until: date | None = None


@dataclass(frozen=True, slots=True)
class VenueRow:
    """A line of the register."""

    id: int
    code: str
    name: str
    kind: str
    kind_words: str
    place: str
    address: str
    status: str
    status_words: str
    area: Decimal | None
    right_until: date | None
    right_state: str
    opening: Opening | None

    @property
    def url(self) -> str:
        """Its page."""
        return f"/registers/venues/{self.id}/"

    @property
    def size(self) -> str:
        """Its square metres in words."""
        return square_metres(self.area)


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """A room handed over."""

    given_by: str
    document: str
    day: date
    area: Decimal | None
    room: str
    right_until: date | None
    by: str

    @property
    def size(self) -> str:
        """Its square metres in words."""
        return square_metres(self.area)


@dataclass(frozen=True, slots=True)
class VenuePage:
    """One venue as staff see it; `missing` are what it lacks before it may open."""

    row: VenueRow
    place_id: int
    place_code: str
    above: str
    status_on: date
    closed_because: str
    point: Lonlat | None
    functions: tuple[tuple[str, str], ...]
    hours: tuple[str, ...]
    holidays: bool
    week: tuple[tuple[str, str], ...]
    phone: str
    room: str
    room_words: str
    handovers: tuple[HandoverRow, ...]
    missing: tuple[str, ...]
    may_write: bool


@dataclass(frozen=True, slots=True)
class Station:
    """An open venue as a resident sees it; `metres` and `towards` (a wind) say how to walk there from a door."""

    id: int
    name: str
    kind_words: str
    address: str
    phone: str
    functions: tuple[str, ...]
    week: tuple[tuple[str, str], ...]
    holidays: bool
    opening: Opening
    metres: int | None
    towards: str


def square_metres(area: Decimal | None) -> str:
    """An area as it is said: 1,284 or 96.5; empty for none."""
    return "" if not area else f"{area:,.1f}".removesuffix(".0")


class VenuePoint(NamedTuple):
    """A venue on the map, WGS84."""

    lon: float
    lat: float
    id: int
    name: str
    kind: str
    status: str


class LevelSum(NamedTuple):
    """How many venues stand at places of a level and the area of the open ones."""

    level: str
    title: str
    open: int
    coming: int
    area: Decimal

    @property
    def size(self) -> str:
        """The square metres in words."""
        return square_metres(self.area)


class Blank(NamedTuple):
    """A place without an open venue in it or near: `metres` to the nearest one, None where there is none at all."""

    place_id: int
    code: str
    name: str
    above: str
    metres: int | None
