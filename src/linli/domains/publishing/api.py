"""Notices over HTTP: those a caller may read, and one."""

from datetime import date
from typing import Annotated, Literal

from django.http import HttpResponse
from ninja import Path, Query, Router, Schema

from linli.backbone.api.callers import reading
from linli.backbone.api.inputs import After, Id, Limit, Page, Word, linked
from linli.backbone.web import Request
from linli.domains.publishing.queries import notice, seen
from linli.kernel.ids import row_number

router = Router(tags=["notices"], auth=reading("read"))
ROUTERS = (router,)


class PublicNoticeLine(Schema):
    """A notice (公告、公示)."""

    id: int
    kind: str
    kind_words: str
    title: str
    place: str
    starts: date
    ends: date
    standing: Literal["draft", "coming", "standing", "over", "withdrawn"]
    pinned: bool


class PublicNoticeLines(Page):
    """A page of notices."""

    items: list[PublicNoticeLine]


class PublicNoticeWhole(PublicNoticeLine):
    """A notice with its words."""

    place_code: str
    paragraphs: list[str]
    contact: str
    phone: str
    reason: str


def _plain(row: object) -> dict[str, object]:
    return {name: getattr(row, name) for name in PublicNoticeLine.model_fields}


@router.get(
    "/public-notices", response=PublicNoticeLines, operation_id="list_public_notices", summary="List public notices"
)
def notices(
    request: Request,
    response: HttpResponse,
    show: Annotated[
        Literal["standing", "draft", "past"],
        Query("standing", description="Standing and coming ones; drafts; those over or taken down."),
    ],
    kind: Annotated[Word, Query("")],
    after: After,
    limit: Limit,
) -> PublicNoticeLines:
    """Newest first. Drafts and those taken down are for seats that draft notices there."""
    rows = seen(request.viewer, show, kind=kind, after=row_number(after), limit=limit + 1)
    cursor = str(rows[limit - 1].id) if len(rows) > limit else ""
    items = [PublicNoticeLine.model_validate(_plain(row)) for row in rows[:limit]]
    return PublicNoticeLines(items=items, next=linked(request, response, cursor))


@router.get(
    "/public-notices/{notice_id}",
    response=PublicNoticeWhole,
    operation_id="get_public_notice",
    summary="Read a public notice",
)
def one(request: Request, notice_id: Annotated[Id, Path()]) -> PublicNoticeWhole:
    """A notice the caller may read; who signed a consent is never said here."""
    page = notice(request.viewer, notice_id)
    more = {
        "place_code": page.place_code,
        "paragraphs": list(page.paragraphs),
        "contact": page.content.contact,
        "phone": page.content.phone,
        "reason": page.row.reason,
    }
    return PublicNoticeWhole.model_validate({**_plain(page.row), **more})
