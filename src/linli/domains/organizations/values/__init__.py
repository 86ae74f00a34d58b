"""What other domains may know of organizations, seats and who sits in them."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class SeatInfo:
    """A seat as those who give it work need it: `occupied` whether somebody sits there today, `unit` the short name of
    its organization."""

    id: int
    post: str
    title: str
    place_id: int | None
    place_kind: str
    place_name: str
    organization_id: int | None
    occupied: bool
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Holding:
    """The seat that got the work, and the better-placed seats that stand empty: never skipped silently."""

    seat: SeatInfo
    vacant: tuple[SeatInfo, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class OrganizationInfo:
    """An organization by name."""

    id: int
    kind: str
    name: str
    short_name: str


@dataclass(frozen=True, slots=True)
class Incumbent:
    """Who sits in a seat today."""

    seat_id: int
    seat_title: str
    post: str
    promise: str
    person_id: int


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A line of the roster."""

    id: int
    title: str
    post: str
    where: str
    holder: str
    since: date | None
    way: str
    vacant: bool
    many: bool
    url: str


@dataclass(frozen=True, slots=True)
class TermRow:
    """A term in a seat's history."""

    id: int
    person: str
    since: date
    until: date | None
    way: str
    filing: str
    ended_because: str
    coming: bool
    ended: bool
    leaves: date  # the earliest day, from today, on which it may end


@dataclass(frozen=True, slots=True)
class MySeat:
    """A seat of the viewer, for their own page."""

    id: int
    title: str
    place: str
    since: date
