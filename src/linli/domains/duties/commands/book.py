"""The book of duties: written by the domain whose matter causes them, inside its own transaction.

Each function here is called within a @command that has locked the matter; the duty rows are locked in id order.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from psycopg.types.json import Jsonb

from linli.backbone import sql
from linli.domains.duties.models import Duty, Notice
from linli.domains.duties.rules import next_due
from linli.domains.duties.values import DutyPlan, DutyState, Subject
from linli.kernel.refusal import NotFound

LIVE = (DutyState.OPEN, DutyState.WAITING, DutyState.PAUSED)


_insert = sql.Insert(lambda: Duty)


def assign(subject: Subject, plans: Iterable[DutyPlan], now: datetime) -> list[int]:
    """Give duties over one matter; their ids in order."""
    rows = [_row(subject, plan, now) for plan in plans]
    for row in rows:
        _insert(row)
    return [row.pk for row in rows]


def _row(subject: Subject, plan: DutyPlan, now: datetime) -> Duty:
    return sql.fresh(
        Duty,
        seat_id=plan.seat_id,
        role=plan.role,
        stage=plan.stage,
        stage_zh=plan.stage_words[0],
        stage_en=plan.stage_words[1],
        act=plan.act,
        act_zh=plan.act_words[0],
        act_en=plan.act_words[1],
        state=plan.state,
        subject_kind=subject.kind,
        subject_id=subject.id,
        number=subject.number,
        title=subject.title[:80],
        plate=subject.plate,
        where=subject.where,
        channel=subject.channel,
        place_ids=list(subject.place_ids),
        created_at=now,
        sign_due=plan.sign_due,
        arrive_due=plan.arrive_due,
        due=plan.due,
        ladder=[{"after": after, "seats": list(seats)} for after, seats in plan.ladder],
        redo=plan.redo,
        about=plan.about,
        warn_at=plan.warn_at,
        next_due=next_due(
            sign_due=plan.sign_due, signed=False, arrive_due=plan.arrive_due, arrived=False, due=plan.due
        ),
    )


def _locked(duty_id: int) -> Duty:
    row = Duty.objects.select_for_update().filter(pk=duty_id).first()
    if row is None:
        raise NotFound("duty")
    return row


def _save(row: Duty, *fields: str) -> None:
    row.next_due = next_due(
        sign_due=row.sign_due,
        signed=row.signed_at is not None,
        arrive_due=row.arrive_due,
        arrived=row.arrived_at is not None,
        due=row.due,
    )
    row.late_at = None
    row.climbs_at = None
    row.save(update_fields=[*fields, "next_due", "late_at", "climbs_at"])


def sign(duty_id: int, now: datetime) -> None:
    """Stop the signing clock."""
    row = _locked(duty_id)
    row.signed_at = now
    _save(row, "signed_at")


def arrive(duty_id: int, now: datetime) -> None:
    """Stop the arrival clock; arriving signs as well."""
    row = _locked(duty_id)
    row.arrived_at, row.signed_at = now, row.signed_at or now
    _save(row, "arrived_at", "signed_at")


def finish(duty_ids: Iterable[int], outcome: str, now: datetime) -> None:
    """Close duties as done; those not open any more stay as they are."""
    Duty.objects.filter(pk__in=list(duty_ids), state__in=LIVE).update(
        state=DutyState.DONE, outcome=outcome, done_at=now, climbs_at=None
    )


def cancel(duty_ids: Iterable[int], outcome: str) -> None:
    """Close duties that need not be done any more."""
    Duty.objects.filter(pk__in=list(duty_ids), state__in=LIVE).update(
        state=DutyState.CANCELLED, outcome=outcome, climbs_at=None
    )


def close_all(subject_kind: str, subject_id: int, outcome: str, now: datetime, keep: Iterable[int] = ()) -> None:
    """Close every live duty of a matter: a stage takes its duties with it."""
    Duty.objects.filter(subject_kind=subject_kind, subject_id=subject_id, state__in=LIVE).exclude(
        pk__in=list(keep)
    ).update(state=DutyState.DONE, outcome=outcome, done_at=now, climbs_at=None)


def wait(duty_id: int, stage: str, stage_words: tuple[str, str]) -> None:
    """Let a duty wait for others: it stays with its seat and has no clock of its own."""
    Duty.objects.filter(pk=duty_id).update(
        state=DutyState.WAITING,
        stage=stage,
        stage_zh=stage_words[0],
        stage_en=stage_words[1],
        next_due=None,
        due=None,
        sign_due=None,
        late_at=None,
        climbs_at=None,
    )


def extend(duty_id: int, due: datetime | None) -> None:
    """Move the end of a duty and count the extension."""
    row = _locked(duty_id)
    row.due, row.extended = due, row.extended + 1
    _save(row, "due", "extended")


def reset_due(duty_ids: Iterable[int], due: datetime) -> None:
    """Move the end of duties without counting it (a clock that was missing, a shared clock that moved)."""
    for duty_id in sorted(duty_ids):
        row = _locked(duty_id)
        row.due = due
        _save(row, "due")


def designate(duty_id: int) -> None:
    """Say that this seat has to do it: it cannot be returned again (domain 1.9)."""
    Duty.objects.filter(pk=duty_id).update(designated=True)


def pause(duty_id: int, left: timedelta | None, review_on: date) -> None:
    """Stop all clocks with `left` to go, None where none ran; the duty stays visible with its review date."""
    Duty.objects.filter(pk=duty_id).update(
        state=DutyState.PAUSED,
        paused_left=None if left is None else int(left.total_seconds()),
        review_on=review_on,
        next_due=None,
        late_at=None,
        climbs_at=None,
    )


def resume(duty_id: int, due: datetime | None) -> None:
    """Let a paused duty go on until `due`, or without an end."""
    row = _locked(duty_id)
    row.state, row.due, row.paused_left, row.review_on = DutyState.OPEN, due, None, None
    _save(row, "state", "due", "paused_left", "review_on")


_NOTICES = """
INSERT INTO duties_notice (seat_id, event_id, code, params, url, at)
SELECT seat, %s, %s, %s, %s, %s FROM unnest(%s::bigint[]) seat ON CONFLICT DO NOTHING RETURNING id
"""


def notify(
    seat_ids: Iterable[int], event_id: int, code: str, params: Mapping[str, Any], url: str, at: datetime
) -> None:
    """Tell seats something, once per event however often it is delivered."""
    seats = sorted(set(seat_ids))
    if seats:
        sql.rows(_NOTICES, [event_id, code, Jsonb(dict(params)), url, at, seats])


def read_notices(seat_ids: Iterable[int], now: datetime) -> None:
    """Mark what these seats were told as read."""
    Notice.objects.filter(seat_id__in=list(seat_ids), read_at=None).update(read_at=now)
