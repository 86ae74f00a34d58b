"""Facts about organizations, seats and appointments."""

from dataclasses import dataclass
from typing import ClassVar

from linli.backbone.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationAdded(Event):
    """An organization was entered."""

    subject_kind: ClassVar[str] = "organization"
    kind: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatCreated(Event):
    """A seat was created."""

    subject_kind: ClassVar[str] = "seat"
    post: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAppointed(Event):
    """A person took a seat."""

    subject_kind: ClassVar[str] = "seat"
    person_id: int
    way: str
    starts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentEnded(Event):
    """A person left a seat; with a handover somebody follows at once."""

    subject_kind: ClassVar[str] = "seat"
    person_id: int
    reason: str
    successor_id: int | None
