"""What happens to figures."""

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
