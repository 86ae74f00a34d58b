"""The one pure evaluator: which acts are offered to whom, what an act needs, when a gate lets go."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from linli.kernel.procedure.guards import holds
from linli.kernel.procedure.tables import Act, ArrivalGate, Finish, Role, Stage
from linli.kernel.refusal import Refusal

# Acts that may be done though the holder has not signed, is paused, or proof is still missing.
_EARLY = ("press", "conceal", "merge", "exclude", "recategorise", "claim", "approve", "refuse")


@dataclass(frozen=True, slots=True)
class Standing:
    """What is true of the asker at this stage; counts are of approved asks on their own part.

    `offices` are the seat expressions the asker's seats answer to at the case's places; `facts` what guards may
    ask for; `proofs` the steps of evidence that are still missing; `waiting` whether the gate's day is to come.
    """

    role: Role = "none"
    signed: bool = True
    arrived: bool = False
    done: bool = False
    designated: bool = False
    extended: int = 0
    asking: bool = False
    paused: bool = False
    offices: frozenset[str] = frozenset()
    facts: Mapping[str, Any] = field(default_factory=dict)
    proofs: tuple[str, ...] = ()


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


def concerns(act: Act, standing: Standing) -> bool:
    """Whether an act is the asker's: by the role of their duty, or by an office they hold."""
    return standing.role in act.by or ("office" in act.by and bool(standing.offices.intersection(act.seats)))


def offers(stage: Stage, standing: Standing) -> tuple[Offer, ...]:
    """The acts of a stage that are the asker's, each allowed or explained; those whose guard fails are not shown."""
    return tuple(
        Offer(act, objection(act, standing, stage))
        for act in stage.acts.values()
        if concerns(act, standing) and holds(act.when, standing.facts)
    )


def objection(act: Act, standing: Standing, stage: Stage | None = None) -> str:
    """The rule that forbids `act` now, or an empty string; the order is the order people should be told."""
    if not concerns(act, standing):
        return "not_yours"
    if not holds(act.when, standing.facts):
        return "not_now"
    if "office" in act.by and standing.role not in act.by:
        return ""
    early = act.does in _EARLY
    rules = (
        ("part_done", standing.done),
        ("paused", standing.paused and act.does != "resume" and not early),
        ("sign_first", not standing.signed and not early),
        ("asking", standing.asking and bool(act.decide)),
        ("already_arrived", act.does == "arrive" and standing.arrived),
        ("arrive_first", act.does == "finish" and "lead" in act.by and not standing.arrived and _arrives(stage)),
        ("first_receiver", act.key == "return" and standing.role == "lead" and standing.arrived),
        ("designated", act.key == "return" and standing.designated),
        ("extended_out", act.limit is not None and standing.extended >= act.limit),
        ("proof_first", bool(standing.proofs) and _leaves(act)),
    )
    return next((code for code, broken in rules if broken), "")


def _arrives(stage: Stage | None) -> bool:
    return stage is None or stage.arrival is not None


def _leaves(act: Act) -> bool:
    """Whether an act takes the case on by the holder's own word: what asks leave first may go without proof."""
    return act.does == "move" and bool(act.to) and not act.decide


def take(stage: Stage, act_key: str, standing: Standing, given: Iterable[str]) -> Act:
    """The act, if the asker may do it now with what was given; Refusal names the rule or the missing needs."""
    act = stage.acts.get(act_key)
    if act is None:
        raise Refusal("not_here")
    code = objection(act, standing, stage)
    if code:
        raise Refusal(code, act=act.title)
    have = set(given)
    wanted = (*act.needs, *act.choose, *(one.key for one in act.form if one.required))
    missing = [need for need in wanted if need not in have and need != "helpers"]
    if missing:
        raise Refusal("needs", missing=tuple(missing))
    return act


def joint_needs(gate: ArrivalGate, parts: Iterable[Part]) -> tuple[tuple[str, int, int], ...]:
    """What an arrival gate counts: (arrived, finished) as (key, have, want) over the parts still called."""
    called = [part for part in parts if not part.cancelled]
    have, want = finished(gate.finish, called)
    return (("arrived", sum(part.arrived for part in called), len(called)), ("finished", have, want))


def finished(finish: Finish, parts: Iterable[Part]) -> tuple[int, int]:
    """How many of those who owe are done, and how many must be."""
    called = [part for part in parts if not part.cancelled]
    owing = [part for part in called if part.role == "lead"] if finish == "lead" else called
    done = sum(part.done for part in owing)
    return (min(done, 1), min(len(owing), 1)) if finish == "any" else (done, len(owing))


def parts_done(finish: Finish, parts: Iterable[Part]) -> bool:
    """Whether parts let go: somebody is called, and as many as must are done."""
    have, want = finished(finish, parts)
    return want > 0 and have == want


def joint_done(gate: ArrivalGate, parts: Iterable[Part]) -> bool:
    """Whether an arrival gate lets go."""
    return parts_done(gate.finish, parts)


def rating_outcome(solved: bool | None) -> str:
    """The outcome key of a call-back: silent when nobody could be reached."""
    if solved is None:
        return "silent"
    return "satisfied" if solved else "unsolved"


def sampled(case_id: int, per_cent: int) -> bool:
    """Whether a case falls into a sample of so many per cent: spread evenly, and the same answer each time."""
    return case_id * 2654435761 % 2**32 * 100 < per_cent * 2**32
