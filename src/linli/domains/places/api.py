"""Places over HTTP."""

from typing import Annotated

from django.http import HttpResponse
from ninja import Path, Query, Router, Schema

from linli.backbone.api.callers import reading
from linli.backbone.api.inputs import BIGGEST, After, Id, Limit, Page, Word, linked
from linli.backbone.web import Request
from linli.domains.places.queries import children, crumbs, search_places
from linli.domains.places.values import PlaceRow

router = Router(tags=["places"], auth=reading("read", "report", "figures"))
ROUTERS = (router,)


class PlaceLine(Schema):
    """A place of the territory; `count` are the places right under it."""

    id: int
    kind: str
    name: str
    code: str
    households: int | None
    count: int


class PlaceLines(Page):
    """A page of places, by code."""

    items: list[PlaceLine]


class PlaceStep(Schema):
    """A place on the way from the root."""

    id: int
    kind: str
    name: str
    code: str


class PlaceWhole(Schema):
    """A place with its way from the root."""

    id: int
    kind: str
    name: str
    code: str
    households: int | None
    path: list[PlaceStep]


def _line(row: PlaceRow) -> PlaceLine:
    return PlaceLine.model_validate(row, from_attributes=True)


@router.get("/places", response=PlaceLines, operation_id="list_places", summary="List places")
def places(
    request: Request,
    response: HttpResponse,
    parent: Annotated[int, Query(0, ge=0, le=BIGGEST, description="Right under it; 0: where the caller begins.")],
    q: Annotated[Word, Query("", description="Places whose name holds this, or whose code begins so, instead.")],
    after: After,
    limit: Limit,
) -> PlaceLines:
    """The tree, level by level, in the caller's sight; or places by name or code."""
    if q:
        return PlaceLines(items=[_line(row) for row in search_places(request.viewer, q, limit)])
    rows = children(request.viewer, parent or None, after, limit + 1)
    cursor = rows[limit - 1].code if len(rows) > limit else ""
    return PlaceLines(items=[_line(row) for row in rows[:limit]], next=linked(request, response, cursor))


@router.get("/places/{place_id}", response=PlaceWhole, operation_id="get_place", summary="Read a place")
def place(request: Request, place_id: Annotated[Id, Path()]) -> PlaceWhole:
    """A place in the caller's sight."""
    path = crumbs(request.viewer, place_id)
    here, steps = path[-1], [PlaceStep.model_validate(row, from_attributes=True) for row in path]
    return PlaceWhole(
        id=here.id, kind=here.kind, name=here.name, code=here.code, households=here.households, path=steps
    )
