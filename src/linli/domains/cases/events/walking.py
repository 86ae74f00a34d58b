"""How cases walk: opened, moved, called for, answered, closed; words people wrote stay in remarks."""

from dataclasses import dataclass
from typing import ClassVar

from linli.backbone.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent(Event):
    """A fact about one case; `seat` is the title of the seat that acted, empty for residents and the system."""

    subject_kind: ClassVar[str] = "case"
    number: str
    seat: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened(CaseEvent):
    """A report was accepted and is somebody's duty; `vacant` names empty seats that were passed."""

    channel: str
    category: str
    to_seat_id: int
    to_seat: str
    due: str | None
    vacant: tuple[str, ...] = ()
    started: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSigned(CaseEvent):
    """The holder of a duty signed for it."""

    duty_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMoved(CaseEvent):
    """An act took the case to another stage."""

    act: str
    act_words: tuple[str, str]
    from_stage: str
    to_stage: str
    stage_words: tuple[str, str]
    remark_id: int | None
    to_seat_id: int | None = None
    to_seat: str = ""
    photos: tuple[int, ...] = ()
    vacant: tuple[str, ...] = ()
    asks_reporter: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class WhistleBlown(CaseEvent):
    """A desk called units: the lead and its helpers each have a duty and an arrival clock."""

    kind: str
    lead: str
    helpers: tuple[str, ...]
    seat_ids: tuple[int, ...]
    remark_id: int | None
    arrive_by: str | None
    vacant: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitArrived(CaseEvent):
    """A called unit proved that it is there."""

    duty_id: int
    unit: str
    role: str
    metres: int
    minutes: int
    on_time: bool
    photos: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartFinished(CaseEvent):
    """A called unit finished its part."""

    duty_id: int
    unit: str
    role: str
    remark_id: int
    photos: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AskMade(CaseEvent):
    """A holder asked another seat for a decision."""

    ask_id: int
    kind: str
    remark_id: int
    to_seat_id: int
    to_seat: str
    kind_words: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class AskDecided(CaseEvent):
    """The decision on an ask; `due` the new end of the clock where it moved."""

    ask_id: int
    kind: str
    approved: bool
    asked_by: str
    asked_seat_id: int
    remark_id: int | None
    due: str | None = None
    kind_words: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResumed(CaseEvent):
    """A suspended case goes on."""

    due: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBackAnswered(CaseEvent):
    """The three questions were answered, by the reporter or by a desk that asked; `solved` None: nobody reached."""

    by: str
    contacted: bool | None
    solved: bool | None
    satisfaction: str
    remark_id: int | None
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBackUnanswered(CaseEvent):
    """Nobody answered in time: a desk has the duty to ask."""

    to_seat_id: int
    to_seat: str
    vacant: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReopened(CaseEvent):
    """Not solved, says the reporter: somebody does it again, the history stays."""

    round: int
    to_seat_id: int
    to_seat: str
    due: str | None
    vacant: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClosed(CaseEvent):
    """The case came to an end; `route` says where a declined matter belongs."""

    result: str
    route: str = ""
    remark_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsAdded(CaseEvent):
    """The reporter added words or photos."""

    remark_id: int
    photos: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseNudged(CaseEvent):
    """Somebody asked for speed."""

    by: str
    duty_id: int | None = None
    to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReporterTold(CaseEvent):
    """Staff wrote a line to the reporter, shown behind their link."""

    remark_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRevealed(CaseEvent):
    """Somebody looked at the reporter's full number; the reason stands in the remark."""

    remark_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitScored(CaseEvent):
    """One side of a whistle scored the other."""

    duty_id: int
    unit: str
    by_caller: bool
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOverdue(CaseEvent):
    """The case's own limit passed before it was handled: it counts as late, once."""

    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClockSet(CaseEvent):
    """A limit that could not be set when the case was opened (unknown year) is set now."""

    due: str
