"""Organizations and seats over HTTP: who there is, and who sits where."""

from datetime import date
from typing import Annotated

from django.http import HttpResponse
from ninja import Path, Query, Router, Schema

from linli.backbone.api.callers import reading
from linli.backbone.api.inputs import After, Id, Limit, Page, Word, linked
from linli.backbone.web import Request
from linli.domains.organizations.queries.bodies import bodies, body
from linli.domains.organizations.queries.seats import roster, seat_history
from linli.domains.organizations.values import SeatRow
from linli.kernel.refusal import NotFound

router = Router(tags=["organizations"], auth=reading("read"))
ROUTERS = (router,)


class BodyLine(Schema):
    """An organization."""

    id: int
    kind: str
    kind_words: str
    name: str
    place: str


class BodyLines(Page):
    """A page of organizations."""

    items: list[BodyLine]


class Cover(Schema):
    """A place an organization covers."""

    place: str
    above: str
    way: str
    starts: date
    ends: date | None


class Member(Schema):
    """A member of a joint body."""

    name: str
    place: str
    mandate: str
    starts: date
    ends: date | None


class BodyWhole(Schema):
    """An organization with what it covers and who belongs to it."""

    id: int
    kind: str
    kind_words: str
    name: str
    place: str
    credit_code: str
    parent: str
    joint: bool
    covers: list[Cover]
    members: list[Member]
    bodies: list[str]


class SeatLine(Schema):
    """A seat and who sits in it today."""

    id: int
    title: str
    post: str
    where: str
    holder: str
    since: date | None
    way: str
    vacant: bool


class SeatLines(Page):
    """A page of seats."""

    items: list[SeatLine]


class Term(Schema):
    """A term in a seat's history."""

    person: str
    since: date
    until: date | None
    way: str
    ended_because: str


class SeatWhole(SeatLine):
    """A seat with its history, newest first."""

    terms: list[Term]


def _cursor(after: str) -> int:
    return int(after) if after.isdecimal() and len(after) < 19 else 0


@router.get("/organizations", response=BodyLines, operation_id="list_organizations", summary="List organizations")
def organizations(
    request: Request,
    response: HttpResponse,
    kind: Annotated[Word, Query("")],
    q: Annotated[Word, Query("", description="Part of the name.")],
    after: After,
    limit: Limit,
) -> BodyLines:
    """Organizations in the caller's reach that are not dissolved."""
    rows = bodies(request.viewer, kind=kind, words=q, after=_cursor(after), limit=limit + 1)
    cursor = str(rows[limit - 1].id) if len(rows) > limit else ""
    items = [BodyLine.model_validate(row, from_attributes=True) for row in rows[:limit]]
    return BodyLines(items=items, next=linked(request, response, cursor))


@router.get(
    "/organizations/{organization_id}",
    response=BodyWhole,
    operation_id="get_organization",
    summary="Read an organization",
)
def organization(request: Request, organization_id: Annotated[Id, Path()]) -> BodyWhole:
    """An organization in the caller's reach."""
    page = body(request.viewer, organization_id)
    row = page.row
    return BodyWhole(
        id=row.id,
        kind=row.kind,
        kind_words=row.kind_words,
        name=row.name,
        place=row.place,
        credit_code=page.credit_code,
        parent=page.parent,
        joint=page.joint,
        covers=[Cover.model_validate(one, from_attributes=True) for one in page.covers],
        members=[Member.model_validate(one, from_attributes=True) for one in page.members],
        bodies=list(page.bodies),
    )


def _plain(row: SeatRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in SeatLine.model_fields}


@router.get("/seats", response=SeatLines, operation_id="list_seats", summary="List seats")
def seats(
    request: Request,
    response: HttpResponse,
    post: Annotated[Word, Query("")],
    q: Annotated[Word, Query("", description="Part of the title.")],
    vacant: Annotated[bool, Query(False, description="Only those nobody sits in.")],
    after: After,
    limit: Limit,
) -> SeatLines:
    """The seats of the caller's places, with who sits in them today."""
    if not request.viewer.may("oversee"):
        raise NotFound("seats")
    rows = roster(request.viewer, vacant_only=vacant, post=post, words=q, after=_cursor(after), limit=limit + 1)
    cursor = str(rows[limit - 1].id) if len(rows) > limit else ""
    items = [SeatLine.model_validate(_plain(row)) for row in rows[:limit]]
    return SeatLines(items=items, next=linked(request, response, cursor))


@router.get("/seats/{seat_id}", response=SeatWhole, operation_id="get_seat", summary="Read a seat")
def seat(request: Request, seat_id: Annotated[Id, Path()]) -> SeatWhole:
    """A seat with its history."""
    row, terms = seat_history(request.viewer, seat_id)
    history = [Term.model_validate(one, from_attributes=True) for one in terms]
    return SeatWhole.model_validate({**_plain(row), "terms": history})
