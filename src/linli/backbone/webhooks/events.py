"""Facts about webhooks."""

from dataclasses import dataclass
from typing import ClassVar

from linli.backbone.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class HookEvent(Event):
    """A fact about one webhook."""

    subject_kind: ClassVar[str] = "hook"
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HookMade(HookEvent):
    """Events of a place are sent to an address from now on."""

    place_id: int
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HookStopped(HookEvent):
    """Somebody stopped it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HookSwitchedOff(HookEvent):
    """Too many deliveries in a row came to nothing; the seat that made it is told."""

    seat_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReplayed(HookEvent):
    """Somebody had a delivery sent once more."""

    delivery_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HookTried(HookEvent):
    """Somebody had something sent to see whether its receiver hears."""
