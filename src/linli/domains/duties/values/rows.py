"""What pages and other domains may know of the occurrences of routines."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from linli.kernel.fields import Field
from linli.kernel.rounding import rounded


class OccurrenceState(StrEnum):
    """How an occurrence stands or ended."""

    OPEN = "open"
    DONE = "done"
    LATE = "late"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One line of today's round."""

    id: int
    title: str
    plate: str
    where: str
    state: str
    count: int
    quota: int
    opens_at: datetime
    due: datetime
    closes_at: datetime
    checked_in: bool
    late: bool
    act_word: str

    @property
    def url(self) -> str:
        """Where it is done."""
        return f"/rounds/{self.id}/"


@dataclass(frozen=True, slots=True)
class RoundGroup:
    """The lines of one neighbourhood, building by building."""

    where: str
    rows: tuple[RoundRow, ...]


@dataclass(frozen=True, slots=True)
class Today:
    """Today's round: what is still to do by place, what is done, and the one to do first."""

    groups: tuple[RoundGroup, ...]
    finished: tuple[RoundRow, ...]
    first: RoundRow | None
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class EntryFile:
    """A paper of an entry: what was asked, the name it came with, its size in words, where it is saved from."""

    title: str
    name: str
    size: str
    url: str


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A kept entry: `answers` are (title, words); of private ones only the titles are said."""

    id: int
    at: datetime
    by: str
    answers: tuple[tuple[str, str], ...]
    hidden: tuple[str, ...]
    photos: tuple[tuple[str, str], ...]
    problem: str
    case_number: str
    files: tuple[EntryFile, ...] = ()


@dataclass(frozen=True, slots=True)
class RoundPage:
    """One occurrence, whole; `units` and `places` are what a question may choose from."""

    row: RoundRow
    routine: str
    about: str
    day: date
    seat: str
    vacant: tuple[str, ...]
    mine: bool
    open: bool
    asks_door: bool
    asks_photo: bool
    takes_problem: bool
    questions: tuple[Field, ...]
    entries: tuple[EntryRow, ...]
    can_reveal: bool
    checked_at: datetime | None
    units: tuple[tuple[str, str], ...] = ()
    places: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Shares:
    """Occurrences of a period counted: of `total`, `done` on time, `late`, `missed`; the rest is still open."""

    key: str
    title: str
    total: int
    done: int
    late: int
    missed: int
    vacant: int
    url: str = ""

    @property
    def open(self) -> int:
        """How many still can be done."""
        return self.total - self.done - self.late - self.missed

    @property
    def ended(self) -> int:
        """The denominator of a rate: those that are over."""
        return self.done + self.late + self.missed

    @property
    def kept(self) -> int:
        """The numerator: those that were done, late ones too."""
        return self.done + self.late

    @property
    def percent(self) -> int | None:
        """How much of what is over was done, or None while nothing is."""
        return int(rounded(Fraction(100 * self.kept, self.ended))) if self.ended else None


@dataclass(frozen=True, slots=True)
class FoundProblem:
    """A problem found on a round, as the journey that opens its case needs it."""

    id: int
    occurrence_id: int
    text: str
    kind: str
    place_id: int
    case_number: str
    photos: tuple[tuple[str, int, int], ...]
