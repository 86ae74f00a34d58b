"""Facts about venues."""

from dataclasses import dataclass
from typing import ClassVar

from linli.backbone.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueRegistered(Event):
    """A venue entered the register."""

    subject_kind: ClassVar[str] = "venue"
    kind: str
    place_id: int
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueCorrected(Event):
    """What the register says of a venue was changed: which of its facts."""

    subject_kind: ClassVar[str] = "venue"
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverRecorded(Event):
    """A room was handed over to a venue."""

    subject_kind: ClassVar[str] = "venue"
    room: str
    document: str
    day: str
    area: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueOpened(Event):
    """A venue is open from this day on."""

    subject_kind: ClassVar[str] = "venue"
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueClosed(Event):
    """A venue is closed from this day on, and why."""

    subject_kind: ClassVar[str] = "venue"
    day: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VenuesImported(Event):
    """The register of venues was brought in from a workbook; `subject_id` is 0."""

    subject_kind: ClassVar[str] = "register"
    created: int
    updated: int
    unchanged: int
