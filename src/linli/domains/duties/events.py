"""Facts about duties; their subject is the matter they belong to."""

from dataclasses import dataclass

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
