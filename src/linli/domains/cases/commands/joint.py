"""Whistle and turn up: calling units, proving arrival, finishing parts, and the gate that lets go."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from linli.backbone.commands import command
from linli.backbone.events import record
from linli.backbone.moments import local_day
from linli.backbone.values import Actor
from linli.domains.cases.commands.going import go_on
from linli.domains.cases.commands.limits import moment_after
from linli.domains.cases.commands.open import StoredPhoto, attach
from linli.domains.cases.commands.stages import plan_for, subject_of
from linli.domains.cases.commands.turn import about, remark, seat_of, turn_of
from linli.domains.cases.events import PartFinished, UnitArrived, WhistleBlown
from linli.domains.cases.models import Arrival, Case
from linli.domains.cases.projections import fact
from linli.domains.cases.queries.standing import parts_of, place_ids, procedure_of, stage_words, unit_of
from linli.domains.cases.rules import check_arrival
from linli.domains.duties import commands as book
from linli.domains.duties.queries import duties_of
from linli.domains.duties.values import DutyInfo, DutyRole, DutyState
from linli.domains.organizations.queries import callable_organizations, holder_for
from linli.domains.organizations.values import Holding
from linli.kernel.geometry import Lonlat
from linli.kernel.procedure import ArrivalGate, Part, Stage, parts_done, take
from linli.kernel.refusal import NotFound, Refusal


@command
def blow_whistle(
    *,
    actor: Actor,
    number: str,
    act: str,
    kind: str,
    lead: int,
    helpers: Sequence[int],
    reason: str,
    now: datetime,
    key: str = "",
) -> None:
    """Call a lead and helpers to a case; each gets a duty with an arrival clock, the caller waits for them.

    Refusal: needs, same_unit, no_seat, and those of the kernel.
    """
    turn = turn_of(actor, number)
    given = {name for name, value in (("kind", kind), ("lead", lead), ("reason", reason)) if value}
    chosen = take(turn.stage, act, turn.standing, given)
    case, target = turn.case, procedure_of(turn.case).stage(chosen.to or "")
    gate = _gate_for(target, kind, lead, helpers)
    holdings = _called(case, target, [lead, *dict.fromkeys(helpers)], now)
    caller = seat_of(turn)
    case.stage, case.caller_seat, case.whistle_kind, case.whistled_at = target.key, caller.id, kind, now
    case.entered_at = now
    case.handler_seat = caller.id
    case.save()
    if turn.duty:
        book.wait(turn.duty.id, target.key, stage_words(case, target.key))
    arrive_by = moment_after(now, gate.within[kind])
    _give_parts(case, target, holdings, arrive_by, now)
    record(_blown(case, caller.title, holdings, remark(case, reason, now), arrive_by, now))


def _blown(
    case: Case, seat: str, holdings: Sequence[Holding], remark_id: int | None, arrive_by: datetime | None, now: datetime
) -> WhistleBlown:
    units = [unit_of(holding.seat) for holding in holdings]
    return WhistleBlown(
        **about(case, now, seat),
        kind=case.whistle_kind,
        lead=units[0],
        helpers=tuple(units[1:]),
        seat_ids=tuple(holding.seat.id for holding in holdings),
        remark_id=remark_id,
        arrive_by=arrive_by.isoformat() if arrive_by else None,
        vacant=tuple(seat.title for holding in holdings for seat in holding.vacant),
    )


def _gate_for(target: Stage, kind: str, lead: int, helpers: Sequence[int]) -> ArrivalGate:
    if target.arrival is None or kind not in target.arrival.within:
        raise Refusal("needs", missing=("kind",))
    if lead in helpers:
        raise Refusal("same_unit")
    return target.arrival


def _give_parts(
    case: Case, stage: Stage, holdings: Sequence[Holding], arrive_by: datetime | None, now: datetime
) -> None:
    """The first unit called leads, the others help; each has its own duty and clock."""
    roles = [DutyRole.LEAD, *[DutyRole.HELPER] * (len(holdings) - 1)]
    plans = [
        plan_for(case, stage, holding.seat.id, role, now, arrive_due=arrive_by)
        for holding, role in zip(holdings, roles, strict=True)
    ]
    book.assign(subject_of(case), plans, now)
    fact(case, now, whistles=1)
    for holding in holdings:
        fact(case, now, seat=holding.seat.id, unit=holding.seat.organization_id, calls=1)


def _called(case: Case, stage: Stage, organizations: Iterable[int], now: datetime) -> list[Holding]:
    expressions = [one for one in (stage.duty.seats if stage.duty else ()) if one.endswith("@organization")]
    known = {one.id for one in callable_organizations(place_ids(case), expressions)}
    holdings = []
    for organization_id in organizations:
        if organization_id not in known:
            raise NotFound("organization")
        holdings.append(holder_for(expressions, (), local_day(now), organization_id))
    return holdings


@command
def arrive(
    *, actor: Actor, number: str, here: Lonlat, photos: Sequence[StoredPhoto], now: datetime, key: str = ""
) -> None:
    """Prove that the called unit is at the place. Refusal: too_far, needs photo, already_arrived."""
    turn = turn_of(actor, number)
    take(turn.stage, "arrive", turn.standing, {"location", "photo"} if photos else {"location"})
    case, duty, gate = turn.case, turn.duty, turn.stage.arrival
    if duty is None or gate is None:
        raise Refusal("not_here")
    metres = check_arrival(
        here, (case.lon, case.lat) if case.lon is not None and case.lat is not None else None, gate.radius
    )
    pictures = attach(case, photos, "arrival", now)
    minutes = int((now - duty.created_at).total_seconds() // 60)
    on_time = duty.arrive_due is None or now <= duty.arrive_due
    Arrival.objects.create(
        duty_id=duty.id, case=case, at=now, metres=metres, minutes=minutes, on_time=on_time, photo_id=pictures[0]
    )
    book.arrive(duty.id, now)
    seat = seat_of(turn)
    counts = {"arrived": 1, "arrived_on_time": int(on_time), "arrive_minutes": minutes}
    fact(case, now, seat=seat.id, unit=seat.organization_id, **counts)
    record(
        UnitArrived(
            **about(case, now, seat.title),
            duty_id=duty.id,
            unit=unit_of(seat),
            role=duty.role,
            metres=metres,
            minutes=minutes,
            on_time=on_time,
            photos=pictures,
        )
    )


@command
def finish_part(
    *, actor: Actor, number: str, minutes: str, photos: Sequence[StoredPhoto] = (), now: datetime, key: str = ""
) -> None:
    """Finish the actor's part of a joint handling; when the gate lets go, the case goes on."""
    turn = turn_of(actor, number)
    take(turn.stage, "finish", turn.standing, {"minutes"} if minutes.strip() else set())
    case, duty = turn.case, turn.duty
    if duty is None:
        raise Refusal("not_yours")
    seat = seat_of(turn)
    book.finish([duty.id], "finished", now)
    pictures = attach(case, photos, "done", now)
    if duty.role == DutyRole.LEAD:
        case.handler_seat = seat.id
    record(
        PartFinished(
            **about(case, now, seat.title),
            duty_id=duty.id,
            unit=unit_of(seat),
            role=duty.role,
            remark_id=remark(case, minutes, now) or 0,
            photos=pictures,
        )
    )
    settle_joint(case, turn.stage, parts_of(case, duties_of("case", case.pk)), now, seat.title)
    case.save()


