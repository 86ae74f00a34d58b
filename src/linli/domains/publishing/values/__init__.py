"""Notices as pages and programs read them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from linli.kernel.words import Piece

MOST_TITLE, MOST_TEXT, MOST_REASON = 60, 4000, 200
# Whoever did one of these with a notice wrote it.
HANDS = ("NoticeDrafted", "NoticeRevised")


class State(StrEnum):
    """What was done with a notice; that its days are over is a matter of the date alone."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Standing(StrEnum):
    """How a notice stands on a day."""

    DRAFT = "draft"
    COMING = "coming"
    STANDING = "standing"
    OVER = "over"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Content:
    """What a notice says, where and for how long; both days count. `contact` and `phone` are those of a desk."""

    title: str
    text: str
    starts: date
    ends: date
    contact: str = ""
    phone: str = ""
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A line of the staff's list."""

    id: int
    kind: str
    kind_words: str
    icon: str
    title: str
    place: str
    starts: date
    ends: date
    standing: Standing
    pinned: bool
    reason: str

    @property
    def url(self) -> str:
        """Its page for those who keep notices."""
        return f"/bulletin/{self.id}/"


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """A consent kept with a notice: whose, in the eyes of whoever may keep it, and where its paper lies."""

    id: int
    name: str
    paper: str
    kept_at: datetime
    kept_by: str
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the publication log."""

    what: str
    at: datetime
    by: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class NoticePage:
    """One notice for those who keep it: as it reads, its consents, what can be done with it, and why it cannot be
    published by them where that is so."""

    row: NoticeRow
    content: Content
    place_id: int
    place_code: str
    version: int
    needs_consent: bool
    consents: tuple[ConsentRow, ...]
    acts: frozenset[str]
    paragraphs: tuple[str, ...]
    steps: tuple[Step, ...] = ()
    why: str = ""
    objections: bool = False


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """A notice as anybody reads it while it stands."""

    id: int
    kind: str
    kind_words: str
    icon: str
    title: str
    paragraphs: tuple[str, ...]
    place: str
    starts: date
    ends: date
    contact: str
    phone: str
    pinned: bool
    published_at: datetime
    objections: bool = False

    @property
    def lead(self) -> str:
        """How it begins, in a line."""
        return self.paragraphs[0][:80] if self.paragraphs else ""


@dataclass(frozen=True, slots=True)
class NoticeHit:
    """A notice that was found, its words in pieces."""

    id: int
    kind_words: str
    icon: str
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]
    place: str
    starts: date
    ends: date
    standing: Standing
    url: str
