"""What happens by itself when clocks run out: a duty falls due, and climbs its ladder."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from linli.backbone.commands import command
from linli.backbone.events import record
from linli.backbone.values import Actor
from linli.domains.duties.commands.book import assign
from linli.domains.duties.events import DutyEscalated, DutyOverdue, DutyWarned, LadderEmpty
from linli.domains.duties.models import Duty
from linli.domains.duties.rules import clock_that_ran_out
from linli.domains.duties.values import DutyPlan, DutyRole, DutyState, Subject
from linli.domains.duties.values.tables import working_calendar
from linli.domains.organizations.queries import holder_for, seats_by_id
from linli.kernel.calendar import UnknownYear
from linli.kernel.duration import parse_duration
from linli.kernel.refusal import NotFound, Refusal

BATCH = 200


def due_ids(now: datetime) -> list[int]:
    """Open duties whose clock has run out and is not yet noted."""
    rows: QuerySet[Duty] = Duty.objects.filter(state=DutyState.OPEN, late_at=None, next_due__lt=now)
    return list(rows.order_by("next_due").values_list("pk", flat=True)[:BATCH])


def climbing_ids(now: datetime) -> list[int]:
    """Late duties whose next step of the ladder has come."""
    rows: QuerySet[Duty] = Duty.objects.filter(state=DutyState.OPEN, climbs_at__lte=now)
    return list(rows.order_by("climbs_at").values_list("pk", flat=True)[:BATCH])


def warning_ids(now: datetime) -> list[int]:
    """Open duties whose holder is to be reminded that the end is near."""
    rows: QuerySet[Duty] = Duty.objects.filter(state=DutyState.OPEN, warn_at__lte=now)
    return list(rows.order_by("warn_at").values_list("pk", flat=True)[:BATCH])


@command
def warn(*, actor: Actor, duty_id: int, now: datetime) -> None:
    """Remind the holder of a duty that its end is near, once; NotFound when somebody was quicker."""
    row = _taken(duty_id, warn_at__lte=now)
    row.warn_at = None
    row.save(update_fields=["warn_at"])
    record(
        DutyWarned(
            subject_id=row.subject_id,
            at=now,
            subject=row.subject_kind,
            duty_id=row.pk,
            seat_id=row.seat_id,
            seat=_title(row.seat_id),
            due=row.due.isoformat() if row.due else None,
        )
    )


@command
def fall_due(*, actor: Actor, duty_id: int, now: datetime) -> None:
    """Note that a duty's clock ran out and set when it climbs; NotFound when somebody was quicker."""
    row = _taken(duty_id, late_at=None, next_due__lt=now)
    row.late_at = row.next_due
    row.climbs_at = _climbs_at(row, row.next_due or now)
    row.save(update_fields=["late_at", "climbs_at"])
    clock = clock_that_ran_out(
        now,
        sign_due=row.sign_due,
        signed=row.signed_at is not None,
        arrive_due=row.arrive_due,
        arrived=row.arrived_at is not None,
    )
    record(
        DutyOverdue(
            subject_id=row.subject_id,
            at=now,
            subject=row.subject_kind,
            duty_id=row.pk,
            seat_id=row.seat_id,
            seat=_title(row.seat_id),
            clock=clock,
            role=row.role,
        )
    )


@command
def climb(*, actor: Actor, duty_id: int, now: datetime) -> None:
    """Take a late duty one step up its ladder: the seat there gets a duty to see to it, the holder keeps theirs."""
    row = _taken(duty_id, climbs_at__lte=now)
    step = row.ladder[row.level]
    row.level += 1
    row.climbs_at = _climbs_at(row, now)
    row.save(update_fields=["level", "climbs_at"])
    common: dict[str, Any] = {
        "subject_id": row.subject_id,
        "at": now,
        "subject": row.subject_kind,
        "duty_id": row.pk,
        "seat_id": row.seat_id,
        "seat": _title(row.seat_id),
        "level": row.level,
    }
    try:
        holding = holder_for(step["seats"], row.place_ids, now.date())
    except Refusal:
        record(LadderEmpty(**common))
        return
    assign(_subject(row), [_supervision(row, holding.seat.id, now)], now)
    record(
        DutyEscalated(
            **common,
            to_seat_id=holding.seat.id,
            to_seat=holding.seat.title,
            vacant=tuple(seat.title for seat in holding.vacant),
        )
    )


def _taken(duty_id: int, **still: Any) -> Duty:
    """The open duty, locked, of which this is still true; NotFound when somebody was quicker."""
    row = Duty.objects.select_for_update(skip_locked=True).filter(pk=duty_id, state=DutyState.OPEN, **still).first()
    if row is None:
        raise NotFound("duty")
    return row


def _climbs_at(row: Duty, since: datetime) -> datetime | None:
    if row.level >= len(row.ladder):
        return None
    length = parse_duration(row.ladder[row.level]["after"])
    try:
        return working_calendar().add(since, length)
    except UnknownYear:
        return since


def _supervision(row: Duty, seat_id: int, now: datetime) -> DutyPlan:
    return DutyPlan(
        seat_id=seat_id,
        role=DutyRole.SUPERVISE,
        stage=row.stage,
        stage_words=("督办", "Supervise"),
        act="supervise",
        act_words=("去督办", "Supervise"),
        due=_end_of_working_day(now),
        about=row.pk,
        redo=row.redo,
    )


def _end_of_working_day(now: datetime) -> datetime | None:
    try:
        return working_calendar().add(now, parse_duration("1wd"))
    except UnknownYear:
        return None


def _subject(row: Duty) -> Subject:
    return Subject(
        row.subject_kind,
        row.subject_id,
        row.number,
        row.title,
        row.plate,
        row.where,
        row.channel,
        row.place_ids[-1] if row.place_ids else 0,
        tuple(row.place_ids),
    )


def _title(seat_id: int) -> str:
    seat = seats_by_id([seat_id]).get(seat_id)
    return seat.title if seat else ""
