"""What happens to figures and walls."""

from dataclasses import dataclass
from typing import ClassVar

from linli.backbone.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodLocked(Event):
    """The figures of a period were closed for good."""

    subject_kind: ClassVar[str] = "lock"
    starts: str
    ends: str
    pack_version: int
    figures: int
    seat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WallKeyMade(Event):
    """A screen without an account may show the wall of a place."""

    subject_kind: ClassVar[str] = "wall_key"
    place_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WallKeyRevoked(Event):
    """It may no longer."""

    subject_kind: ClassVar[str] = "wall_key"
    place_id: int
