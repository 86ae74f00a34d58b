"""What happens to a case by itself: its own limit passes; a duty to supervise is answered."""

from datetime import datetime

from linli.backbone.commands import command
from linli.backbone.events import record
from linli.backbone.values import Actor
from linli.domains.cases.access import case_to_change
from linli.domains.cases.commands.limits import limit_of, moment_after
from linli.domains.cases.commands.turn import remark
from linli.domains.cases.events import CaseClockSet, CaseNudged, CaseOverdue
from linli.domains.cases.models import Case
from linli.domains.cases.projections import fact
from linli.domains.cases.queries.standing import LIVE, holding
from linli.domains.duties import commands as book
from linli.domains.duties.queries import duties_of
from linli.domains.duties.values import DutyRole, DutyState
from linli.kernel.refusal import NotFound


@command
def fall_overdue(*, actor: Actor, case_id: int, now: datetime) -> None:
    """Count an unhandled case whose limit passed as late, once; NotFound when somebody was quicker."""
    case = (
        Case.objects.select_for_update(skip_locked=True)
        .filter(pk=case_id, open=True, counted=False, due__lt=now)
        .first()
    )
    if case is None or case.due is None:
        raise NotFound("case")
    case.counted = True
    case.save(update_fields=["counted"])
    working = holding(duties_of("case", case.pk), LIVE)
    fact(case, now, seat=working[0].seat_id if working else None, due=1)
    record(CaseOverdue(subject_id=case.pk, at=now, number=case.number, due=case.due.isoformat()))


@command
def supervise(*, actor: Actor, number: str, note: str, now: datetime, key: str = "") -> None:
    """Answer a duty to see to a late matter: the holder is asked for speed with the supervisor's words."""
    case = case_to_change(actor.viewer, number)
    seats = actor.viewer.seat_ids if actor.viewer else []
    mine = [
        one
        for one in duties_of("case", case.pk)
        if one.seat_id in seats and one.role == DutyRole.SUPERVISE and one.state == DutyState.OPEN
    ]
    if not mine:
        raise NotFound("duty")
    remark(case, note, now)
    book.finish([one.id for one in mine], "supervised", now)
    title = next(held.title for held in actor.viewer.seats if held.seat_id == mine[0].seat_id) if actor.viewer else ""
    record(
        CaseNudged(subject_id=case.pk, at=now, number=case.number, seat=title, by="supervisor", duty_id=mine[0].about)
    )


@command
def set_missing_clock(*, actor: Actor, case_id: int, now: datetime) -> None:
    """Set the limit of a case that had none because its year's notice was not known; NotFound while it still is not."""
    case = Case.objects.select_for_update(skip_locked=True).filter(pk=case_id, open=True, due=None).first()
    due = moment_after(case.opened_at, limit_of(case)) if case else None
    if case is None or due is None:
        raise NotFound("case")
    case.due = due
    case.save(update_fields=["due"])
    open_duties = [
        one.id
        for one in duties_of("case", case.pk)
        if one.state == DutyState.OPEN and one.due is None and one.role in (DutyRole.MAIN, DutyRole.LEAD)
    ]
    book.reset_due(open_duties, due)
    record(CaseClockSet(subject_id=case.pk, at=now, number=case.number, due=due.isoformat()))
