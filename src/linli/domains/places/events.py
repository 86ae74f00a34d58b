"""Facts about the territory and its doors."""

from dataclasses import dataclass
from typing import ClassVar

from linli.backbone.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryImported(Event):
    """A file of places was imported as a whole."""

    subject_kind: ClassVar[str] = "territory"
    created: int
    updated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundariesImported(Event):
    """Boundaries were set from GeoJSON."""

    subject_kind: ClassVar[str] = "territory"
    updated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorsIssued(Event):
    """Buildings without a door code got one."""

    subject_kind: ClassVar[str] = "place"
    issued: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorRotated(Event):
    """A door's code was replaced; the old one is dead."""

    subject_kind: ClassVar[str] = "place"
    revoked: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorRevoked(Event):
    """A door's code was taken out of use."""

    subject_kind: ClassVar[str] = "place"
    door_id: int
