"""Asking another seat for leave (return, extend, suspend, decline), and deciding."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.dateparse import parse_date

from linli.backbone.commands import command
from linli.backbone.events import record
from linli.backbone.moments import local_day
from linli.backbone.values import Actor
from linli.domains.cases.access import case_to_change
from linli.domains.cases.commands.entries import keep
from linli.domains.cases.commands.going import go_on
from linli.domains.cases.commands.limits import goes_on_until, moment_after, time_left
from linli.domains.cases.commands.oversight import leave_assessment
from linli.domains.cases.commands.stages import subject_of
from linli.domains.cases.commands.turn import Turn, about, remark, seat_of, turn_of
from linli.domains.cases.events import AskDecided, AskMade, CaseResumed
from linli.domains.cases.models import Ask, Case
from linli.domains.cases.projections import fact
from linli.domains.cases.queries.holders import holder
from linli.domains.cases.queries.standing import act_words, parts_of, procedure_of
from linli.domains.duties import commands as book
from linli.domains.duties.queries import duties_of
from linli.domains.duties.values import DutyInfo, DutyPlan, DutyRole, DutyState
from linli.kernel.duration import parse_duration
from linli.kernel.procedure import Act
from linli.kernel.refusal import NotFound, Refusal

DECIDE_WITHIN = parse_duration("4wh")


def ask_for(turn: Turn, act: Act, given: Mapping[str, Any], now: datetime) -> None:
    """Ask the seat the procedure names; it gets a duty to decide, the asker's clocks run on."""
    case, duty, words_id = turn.case, turn.duty, remark(turn.case, given.get("reason"), now)
    if duty is None or words_id is None:
        raise Refusal("not_yours") if duty is None else Refusal("needs", missing=("reason",))
    if "review_date" in act.needs:
        _to_come(str(given.get("review_date") or ""), now, "review_past")
    seat = seat_of(turn, act)
    decider = holder(case, act.decide, now)
    decide_duty = _give_decision(case, act, duty.id, decider.seat.id, now)
    ask = Ask.objects.create(
        case=case,
        kind=act.key,
        duty_id=duty.id,
        seat_id=seat.id,
        seat=seat.title,
        decide_duty_id=decide_duty,
        decide_seat_id=decider.seat.id,
        remark_id=words_id,
        asked_at=now,
        given={
            "each": str(act.each or ""),
            "to": act.to or "",
            "review_date": str(given.get("review_date") or ""),
            "route": str(given.get("route") or ""),
            "stage": case.stage,
        },
    )
    keep(case, act.key, act.form, given, now, seat=seat.title, remark_id=words_id)
    record(
        AskMade(
            **about(case, now, seat.title),
            ask_id=ask.pk,
            kind=act.key,
            kind_words=act.words,
            remark_id=words_id,
            to_seat_id=decider.seat.id,
            to_seat=decider.seat.title,
        )
    )


def _to_come(given: str, now: datetime, no: str) -> date:
    """A day after today; a Refusal with this code for any other."""
    day = parse_date(given)
    if day is None or day <= local_day(now):
        raise Refusal(no)
    return day


def _give_decision(case: Case, act: Act, duty_id: int, seat_id: int, now: datetime) -> int:
    words = (f"批{act.words[0]}", f"Decide: {act.words[1] or act.words[0]}")
    plan = DutyPlan(
        seat_id=seat_id,
        role=DutyRole.DECIDE,
        stage=case.stage,
        stage_words=words,
        act="decide",
        act_words=("去批", "Decide"),
        due=moment_after(now, DECIDE_WITHIN),
        about=duty_id,
    )
    return book.assign(subject_of(case), [plan], now)[0]


@command
def decide_ask(
    *, actor: Actor, number: str, ask_id: int, approve: bool, note: str = "", now: datetime, key: str = ""
) -> None:
    """Approve or refuse an ask that waits for the actor's seat; NotFound for others, Refusal: decided when done, stale
    when the case has gone on meanwhile, review_over when the day it was to be suspended until has come."""
    case = case_to_change(actor.viewer, number)
    ask = Ask.objects.select_for_update().filter(pk=ask_id, case=case).first()
    if ask is None or actor.viewer is None or ask.decide_seat_id not in actor.viewer.seat_ids:
        raise NotFound("ask")
    if ask.decided_at is not None:
        raise Refusal("stale" if ask.approved is None else "decided")
    duties = {one.id: one for one in duties_of("case", case.pk)}
    ask.decided_at, ask.approved = now, approve
    ask.save(update_fields=["decided_at", "approved"])
    book.finish([ask.decide_duty_id], "approved" if approve else "refused", now)
    words_id = remark(case, note, now)
    outcome = (_APPROVED if approve else _REFUSED).get(_effect(case, ask), _nothing)(
        case, ask, duties[ask.duty_id], now
    )
    case.save()
    seat = next(held.title for held in actor.viewer.seats if held.seat_id == ask.decide_seat_id)
    record(
        AskDecided(
            **about(case, now, seat),
            ask_id=ask.pk,
            kind=ask.kind,
            approved=approve,
            asked_by=ask.seat,
            asked_seat_id=ask.seat_id,
            remark_id=words_id,
            due=outcome.isoformat() if outcome else None,
            kind_words=act_words(case, ask.given.get("stage") or case.stage, ask.kind),
        )
    )
    _after(case, ask, approve, now)


