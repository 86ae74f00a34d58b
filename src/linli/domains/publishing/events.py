"""Facts about notices: the log of what was published, by whom, and why it was taken down."""

from dataclasses import dataclass
from typing import ClassVar

from linli.backbone.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeDrafted(Event):
    """A notice was drafted for a place."""

    subject_kind: ClassVar[str] = "notice"
    kind: str
    place_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRevised(Event):
    """The words or days of a draft changed."""

    subject_kind: ClassVar[str] = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePublished(Event):
    """A notice was published: it stands from the first to the last of its days."""

    subject_kind: ClassVar[str] = "notice"
    kind: str
    place_id: int
    starts: str
    ends: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeWithdrawn(Event):
    """A notice was taken down, or a draft given up; the notice keeps the reason."""

    subject_kind: ClassVar[str] = "notice"
    was: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeConsentKept(Event):
    """The signed consent of somebody the notice names was kept with it."""

    subject_kind: ClassVar[str] = "notice"
    consent_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeConsentWithdrawn(Event):
    """Somebody took their consent back; what stood on it was taken down."""

    subject_kind: ClassVar[str] = "notice"
    consent_id: int
