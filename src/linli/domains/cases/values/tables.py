"""The part of a pack with procedures and categories, and their translation into the kernel's tables."""

from functools import lru_cache
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from linli.backbone.packs.loader import Pack
from linli.backbone.packs.registry import section, version
from linli.backbone.packs.schema import Length, Several, Table, Text
from linli.kernel import procedure as kernel
from linli.kernel.duration import Duration

Roles = Annotated[tuple[kernel.Role, ...], BeforeValidator(lambda value: [value] if isinstance(value, str) else value)]


class ActTable(Table):
    """An act of a stage."""

    title: Text
    to: str | None = None
    by: Roles = ("main",)
    needs: Several = ()
    choose: Several = ()
    decide: Several = ()
    limit: int | None = None
    each: Length | None = None
    primary: bool = False
    icon: str = ""


class DutyTable(Table):
    """Who holds the stage's duty, and its clocks (`within: category` takes the category's limit)."""

    seat: Several
    sign: Length | None = None
    within: Length | str | None = None


class ArriveTable(Table):
    """How soon called units arrive, by kind of whistle, and how near counts as there (metres)."""

    within: dict[str, Length]
    radius: int = Field(gt=0, le=5000)
    finish: Literal["all", "lead"] = "all"


class RatingTable(Table):
    """By when the reporter answers, and who asks when nobody does."""

    within: Length
    otherwise: Several


class GateTable(Table):
    """What a stage needs before it lets go."""

    arrive: ArriveTable | None = None
    rating: RatingTable | None = None


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


class ProcedureTable(Table):
    """A procedure: stages, ends, and how its cases are numbered."""

    title: Text
    number: str = Field(pattern=r"^[A-Z]{2}\{yymmdd\}-\{seq\}$")
    start: str
    stages: dict[str, StageTable]
    ends: dict[str, str]


class Category(Table):
    """What a request is about: its limit, and words that suggest it."""

    title: Text
    limit: Length
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


@lru_cache(maxsize=64)
def procedure(pack_version: int, key: str) -> kernel.Procedure:
    """A procedure as its cases walk it: by the version they started with."""
    return translated(key, cases(version(pack_version)).procedures[key])


def translated(key: str, table: ProcedureTable) -> kernel.Procedure:
    """A procedure of a pack as the table the kernel evaluates."""
    stages = {name: _stage(name, stage) for name, stage in table.stages.items()}
    return kernel.Procedure(key, str(table.title), table.number, table.start, stages, table.ends)


def _stage(key: str, table: StageTable) -> kernel.Stage:
    gate = table.gate or GateTable()
    return kernel.Stage(
        key=key,
        title=str(table.title),
        track=table.track,
        duty=_duty(table.duty),
        acts={name: _act(name, act) for name, act in table.acts.items()},
        arrival=kernel.ArrivalGate(gate.arrive.within, gate.arrive.radius, gate.arrive.finish) if gate.arrive else None,
        rating=kernel.RatingGate(gate.rating.within, gate.rating.otherwise) if gate.rating else None,
        then=table.then,
        outcomes=table.outcomes,
        overdue=tuple(kernel.Ladder(step.after, step.escalate) for step in table.overdue),
    )


def _duty(table: DutyTable | None) -> kernel.DutySpec | None:
    if table is None:
        return None
    within = table.within if isinstance(table.within, Duration) else None
    return kernel.DutySpec(table.seat, table.sign, within, table.within == "category")


def _act(key: str, table: ActTable) -> kernel.Act:
    return kernel.Act(
        key,
        str(table.title),
        table.to,
        table.by,
        table.needs,
        table.choose,
        table.decide,
        table.limit,
        table.each,
        table.primary,
        table.icon,
    )
