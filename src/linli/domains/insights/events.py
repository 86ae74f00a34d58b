"""Facts about what insights lend."""

from dataclasses import dataclass
from typing import ClassVar

from linli.backbone.events import Event


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
