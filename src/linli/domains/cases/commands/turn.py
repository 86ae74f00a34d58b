"""Whose turn it is: the locked case, the asker's duty in it, and what they may do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linli.backbone.values import Actor
from linli.domains.cases.access import case_to_change
from linli.domains.cases.models import Case, Remark
from linli.domains.cases.queries.standing import own_duty, parts_of, procedure_of, standing_of
from linli.domains.duties.queries import duties_of
from linli.domains.duties.values import DutyInfo
from linli.domains.organizations.queries import seats_by_id
from linli.domains.organizations.values import SeatInfo
from linli.kernel.procedure import Stage, Standing
from linli.kernel.refusal import Refusal


@dataclass(frozen=True)
class Turn:
    """A locked case, the stage it is in, the asker's own duty and all others."""

    case: Case
    stage: Stage
    duty: DutyInfo | None
    duties: tuple[DutyInfo, ...]
    standing: Standing

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
    seats = set(actor.viewer.seat_ids) if actor.viewer else set()
    duty = own_duty(duties, seats)
    return Turn(case, procedure_of(case).stage(case.stage), duty, duties, standing_of(case, duty, seats))


def seat_of(turn: Turn) -> SeatInfo:
    """The seat the actor works in here: the one that holds the duty."""
    seat_id = turn.duty.seat_id if turn.duty else turn.case.caller_seat or 0
    return seats_by_id([seat_id])[seat_id]


def about(case: Case, now: datetime, seat: str = "") -> dict[str, Any]:
    """What every event of a case says first."""
    return {"subject_id": case.pk, "at": now, "number": case.number, "seat": seat}


def remark(case: Case, words: object, at: datetime) -> int | None:
    """Keep what somebody wrote; its id, or None for nothing."""
    text = str(words or "").replace("\x00", "").strip()[:2000]
    return Remark.objects.create(case=case, words=text, at=at).pk if text else None
