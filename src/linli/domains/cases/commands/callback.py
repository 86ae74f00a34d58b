"""The call-back: the reporter answers three questions, or a desk asks them; unsolved means again."""

from datetime import datetime
from typing import Any

from linli.backbone.commands import command
from linli.backbone.crypto import token_digest
from linli.backbone.events import record
from linli.backbone.packs.registry import version
from linli.backbone.values import Actor
from linli.domains.cases.access import case_followed
from linli.domains.cases.commands.limits import limit_of, moment_after
from linli.domains.cases.commands.stages import close, enter, plan_for, subject_of
from linli.domains.cases.commands.turn import about, remark, seat_of, turn_of
from linli.domains.cases.events import CallBackAnswered, CallBackUnanswered, CaseClosed, CaseReopened
from linli.domains.cases.models import CallBack, Case
from linli.domains.cases.projections import fact
from linli.domains.cases.queries.holders import holder
from linli.domains.cases.queries.standing import procedure_of
from linli.domains.cases.rules import tenths
from linli.domains.cases.values.tables import cases as cases_part
from linli.domains.duties import commands as book
from linli.domains.duties.values import DutyRole
from linli.kernel.procedure import rating_outcome, take
from linli.kernel.refusal import NotFound, Refusal


@command
def rate(
    *,
    actor: Actor,
    token: str,
    contacted: bool,
    solved: bool,
    satisfaction: str,
    words: str = "",
    now: datetime,
    key: str = "",
) -> str:
    """The reporter's answer by the secret link; the outcome. Refusal: not_rating, already_rated, case_closed."""
    case = case_followed(token_digest(token), lock=True)
    if case.rate_by is None:
        raise Refusal("already_rated" if case.call_backs.exists() else "not_rating")
    return _answer(case, "reporter", "", contacted, solved, satisfaction, words, now)


@command
def record_call_back(
    *,
    actor: Actor,
    number: str,
    reached: bool,
    contacted: bool,
    solved: bool,
    satisfaction: str,
    note: str = "",
    now: datetime,
    key: str = "",
) -> str:
    """What a desk heard when it asked; nobody reached closes as silent. Refusal: those of the kernel."""
    turn = turn_of(actor, number)
    take(turn.stage, "call_back", turn.standing, {"note"} if note.strip() or reached else set())
    seat = seat_of(turn)
    if not reached:
        return _answer(turn.case, "desk", seat.title, None, None, "", note, now)
    return _answer(turn.case, "desk", seat.title, contacted, solved, satisfaction, note, now)


def _answer(
    case: Case,
    by: str,
    seat: str,
    contacted: bool | None,
    solved: bool | None,
    satisfaction: str,
    words: str,
    now: datetime,
) -> str:
    outcome = rating_outcome(solved)
    target = procedure_of(case).stage(case.stage).outcomes[outcome]
    words_id = remark(case, words, now)
    answers: dict[str, Any] = {"by": by, "contacted": contacted, "solved": solved, "satisfaction": satisfaction}
    CallBack.objects.create(case=case, round=case.redo, remark_id=words_id, at=now, **answers)
    _count(case, contacted, solved, satisfaction, now)
    record(CallBackAnswered(**about(case, now, seat), **answers, remark_id=words_id, outcome=outcome))
    if target in procedure_of(case).ends:
        result = close(case, target, now)
        case.save()
        record(CaseClosed(**about(case, now, seat), result=result))
    else:
        _reopen(case, target, now)
    return outcome


def _count(case: Case, contacted: bool | None, solved: bool | None, satisfaction: str, now: datetime) -> None:
    """A valid call-back counts in the three rates; nobody reached does not (domain 1.15)."""
    if solved is None:
        return
    points = tenths(satisfaction, cases_part(version(case.pack_version)).basic_tenths)
    fact(case, now, valid=1, contacted=int(bool(contacted)), solved=int(solved), satisfied=points)


def _reopen(case: Case, target: str, now: datetime) -> None:
    case.redo += 1
    case.due = moment_after(now, limit_of(case))
    entered = enter(case, target, now)
    case.save()
    fact(case, now, redo=1)
    record(
        CaseReopened(
            **about(case, now),
            round=case.redo,
            to_seat_id=entered.seat_id or 0,
            to_seat=entered.seat,
            vacant=entered.vacant,
            due=case.due.isoformat() if case.due else None,
        )
    )


@command
def ask_desk_to_call(*, actor: Actor, case_id: int, now: datetime) -> None:
    """The reporter has not answered in time: the desk the procedure names gets the duty to ask.

    NotFound when somebody was quicker.
    """
    case = (
        Case.objects.select_for_update(skip_locked=True)
        .filter(pk=case_id, open=True, rate_by__lt=now, asked_back=False)
        .first()
    )
    if case is None:
        raise NotFound("case")
    stage = procedure_of(case).stage(case.stage)
    if stage.rating is None:
        raise NotFound("case")
    holding = holder(case, stage.rating.otherwise, now, never=case.handler_seat)
    book.assign(subject_of(case), [plan_for(case, stage, holding.seat.id, DutyRole.CALL_BACK, now)], now)
    case.asked_back = True
    case.save(update_fields=["asked_back"])
    record(
        CallBackUnanswered(
            **about(case, now),
            to_seat_id=holding.seat.id,
            to_seat=holding.seat.title,
            vacant=tuple(seat.title for seat in holding.vacant),
        )
    )
