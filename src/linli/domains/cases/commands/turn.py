"""Whose turn it is: the locked case, the asker's duty in it, and what they may do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linli.backbone.values import Actor, Held
from linli.domains.cases.access import case_to_change
from linli.domains.cases.models import Case, Remark
from linli.domains.cases.queries.standing import own_duty, parts_of, place_ids, procedure_of, standing_of
from linli.domains.duties.queries import duties_of
from linli.domains.duties.values import DutyInfo
from linli.domains.organizations.queries import seats_by_id
from linli.domains.organizations.values import SeatInfo
from linli.kernel.procedure import Act, Stage, Standing
from linli.kernel.refusal import Refusal


@dataclass(frozen=True)
class Turn:
    """A locked case, the stage it is in, the asker's own duty and all others."""

    case: Case
    stage: Stage
    duty: DutyInfo | None
    duties: tuple[DutyInfo, ...]
    standing: Standing
    held: tuple[Held, ...] = ()

    @property
    def parts(self) -> tuple[DutyInfo, ...]:
        """The duties of the units called by the present whistle."""
        return parts_of(self.case, self.duties)


def turn_of(actor: Actor, number: str) -> Turn:
    """The case locked for this actor; NotFound for those it does not concern, Refusal(case_closed) when ended."""
    case = case_to_change(actor.viewer, number)
    if not case.open:
        raise Refusal("case_closed")
    duties = duties_of("case", case.pk)
    held = tuple(actor.viewer.seats) if actor.viewer else ()
    duty = own_duty(duties, {one.seat_id for one in held})
    standing = standing_of(case, duty, held)
    return Turn(case, procedure_of(case).stage(case.stage), duty, duties, standing, held)


def seat_of(turn: Turn, act: Act | None = None) -> SeatInfo:
    """The seat the actor works in here: the one that holds the duty, the caller's, or the office the act asks for."""
    mine = {one.seat_id for one in turn.held}
    seat_id = turn.duty.seat_id if turn.duty else None
    if act is not None and "office" in act.by and turn.standing.role not in act.by:
        seat_id = office_of(turn, act)
    if seat_id is None and turn.case.caller_seat in mine:
        seat_id = turn.case.caller_seat
    if seat_id is None:
        raise Refusal("not_yours")
    return seats_by_id([seat_id])[seat_id]


def office_of(turn: Turn, act: Act) -> int | None:
    """The first of the actor's seats that answers to the offices of an act at the places of the case."""
    places = set(place_ids(turn.case))
    fit = (one for one in turn.held if one.place_id in places and f"{one.post}@{one.place_kind}" in act.seats)
    return next((one.seat_id for one in fit), None)


def about(case: Case, now: datetime, seat: str = "") -> dict[str, Any]:
    """What every event of a case says first."""
    return {"subject_id": case.pk, "at": now, "number": case.number, "seat": seat}


def remark(case: Case, words: object, at: datetime) -> int | None:
    """Keep what somebody wrote; its id, or None for nothing."""
    text = str(words or "").replace("\x00", "").strip()[:2000]
    return Remark.objects.create(case=case, words=text, at=at).pk if text else None
