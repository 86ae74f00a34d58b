"""Venues over HTTP: the register, and one with its hours."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from django.http import HttpResponse
from ninja import Path, Query, Router, Schema

from linli.backbone.api.callers import reading
from linli.backbone.api.inputs import BIGGEST, After, Id, Limit, Page, Word, linked
from linli.backbone.web import Request
from linli.domains.venues.queries import register, venue
from linli.domains.venues.values import HandoverRow, VenueRow

router = Router(tags=["venues"], auth=reading("read"))
ROUTERS = (router,)


class OpenNow(Schema):
    """How an open venue stands at this moment by its hours and the statutory calendar."""

    open: bool
    until: datetime | None
    opens: datetime | None
    holiday: bool
    known: bool


class VenueLine(Schema):
    """A venue; `now` is null unless it is open at all."""

    id: int
    code: str
    name: str
    kind: str
    kind_words: str
    place: str
    address: str
    status: str
    area: float | None
    right_until: date | None
    now: OpenNow | None


class VenueLines(Page):
    """A page of venues, by code."""

    items: list[VenueLine]


class Handed(Schema):
    """A room that was handed over."""

    given_by: str
    document: str
    day: date
    area: float | None
    room: str
    right_until: date | None


class VenueWhole(VenueLine):
    """A venue with where it is (WGS84), what it is for, its hours from Monday on, and its handovers."""

    place_id: int
    status_on: date
    closed_because: str
    lon: float | None
    lat: float | None
    functions: list[str]
    hours: list[str]
    holidays: bool
    phone: str
    room: str
    handovers: list[Handed]


def _line(row: VenueRow) -> dict[str, object]:
    names = ("id", "code", "name", "kind", "kind_words", "place", "address", "status", "right_until")
    said: dict[str, object] = {name: getattr(row, name) for name in names}
    now = OpenNow.model_validate(row.opening, from_attributes=True) if row.opening else None
    return said | {"area": _plain(row.area), "now": now}


def _plain(area: Decimal | None) -> float | None:
    return None if area is None else float(area)


@router.get("/venues", response=VenueLines, operation_id="list_venues", summary="List venues")
def venues(
    request: Request,
    response: HttpResponse,
    kind: Annotated[Word, Query("")],
    level: Annotated[Word, Query("", description="The level of place it stands at.")],
    status: Annotated[Word, Query("", description="planned, preparing, open or closed.")],
    place: Annotated[int, Query(0, ge=0, le=BIGGEST, description="At or below it; 0: everywhere in reach.")],
    q: Annotated[Word, Query("", description="Part of the name or address.")],
    after: After,
    limit: Limit,
) -> VenueLines:
    """The venues in the caller's reach."""
    narrow = {"level": level, "kind": kind, "status": status, "words": q, "after": after}
    rows = register(request.viewer, now=request.now, place_id=place, limit=limit + 1, **narrow)
    cursor = rows[limit - 1].code if len(rows) > limit else ""
    items = [VenueLine.model_validate(_line(row)) for row in rows[:limit]]
    return VenueLines(items=items, next=linked(request, response, cursor))


@router.get("/venues/{venue_id}", response=VenueWhole, operation_id="get_venue", summary="Read a venue")
def one(request: Request, venue_id: Annotated[Id, Path()]) -> VenueWhole:
    """A venue in the caller's reach."""
    page = venue(request.viewer, venue_id, request.now)
    lon, lat = page.point or (None, None)
    names = ("place_id", "status_on", "closed_because", "holidays", "phone", "room")
    said = {name: getattr(page, name) for name in names} | {"lon": lon, "lat": lat, "hours": list(page.hours)}
    said |= {
        "functions": [key for key, _words in page.functions],
        "handovers": [_handed(one) for one in page.handovers],
    }
    return VenueWhole.model_validate({**_line(page.row), **said})


def _handed(row: HandoverRow) -> dict[str, object]:
    return {**{key: getattr(row, key) for key in Handed.model_fields}, "area": _plain(row.area)}
