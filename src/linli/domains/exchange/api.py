"""Offers over HTTP: the open ones a caller may read, and one."""

from datetime import date
from typing import Annotated, Literal

from django.http import HttpResponse
from ninja import Path, Query, Router, Schema

from linli.backbone.api.callers import reading
from linli.backbone.api.inputs import After, Id, Limit, Page, Word, linked
from linli.backbone.web import Request
from linli.domains.exchange.queries import offer, seen
from linli.kernel.ids import row_number

router = Router(tags=["offers"], auth=reading("read"))
ROUTERS = (router,)


class OfferLine(Schema):
    """What an organization offers (资源清单); `times` 0 means as often as wanted."""

    id: int
    kind: str
    kind_words: str
    title: str
    text: str
    organization: str
    place: str
    place_code: str
    starts: date
    ends: date
    times: int
    contact: str
    phone: str
    standing: Literal["offered", "coming", "open", "ended", "refused", "withdrawn"]


class OfferLines(Page):
    """A page of offers."""

    items: list[OfferLine]


@router.get("/offers", response=OfferLines, operation_id="list_offers", summary="List offers")
def offers(
    request: Request, response: HttpResponse, kind: Annotated[Word, Query("")], after: After, limit: Limit
) -> OfferLines:
    """Open and coming offers in the caller's sight, newest first."""
    rows = seen(request.viewer, kind=kind, after=row_number(after), limit=limit + 1)
    cursor = str(rows[limit - 1].id) if len(rows) > limit else ""
    items = [OfferLine.model_validate(row, from_attributes=True) for row in rows[:limit]]
    return OfferLines(items=items, next=linked(request, response, cursor))


@router.get("/offers/{offer_id}", response=OfferLine, operation_id="get_offer", summary="Read an offer")
def one(request: Request, offer_id: Annotated[Id, Path()]) -> OfferLine:
    """An offer the caller may read."""
    return OfferLine.model_validate(offer(request.viewer, offer_id).row, from_attributes=True)
