"""Gates as cases walk through them: claimed first by somebody, said yes to, objected to, proven, or waited out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from linli.backbone.commands import command
from linli.backbone.events import record
from linli.backbone.values import Actor
from linli.domains.cases.commands.entries import keep
from linli.domains.cases.commands.going import go_on
from linli.domains.cases.commands.open import StoredPhoto, attach
from linli.domains.cases.commands.stages import give_approval
from linli.domains.cases.commands.turn import Turn, about, remark, seat_of
from linli.domains.cases.events import CaseNoted
from linli.domains.cases.models import Case
from linli.domains.cases.queries.standing import procedure_of
from linli.domains.duties import commands as book
from linli.domains.duties.values import DutyRole
from linli.kernel.procedure import Act, Gate
from linli.kernel.refusal import NotFound, Refusal

Given = Mapping[str, Any]

OUTCOMES: dict[str, tuple[str, str]] = {
    "claimed": ("认领", "Claimed"),
    "unclaimed": ("到期无人认领", "Nobody claimed it"),
    "clear": ("公示期满无异议", "No objection"),
    "objected": ("有异议，停止公示", "Objected to"),
    "approved": ("审批通过", "Approved"),
    "refused": ("审批没有通过", "Not approved"),
    "ended": ("试行期满", "The trial ended"),
    "reached": ("约定的日子到了", "The day has come"),
    "done": ("各部分都办完了", "All parts ended"),
    "unsampled": ("这次没有抽到回访", "Not in the sample"),
}


def follow(case: Case, outcome: str, seat: str, now: datetime, remark_id: int | None = None) -> None:
    """Take a case where an outcome of its gate leads. The case is locked by the caller."""
    target = procedure_of(case).stage(case.stage).after(outcome)
    go_on(case, target, now, act=outcome, words=OUTCOMES[outcome], seat=seat, remark_id=remark_id)


def claim(turn: Turn, act: Act, given: Given, now: datetime, photos: Sequence[StoredPhoto]) -> None:
    """Take a matter that whoever may can take: the case is locked, so the first one has it."""
    seat = seat_of(turn, act)
    if turn.duty is None:
        raise Refusal("not_yours")
    book.finish([turn.duty.id], "claimed", now)
    rest = [one.id for one in turn.duties if one.role == DutyRole.CLAIM and one.id != turn.duty.id]
    book.cancel(rest, "claimed_by_another")
    turn.case.handler_seat = seat.id
    keep(turn.case, act.key, act.form, given, now, seat=seat.title)
    follow(turn.case, "claimed", seat.title, now, remark(turn.case, given.get("note"), now))


def approve(turn: Turn, act: Act, given: Given, now: datetime, photos: Sequence[StoredPhoto]) -> None:
    """Say yes as a link of the chain; the last yes lets the case go on."""
    seat, gate = seat_of(turn, act), _gate(turn, "approval")
    if turn.duty is None:
        raise Refusal("not_yours")
    book.finish([turn.duty.id], "approved", now)
    keep(turn.case, act.key, act.form, given, now, seat=seat.title)
    words_id = remark(turn.case, given.get("note"), now)
    since = turn.case.entered_at or turn.case.opened_at
    links = [one for one in turn.duties if one.role == DutyRole.APPROVE and one.created_at >= since]
    if len(links) == len(gate.seats):
        follow(turn.case, "approved", seat.title, now, words_id)
        return
    entered = give_approval(turn.case, turn.stage, gate, len(links), now)
    turn.case.save()
    record(
        CaseNoted(
            **about(turn.case, now, seat.title),
            act=act.key,
            act_words=act.words,
            remark_id=words_id,
            to_seat_id=entered.seat_id,
            to_seat=entered.seat,
        )
    )


def refuse(turn: Turn, act: Act, given: Given, now: datetime, photos: Sequence[StoredPhoto]) -> None:
    """Say no as a link of the chain: one no is enough."""
    _out(turn, act, given, now, "refused")


def oppose(turn: Turn, act: Act, given: Given, now: datetime, photos: Sequence[StoredPhoto]) -> None:
    """Record an objection to what was published: it stops the notice."""
    _out(turn, act, given, now, "objected")


def _out(turn: Turn, act: Act, given: Given, now: datetime, outcome: str) -> None:
    seat = seat_of(turn, act)
    words_id = remark(turn.case, given.get("reason"), now)
    keep(turn.case, act.key, act.form, given, now, seat=seat.title, step=outcome, remark_id=words_id)
    follow(turn.case, outcome, seat.title, now, words_id)


def prove(turn: Turn, act: Act, given: Given, now: datetime, photos: Sequence[StoredPhoto]) -> None:
    """Add evidence for one step of the stage. Refusal: needs."""
    gate, seat = _gate(turn, "evidence"), seat_of(turn, act)
    step = next((one for one in gate.steps if one.key == given.get("step")), None)
    if step is None:
        raise Refusal("needs", missing=("step",))
    have = {name for name, value in given.items() if value} | ({"photo"} if photos else set())
    missing = tuple(one for one in step.needs if one not in have)
    if missing:
        raise Refusal("needs", missing=missing)
    words_id = remark(turn.case, given.get("note"), now)
    pictures = attach(turn.case, photos, "done", now)
    keep(turn.case, "prove", act.form, given, now, seat=seat.title, step=step.key, remark_id=words_id)
    record(
        CaseNoted(
            **about(turn.case, now, seat.title), act=act.key, act_words=step.words, remark_id=words_id, photos=pictures
        )
    )


def _gate(turn: Turn, kind: str) -> Gate:
    gate = turn.stage.gate
    if gate is None or gate.kind != kind:
        raise Refusal("not_here")
    return gate


@command
def pass_gate(*, actor: Actor, case_id: int, now: datetime) -> None:
    """Let a case go on whose gate has waited long enough; NotFound when somebody was quicker."""
    case = Case.objects.select_for_update(skip_locked=True).filter(pk=case_id, open=True, gate_due__lte=now).first()
    if case is None:
        raise NotFound("case")
    stage = procedure_of(case).stage(case.stage)
    kind = stage.gate.kind if stage.gate else "rating"
    case.gate_due = None
    follow(
        case,
        {"notice": "clear", "trial": "ended", "wait": "reached", "claim": "unclaimed"}.get(kind, "unsampled"),
        "",
        now,
    )
