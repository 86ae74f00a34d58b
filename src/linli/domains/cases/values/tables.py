"""The part of a pack with procedures and categories: its schema."""

from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, field_validator

from linli.backbone.packs.forms import Form
from linli.backbone.packs.loader import Pack
from linli.backbone.packs.registry import section, version
from linli.backbone.packs.schema import Length, Several, Table, Text
from linli.kernel import procedure as kernel

Roles = Annotated[
    tuple[kernel.Role, ...],
    BeforeValidator(
        lambda value: [value] if isinstance(value, str) else value,
        json_schema_input_type=kernel.Role | tuple[kernel.Role, ...],
    ),
]
Later = dict[str, Any] | None


def _links(value: Any) -> Any:
    """A chain of approval: each link one seat expression or several to be tried in order."""
    return [[one] if isinstance(one, str) else one for one in value] if isinstance(value, list) else value


class ActTable(Table):
    """An act of a stage; `form` is the name of a form of the procedure, or fields written here."""

    title: Text
    to: str | None = None
    does: kernel.Effect | None = None
    by: Roles = ("main",)
    seats: Several = ()
    when: dict[str, Any] = {}
    needs: Several = ()
    form: str | Form = {}
    choose: Several = ()
    decide: Several = ()
    kind: str = ""
    limit: int | None = None
    each: Length | None = None
    primary: bool = False
    icon: str = ""

    @field_validator("when")
    @classmethod
    def _readable(cls, value: dict[str, Any]) -> dict[str, Any]:
        kernel.parse_guard(value)
        return value


class DutyTable(Table):
    """Who holds the stage's duty, and its clocks (`within: category` takes the category's limit)."""

    seat: Several = ()
    together: Several = ()
    finish: kernel.Finish = "all"
    sign: Length | None = None
    within: Length | str | None = None
    warn: Length | None = None

    @field_validator("within")
    @classmethod
    def _known(cls, value: Any) -> Any:
        return _length_or_category(value)


def _length_or_category(value: Any) -> Any:
    from linli.kernel.duration import parse_duration

    return parse_duration(value) if isinstance(value, str) and value != "category" else value


class ArriveTable(Table):
    """How soon called units arrive, by kind of whistle, and how near counts as there (metres)."""

    within: dict[str, Length]
    radius: int = Field(gt=0, le=5000)
    finish: kernel.Finish = "all"


class RatingTable(Table):
    """By when the reporter answers, and who asks when nobody does; `sample` per cent are asked at all."""

    within: Length
    otherwise: Several
    sample: int = Field(default=100, ge=1, le=100)
    by: Literal["reporter", "office"] = "reporter"


class ClaimTable(Table):
    """Whoever may takes it first; unclaimed after a time, the outcome `unclaimed` follows."""

    seats: Several
    within: Length | None = None


class NoticeTable(Table):
    """A public notice of so many days; an objection stops it."""

    days: Length


class ApprovalTable(Table):
    """Seats that say yes one after the other; the first no ends it."""

    chain: Annotated[
        tuple[tuple[str, ...], ...], BeforeValidator(_links, json_schema_input_type=tuple[str | tuple[str, ...], ...])
    ] = Field(min_length=1)


class ProofTable(Table):
    """A step of evidence."""

    title: Text
    needs: Several = ("note",)


class EvidenceTable(Table):
    """Steps that must each be proven before the stage is left."""

    steps: dict[str, ProofTable] = Field(min_length=1)


class WaitTable(Table):
    """Wait a length of time, or until the date in a field."""

    length: Length | None = Field(default=None, alias="for")
    until: str = ""


class ChildrenTable(Table):
    """The parts it was split into: all of them, or any one, must have ended."""

    finish: Literal["all", "any"] = "all"


class GateTable(Table):
    """What a stage needs before it lets go. The kinds of the last line wait for their domain."""

    arrive: ArriveTable | None = None
    rating: RatingTable | None = None
    claim: ClaimTable | None = None
    notice: NoticeTable | None = None
    approval: ApprovalTable | None = None
    evidence: EvidenceTable | None = None
    trial: WaitTable | None = None
    wait: WaitTable | None = None
    children: ChildrenTable | None = None
    vote: Later = None
    payment: Later = None
    booking: Later = None
    gathering: Later = None


class OverdueTable(Table):
    """A step of the ladder."""

    after: Length
    escalate: Several


class StageTable(Table):
    """A stage of a procedure."""

    title: Text
    track: str = "doing"
    duty: DutyTable | None = None
    acts: dict[str, ActTable] = {}
    gate: GateTable | None = None
    then: str | None = None
    outcomes: dict[str, str] = {}
    overdue: tuple[OverdueTable, ...] = ()


class ListTable(Table):
    """The list that cases of a procedure stand on while open in one of `stages`; `out` words each end by which one is
    kept off it or taken from it, `cut` the share of those (work-item admission, C69)."""

    title: Text
    stages: Several = Field(min_length=1)
    out: dict[str, Text] = {}
    cut: Text | None = None


class CardTable(Table):
    """What a case puts on the public card of the seat that opened it (C08): the words of a text field, to be kept until
    the day of a date field, while it is in one of `stages`; an end in `kept` says that they were."""

    promise: str
    due: str
    stages: Several = Field(min_length=1)
    kept: Several = ()


class ProcedureTable(Table):
    """A procedure: stages, ends, how its cases are numbered, who may open one and with which form.

    `opens` names seats (`desk@community`) or `resident`; `at` the levels of place it may be opened at; `hides` keeps
    who asked from everyone but the desks; `counts` says that it is among what the three rates and the board speak of;
    `source` the mechanisms it carries.
    """

    title: Text
    about: Text | None = None
    number: str = Field(pattern=r"^[A-Z]{2}\{yymmdd\}-\{seq\}$")
    start: str = ""
    stages: dict[str, StageTable] = Field(min_length=1)
    ends: dict[str, str] = Field(min_length=1)
    form: Form = {}
    forms: dict[str, Form] = {}
    opens: Several = ("resident",)
    at: Several = ()
    limit: Length | None = None
    hides: bool = False
    counts: bool = False
    card: CardTable | None = None
    listing: ListTable | None = Field(default=None, alias="list")
    icon: str = "file-description"
    source: Several = ()

    @property
    def first(self) -> str:
        """The stage a case starts in: the one named, or the first that is written."""
        return self.start or next(iter(self.stages))


class Category(Table):
    """What a request is about: its limit (by urgency where it differs), who holds it, and words that suggest it."""

    title: Text
    limit: Length
    limits: dict[str, Length] = {}
    seat: Several = ()
    words: tuple[str, ...] = ()
    urgent: bool = False
    icon: str = ""


class Cases(Table):
    """Procedures, categories and the routes of what is not accepted (domain 1.3)."""

    procedures: dict[str, ProcedureTable] = {}
    categories: dict[str, Category] = {}
    fallback: str = "other"
    routes: dict[str, Text] = {}
    basic_tenths: int = Field(default=9, ge=0, le=10)


def cases(pack: Pack) -> Cases:
    """The cases part of a pack."""
    return section(pack, "cases", Cases)


@lru_cache(maxsize=256)
def procedure(pack_version: int, key: str) -> kernel.Procedure:
    """A procedure as its cases walk it: by the version they started with."""
    from linli.domains.cases.values.translate import translated

    return translated(key, cases(version(pack_version)).procedures[key])
