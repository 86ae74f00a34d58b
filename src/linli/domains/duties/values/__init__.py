"""Small frozen facts about duties that may cross to other domains and to pages."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class DutyState(StrEnum):
    """Where a duty stands; only OPEN counts against its holder."""

    OPEN = "open"
    WAITING = "waiting"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"


class DutyRole(StrEnum):
    """What the holder is in the matter."""

    MAIN = "main"
    LEAD = "lead"
    HELPER = "helper"
    DECIDE = "decide"
    CALL_BACK = "call_back"
    SUPERVISE = "supervise"
    CLAIM = "claim"
    APPROVE = "approve"


@dataclass(frozen=True, slots=True)
class DutyPlan:
    """What a stage asks of a seat. Instants are aware; `act` is the verb offered after signing, with its words in
    both languages; `ladder` (length, seat expressions) climbs from the moment the duty is late."""

    seat_id: int
    role: DutyRole
    stage: str
    stage_words: tuple[str, str]
    act: str
    act_words: tuple[str, str]
    sign_due: datetime | None = None
    arrive_due: datetime | None = None
    due: datetime | None = None
    ladder: tuple[tuple[str, tuple[str, ...]], ...] = ()
    redo: bool = False
    state: DutyState = DutyState.OPEN
    about: int | None = None
    warn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """The matter a duty belongs to, with what a list needs to show it without opening it."""

    kind: str
    id: int
    number: str
    title: str
    plate: str
    where: str
    channel: str
    place_id: int
    place_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DutyInfo:
    """A duty as the domain that gave it sees it."""

    id: int
    seat_id: int
    role: DutyRole
    stage: str
    state: DutyState
    created_at: datetime
    sign_due: datetime | None
    signed_at: datetime | None
    arrive_due: datetime | None
    arrived_at: datetime | None
    due: datetime | None
    next_due: datetime | None
    done_at: datetime | None
    outcome: str
    extended: int
    designated: bool
    late_at: datetime | None
    about: int | None
    review_on: date | None = None
    paused_left: int | None = None


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One line of an inbox; `act` is the one verb offered in the row, `act_url` where it is done."""

    id: int
    seat_id: int
    subject_kind: str
    subject_id: int
    number: str
    title: str
    plate: str
    where: str
    channel: str
    role: str
    stage: str
    state: str
    created_at: datetime
    next_due: datetime | None
    started: datetime
    signed: bool
    arrived: bool
    late: bool
    redo: bool
    act: str
    act_word: str
    url: str
    act_url: str


@dataclass(frozen=True, slots=True)
class InboxCounts:
    """How many duties of the viewer's seats stand where; `waiting` are those that wait for others."""

    mine: int = 0
    late: int = 0
    today: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class InboxGroup:
    """Duties of one urgency: key is late, today or later."""

    key: str
    rows: tuple[DutyRow, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A line in the bell: what happened, when, and where to look."""

    id: int
    text: str
    at: datetime
    url: str
    read: bool
