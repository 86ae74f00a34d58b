"""Figures over HTTP: which indicators there are, what they say, and the records behind them."""

from datetime import date
from typing import Annotated, Literal

from django.http import HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router, Schema
from pydantic import Field

from linli.backbone.api.callers import reading
from linli.backbone.api.inputs import BIGGEST, After, Page, Slug, Word, linked
from linli.backbone.web import Request
from linli.domains.insights.queries.asked import figure_asked, figure_split, indicator_list
from linli.domains.insights.queries.behind import behind
from linli.domains.insights.values import Reading
from linli.front.periods import period_of

router = Router(tags=["figures"], auth=reading("figures"))
Key = Annotated[Slug, Path(examples=["on_time"])]
PlaceId = Annotated[int, Query(0, ge=0, le=BIGGEST, description="0: the place of the caller's seat.")]
Span = Annotated[
    Literal["today", "week", "month", "last_month", "quarter", "year"], Query("month", description="A named period …")
]
From = Annotated[date | None, Query(None, alias="from", description="… or the days from here …")]
To = Annotated[date | None, Query(None, alias="to", description="… to here, both included.")]
By = Literal["channel", "category", "kind", "organization"]


class IndicatorShape(Schema):
    """What an indicator means."""

    key: str
    title: str
    about: str
    formula: str
    unit: str
    source: str
    version: int = Field(description="The version of the pack that defines it.")


class Indicators(Schema):
    """Every indicator of the pack in force."""

    items: list[IndicatorShape]


class ReadingShape(Schema):
    """A reading: `top` over `bottom` where it is a rate or a mean; `value` null where nothing was counted."""

    value: float | None
    top: float
    bottom: float | None


class FigureShape(Schema):
    """An indicator of a place over a period, with the period before (环比) and the same days a year ago (同比)."""

    key: str
    title: str
    unit: str
    place_id: int
    place: str
    starts: date
    ends: date
    now: ReadingShape
    before: ReadingShape
    year_before: ReadingShape


class PartShape(Schema):
    """One part of a split."""

    part: str
    title: str
    now: ReadingShape


class SplitShape(Schema):
    """An indicator part by part."""

    items: list[PartShape]


class RecordShape(Schema):
    """Something the figure counted."""

    title: str
    where: str
    note: str
    on: date | None


class Records(Page):
    """A page of what a figure counted; `counted` is what all of them add up to."""

    counted: str
    items: list[RecordShape]


def _reading(one: Reading) -> ReadingShape:
    return ReadingShape(value=None if one.number is None else float(one.number), top=one.top, bottom=one.bottom)


def _wanted(place: int) -> str:
    return str(place) if place else ""


@router.get("/indicators", response=Indicators, operation_id="list_indicators", summary="List indicators")
def indicators(request: Request) -> Indicators:
    """What every indicator means, by which version of the pack."""
    rows = indicator_list(request.viewer)
    return Indicators(items=[IndicatorShape.model_validate(row, from_attributes=True) for row in rows])


@router.get("/indicators/{key}", response=FigureShape, operation_id="get_figure", summary="Read a figure")
def figure(
    request: Request,
    key: Key,
    place: PlaceId,
    period: Span,
    starts: From,
    ends: To,
    by: Annotated[By | None, Query(None)],
    part: Annotated[Word, Query("", description="One part of the split `by`.")],
) -> FigureShape:
    """An indicator of a place over a period, or one part of it."""
    now, span = timezone.localtime(request.now), period_of(request)
    about, asked, three = figure_asked(request.viewer, key, _wanted(place), span, now, by or "", part)
    return FigureShape(
        key=about.key,
        title=about.title,
        unit=about.unit,
        place_id=asked.place_id,
        place=asked.name,
        starts=span.start,
        ends=span.end,
        now=_reading(three[0]),
        before=_reading(three[1]),
        year_before=_reading(three[2]),
    )


@router.get("/indicators/{key}/split", response=SplitShape, operation_id="get_split", summary="Split a figure")
def split(
    request: Request,
    key: Key,
    place: PlaceId,
    period: Span,
    starts: From,
    ends: To,
    by: Annotated[Literal["place"] | By, Query("place")],
) -> SplitShape:
    """An indicator by the places right under one, or by channel, category, kind or organization."""
    now = timezone.localtime(request.now)
    rows = figure_split(request.viewer, key, _wanted(place), period_of(request), now, by)
    return SplitShape(items=[PartShape(part=one, title=title, now=_reading(have)) for one, title, have in rows])


@router.get("/indicators/{key}/records", response=Records, operation_id="list_records", summary="Open a figure")
def records(
    request: Request,
    response: HttpResponse,
    key: Key,
    place: PlaceId,
    period: Span,
    starts: From,
    ends: To,
    which: Annotated[Literal["top", "of", "rest"] | None, Query(None, description="Numerator, denominator, the rest.")],
    by: Annotated[By | None, Query(None)],
    part: Annotated[Word, Query("")],
    after: After,
) -> Records:
    """The records a figure adds up."""
    found = behind(
        request.viewer,
        key,
        _wanted(place),
        period_of(request),
        timezone.localtime(request.now),
        which=which or "",
        split=by or "",
        part=part,
        after=after,
    )
    items = [RecordShape(title=row.title, where=row.where, note=row.note, on=row.at) for row in found.records]
    return Records(counted=found.counted, items=items, next=linked(request, response, found.cursor))
