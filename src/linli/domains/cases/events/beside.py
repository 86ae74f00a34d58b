"""What happens to cases beside their way: noted, bound together, pressed for, counted otherwise, brought in."""

from dataclasses import dataclass
from typing import ClassVar

from linli.backbone.events import Event
from linli.domains.cases.events.walking import CaseEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseNoted(CaseEvent):
    """Something was added to the record of a case that stays where it is; `to_seat` is who is asked next."""

    act: str
    act_words: tuple[str, str]
    remark_id: int | None
    photos: tuple[int, ...] = ()
    to_seat_id: int | None = None
    to_seat: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMerged(CaseEvent):
    """A duplicate was merged into another case, which its reporter now follows."""

    into: str
    into_id: int
    remark_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateTaken(CaseEvent):
    """Another report of the same matter was merged into this case."""

    taken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSplit(CaseEvent):
    """Parts were opened as cases of their own."""

    parts: tuple[str, ...]
    to_stage: str
    stage_words: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePressed(CaseEvent):
    """An office pressed for a matter: `level` is remind, urge, list or interview (domain 1.12)."""

    level: str
    remark_id: int | None
    seat_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseExcluded(CaseEvent):
    """A case was taken out of the assessment (剔除): counted with and without."""

    remark_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseConcealed(CaseEvent):
    """Who reported it is kept from the units from now on."""

    remark_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecategorised(CaseEvent):
    """Somebody said what a case is about, other than it was taken for, or the same as was only guessed; `due` the new
    end of the clock where it moved."""

    from_category: str
    to_category: str
    from_words: tuple[str, str]
    to_words: tuple[str, str]
    remark_id: int | None
    due: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersImported(Event):
    """The sheet of a hotline was brought in: how many orders became cases, how many had been there."""

    subject_kind: ClassVar[str] = "work"
    source: str
    created: int
    known: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetMappingKept(Event):
    """How the order sheets of a source are read was set."""

    subject_kind: ClassVar[str] = "mapping"
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NeighbourJoined(CaseEvent):
    """A neighbour who was about to report the same joined this matter instead."""
