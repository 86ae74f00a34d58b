"""Facts about duties; their subject is the matter they belong to."""

from dataclasses import dataclass
from typing import ClassVar

from linli.backbone.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyEvent(Event):
    """A fact about one duty; `subject` is the kind of matter."""

    subject: str = "case"
    duty_id: int
    seat_id: int
    seat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyOverdue(DutyEvent):
    """A clock of the duty ran out: `clock` is sign, arrive or finish."""

    clock: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyWarned(DutyEvent):
    """The end of the duty is near: its holder is reminded once."""

    due: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyEscalated(DutyEvent):
    """A late duty climbed: the seat above got a duty to see to it; `vacant` names empty seats passed."""

    to_seat_id: int
    to_seat: str
    level: int
    vacant: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderEmpty(DutyEvent):
    """A late duty had nowhere to climb: no seat of the ladder exists."""

    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OccurrenceEvent(Event):
    """A fact about one occurrence of a routine."""

    subject_kind: ClassVar[str] = "occurrence"
    routine: str
    number: str
    place_id: int
    seat_id: int | None
    seat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OccurrenceOpened(OccurrenceEvent):
    """A date of a routine came: a seat has the duty; `vacant` names empty seats passed."""

    planned: str
    due: str
    vacant: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OccurrenceCheckedIn(OccurrenceEvent):
    """Somebody proved by a door's code that they are there."""

    door_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryKept(OccurrenceEvent):
    """A form was filled: entry `count` of `quota`."""

    entry_id: int
    count: int
    quota: int
    photos: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemFound(OccurrenceEvent):
    """Something was found that becomes a case of `kind`."""

    problem_id: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemLinked(OccurrenceEvent):
    """The case of a found problem is open."""

    problem_id: int
    case_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OccurrenceDone(OccurrenceEvent):
    """All entries are made; `late` when after the due moment."""

    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OccurrenceMissed(OccurrenceEvent):
    """The window ended before all entries were made."""

    count: int
    quota: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRevealed(OccurrenceEvent):
    """Somebody read the private answers of an entry; `look_id` keeps why."""

    entry_id: int
    look_id: int