def _effect(case: Case, ask: Ask) -> str:
    """What an approved ask does: the effect its act names, so that an appeal does what was refused before; else the
    act's own name."""
    stage = procedure_of(case).stages.get(str(ask.given.get("stage") or case.stage))
    act = stage.acts.get(ask.kind) if stage else None
    return ask.kind if act is None or act.does == "ask" else act.does


def _nothing(case: Case, ask: Ask, duty: DutyInfo, now: datetime) -> datetime | None:
    return None


def _returned(case: Case, ask: Ask, duty: DutyInfo, now: datetime) -> datetime | None:
    book.cancel([duty.id], "returned")
    fact(case, now, seat=ask.seat_id, returned=1)
    return None


def _designated(case: Case, ask: Ask, duty: DutyInfo, now: datetime) -> datetime | None:
    book.designate(duty.id)
    return None


def _extended(case: Case, ask: Ask, duty: DutyInfo, now: datetime) -> datetime | None:
    """The new end counts from the old one, so that asking early costs nothing; the case's own limit follows."""
    each = parse_duration(ask.given["each"])
    start = max(duty.due, now) if duty.due else now
    due = moment_after(start, each)
    book.extend(duty.id, due)
    if due and case.due and due > case.due and duty.role in (DutyRole.MAIN, DutyRole.LEAD):
        case.due = due
    fact(case, now, seat=ask.seat_id, extended=1)
    return due


def _suspended(case: Case, ask: Ask, duty: DutyInfo, now: datetime) -> datetime | None:
    """All clocks stand still, also the case's own; one that has run out stays: who was late is not made good by it."""
    review = _to_come(ask.given["review_date"], now, "review_over")
    book.pause(duty.id, time_left(case, duty.due, now), review)
    left = time_left(case, case.due, now)
    if left:
        case.paused_left, case.due = int(left.total_seconds()), None
    fact(case, now, seat=ask.seat_id, suspended=1)
    return None


def _left_out(case: Case, ask: Ask, duty: DutyInfo, now: datetime) -> datetime | None:
    leave_assessment(case, ask.seat, ask.remark_id, now)
    return None


_APPROVED = {"return": _returned, "extend": _extended, "suspend": _suspended, "exclude": _left_out}
_REFUSED = {"return": _designated}


def _after(case: Case, ask: Ask, approve: bool, now: datetime) -> None:
    """What an approved ask sets going: the case ends or goes where the act leads; a joint handling goes on without
    who returned."""
    target = ask.given["to"]
    if not approve:
        return
    if target:
        words = act_words(case, case.stage, ask.kind)
        route = ask.given["route"]
        go_on(case, target, now, act=ask.kind, words=words, seat=ask.seat, remark_id=ask.remark_id, route=route)
    elif ask.kind == "return":
        from linli.domains.cases.commands.joint import settle_joint

        settle_joint(
            case, procedure_of(case).stage(case.stage), parts_of(case, duties_of("case", case.pk)), now, ask.seat
        )


@command
def resume_case(*, actor: Actor, number: str, now: datetime, key: str = "") -> None:
    """Let a suspended duty of the actor go on with what was left of its limit."""
    turn = turn_of(actor, number)
    if turn.duty is None or turn.duty.state != DutyState.PAUSED:
        raise Refusal("not_here")
    _resumed(turn.case, [turn.duty], seat_of(turn).title, now)


@command
def resume_suspended(*, actor: Actor, case_id: int, now: datetime) -> None:
    """On its review day a suspended case goes on by itself; NotFound when somebody was quicker."""
    case = Case.objects.select_for_update(skip_locked=True).filter(pk=case_id, open=True).first()
    today = local_day(now)
    due = [one for one in duties_of("case", case_id) if one.review_on is not None and one.review_on <= today]
    if case is None or not due:
        raise NotFound("case")
    _resumed(case, due, "", now)


def _resumed(case: Case, duties: Iterable[DutyInfo], seat: str, now: datetime) -> None:
    for duty in duties:
        book.resume(duty.id, goes_on_until(case, duty.paused_left, now))
    if case.due is None:
        case.due, case.paused_left = goes_on_until(case, case.paused_left, now), None
    case.save()
    due = case.due.isoformat() if case.due else None
    record(CaseResumed(subject_id=case.pk, at=now, number=case.number, seat=seat, due=due))
