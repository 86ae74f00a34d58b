"""How a case goes from stage to stage: the one place where duties are given and taken along a procedure."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils.dateparse import parse_date

from linli.backbone.moments import local_day, midnight
from linli.domains.cases.commands.limits import limit_from, moment_after, moment_before
from linli.domains.cases.models import Ask, Case
from linli.domains.cases.projections import fact
from linli.domains.cases.queries.facts import answers, filled
from linli.domains.cases.queries.holders import holder
from linli.domains.cases.queries.standing import act_words, outlasts, place_ids, procedure_of, stage_words
from linli.domains.cases.rules import is_on_time
from linli.domains.duties import commands as book
from linli.domains.duties.queries import duties_of
from linli.domains.duties.values import DutyPlan, DutyRole, Subject
from linli.domains.organizations.queries import seats_for
from linli.domains.organizations.values import Holding
from linli.kernel.procedure import Act, Gate, RatingGate, Stage, sampled
from linli.kernel.refusal import Refusal


class Entered(NamedTuple):
    """The stage a case is in now: who holds it, and which empty seats were passed."""

    seat_id: int | None
    seat: str
    vacant: tuple[str, ...]
    words: tuple[str, str]


def subject_of(case: Case) -> Subject:
    """The case as its duties show it."""
    return Subject(
        "case",
        case.pk,
        case.number,
        case.title,
        case.plate,
        case.where,
        case.channel,
        case.place_id,
        tuple(place_ids(case)),
    )


def plan_for(
    case: Case, stage: Stage, seat_id: int, role: DutyRole, now: datetime, *, arrive_due: datetime | None = None
) -> DutyPlan:
    """The duty a stage gives to a seat, with the clocks the procedure says."""
    spec = stage.duty
    first = _main_act(stage, role)
    due = limit_from(case, arrive_due or now) if spec is None or spec.by_category else moment_after(now, spec.within)
    return DutyPlan(
        seat_id=seat_id,
        role=role,
        stage=stage.key,
        stage_words=stage_words(case, stage.key),
        act=first.key if first else "open",
        act_words=act_words(case, stage.key, first.key) if first else ("去办", "Open"),
        sign_due=moment_after(now, spec.sign) if spec and arrive_due is None else None,
        arrive_due=arrive_due,
        due=due,
        ladder=tuple((str(step.after), step.seats) for step in stage.overdue),
        redo=case.redo > 0,
        warn_at=moment_before(due, spec.warn, now) if spec and spec.warn else None,
    )


def _main_act(stage: Stage, role: DutyRole) -> Act | None:
    acts = [act for act in stage.acts.values() if role in act.by]
    return next((act for act in acts if act.primary), acts[0] if acts else None)


def enter(case: Case, stage_key: str, now: datetime, organization_id: int | None = None) -> Entered:
    """Take the case into a stage: old duties close, the new holder gets theirs. The caller saves the case."""
    _leave(case, f"to_{stage_key}", now)
    return begin(case, stage_key, now, organization_id)


def _leave(case: Case, outcome: str, now: datetime) -> None:
    """A stage takes its duties with it, and what was asked in it, which nobody need answer any more; what was asked of
    the case itself goes on waiting for its answer."""
    waiting = {one.pk: one for one in Ask.objects.filter(case=case, decided_at=None)}
    kept = {pk for pk, one in waiting.items() if outlasts(case, one.kind)}
    if ended := waiting.keys() - kept:
        Ask.objects.filter(pk__in=ended).update(decided_at=now)
    book.close_all("case", case.pk, outcome, now, [waiting[pk].decide_duty_id for pk in kept])


def begin(case: Case, stage_key: str, now: datetime, organization_id: int | None = None) -> Entered:
    """Give the duty of a stage, where the case had none before. The caller saves the case."""
    stage = procedure_of(case).stage(stage_key)
    case.stage, case.entered_at = stage_key, now
    case.unit_id = organization_id or case.unit_id
    case.rate_by, case.gate_due = None, None
    if stage.rating is not None:
        return _to_rating(case, stage, stage.rating, now)
    if stage.gate is not None:
        case.gate_due = gate_end(case, stage.gate, now)
        if stage.gate.kind in ("claim", "approval"):
            return _to_gate(case, stage, stage.gate, now)
    if stage.duty is None:
        return Entered(None, "", (), stage.words)
    if stage.duty.together:
        return _to_several(case, stage, stage.duty.together, now)
    return _to_one(case, stage, holder(case, stage.duty.seats, now, organization_id), DutyRole.MAIN, now)


def _to_one(case: Case, stage: Stage, holding: Holding, role: DutyRole, now: datetime) -> Entered:
    book.assign(subject_of(case), [plan_for(case, stage, holding.seat.id, role, now)], now)
    return Entered(holding.seat.id, holding.seat.title, tuple(seat.title for seat in holding.vacant), stage.words)


def _to_several(case: Case, stage: Stage, seats: Sequence[str], now: datetime) -> Entered:
    """Each seat named gets a part at once; the first leads."""
    holdings = [holder(case, [one], now) for one in seats]
    roles = [DutyRole.LEAD, *[DutyRole.HELPER] * (len(holdings) - 1)]
    plans = [plan_for(case, stage, one.seat.id, role, now) for one, role in zip(holdings, roles, strict=True)]
    book.assign(subject_of(case), plans, now)
    vacant = tuple(seat.title for holding in holdings for seat in holding.vacant)
    return Entered(holdings[0].seat.id, "、".join(one.seat.title for one in holdings), vacant, stage.words)


def _to_rating(case: Case, stage: Stage, rating: RatingGate, now: datetime) -> Entered:
    """The work is done, its judge is asked: the reporter, or at once a desk that did not do it; or nobody."""
    handled(case, now)
    case.asked_back = False
    if not sampled(case.pk, rating.sample):
        case.gate_due = now
        return Entered(None, "", (), stage.words)
    case.rate_by = moment_after(now, rating.within) or now
    if rating.by == "reporter":
        return Entered(None, "", (), stage.words)
    case.asked_back = True
    holding = holder(case, rating.otherwise, now, never=case.handler_seat)
    return _to_one(case, stage, holding, DutyRole.CALL_BACK, now)


def _to_gate(case: Case, stage: Stage, gate: Gate, now: datetime) -> Entered:
    """Those who may claim are asked at once; those who approve, one link after the other."""
    if gate.kind == "approval":
        return give_approval(case, stage, gate, 0, now)
    seats = seats_for(gate.seats[0], place_ids(case), local_day(now))
    if not seats:
        return _to_one(case, stage, holder(case, gate.seats[0], now), DutyRole.CLAIM, now)
    plans = [plan_for(case, stage, seat.id, DutyRole.CLAIM, now) for seat in seats]
    book.assign(subject_of(case), plans, now)
    return Entered(None, "、".join(seat.title for seat in seats[:3]), (), stage.words)


def give_approval(case: Case, stage: Stage, gate: Gate, link: int, now: datetime) -> Entered:
    """Ask a link of the chain: who did the work before, or asks, never approves it."""
    holding = holder(case, gate.seats[link], now, never=case.handler_seat)
    return _to_one(case, stage, holding, DutyRole.APPROVE, now)


def gate_end(case: Case, gate: Gate, now: datetime) -> datetime | None:
    """When a gate of time lets go by itself: after its length, or on the date a form was filled in with."""
    if gate.after is not None:
        return moment_after(now, gate.after)
    if not gate.field:
        return None
    day = parse_date(str(answers(filled(case)).get(gate.field) or ""))
    if day is None:
        raise Refusal("needs", missing=(gate.field,))
    return max(now, midnight(day))


def handled(case: Case, now: datetime) -> None:
    """The work is said to be done: the first time, the case counts as on time or late."""
    case.handled_at = now
    if not case.counted:
        case.counted = True
        fact(case, now, due=1, on_time=int(is_on_time(case.due, now)))


def _first_hand(case: Case) -> bool:
    """Whether who got the case first solved it at once: nobody else ever had the work (直办, domain 1.24)."""
    worked = [one for one in duties_of("case", case.pk) if one.role in (DutyRole.MAIN, DutyRole.LEAD, DutyRole.HELPER)]
    return len(worked) == 1 and case.redo == 0


def close(case: Case, end_key: str, now: datetime) -> str:
    """End the case: its result. The caller saves the case."""
    result = procedure_of(case).ends[end_key]
    _leave(case, end_key, now)
    case.stage, case.open, case.result, case.closed_at = end_key, False, result, now
    case.rate_by, case.gate_due, case.entered_at = None, None, now
    if result in ("declined", "merged"):  # nobody solved it: what a duplicate waits for is counted with the other case
        fact(case, now, **{result: 1})
    else:
        fact(case, now, closed=1, direct=int(_first_hand(case)))
    return result
