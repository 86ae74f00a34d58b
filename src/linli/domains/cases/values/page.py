"""A matter as the staff sees it, and lists of them."""

from dataclasses import dataclass
from datetime import datetime

from linli.domains.cases.values.forms import AnswerRow
from linli.domains.cases.values.rows import PhotoRow, TimelineRow, TrackStep


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
    late_words: str
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
    """A question that waits for the viewer's decision: kind is the act, `wants` what it comes to when approved."""

    id: int
    kind: str
    title: str
    by: str
    reason: str
    asked_at: datetime
    url: str
    wants: str


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
    """A case as a member of staff sees it. Nobody has said its category where it is `guessed`; `order` is the number
    its hotline gave it."""

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
    scores_caller: bool
    timeline: tuple[TimelineRow, ...]
    people: tuple[ChiefRow, ...]
    message_url: str
    redo: int
    closed: bool
    signed: bool
    lat: float | None = None
    lon: float | None = None
    answers: tuple[AnswerRow, ...] = ()
    kind: str = ""
    started: bool = False
    guessed: bool = False
    order: str = ""
    order_source: str = ""

    @property
    def pictured(self) -> tuple[PhotoRow, ...]:
        """The photos that came with the words of who reported, without those of who worked on it."""
        return tuple(photo for photo in self.photos if photo.kind == "report")


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
    order: str = ""

    @property
    def spot(self) -> tuple[str, str]:
        """Where it is in two words: the compound, and the grid it lies in (empty where there is none)."""
        compound, _dot, grid = self.where.partition(" · ")
        return compound, grid


@dataclass(frozen=True, slots=True)
class CaseList:
    """A page of cases, newest first, with the cursor of the next page (empty at the end)."""

    rows: tuple[CaseRow, ...]
    cursor: str
    heading: str = ""
    explanation: str = ""
    total: int | None = None