def as_parts(duties: Iterable[DutyInfo]) -> list[Part]:
    """Called units as the gate sees them."""
    return [
        Part(
            "lead" if one.role == DutyRole.LEAD else "helper",
            one.arrived_at is not None,
            one.state == DutyState.DONE,
            one.state == DutyState.CANCELLED,
        )
        for one in duties
    ]


def settle_joint(case: Case, stage: Stage, parts: Sequence[DutyInfo], now: datetime, seat: str) -> None:
    """Let a joint handling go on when its gate is satisfied; with nobody left, the caller has it again."""
    if stage.arrival is None and not (stage.duty and stage.duty.together):
        return
    finish = stage.arrival.finish if stage.arrival else stage.duty.finish if stage.duty else "all"
    standing = as_parts(parts)
    left = [one for one in standing if not one.cancelled]
    if left and not parts_done(finish, standing):
        return
    target = stage.then if left else _before(case)
    if not target:
        return
    act, words = ("joint_done", ("各方处置完毕", "All parts done"))
    if not left:
        act, words = ("all_left", ("被叫单位都退了单", "All called units left"))
    go_on(case, target, now, act=act, words=words, seat=seat)


def _before(case: Case) -> str:
    """The stage that whistles: where a case goes back when nobody who was called is left."""
    stages = procedure_of(case).stages.values()
    return next((one.key for one in stages if any(act.to == case.stage for act in one.acts.values())), "")
