"""The tables a procedure is made of: stages, acts, gates, forms. Plain values; packs are translated into them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from linli.kernel.duration import Duration
from linli.kernel.fields import Field
from linli.kernel.procedure.guards import Guard
from linli.kernel.refusal import Refusal

Role = Literal["main", "lead", "helper", "caller", "call_back", "claimant", "approver", "office", "none"]
Effect = Literal[
    "move",
    "note",
    "ask",
    "whistle",
    "arrive",
    "finish",
    "resume",
    "call_back",
    "transfer",
    "claim",
    "approve",
    "refuse",
    "object",
    "prove",
    "merge",
    "split",
    "press",
    "exclude",
    "conceal",
    "recategorise",
]
Finish = Literal["all", "any", "lead"]


@dataclass(frozen=True, slots=True)
class Ladder:
    """A step of escalation: `after` this long past due, the first occupied of `seats` is called in."""

    after: Duration
    seats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DutySpec:
    """Who holds a stage's duty (tried in order) and its clocks; `by_category` takes the category's limit.

    `together` names the seats that each get a part at once, the first of them leading; `warn` is how long before
    the end the holder is reminded.
    """

    seats: tuple[str, ...]
    sign: Duration | None = None
    within: Duration | None = None
    by_category: bool = False
    warn: Duration | None = None
    together: tuple[str, ...] = ()
    finish: Finish = "all"


@dataclass(frozen=True, slots=True)
class ArrivalGate:
    """Every called part arrives, proven, and finishes (`all`), or one of them (`any`), or the lead does (`lead`)."""

    within: Mapping[str, Duration]
    radius: int
    finish: Finish = "all"


@dataclass(frozen=True, slots=True)
class RatingGate:
    """Who judges the work: the reporter within a time, else the first occupied of `otherwise` calls back.

    `sample` per cent of the cases are asked at all; with `by` office the desk calls at once, and never the seat that
    handled the matter.
    """

    within: Duration
    otherwise: tuple[str, ...]
    sample: int = 100
    by: Literal["reporter", "office"] = "reporter"


@dataclass(frozen=True, slots=True)
class Gate:
    """What a stage needs before it lets go, of a kind of `GATES`; `after` is its wait, the rest its own options."""

    kind: str
    after: Duration | None = None
    field: str = ""
    seats: tuple[tuple[str, ...], ...] = ()
    steps: tuple["Proof", ...] = ()
    finish: Finish = "all"


@dataclass(frozen=True, slots=True)
class Proof:
    """A step of an evidence gate: what it is called and what must be given for it."""

    key: str
    title: str
    needs: tuple[str, ...] = ("note",)
    words: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Act:
    """What a holder may do: `to` a stage or an end (None: it changes only its own part); `does` says how.

    `seats` names the offices that may act without holding the duty (with `by` office); `when` must hold; `form`
    names the fields it asks for; `needs` and `choose` must be given; `kind` is the procedure a split opens.
    """

    key: str
    title: str
    to: str | None = None
    by: tuple[Role, ...] = ("main",)
    needs: tuple[str, ...] = ()
    choose: tuple[str, ...] = ()
    decide: tuple[str, ...] = ()
    limit: int | None = None
    each: Duration | None = None
    primary: bool = False
    icon: str = ""
    does: Effect = "move"
    seats: tuple[str, ...] = ()
    when: Guard = ()
    form: tuple[Field, ...] = ()
    words: tuple[str, str] = ("", "")
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the procedure; `track` is the resident's word for it (doing, rate)."""

    key: str
    title: str
    track: str = "doing"
    duty: DutySpec | None = None
    acts: Mapping[str, Act] = field(default_factory=dict)
    arrival: ArrivalGate | None = None
    rating: RatingGate | None = None
    gate: Gate | None = None
    then: str | None = None
    outcomes: Mapping[str, str] = field(default_factory=dict)
    overdue: tuple[Ladder, ...] = ()
    words: tuple[str, str] = ("", "")

    def after(self, outcome: str) -> str:
        """Where an outcome of the stage's gate leads; Refusal when the table does not say."""
        target = self.outcomes.get(outcome) or self.then
        if not target:
            raise Refusal("not_here")
        return target


@dataclass(frozen=True, slots=True)
class Procedure:
    """A named table of stages with its ends (end key → result); `form` is asked when a case is opened."""

    key: str
    title: str
    number: str
    start: str
    stages: Mapping[str, Stage]
    ends: Mapping[str, str]
    form: tuple[Field, ...] = ()
    opens: tuple[str, ...] = ("resident",)
    at: tuple[str, ...] = ()
    limit: Duration | None = None
    hides: bool = False
    counts: bool = False
    words: tuple[str, str] = ("", "")
    extras: Mapping[str, Any] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every field of its forms: of the opening, then of the acts."""
        acts = [act for stage in self.stages.values() for act in stage.acts.values()]
        return (*self.form, *(field for act in acts for field in act.form))

    def stage(self, key: str) -> Stage:
        """The stage of this key; Refusal when the case has already ended."""
        if key not in self.stages:
            raise Refusal("case_closed")
        return self.stages[key]


# Each kind of gate with the outcomes it can have. The first is what `then` stands for.
GATES: Mapping[str, tuple[str, ...]] = {
    "arrive": ("done",),
    "rating": ("satisfied", "unsolved", "silent", "unsampled"),
    "claim": ("claimed", "unclaimed"),
    "notice": ("clear", "objected"),
    "approval": ("approved", "refused"),
    "evidence": (),
    "trial": ("ended",),
    "wait": ("reached",),
    "children": ("done",),
}
# Gates that a later domain owns: their outcomes are promised, their kinds refused until the domain exists.
LATER: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "vote": ("ballots", ("passed", "rejected", "invalid")),
    "payment": ("ledger", ("paid", "cancelled")),
    "booking": ("venues", ("kept", "missed", "cancelled")),
    "gathering": ("gatherings", ("held", "cancelled")),
}
