"""Procedures: tables of stages that a case walks, and the one pure evaluator that says what may happen next.

A procedure is written in a pack (DESIGN §3). Nothing here knows of seats, people or clocks: a stage names who
should hold its duty by expressions, and the caller brings what is true of the asker (`Standing`) and of the parts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from linli.kernel.duration import Duration
from linli.kernel.refusal import Refusal

Path = tuple[str, ...]
Role = Literal["main", "lead", "helper", "caller", "call_back", "none"]


@dataclass(frozen=True, slots=True)
class Ladder:
    """A step of escalation: `after` this long past due, the first occupied of `seats` is called in."""

    after: Duration
    seats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DutySpec:
    """Who holds a stage's duty (tried in order) and its clocks; `by_category` takes the category's limit."""

    seats: tuple[str, ...]
    sign: Duration | None = None
    within: Duration | None = None
    by_category: bool = False


@dataclass(frozen=True, slots=True)
class ArrivalGate:
    """Every called part arrives, proven, and finishes (`all`), or only the lead does (`lead`)."""

    within: Mapping[str, Duration]
    radius: int
    finish: Literal["all", "lead"] = "all"


@dataclass(frozen=True, slots=True)
class RatingGate:
    """The reporter answers within a time, else the first occupied of `otherwise` calls back."""

    within: Duration
    otherwise: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """What a holder may do: `to` a stage or an end (None: it changes only its own part)."""

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
    then: str | None = None
    outcomes: Mapping[str, str] = field(default_factory=dict)
    overdue: tuple[Ladder, ...] = ()


@dataclass(frozen=True, slots=True)
class Procedure:
    """A named table of stages with its ends (end key → result)."""

    key: str
    title: str
    number: str
    start: str
    stages: Mapping[str, Stage]
    ends: Mapping[str, str]

    def stage(self, key: str) -> Stage:
        """The stage of this key; Refusal when the case has already ended."""
        if key not in self.stages:
            raise Refusal("case_closed")
        return self.stages[key]


@dataclass(frozen=True, slots=True)
class Standing:
    """What is true of the asker at this stage; counts are of approved asks on their own part."""

    role: Role = "none"
    signed: bool = True
    arrived: bool = False
    done: bool = False
    designated: bool = False
    extended: int = 0
    asking: bool = False
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One called unit as the gate sees it."""

    role: Role
    arrived: bool
    done: bool
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """An act as it stands for the asker; `code` names the rule against it, empty when it is allowed."""

    act: Act
    code: str = ""


def offers(stage: Stage, standing: Standing) -> tuple[Offer, ...]:
    """The acts of a stage that belong to the asker's role, each allowed or explained."""
    return tuple(Offer(act, objection(act, standing)) for act in stage.acts.values() if standing.role in act.by)


def objection(act: Act, standing: Standing) -> str:
    """The rule that forbids `act` now, or an empty string; the order is the order people should be told."""
    rules = (
        ("not_yours", standing.role not in act.by),
        ("part_done", standing.done),
        ("paused", standing.paused and act.key != "resume"),
        ("sign_first", not standing.signed),
        ("asking", standing.asking and bool(act.decide)),
        ("already_arrived", act.key == "arrive" and standing.arrived),
        ("arrive_first", act.key == "finish" and "lead" in act.by and not standing.arrived),
        ("first_receiver", act.key == "return" and standing.role == "lead" and standing.arrived),
        ("designated", act.key == "return" and standing.designated),
        ("extended_out", act.limit is not None and standing.extended >= act.limit),
    )
    return next((code for code, broken in rules if broken), "")


def take(stage: Stage, act_key: str, standing: Standing, given: Iterable[str]) -> Act:
    """The act, if the asker may do it now with what was given; Refusal names the rule or the missing needs."""
    act = stage.acts.get(act_key)
    if act is None:
        raise Refusal("not_here")
    code = objection(act, standing)
    if code:
        raise Refusal(code, act=act.title)
    missing = [need for need in (*act.needs, *act.choose) if need not in set(given) and need != "helpers"]
    if missing:
        raise Refusal("needs", missing=tuple(missing))
    return act


def joint_needs(gate: ArrivalGate, parts: Iterable[Part]) -> tuple[tuple[str, int, int], ...]:
    """What an arrival gate counts: (arrived, finished) as (key, have, want) over the parts still called."""
    called = [part for part in parts if not part.cancelled]
    owing = called if gate.finish == "all" else [part for part in called if part.role == "lead"]
    arrived = sum(part.arrived for part in called)
    return (("arrived", arrived, len(called)), ("finished", sum(part.done for part in owing), len(owing)))


def joint_done(gate: ArrivalGate, parts: Iterable[Part]) -> bool:
    """Whether the gate lets go: somebody is called, and all who owe are done."""
    counts = dict((key, (have, want)) for key, have, want in joint_needs(gate, parts))
    have, want = counts["finished"]
    return want > 0 and have == want


def rating_outcome(solved: bool | None) -> str:
    """The outcome key of a call-back: silent when nobody could be reached."""
    if solved is None:
        return "silent"
    return "satisfied" if solved else "unsolved"


def problems(procedure: Procedure) -> list[tuple[Path, str]]:
    """What is wrong with a procedure as (path of keys, sentence); empty when every stage can reach an end."""
    found: list[tuple[Path, str]] = []
    known = {*procedure.stages, *procedure.ends}
    if procedure.start not in procedure.stages:
        found.append((("start",), f"没有叫“{procedure.start}”的阶段"))
    for stage in procedure.stages.values():
        found += [
            (("stages", stage.key, *path), f"“{target}” 不是阶段，也不是结果")
            for path, target in exits(stage)
            if target not in known
        ]
        if stage.duty is None and stage.rating is None:
            found.append((("stages", stage.key), "这个阶段没有人负责：写 duty 或 gate.rating"))
    return found + (_unreachable(procedure) if not found else [])


def exits(stage: Stage) -> list[tuple[Path, str]]:
    """Every way out of a stage, with the path of keys where it is written."""
    ways: list[tuple[Path, str]] = [(("acts", act.key, "to"), act.to) for act in stage.acts.values() if act.to]
    ways += [(("outcomes", key), target) for key, target in stage.outcomes.items()]
    return ways + ([(("then",), stage.then)] if stage.then else [])


def _unreachable(procedure: Procedure) -> list[tuple[Path, str]]:
    forward = {key: {target for _, target in exits(stage)} for key, stage in procedure.stages.items()}
    seen = _spread({procedure.start}, forward)
    ending = set(procedure.ends)
    while grown := {key for key, targets in forward.items() if key not in ending and targets & ending}:
        ending |= grown
    faults: list[tuple[Path, str]] = [(("stages", key), "从起点走不到这个阶段") for key in forward if key not in seen]
    faults += [(("stages", key), "这个阶段走不到任何结果") for key in forward if key not in ending]
    return faults


def _spread(start: set[str], forward: Mapping[str, set[str]]) -> set[str]:
    seen = set(start)
    while grown := {target for key in seen for target in forward.get(key, ())} - seen:
        seen |= grown
    return seen
