"""Who gets work on a case."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from linli.backbone import sql
from linli.backbone.moments import local_day
from linli.backbone.packs.registry import version
from linli.domains.cases.models import Case
from linli.domains.cases.queries.standing import place_ids
from linli.domains.cases.values.tables import cases as cases_part
from linli.domains.organizations.queries import holder_for, nearest_seat, paired_seat, seats_by_id
from linli.domains.organizations.values import Holding, SeatInfo
from linli.kernel.refusal import Refusal


def holder(
    case: Case, expressions: Sequence[str], now: datetime, organization_id: int | None = None, never: int | None = None
) -> Holding:
    """Who gets work on a case. Special words come before posts: `handler`, `caller`, `starter` are the seats that had
    it, `category` the seats of its category, `nearest:POST` the nearest occupied one, `paired:POST` that of a paired
    unit; an empty seat is passed and reported, never skipped silently."""
    wanted, unit = tuple(_spelled(case, expressions)), organization_id or case.unit_id
    had = (case.handler_seat, case.caller_seat, case.starter_seat, case.lon, case.lat)
    key = ("holder", wanted, tuple(place_ids(case)), unit, never, had, local_day(now))
    return sql.once(key, lambda: _holder(case, wanted, now, unit, never))


def _holder(case: Case, wanted: Sequence[str], now: datetime, unit: int | None, never: int | None) -> Holding:
    try:
        return _first(case, wanted, local_day(now), unit, never)
    except Refusal:
        if never is None:
            raise
        return _first(case, wanted, local_day(now), unit, None)


def _first(case: Case, wanted: Sequence[str], today: date, unit: int | None, never: int | None) -> Holding:
    empty: list[SeatInfo] = []
    for index, expression in enumerate(wanted):
        if "@" in expression and ":" not in expression:
            rest = [one for one in wanted[index:] if "@" in one and ":" not in one]
            holding = holder_for(rest, place_ids(case), today, unit, never)
            return Holding(holding.seat, (*empty, *holding.vacant))
        seat = _known(case, expression, today)
        if seat is not None and seat.occupied and seat.id != never:
            return Holding(seat, tuple(empty))
        if seat is not None and seat.id != never:
            empty.append(seat)
    if not empty:
        raise Refusal("no_seat", seats="、".join(wanted))
    return Holding(empty[-1], tuple(empty))


def _spelled(case: Case, expressions: Sequence[str]) -> Iterator[str]:
    for one in expressions:
        if one != "category":
            yield one
            continue
        category = cases_part(version(case.pack_version)).categories.get(case.category)
        yield from category.seat if category else ()


def _known(case: Case, expression: str, today: date) -> SeatInfo | None:
    way, _, post = expression.partition(":")
    if way == "nearest":
        point = (case.lon, case.lat) if case.lon is not None and case.lat is not None else None
        among = [one for one in (case.street_id, case.district_id) if one][:1]
        return nearest_seat(post.partition("@")[0], point, among, today) if point else None
    if way == "paired":
        return paired_seat(post.partition("@")[0], place_ids(case), today)
    had = {"handler": case.handler_seat, "caller": case.caller_seat, "starter": case.starter_seat}[way]
    return seats_by_id([had]).get(had) if had else None
