"""What offices do beside the holder: press for a matter, take it out of the assessment, keep its reporter hidden."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from linli.backbone.events import record
from linli.domains.cases.commands.entries import keep
from linli.domains.cases.commands.open import StoredPhoto, attach
from linli.domains.cases.commands.stages import plan_for, subject_of
from linli.domains.cases.commands.turn import Turn, about, remark, seat_of
from linli.domains.cases.events import CaseConcealed, CaseExcluded, CaseMoved, CaseNoted, CasePressed
from linli.domains.cases.models import Case
from linli.domains.cases.projections import leave_out
from linli.domains.cases.queries.standing import holding
from linli.domains.cases.values import PRESS_LEVELS
from linli.domains.duties import commands as book
from linli.domains.duties.values import DutyRole, DutyState
from linli.domains.organizations.queries import seats_by_id
from linli.kernel.procedure import Act
from linli.kernel.refusal import NotFound, Refusal

Given = Mapping[str, Any]


def note(turn: Turn, act: Act, given: Given, now: datetime, photos: Sequence[StoredPhoto]) -> None:
    """Add to the record of a case and stay where it is."""
    seat = seat_of(turn, act)
    words_id = remark(turn.case, given.get("note") or given.get("reason"), now)
    keep(turn.case, act.key, act.form, given, now, seat=seat.title, remark_id=words_id)
    pictures = attach(turn.case, photos, "done", now)
    record(
        CaseNoted(
            **about(turn.case, now, seat.title), act=act.key, act_words=act.words, remark_id=words_id, photos=pictures
        )
    )


def transfer(turn: Turn, act: Act, given: Given, now: datetime, photos: Sequence[StoredPhoto]) -> None:
    """Hand the duty to another seat of the posts the act names; its clock runs on."""
    seat, old = (
        seat_of(turn, act),
        next((one for one in turn.duties if one.role == DutyRole.MAIN and one.state == DutyState.OPEN), None),
    )
    wanted = str(given.get("seat") or "")
    target = seats_by_id([int(wanted)]).get(int(wanted)) if wanted.isdecimal() else None
    posts = {one.partition("@")[0] for one in act.seats}
    if old is None or target is None or (posts and target.post not in posts):
        raise NotFound("seat")
    if target.id == old.seat_id:
        raise Refusal("same_seat")
    if not target.occupied:
        raise Refusal("seat_empty")
    book.cancel([old.id], "transferred")
    plan = plan_for(turn.case, turn.stage, target.id, DutyRole.MAIN, now)
    book.assign(subject_of(turn.case), [plan], now)
    record(
        CaseMoved(
            **about(turn.case, now, seat.title),
            act=act.key,
            act_words=act.words,
            from_stage=turn.stage.key,
            to_stage=turn.stage.key,
            stage_words=turn.stage.words,
            remark_id=remark(turn.case, given.get("reason"), now),
            to_seat_id=target.id,
            to_seat=target.title,
        )
    )


def press(turn: Turn, act: Act, given: Given, now: datetime, photos: Sequence[StoredPhoto]) -> None:
    """Supervise: remind, urge in writing, list, or interview (domain 1.12); the holders hear it with the words."""
    level = str(given.get("level") or "remind")
    if level not in PRESS_LEVELS:
        raise Refusal("needs", missing=("level",))
    seat = seat_of(turn, act)
    words_id = remark(turn.case, given.get("reason"), now)
    record(
        CasePressed(
            **about(turn.case, now, seat.title),
            level=level,
            remark_id=words_id,
            seat_ids=tuple(one.seat_id for one in holding(turn.duties)),
        )
    )


def exclude(turn: Turn, act: Act, given: Given, now: datetime, photos: Sequence[StoredPhoto]) -> None:
    """Take a case out of the assessment without anybody's leave (the act says who may)."""
    leave_assessment(turn.case, seat_of(turn, act).title, remark(turn.case, given.get("reason"), now), now)


def leave_assessment(case: Case, seat: str, remark_id: int | None, now: datetime) -> None:
    """Take a case out of the assessment: the figures know it both with and without (domain 1.18)."""
    if case.excluded:
        raise Refusal("excluded")
    case.excluded = True
    case.save(update_fields=["excluded"])
    leave_out(case, now)
    record(CaseExcluded(**about(case, now, seat), remark_id=remark_id))


def conceal(turn: Turn, act: Act, given: Given, now: datetime, photos: Sequence[StoredPhoto]) -> None:
    """Keep who reported it from everyone but the desks (domain 1.14); it cannot be undone by the same act."""
    if turn.case.confidential:
        raise Refusal("stale")
    turn.case.confidential = True
    turn.case.save(update_fields=["confidential"])
    seat = seat_of(turn, act)
    record(CaseConcealed(**about(turn.case, now, seat.title), remark_id=remark(turn.case, given.get("reason"), now)))
