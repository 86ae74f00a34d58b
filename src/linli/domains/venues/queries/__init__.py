"""Every read of the register: its list, one venue, its sums, what may be chosen."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.backbone.packs.registry import in_force
from linli.backbone.values import Viewer
from linli.domains.duties.values.tables import working_calendar
from linli.domains.organizations.queries.reach import reads_registers
from linli.domains.places.queries import names_by_id
from linli.domains.places.values.tables import territory
from linli.domains.venues.access import may_keep, visible_venues
from linli.domains.venues.models import Handover, Venue
from linli.domains.venues.queries.words import function_words, kind_words, room_words, status_words, week_lines
from linli.domains.venues.rules import WARNING, kind_of, missing, right_state
from linli.domains.venues.rules.hours import opening, week_of
from linli.domains.venues.values import BEFORE, Facts, HandoverRow, Opening, Status, VenuePage, VenueRow
from linli.domains.venues.values.tables import venues
from linli.kernel.refusal import NotFound

PLAIN = ("kind", "name", "place_id", "address", "area", "holidays", "phone", "room", "right_until")


def register(
    viewer: Viewer,
    *,
    now: datetime,
    place_id: int = 0,
    level: str = "",
    kind: str = "",
    status: str = "",
    words: str = "",
    after: str = "",
    limit: int = 50,
) -> tuple[VenueRow, ...]:
    """Venues in the viewer's reach by code from a cursor: at or below a place, at one of a level, of a
    kind, in a state, with these words in their name or address. NotFound for whoever reads no registers."""
    reads_registers(viewer)
    rows = visible_venues(viewer).filter(code__gt=after)
    if place_id:
        rows = rows.filter(path__contains=[place_id])
    plain = {"place_kind": level, "kind": kind}
    rows = rows.filter(**{name: value for name, value in plain.items() if value})
    if words:
        rows = rows.filter(Q(name__contains=words) | Q(address__contains=words))
    return tuple(venue_rows(_in_state(rows, status, timezone.localdate(now)).order_by("code")[:limit], now))


def _in_state(rows: QuerySet[Venue], status: str, today: date) -> QuerySet[Venue]:
    """`due`: whose right to use the room is over or soon will be; `coming`: planned or prepared; else a status."""
    if status == "coming":
        return rows.filter(status__in=BEFORE)
    if status == "due":
        return rows.exclude(status=Status.CLOSED).filter(right_until__lte=today + timedelta(days=WARNING))
    return rows.filter(status=status) if status else rows


def venue_rows(rows: Iterable[Venue], now: datetime) -> list[VenueRow]:
    """Rows as lists show them, each open one with how it stands at this moment."""
    kinds, states = kind_words(), status_words()
    return [_row(row, now, kinds, states) for row in rows]


def _row(row: Venue, now: datetime, kinds: dict[str, str], states: dict[str, str]) -> VenueRow:
    return VenueRow(
        row.pk,
        row.code,
        row.name,
        row.kind,
        kinds.get(row.kind, row.kind),
        row.place_name,
        row.address,
        row.status,
        states[row.status],
        row.area,
        row.right_until,
        right_state(row.right_until, timezone.localdate(now)),
        opening_of(row, now) if row.status == Status.OPEN else None,
    )


def opening_of(row: Venue, now: datetime) -> Opening:
    """How an open venue stands at a moment."""
    return opening(week_of(row.hours, row.holidays), now, working_calendar())


def facts_of(row: Venue) -> Facts:
    """What a row says, as it was entered."""
    return Facts(
        **{name: getattr(row, name) for name in PLAIN},
        point=(row.lon, row.lat) if row.lon is not None and row.lat is not None else None,
        functions=tuple(row.functions),
        hours=tuple(row.hours),
    )


def names_seen(viewer: Viewer, ids: Iterable[int]) -> dict[int, str]:
    """The names of those of these venues that the viewer may open."""
    return dict(visible_venues(viewer).filter(pk__in=list(ids)).values_list("pk", "name"))


def venue(viewer: Viewer, venue_id: int, now: datetime) -> VenuePage:
    """One venue with its handovers; NotFound outside the viewer's reach."""
    row = visible_venues(viewer).filter(pk=venue_id).first()
    if row is None:
        raise NotFound("venue")
    place, facts, part = names_by_id([row.place_id])[row.place_id], facts_of(row), venues(in_force())
    functions, rooms = function_words(), room_words()
    week = week_of(row.hours, row.holidays)
    lacks = missing(facts, kind_of(part.kinds, row.kind)) if row.kind in part.kinds else ()
    return VenuePage(
        row=venue_rows([row], now)[0],
        place_id=row.place_id,
        place_code=place.code,
        above=place.above,
        status_on=row.status_on,
        closed_because=row.closed_because,
        point=facts.point,
        functions=tuple((one, functions.get(one, one)) for one in row.functions),
        hours=tuple(row.hours),
        holidays=row.holidays,
        week=week_lines(week),
        phone=row.phone,
        room=row.room,
        room_words=rooms.get(row.room, row.room),
        handovers=tuple(_handover(one, rooms) for one in row.handovers.order_by("-day", "-id")),
        missing=tuple(_lack(one, functions) for one in lacks) if row.status != Status.OPEN else (),
        may_write=may_keep(viewer, row.path),
    )


def _handover(one: Handover, rooms: dict[str, str]) -> HandoverRow:
    return HandoverRow(
        one.given_by, one.document, one.day, one.area, rooms.get(one.room, one.room), one.right_until, one.by
    )


def _lack(name: str, functions: dict[str, str]) -> str:
    words = {"hours": _("开放时间"), "point": _("位置"), "address": _("地址")}
    return words.get(name) or _("功能：%(title)s") % {"title": functions.get(name, name)}


def kind_levels() -> dict[str, tuple[str, ...]]:
    """The levels of place each kind stands at."""
    return {key: kind.at for key, kind in venues(in_force()).kinds.items()}


def level_words() -> dict[str, str]:
    """What the levels of place are called, from the root down."""
    language = get_language() or ""
    return {key: level.title.to(language) for key, level in territory(in_force()).levels.items()}
