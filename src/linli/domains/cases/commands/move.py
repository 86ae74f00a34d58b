"""Signing for a duty, and the acts that take a case to another stage."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from linli.backbone.commands import command
from linli.backbone.events import record
from linli.backbone.values import Actor
from linli.domains.cases.commands import gates, oversight
from linli.domains.cases.commands.asks import ask_for
from linli.domains.cases.commands.entries import keep
from linli.domains.cases.commands.going import go_on
from linli.domains.cases.commands.open import StoredPhoto, attach
from linli.domains.cases.commands.recategorising import recategorise
from linli.domains.cases.commands.ties import merge, split
from linli.domains.cases.commands.turn import Turn, remark, seat_of, turn_of
from linli.domains.cases.events import CaseSigned
from linli.domains.cases.models import Case
from linli.domains.cases.projections import fact
from linli.domains.cases.queries.standing import LIVE, act_words
from linli.domains.duties import commands as book
from linli.domains.duties.queries import subjects_of_duties
from linli.kernel.procedure import Act, take
from linli.kernel.refusal import NotFound, Refusal


@command
def sign_case(*, actor: Actor, number: str, now: datetime, key: str = "") -> None:
    """Sign for the actor's duty in a case; signing twice is refused as stale."""
    turn = turn_of(actor, number)
    if turn.duty is None or turn.duty.state not in LIVE:
        raise Refusal("not_yours")
    if turn.duty.signed_at is not None:
        raise Refusal("stale")
    book.sign(turn.duty.id, now)
    minutes = int((now - turn.duty.created_at).total_seconds() // 60)
    in_time = turn.duty.sign_due is None or now <= turn.duty.sign_due
    seat = seat_of(turn)
    fact(
        turn.case,
        now,
        seat=seat.id,
        unit=seat.organization_id,
        signed=1,
        signed_on_time=int(in_time),
        sign_minutes=minutes,
    )
    record(CaseSigned(subject_id=turn.case.pk, at=now, number=turn.case.number, seat=seat.title, duty_id=turn.duty.id))


def sign_many(*, actor: Actor, duty_ids: Iterable[int], now: datetime) -> tuple[int, int]:
    """Sign several of the actor's duties, each in its own transaction; (signed, left as they were)."""
    if actor.viewer is None:
        raise NotFound("duty")
    wanted = subjects_of_duties(actor.viewer, duty_ids)
    if not wanted:
        raise Refusal("nothing_chosen")
    numbers = dict(Case.objects.filter(pk__in=[case_id for _, case_id in wanted]).values_list("pk", "number"))
    signed = 0
    for _duty_id, case_id in wanted:
        try:
            sign_case(actor=actor, number=numbers[case_id], now=now)
            signed += 1
        except Refusal:
            continue
    return signed, len(wanted) - signed


@command
def do_act(
    *,
    actor: Actor,
    number: str,
    act: str,
    given: Mapping[str, Any],
    now: datetime,
    photos: Sequence[StoredPhoto] = (),
    key: str = "",
) -> None:
    """Do an act of the stage as the procedure says. Refusals: those of the kernel and of the act's own effect."""
    turn = turn_of(actor, number)
    have = {name for name, value in given.items() if value} | ({"photo"} if photos else set())
    chosen = take(turn.stage, act, turn.standing, have)
    if chosen.decide:
        ask_for(turn, chosen, given, now)
    elif chosen.does in ("merge", "split"):
        (merge if chosen.does == "merge" else split)(turn, chosen, given, now, photos, actor)
    elif chosen.does in EFFECTS:
        EFFECTS[chosen.does](turn, chosen, given, now, photos)
    elif chosen.does == "move":
        seat = seat_of(turn, chosen)
        keep(turn.case, chosen.key, chosen.form, given, now, seat=seat.title)
        move(turn.case, chosen.key, chosen.to or turn.stage.key, seat, given, now, photos)
    else:
        raise Refusal("not_here")


EFFECTS: dict[str, Callable[[Turn, Act, Mapping[str, Any], datetime, Sequence[StoredPhoto]], None]] = {
    "note": oversight.note,
    "transfer": oversight.transfer,
    "press": oversight.press,
    "exclude": oversight.exclude,
    "conceal": oversight.conceal,
    "recategorise": recategorise,
    "claim": gates.claim,
    "approve": gates.approve,
    "refuse": gates.refuse,
    "object": gates.oppose,
    "prove": gates.prove,
}


def move(
    case: Case,
    act: str,
    to: str,
    seat: Any,
    given: Mapping[str, Any],
    now: datetime,
    photos: Sequence[StoredPhoto] = (),
) -> None:
    """Carry a case to a stage or an end and record how; the case is locked by the caller."""
    words_id = remark(case, given.get("note") or given.get("reason"), now)
    case.handler_seat = seat.id
    go_on(
        case,
        to,
        now,
        act=act,
        words=act_words(case, case.stage, act),
        seat=seat.title,
        remark_id=words_id,
        photos=attach(case, photos, "done", now),
        organization_id=_organization(given),
        route=str(given.get("route") or ""),
    )


def _organization(given: Mapping[str, Any]) -> int | None:
    value = given.get("organization")
    return int(value) if value else None
