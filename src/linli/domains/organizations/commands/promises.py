"""The promise on a seat's public card (C08): put there once approved, marked as kept, taken down."""

from datetime import date, datetime

from linli.backbone.commands import command
from linli.backbone.events import record
from linli.backbone.values import Actor
from linli.domains.organizations.events import PromiseShown, PromiseTakenUp
from linli.domains.organizations.models import PromiseDraft, Seat
from linli.kernel.refusal import NotFound


@command
def show_promise(
    *, actor: Actor, seat_id: int, case: tuple[int, str], words: str, due: date, kept_on: date | None, now: datetime
) -> None:
    """Put an approved promise on the card, or mark it as kept; `case` is its case by id and number. One approved later
    stays: NotFound."""
    seat = _seat(seat_id)
    if seat.promise_case is not None and seat.promise_case > case[0]:
        raise NotFound("promise")
    seat.promise, seat.promise_due, seat.promise_kept = words, due, kept_on
    seat.promise_case, seat.promise_number = case
    _save(seat, now)


@command
def take_promise_down(*, actor: Actor, seat_id: int, case_id: int, now: datetime) -> None:
    """Take the promise of a case off the card; NotFound where another stands there."""
    seat = _seat(seat_id)
    if seat.promise_case != case_id:
        raise NotFound("promise")
    seat.promise, seat.promise_due, seat.promise_kept = "", None, None
    seat.promise_case, seat.promise_number = None, ""
    _save(seat, now)


def _seat(seat_id: int) -> Seat:
    seat = Seat.objects.select_for_update().filter(pk=seat_id, closed_at=None).first()
    if seat is None:
        raise NotFound("seat")
    return seat


def _save(seat: Seat, now: datetime) -> None:
    seat.save(update_fields=["promise", "promise_due", "promise_kept", "promise_case", "promise_number"])
    record(PromiseShown(subject_id=seat.pk, at=now, number=seat.promise_number, kept=seat.promise_kept is not None))


@command
def link_promise(*, actor: Actor, draft_id: int, case_number: str, now: datetime) -> None:
    """Leave the number of its case on a proposed promise."""
    draft = PromiseDraft.objects.select_for_update().get(pk=draft_id)
    draft.case_number = case_number
    draft.save(update_fields=["case_number"])
    record(PromiseTakenUp(subject_id=draft.seat_id, at=now, draft_id=draft_id, number=case_number))
