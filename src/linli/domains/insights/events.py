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


@dataclass(frozen=True, slots=True, kw_only=True)
class CircularEvent(Event):
    """A fact about one circular; `seat_ids` are the seats it concerns next."""

    subject_kind: ClassVar[str] = "circular"
    kind: str
    place_id: int
    seat_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CircularDrafted(CircularEvent):
    """A circular was drafted with the figures of a period, by a routine or by hand."""

    starts: str
    ends: str
    pack_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CircularEdited(CircularEvent):
    """Words or parts of a draft were changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CircularRefreshed(CircularEvent):
    """The figures of a draft were read anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CircularSent(CircularEvent):
    """A draft waits for approval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CircularTakenBack(CircularEvent):
    """Who sent it took it back before it was decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CircularApproved(CircularEvent):
    """A circular may be issued."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CircularReturned(CircularEvent):
    """A circular was sent back with reasons; the words stay with the circular."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CircularIssued(CircularEvent):
    """A circular has its number and its date: nothing of it changes any more."""

    number: str
    issued_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CircularDropped(CircularEvent):
    """A draft is not needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelTrained(Event):
    """A model was trained on the town's own matters; `taken` says whether it advises from now on, `why` the reason."""

    subject_kind: ClassVar[str] = "model"
    rows: int
    macro_f1: float
    taken: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceNoted(Event):
    """Advice was shown when a matter was opened; `right` are the kinds in which people chose the same."""

    subject_kind: ClassVar[str] = "case"
    shown: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceSwitched(Event):
    """Somebody switched a kind of advice off, or on again."""

    subject_kind: ClassVar[str] = "advice"
    kind: str
    off: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueEvent(Event):
    """A fact about a thing several people report; `seat_ids` are the seats that are told."""

    subject_kind: ClassVar[str] = "issue"
    people: int
    count: int
    seat_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueFound(IssueEvent):
    """Enough people speak of one thing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueGrew(IssueEvent):
    """Far more people speak of it this week than the week before."""

    week: int
    week_before: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuesMerged(IssueEvent):
    """A hand said that two things are one; `other_id` is no more."""

    other_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueSplit(IssueEvent):
    """A hand took messages out; they are `new_id` now."""

    new_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueTaken(IssueEvent):
    """A seat takes the thing on as a matter of a kind of its own."""

    kind: str
    starter_seat: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueLinked(IssueEvent):
    """The matter that was opened for it has its number."""

    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueClosed(IssueEvent):
    """Nobody speaks of it any more."""
