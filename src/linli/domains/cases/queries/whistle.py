"""The whistle of a case: who was called, who came when, and where on the line that stands."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from linli.backbone.values import Viewer
from linli.domains.cases.models import Case
from linli.domains.cases.queries.standing import parts_of, procedure_of, unit_of
from linli.domains.cases.queries.whole import Came, Whole
from linli.domains.cases.rules import may_nudge, may_urge
from linli.domains.cases.values import PartRow, PhotoRow, WhistleKind, WhistlePanel
from linli.domains.duties.values import DutyInfo, DutyRole, DutyState
from linli.domains.organizations.queries import seats_by_id
from linli.domains.organizations.values import SeatInfo
from linli.ui.timewords import over

SCALE = 1000
# The limit stands at this part of the line, so that what comes after it has room.
LIMIT_AT = 850


def kind_words(kind: str) -> str:
    """A kind of whistle in words."""
    return (
        {
            WhistleKind.PROMINENT: _("突出问题"),
            WhistleKind.ENFORCEMENT: _("联合执法"),
            WhistleKind.EMERGENCY: _("应急处置"),
        }.get(WhistleKind(kind), kind)
        if kind
        else ""
    )


def length_words(length: str) -> str:
    """A length of time in words: 30 分钟, 2 小时, 4 个工作小时, 3 个工作日."""
    words = {
        "min": _("%(count)s 分钟"),
        "wh": _("%(count)s 个工作小时"),
        "wd": _("%(count)s 个工作日"),
        "h": _("%(count)s 小时"),
        "d": _("%(count)s 天"),
    }
    unit = next((one for one in words if length.endswith(one)), "")
    return words[unit] % {"count": length.removesuffix(unit)} if unit else length


def whistle_panel(
    whole: Whole, duties: tuple[DutyInfo, ...], photos: Mapping[int, PhotoRow], viewer: Viewer, now: datetime
) -> WhistlePanel | None:
    """The arrival line of the present whistle for a viewer, or None when nobody was called."""
    case, arrivals, scores = whole.case, whole.arrivals, whole.scores
    parts = parts_of(case, duties)
    if not parts or case.whistled_at is None:
        return None
    limit_at = min((one.arrive_due for one in parts if one.arrive_due), default=case.whistled_at + timedelta(days=1))
    seats = seats_by_id(one.seat_id for one in parts)
    rows = tuple(
        _part(
            case,
            one,
            seats[one.seat_id],
            arrivals.get(one.id),
            scores.get((one.id, True)),
            photos,
            viewer,
            now,
            limit_at,
        )
        for one in parts
    )
    gate = next((one.arrival for one in procedure_of(case).stages.values() if one.arrival), None)
    length = str(gate.within[case.whistle_kind]) if gate and case.whistle_kind in gate.within else ""
    return WhistlePanel(
        kind_words(case.whistle_kind),
        _("%(length)s到场") % {"length": length_words(length)},
        case.whistled_at,
        limit_at,
        LIMIT_AT,
        _ticks(case.whistled_at, limit_at),
        rows,
        sum(row.arrived_at is not None for row in rows),
    )


def offset(moment: datetime, start: datetime, limit: datetime) -> int:
    """Where a moment stands on the line, 0 to 1000: the limit at 850, what is far past it at the end."""
    whole = (limit - start).total_seconds() or 1
    return max(0, min(SCALE, round((moment - start).total_seconds() / whole * LIMIT_AT)))


def _ticks(start: datetime, limit: datetime) -> tuple[tuple[int, str], ...]:
    minutes = max(1, int((limit - start).total_seconds() // 60))
    marks = [minutes // 3, minutes * 2 // 3]
    return tuple(
        (
            offset(start + timedelta(minutes=mark), start, limit),
            _("%(count)s 分") % {"count": mark}
            if minutes <= 120
            else _("%(count)s 小时") % {"count": round(mark / 60)},
        )
        for mark in marks
        if mark
    )


def part_seats(case: Case, duties: tuple[DutyInfo, ...]) -> dict[int, SeatInfo]:
    """The seats of the called units by duty id."""
    parts = parts_of(case, duties)
    seats = seats_by_id(one.seat_id for one in parts)
    return {one.id: seats[one.seat_id] for one in parts}


def _part(
    case: Case,
    duty: DutyInfo,
    seat: SeatInfo,
    arrival: Came | None,
    score: int | None,
    photos: Mapping[int, PhotoRow],
    viewer: Viewer,
    now: datetime,
    limit_at: datetime,
) -> PartRow:
    start = case.whistled_at or duty.created_at
    live = duty.state == DutyState.OPEN
    came = arrival.at if arrival else now if live else start
    late = duty.arrive_due is not None and duty.arrive_due < came
    return PartRow(
        duty_id=duty.id,
        role="lead" if duty.role == DutyRole.LEAD else "helper",
        unit=unit_of(seat),
        seat=seat.title,
        arrived_at=arrival.at if arrival else None,
        minutes=arrival.minutes if arrival else None,
        metres=arrival.metres if arrival else None,
        photo=photos.get(arrival.photo_id or 0) if arrival else None,
        arrive_due=duty.arrive_due,
        late=late,
        late_words=over(duty.arrive_due, now) if late and duty.arrive_due else "",
        state=_state(duty, arrival),
        due=duty.due,
        state_words=_state_words(duty, arrival),
        nudge_url=_nudge_url(case, duty, viewer, now),
        score=score,
        offset=offset(arrival.at if arrival else max(now, limit_at) if late else start, start, limit_at),
    )


def _nudge_url(case: Case, duty: DutyInfo, viewer: Viewer, now: datetime) -> str:
    live = duty.state == DutyState.OPEN and may_nudge(case.nudged_at, now)
    return f"/cases/{case.number}/nudge/{duty.id}/" if live and may_urge(viewer, duty.seat_id) else ""


def _state(duty: DutyInfo, arrival: Came | None) -> str:
    if duty.state == DutyState.CANCELLED:
        return "returned"
    if duty.state == DutyState.DONE:
        return "done"
    return "arrived" if arrival else "called"


def _state_words(duty: DutyInfo, arrival: Came | None) -> str:
    words = {"returned": _("已退单"), "done": _("处置完毕"), "arrived": _("正在处置"), "called": _("还没到场")}
    found = words[_state(duty, arrival)]
    return found + _("（指定）") if duty.designated and duty.state == DutyState.OPEN else found
