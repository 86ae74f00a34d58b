"""A matter as its reporter sees it."""

from dataclasses import dataclass
from datetime import datetime


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
