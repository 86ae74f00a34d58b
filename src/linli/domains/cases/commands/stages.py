"""How a case goes from stage to stage: the one place where duties are given and taken along a procedure."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from linli.domains.cases.models import Case
from linli.domains.cases.projections import fact
from linli.domains.cases.queries.standing import act_words, place_ids, procedure_of, stage_words
from linli.domains.cases.rules import is_on_time
from linli.domains.duties import commands as book
from linli.domains.duties.values import DutyPlan, DutyRole, Subject
from linli.domains.duties.values.tables import working_calendar
from linli.domains.organizations.queries import holder_for, seats_by_id
from linli.domains.organizations.values import Holding
from linli.kernel.calendar import UnknownYear
from linli.kernel.duration import Duration, parse_duration
from linli.kernel.procedure import Act, Stage


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


def moment_after(start: datetime, length: Duration | None) -> datetime | None:
    """When a clock runs out; None where there is none, or where its year's notice is not known (never guessed)."""
    if length is None:
        return None
    try:
        return working_calendar().add(start, length)
    except UnknownYear:
        return None


def limit_of(case: Case) -> Duration | None:
    """The category's limit as the case keeps it."""
    return parse_duration(case.limit) if case.limit else None


def holder(case: Case, expressions: Sequence[str], now: datetime, organization_id: int | None = None) -> Holding:
    """Who gets work on a case: `handler` and `caller` are the seats that had it, when somebody still sits there."""
    known = {"handler": case.handler_seat, "caller": case.caller_seat}
    for expression in expressions:
        seat_id = known.get(expression)
        seat = seats_by_id([seat_id]).get(seat_id) if seat_id else None
        if seat is not None and seat.occupied:
            return Holding(seat)
        if expression not in known:
            break
    rest = [one for one in expressions if one not in known]
    return holder_for(rest, place_ids(case), timezone.localtime(now).date(), organization_id)


def plan_for(
    case: Case, stage: Stage, seat_id: int, role: DutyRole, now: datetime, *, arrive_due: datetime | None = None
) -> DutyPlan:
    """The duty a stage gives to a seat, with the clocks the procedure says."""
    spec = stage.duty
    first = _main_act(stage, role)
    due = case.due if spec is None or spec.by_category else moment_after(now, spec.within)
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
    )


def _main_act(stage: Stage, role: DutyRole) -> Act | None:
    acts = [act for act in stage.acts.values() if role in act.by]
    return next((act for act in acts if act.primary), acts[0] if acts else None)


def enter(case: Case, stage_key: str, now: datetime, organization_id: int | None = None) -> Entered:
    """Take the case into a stage: old duties close, the new holder gets theirs. The caller saves the case."""
    book.close_all("case", case.pk, f"to_{stage_key}", now)
    return begin(case, stage_key, now, organization_id)


def begin(case: Case, stage_key: str, now: datetime, organization_id: int | None = None) -> Entered:
    """Give the duty of a stage, where the case had none before. The caller saves the case."""
    stage = procedure_of(case).stage(stage_key)
    case.stage = stage_key
    words = stage_words(case, stage_key)
    if stage.rating is not None:
        handled(case, now)
        case.rate_by = moment_after(now, stage.rating.within) or now
        case.asked_back = False
        return Entered(None, "", (), words)
    case.rate_by = None
    if stage.duty is None:
        return Entered(None, "", (), words)
    holding = holder(case, stage.duty.seats, now, organization_id)
    plan = plan_for(case, stage, holding.seat.id, DutyRole.MAIN, now)
    book.assign(subject_of(case), [plan], now)
    return Entered(holding.seat.id, holding.seat.title, tuple(seat.title for seat in holding.vacant), words)


def handled(case: Case, now: datetime) -> None:
    """The work is said to be done: the first time, the case counts as on time or late."""
    case.handled_at = now
    if not case.counted:
        case.counted = True
        fact(case, now, due=1, on_time=int(is_on_time(case.due, now)))


def close(case: Case, end_key: str, now: datetime) -> str:
    """End the case: its result. The caller saves the case."""
    result = procedure_of(case).ends[end_key]
    book.close_all("case", case.pk, end_key, now)
    case.stage, case.open, case.result, case.closed_at, case.rate_by = end_key, False, result, now, None
    fact(case, now, **({"declined": 1} if result == "declined" else {"closed": 1}))
    return result
