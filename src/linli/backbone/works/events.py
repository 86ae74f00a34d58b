"""Facts about long work."""

from dataclasses import dataclass
from typing import ClassVar

from linli.backbone.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkEvent(Event):
    """A fact about one long work."""

    subject_kind: ClassVar[str] = "work"
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkAsked(WorkEvent):
    """Somebody asked for a long work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCancelled(WorkEvent):
    """Who asked for it does not want it any more; it stops before its next step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkEnded(WorkEvent):
    """A long work is done, failed or cancelled; `refusal` is the code of why it failed."""

    state: str
    done: int
    refusal: str = ""
