"""Enums and frozen rows of cases: what pages, other domains and the API may see."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Channel(StrEnum):
    """How a matter came in."""

    SCAN = "scan"
    WEB = "web"
    WINDOW = "window"
    PHONE = "phone"
    PATROL = "patrol"
    HOTLINE = "hotline"


class WhistleKind(StrEnum):
    """The three occasions to whistle (domain 1.22)."""

    PROMINENT = "prominent"
    ENFORCEMENT = "enforcement"
    EMERGENCY = "emergency"


class Satisfaction(StrEnum):
    """What a call-back answers to the third question."""

    SATISFIED = "satisfied"
    BASIC = "basic"
    UNSATISFIED = "unsatisfied"


@dataclass(frozen=True, slots=True)
class PhotoRow:
    """A stored picture: `url` full size (≤ 1600 px), `thumb` 320 px square; `kind` is report, arrival or done."""

    id: int
    url: str
    thumb: str
    kind: str
    alt: str


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One thing that happened: `sentence` says who and what; `tone` is now, late or empty."""

    at: datetime
    sentence: str
    quote: str = ""
    photos: tuple[PhotoRow, ...] = ()
    tone: str = ""
    group: str = ""
    event_id: int = 0


@dataclass(frozen=True, slots=True)
class TrackStep:
    """A bar of the stage tracker: state is done, now, late or todo; `note` a second line for staff."""

    word: str
    state: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class NextStep:
    """What happens next and by when, in sentences; `started` and `due` draw the dial, None hides it."""

    heading: str
    lines: tuple[str, ...]
    started: datetime | None = None
    due: datetime | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class FollowCase:
    """A matter as its reporter sees it behind the secret link."""

    token: str
    number: str
    title: str
    text: str
    plate: str
    compound: str
    where: str
    opened_at: datetime
    track: tuple[TrackStep, ...]
    next: NextStep
    timeline: tuple[TimelineRow, ...]
    photos: tuple[PhotoRow, ...]
    before: PhotoRow | None
    after: PhotoRow | None
    closed: bool
    satisfied: bool
    can_rate: bool
    can_nudge: bool
    can_add: bool
    rate_by: datetime | None
    handled_by: str
    handled_at: datetime | None
    door_code: str
    chief_name: str
    chief_phone: str
    phone_masked: str
    public: bool
    receipt: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class MineRow:
    """A matter in the list kept on the resident's own phone."""

    token: str
    number: str
    title: str
    place: str
    opened_at: datetime
    word: str
    tone: str


@dataclass(frozen=True, slots=True)
class NeighbourRow:
    """A matter its reporter let the neighbours see; never a name or a phone."""

    title: str
    word: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ActOption:
    """An act a viewer may take now (or may not: then `why` says so); `primary` is the vermilion one."""

    key: str
    title: str
    url: str
    primary: bool = False
    allowed: bool = True
    why: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A line of the gate: what must be there before the stage lets go."""

    words: str
    met: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class PartRow:
    """One called unit in a whistle: role is lead or helper; `state_words` says where it stands."""

    duty_id: int
    role: str
    unit: str
    seat: str
    arrived_at: datetime | None
    minutes: int | None
    metres: int | None
    photo: PhotoRow | None
    arrive_due: datetime | None
    late: bool
    late_minutes: int
    state: str
    state_words: str
    due: datetime | None
    nudge_url: str
    score: int | None
    offset: int = 0


@dataclass(frozen=True, slots=True)
class WhistlePanel:
    """The arrival line: scale ends in minutes, `limit` its position 0–1000, a part's `offset` likewise."""

    kind_words: str
    limit_words: str
    blown_at: datetime
    limit_at: datetime
    limit: int
    ticks: tuple[tuple[int, str], ...]
    parts: tuple[PartRow, ...]
    arrived: int


@dataclass(frozen=True, slots=True)
class AskRow:
    """A question that waits for the viewer's decision: kind is return, extend or decline."""

    id: int
    kind: str
    title: str
    by: str
    reason: str
    asked_at: datetime
    url: str


@dataclass(frozen=True, slots=True)
class ChiefRow:
    """A person in charge, as a card: initial on a tint, name, role, call link (empty when not published)."""

    initial: str
    name: str
    role: str
    phone: str
    staff: bool = True


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case as a member of staff sees it."""

    id: int
    number: str
    title: str
    text: str
    plate: str
    where: str
    category: str
    channel: str
    opened_at: datetime
    track: tuple[TrackStep, ...]
    clock_due: datetime | None
    clock_started: datetime | None
    clock_state: str
    clock_words: str
    reporter: str
    phone_masked: str
    reveal_url: str
    photos: tuple[PhotoRow, ...]
    my_turn: bool
    panel_heading: str
    needs: tuple[NeedRow, ...]
    acts: tuple[ActOption, ...]
    refused: tuple[str, ...]
    whistle: WhistlePanel | None
    asks: tuple[AskRow, ...]
    scores: tuple[tuple[int, str], ...]
    timeline: tuple[TimelineRow, ...]
    people: tuple[ChiefRow, ...]
    message_url: str
    redo: int
    closed: bool
    signed: bool
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A line of the case list."""

    id: int
    number: str
    title: str
    plate: str
    where: str
    category: str
    channel: str
    stage: str
    opened_at: datetime
    due: datetime | None
    late: bool
    closed: bool
    redo: int
    url: str


@dataclass(frozen=True, slots=True)
class CaseList:
    """A page of cases, newest first, with the cursor of the next page (empty at the end)."""

    rows: tuple[CaseRow, ...]
    cursor: str
    heading: str = ""
    explanation: str = ""
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that opens: numerator over denominator where it is a rate; `change` in words against the last period."""

    key: str
    title: str
    value: str
    unit: str
    fraction: str
    change: str
    tone: str
    url: str
    definition: str


@dataclass(frozen=True, slots=True)
class SplitRow:
    """A line of a split of the figures by street, channel or category; every cell opens its cases."""

    key: str
    title: str
    cells: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class TrendDay:
    """A day of the trend; `rest` are statutory days off."""

    day: date
    received: int
    closed: int
    rest: bool


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A category with its count in the period, its change in words, and a small trend."""

    title: str
    note: str
    count: int
    change: str
    tone: str
    points: tuple[int, ...]
    url: str


@dataclass(frozen=True, slots=True)
class Board:
    """The leader's page: figures, trend, splits and topics of one place and period."""

    place: str
    period: str
    period_words: str
    compared: str
    data_until: datetime
    source: str
    definitions: tuple[str, ...]
    figures: tuple[Figure, ...]
    small: tuple[Figure, ...]
    trend: tuple[TrendDay, ...]
    streets: tuple[SplitRow, ...]
    channels: tuple[SplitRow, ...]
    topics: tuple[TopicRow, ...]
    periods: tuple[tuple[str, str, bool], ...]
    extras: dict[str, str] = field(default_factory=dict)
