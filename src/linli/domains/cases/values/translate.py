"""A procedure of a pack as the table the kernel evaluates: gates bring the acts that belong to them."""

from collections.abc import Mapping

from linli.backbone.packs.forms import fields_of, pair
from linli.domains.cases.values.tables import ActTable, DutyTable, GateTable, ProcedureTable, StageTable, WaitTable
from linli.kernel import procedure as kernel
from linli.kernel.duration import Duration
from linli.kernel.fields import Field

# Acts whose name says what they do, where `does` is not written.
_NAMED: Mapping[str, kernel.Effect] = {
    "arrive": "arrive",
    "finish": "finish",
    "resume": "resume",
    "call_back": "call_back",
}
# The acts that a gate brings, unless the stage writes its own of that name.
_BUILT_IN: Mapping[str, tuple[kernel.Act, ...]] = {
    "claim": (kernel.Act("claim", "认领", None, ("claimant",), does="claim", primary=True, icon="hand-stop"),),
    "approval": (
        kernel.Act("approve", "同意", None, ("approver",), does="approve", primary=True, icon="check"),
        kernel.Act("refuse", "不同意", None, ("approver",), ("reason",), does="refuse", icon="x"),
    ),
    "notice": (
        kernel.Act("object", "登记异议", None, ("main",), ("reason",), does="object", icon="message-exclamation"),
    ),
    "evidence": (kernel.Act("prove", "登记佐证", None, ("main",), ("step",), does="prove", icon="clipboard-check"),),
}
_ENGLISH = {
    "claim": "Claim",
    "approve": "Approve",
    "refuse": "Refuse",
    "object": "Record an objection",
    "prove": "Record evidence",
}


def translated(key: str, table: ProcedureTable) -> kernel.Procedure:
    """The procedure the kernel evaluates."""
    forms = {name: fields_of(form) for name, form in table.forms.items()}
    stages = {name: _stage(name, stage, forms, table.ends) for name, stage in table.stages.items()}
    return kernel.Procedure(
        key=key,
        title=str(table.title),
        number=table.number,
        start=table.first,
        stages=stages,
        ends=table.ends,
        form=fields_of(table.form),
        opens=table.opens,
        at=table.at,
        limit=table.limit,
        hides=table.hides,
        counts=table.counts,
        words=pair(table.title),
    )


def _stage(
    key: str, table: StageTable, forms: Mapping[str, tuple[Field, ...]], ends: Mapping[str, str]
) -> kernel.Stage:
    gate = table.gate or GateTable()
    own = {name: _act(name, act, forms) for name, act in table.acts.items()}
    wait = _gate(gate)
    brought = {act.key: _worded(act) for act in _BUILT_IN.get(wait.kind, ())} if wait else {}
    return kernel.Stage(
        key=key,
        title=str(table.title),
        track=table.track,
        duty=_duty(table.duty),
        acts={**brought, **own},
        arrival=kernel.ArrivalGate(gate.arrive.within, gate.arrive.radius, gate.arrive.finish) if gate.arrive else None,
        rating=_rating(gate),
        gate=wait,
        then=table.then,
        outcomes=table.outcomes,
        overdue=tuple(kernel.Ladder(step.after, step.escalate) for step in table.overdue),
        words=pair(table.title),
    )


def _rating(gate: GateTable) -> kernel.RatingGate | None:
    if gate.rating is None:
        return None
    return kernel.RatingGate(gate.rating.within, gate.rating.otherwise, gate.rating.sample, gate.rating.by)


def _worded(act: kernel.Act) -> kernel.Act:
    from dataclasses import replace

    return replace(act, words=(act.title, _ENGLISH[act.key]))


def _gate(gate: GateTable) -> kernel.Gate | None:
    if gate.claim:
        return kernel.Gate("claim", gate.claim.within, seats=(gate.claim.seats,))
    if gate.notice:
        return kernel.Gate("notice", gate.notice.days)
    if gate.approval:
        return kernel.Gate("approval", seats=gate.approval.chain)
    if gate.evidence:
        steps = gate.evidence.steps.items()
        return kernel.Gate(
            "evidence", steps=tuple(kernel.Proof(key, one.title.zh, one.needs, pair(one.title)) for key, one in steps)
        )
    if gate.children:
        return kernel.Gate("children", finish=gate.children.finish)
    return _waiting("trial", gate.trial) or _waiting("wait", gate.wait)


def _waiting(kind: str, table: WaitTable | None) -> kernel.Gate | None:
    return kernel.Gate(kind, table.length, table.until) if table else None


def _duty(table: DutyTable | None) -> kernel.DutySpec | None:
    if table is None:
        return None
    return kernel.DutySpec(
        seats=table.seat,
        sign=table.sign,
        within=table.within if isinstance(table.within, Duration) else None,
        by_category=table.within == "category",
        warn=table.warn,
        together=table.together,
        finish=table.finish,
    )


def _act(key: str, table: ActTable, forms: Mapping[str, tuple[Field, ...]]) -> kernel.Act:
    form = forms.get(table.form, ()) if isinstance(table.form, str) else fields_of(table.form)
    return kernel.Act(
        key=key,
        title=str(table.title),
        to=table.to,
        by=table.by,
        needs=table.needs,
        choose=table.choose,
        decide=table.decide,
        limit=table.limit,
        each=table.each,
        primary=table.primary,
        icon=table.icon,
        does=_effect(key, table),
        seats=table.seats,
        when=kernel.parse_guard(table.when),
        form=form,
        words=pair(table.title),
        kind=table.kind,
    )


def _effect(key: str, table: ActTable) -> kernel.Effect:
    if table.does:
        return table.does
    if "lead" in table.choose:
        return "whistle"
    if table.decide:
        return "ask"
    return _NAMED.get(key, "move")
