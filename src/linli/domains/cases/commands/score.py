"""Both sides of a whistle score each other (双考核)."""

from datetime import datetime

from django.db import IntegrityError, transaction

from linli.backbone.commands import command
from linli.backbone.events import record
from linli.backbone.values import Actor
from linli.domains.cases.access import case_to_change
from linli.domains.cases.commands.turn import remark
from linli.domains.cases.events import UnitScored
from linli.domains.cases.models import Case, Score
from linli.domains.cases.projections import fact
from linli.domains.cases.queries.standing import parts_of, unit_of
from linli.domains.duties.queries import duties_of
from linli.domains.duties.values import DutyInfo, DutyState
from linli.domains.organizations.queries import seats_by_id
from linli.domains.organizations.values import SeatInfo
from linli.kernel.refusal import NotFound, Refusal


@command
def score_unit(
    *, actor: Actor, number: str, duty_id: int, points: int, words: str = "", now: datetime, key: str = ""
) -> None:
    """The caller scores a called unit 1 to 5, or a called unit scores the caller by its own duty; once each.

    Refusal: already_scored; NotFound for those who neither called nor were called, and of a part that is not done.
    """
    case = case_to_change(actor.viewer, number)
    part, seats = _done(case, duty_id), actor.viewer.seat_ids if actor.viewer else []
    if part is None or not {part.seat_id, case.caller_seat} & set(seats) or not 1 <= points <= 5:
        raise NotFound("score")
    by_caller = case.caller_seat in seats
    seat = seats_by_id([part.seat_id])[part.seat_id]
    try:
        with transaction.atomic():
            Score.objects.create(
                case=case,
                duty_id=duty_id,
                by_caller=by_caller,
                points=points,
                at=now,
                remark_id=remark(case, words, now),
            )
    except IntegrityError as again:
        raise Refusal("already_scored") from again
    _count(case, seat, points, by_caller, now)
    record(
        UnitScored(
            subject_id=case.pk,
            at=now,
            number=case.number,
            duty_id=duty_id,
            unit=unit_of(seat),
            by_caller=by_caller,
            points=points,
        )
    )


def _done(case: Case, duty_id: int) -> DutyInfo | None:
    """A part of a whistle that is done: who was let go, or is still at work, is not scored."""
    parts = parts_of(case, duties_of("case", case.pk))
    return next((one for one in parts if one.id == duty_id and one.state == DutyState.DONE), None)


def _count(case: Case, seat: SeatInfo, points: int, by_caller: bool, now: datetime) -> None:
    if by_caller:
        fact(case, now, seat=seat.id, unit=seat.organization_id, called_scores=1, called_points=points)
    else:
        fact(case, now, seat=case.caller_seat, caller_scores=1, caller_points=points)
