"""What the form of an act needs to know."""

from dataclasses import dataclass
from datetime import date

from linli.kernel.fields import Field


@dataclass(frozen=True, slots=True)
class CategoryChoice:
    """A category a case may be given: its limit in words, words it is also found by, and whether it has it now (which
    is offered where it was only guessed)."""

    key: str
    title: str
    limit: str
    words: tuple[str, ...] = ()
    now: bool = False


@dataclass(frozen=True, slots=True)
class ActNeeds:
    """The needs of an act, and the choices that depend on the case and its pack."""

    needs: tuple[str, ...]
    place_ids: tuple[int, ...]
    routes: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    form: tuple[Field, ...] = ()
    steps: tuple[tuple[str, str], ...] = ()
    seats: tuple[tuple[str, str], ...] = ()
    proofs: tuple[str, ...] = ()
    categories: tuple[CategoryChoice, ...] = ()
    category: str = ""
    desks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind of case that the viewer may open."""

    key: str
    title: str
    about: str
    icon: str
    url: str


@dataclass(frozen=True, slots=True)
class KindForm:
    """What opening a case of a kind asks for; `seat_id` is the seat it is opened from, None for a resident; `said` the
    field that already says what it is about, where there is one."""

    key: str
    title: str
    about: str
    form: tuple[Field, ...]
    levels: tuple[str, ...]
    seat_id: int | None
    said: str = ""


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper given with a form: the name it came with, its size in words, where it is read."""

    name: str
    size: str
    url: str


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A line of what a form was filled in with; a private one is masked."""

    title: str
    value: str
    private: bool = False
    files: tuple[PaperRow, ...] = ()


@dataclass(frozen=True, slots=True)
class StageCount:
    """Open cases in a stage, and the age in days of the one that stands there longest."""

    key: str
    title: str
    count: int
    days: int


@dataclass(frozen=True, slots=True)
class ListPart:
    """A figure of a list with the cases behind it."""

    title: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class ListFigures:
    """The list that cases of a kind stand on, in numbers: how many stand there, how many ended out of it, and of
    all decided the share that did (`cut`, in per cent; “–” where none was decided, empty where the pack words none)."""

    listed: ListPart
    out: tuple[ListPart, ...]
    decided: ListPart
    cut: str = ""
    cut_title: str = ""


@dataclass(frozen=True, slots=True)
class Promised:
    """What a case says on the card of the seat that opened it: whether it stands there, and since when it is kept."""

    case_id: int
    number: str
    seat_id: int
    words: str
    due: date
    stands: bool
    kept_on: date | None
