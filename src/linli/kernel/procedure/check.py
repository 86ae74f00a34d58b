"""What is wrong with a procedure, by the path of keys where it is written."""

from collections.abc import Iterator, Mapping

from linli.kernel.procedure.tables import GATES, Act, Procedure, Stage

Path = tuple[str, ...]
Fault = tuple[Path, str]
# What every duty has of itself: signing it, and answering for one that is late.
OWN_ACTS = ("sign", "supervise")
# Facts every case has, beside the fields of its forms.
FACTS = (
    "redo",
    "returned",
    "extended",
    "excluded",
    "confidential",
    "urgency",
    "category",
    "channel",
    "objections",
    "refused",
)
SPECIAL = ("handler", "caller", "starter", "category")


def problems(procedure: Procedure) -> list[Fault]:
    """What is wrong as (path of keys, sentence); empty when every stage is held, reached and reaches an end."""
    found: list[Fault] = []
    known = {*procedure.stages, *procedure.ends}
    if procedure.start not in procedure.stages:
        found.append((("start",), f"没有叫“{procedure.start}”的阶段"))
    both = set(procedure.stages) & set(procedure.ends)
    found += [(("ends", key), f"“{key}” 既是阶段又是结果，改一个名字") for key in sorted(both)]
    for stage in procedure.stages.values():
        found += [
            (("stages", stage.key, *path), f"“{target}” 不是阶段，也不是结果")
            for path, target in exits(stage)
            if target not in known
        ]
        found += [(("stages", stage.key, *path), words) for path, words in _stage(stage)]
    found += _guards(procedure)
    return found + (_unreachable(procedure) if not found else [])


def _stage(stage: Stage) -> Iterator[Fault]:
    yield from _held(stage)
    yield from _gate(stage)
    if not exits(stage):
        yield (), "这个阶段没有出路：写 acts、then 或 outcomes"
    for act in stage.acts.values():
        yield from _act(act)


def _held(stage: Stage) -> Iterator[Fault]:
    duty = stage.duty
    if duty is None:
        if stage.rating is None and stage.gate is None:
            yield (), "这个阶段没有人负责：写 duty 或 gate"
        return
    if not duty.seats and not duty.together:
        yield ("duty",), "没有写由哪个岗位负责：写 seat 或 together"
    if duty.together and not stage.then:
        yield ("duty", "together"), "几个岗位同时办，办完去哪里？写 then"


def _act(act: Act) -> Iterator[Fault]:
    if act.key in OWN_ACTS:
        yield ("acts", act.key), f"“{act.key}”是系统自己的动作，换一个名字"
    if act.does == "move" and not act.to:
        yield ("acts", act.key), "这个动作不去任何地方：写 to，或写 does"
    if "office" in act.by and not act.seats:
        yield ("acts", act.key, "by"), "写了 by: office，还要写 seats：哪些岗位可以做"


def _gate(stage: Stage) -> Iterator[Fault]:
    if stage.rating:
        named = ("satisfied", "unsolved", "silent")
        yield from ((("outcomes",), f"回访结果缺少“{one}”") for one in named if one not in stage.outcomes)
    if stage.arrival and not stage.then:
        yield ("gate", "arrive"), "到场办完去哪里？写 then"
    kind = _kind(stage)
    if kind is not None:
        yield from _outcomes(stage, kind, GATES[kind])


def _outcomes(stage: Stage, kind: str, outcomes: tuple[str, ...]) -> Iterator[Fault]:
    known = "、".join(outcomes)
    unknown = (one for one in stage.outcomes if one not in outcomes)
    yield from ((("outcomes", one), f"“{kind}” 没有“{one}”这种结果；可以写：{known}") for one in unknown)
    if stage.gate is None:
        return
    if outcomes and not stage.then and outcomes[0] not in stage.outcomes:
        yield ("gate", kind), f"通过以后去哪里？写 then，或 outcomes 里的“{outcomes[0]}”"
    negative = (one for one in ("objected", "refused") if one in outcomes and one not in stage.outcomes)
    yield from ((("gate", kind), f"outcomes 里缺少“{one}”：不通过时去哪里") for one in negative)


def _kind(stage: Stage) -> str | None:
    if stage.gate:
        return stage.gate.kind
    return "rating" if stage.rating else "arrive" if stage.arrival else None


def _guards(procedure: Procedure) -> Iterator[Fault]:
    acts = [(stage, act) for stage in procedure.stages.values() for act in stage.acts.values()]
    fields = {field.key for field in procedure.fields}
    known = {*fields, *FACTS, *(f"times_{act.key}" for _stage, act in acts)}
    known |= {f"refused_{act.key}" for _stage, act in acts if act.decide}
    for stage, act in acts:
        unknown = (condition.fact for condition in act.when if condition.fact not in known)
        yield from ((("stages", stage.key, "acts", act.key, "when", one), _no_fact(one)) for one in unknown)
    for stage in procedure.stages.values():
        if stage.gate and stage.gate.field and stage.gate.field not in fields:
            yield ("stages", stage.key, "gate"), f"没有叫“{stage.gate.field}”的字段"


def _no_fact(name: str) -> str:
    return f"没有叫“{name}”的字段或事实；事实有：{'、'.join(FACTS)}"


def exits(stage: Stage) -> list[tuple[Path, str]]:
    """Every way out of a stage, with the path of keys where it is written."""
    ways: list[tuple[Path, str]] = [(("acts", act.key, "to"), act.to) for act in stage.acts.values() if act.to]
    ways += [(("outcomes", key), target) for key, target in stage.outcomes.items()]
    return ways + ([(("then",), stage.then)] if stage.then else [])


def _unreachable(procedure: Procedure) -> list[Fault]:
    forward = {key: {target for _, target in exits(stage)} for key, stage in procedure.stages.items()}
    seen = _spread({procedure.start}, forward)
    ending = set(procedure.ends)
    while grown := {key for key, targets in forward.items() if key not in ending and targets & ending}:
        ending |= grown
    faults: list[Fault] = [(("stages", key), "从起点走不到这个阶段") for key in forward if key not in seen]
    faults += [(("stages", key), "这个阶段走不到任何结果") for key in forward if key not in ending]
    return faults


def _spread(start: set[str], forward: Mapping[str, set[str]]) -> set[str]:
    seen = set(start)
    while grown := {target for key in seen for target in forward.get(key, ())} - seen:
        seen |= grown
    return seen
