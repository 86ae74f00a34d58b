"""What other domains may know of places."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from linli.kernel.faults import ImportFault

KEPT_KINDS = ("district", "street", "community", "grid", "compound", "building")


@dataclass(frozen=True, slots=True)
class PathStep:
    """One place on the way from the root."""

    id: int
    kind: str
    name: str
    number: str


@dataclass(frozen=True)  # without slots, so that what is asked of it for each case is made once
class PlaceInfo:
    """A place with its way from the root; `point` is WGS84 (longitude, latitude) or None."""

    id: int
    kind: str
    code: str
    name: str
    number: str
    path: tuple[PathStep, ...]
    point: tuple[float, float] | None
    phone: str = ""

    def of_kind(self, kind: str) -> PathStep | None:
        """The place of this kind on the way, if there is one."""
        return next((step for step in self.path if step.kind == kind), None)

    @cached_property
    def ids(self) -> Mapping[str, int]:
        """Ids by kind, for the columns a case keeps."""
        return {step.kind: step.id for step in self.path}

    @property
    def plate(self) -> str:
        """What its enamel plate says."""
        return self.number and f"{self.number} 栋" if self.kind == "building" else self.name

    @cached_property
    def where(self) -> str:
        """Where that is, for a list: compound and grid."""
        steps = (self.of_kind("compound"), self.of_kind("grid"))
        named = [step.name for step in steps if step and step.id != self.id]
        if named:
            return " · ".join(named)
        community = self.of_kind("community")
        return community.name if community else self.name


def placed(where: str, plate: str) -> str:
    """A place in one line, of the `where` and `plate` that lists keep: 金榕花园 3 栋 · 第 1 网格."""
    first, mark, rest = where.partition(" · ")
    return first + (f" {plate}" if plate != first else "") + mark + rest


@dataclass(frozen=True, slots=True)
class DoorInfo:
    """A door as its page needs it."""

    id: int
    code: str
    revoked: bool
    place: PlaceInfo


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A line of the territory tree."""

    id: int
    kind: str
    kind_words: str
    name: str
    code: str
    households: int | None
    plate: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class DoorRow:
    """A line of a compound's list of doors: the code a building has, else the last it had; `old` are those before."""

    door_id: int
    place_id: int
    building: str
    code: str
    url: str
    scans: int
    scans_30: int
    active: bool
    old: tuple["DoorRow", ...] = ()

    @property
    def replaces(self) -> str:
        """The code that dies where a new one is made."""
        return self.code if self.active else ""

    @property
    def rotate_url(self) -> str:
        """Where a new code is asked for."""
        return f"/places/{self.place_id}/rotate/"

    @property
    def revoke_url(self) -> str:
        """Where the code is taken out of use."""
        return f"/places/{self.place_id}/revoke/"


class PlaceName(NamedTuple):
    """A place as a register names it: `above` names the two places it stands under."""

    id: int
    kind: str
    code: str
    name: str
    above: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would have: with any fault nothing is imported."""

    created: int = 0
    updated: int = 0
    faults: tuple[ImportFault, ...] = field(default=())

    @property
    def ok(self) -> bool:
        """Whether it was imported."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class DoorSheet:
    """The doors of a compound for the printed sheet: (building, code, address) each."""

    compound: str
    place_words: str
    doors: tuple[tuple[str, str, str], ...]
