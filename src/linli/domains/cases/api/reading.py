"""Reading cases."""

from typing import Annotated, Literal

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.utils import timezone
from ninja import Path, Query

from linli.adapters.papers import KINDS
from linli.adapters.photos import PhotoStore
from linli.backbone.api.inputs import PICTURE, After, Id, Limit, Number, Slug, Word, linked
from linli.backbone.api.tags import shown_tag
from linli.backbone.web import Request
from linli.domains.cases.api.router import SEEING, router
from linli.domains.cases.api.shapes import (
    ActForm,
    Acts,
    ActShape,
    CaseLine,
    CaseLines,
    CaseWhole,
    Timeline,
    happening,
    whole,
)
from linli.domains.cases.queries import case_list, case_page
from linli.domains.cases.queries.answers import viewed_paper
from linli.domains.cases.queries.held import case_version
from linli.domains.cases.queries.needs import viewed_photo
from linli.domains.cases.web.doing import form_of
from linli.kernel.procedure.check import OWN_ACTS
from linli.kernel.refusal import NotFound
from linli.ui.papers import paper_answer
from linli.ui.typed import form_fields

CaseNumber = Annotated[Number, Path(description="The number of the case.", examples=["QS260608-0012"])]
Filter = Annotated[Word, Query("")]


@router.get("/cases", response=CaseLines, auth=SEEING, operation_id="list_cases", summary="List cases")
def cases(
    request: Request,
    response: HttpResponse,
    view: Annotated[Literal["open", "late", "whistle", "closed", "all"], Query("open")],
    q: Filter,
    category: Filter,
    channel: Filter,
    kind: Filter,
    stage: Filter,
    after: After,
    limit: Limit,
) -> CaseLines:
    """Cases in the caller's sight, newest first. `q` is a number or words; `stage` may name several, with commas."""
    filters = {"q": q, "category": category, "channel": channel, "kind": kind, "stage": stage}
    now = timezone.localtime(request.now)
    found = case_list(request.viewer, view=view, now=now, filters=filters, after=after, limit=limit)
    items = [CaseLine.model_validate(row, from_attributes=True) for row in found.rows]
    return CaseLines(items=items, next=linked(request, response, found.cursor))


@router.get("/cases/{number}", response=CaseWhole, auth=SEEING, operation_id="get_case", summary="Read a case")
def case(request: Request, response: HttpResponse, number: CaseNumber) -> CaseWhole:
    """A case with what the caller may do with it now. Its ETag can be given to an act as If-Match."""
    version = case_version(request.viewer, number)
    page = case_page(request.viewer, number, timezone.localtime(request.now))
    found = whole(page, version)
    response["ETag"] = shown_tag(version, found.model_dump_json())
    return found


@router.get(
    "/cases/{number}/timeline", response=Timeline, auth=SEEING, operation_id="get_timeline", summary="Read the timeline"
)
def timeline(request: Request, number: CaseNumber) -> Timeline:
    """What happened in a case, newest first."""
    page = case_page(request.viewer, number, timezone.localtime(request.now))
    base = f"/api/v1/cases/{number}"
    return Timeline(items=[happening(row, base) for row in page.timeline])


@router.get(
    "/cases/{number}/acts", response=Acts, auth=SEEING, operation_id="list_acts", summary="List what may be done"
)
def acts(request: Request, number: CaseNumber) -> Acts:
    """The acts of the case's stage for the caller's seat: each allowed, or with the reason why not."""
    page = case_page(request.viewer, number, timezone.localtime(request.now))
    return Acts(items=[ActShape.model_validate(one, from_attributes=True) for one in page.acts])


@router.get(
    "/cases/{number}/acts/{act}",
    response=ActForm,
    auth=SEEING,
    operation_id="get_act_form",
    summary="Read an act's form",
)
def act_form(request: Request, number: CaseNumber, act: Annotated[Slug, Path(examples=["forward"])]) -> ActForm:
    """What an act asks for."""
    page = case_page(request.viewer, number, timezone.localtime(request.now))
    if act not in {one.key for one in page.acts}:
        raise NotFound("act")
    fields = [] if act in OWN_ACTS else form_fields(form_of(request.viewer, number, act))
    return ActForm(key=act, fields=fields)


BINARY = {"schema": {"type": "string", "format": "binary"}}
PAPER = {"responses": {200: {"content": {kind.partition(";")[0]: BINARY for kind in KINDS.values()}}}}


@router.get(
    "/cases/{number}/photos/{photo_id}",
    auth=SEEING,
    operation_id="get_photo",
    summary="Read a picture",
    openapi_extra=PICTURE,
)
def photo(
    request: Request,
    number: CaseNumber,
    photo_id: Annotated[Id, Path()],
    small: Annotated[bool, Query(False, description="320 px square.")],
) -> FileResponse:
    """A picture of a case as JPEG."""
    path = PhotoStore(settings.MEDIA_ROOT).path(viewed_photo(request.viewer, number, photo_id), small=small)
    return FileResponse(path.open("rb"), content_type="image/jpeg")


@router.get(
    "/cases/{number}/papers/{paper_id}",
    auth=SEEING,
    operation_id="get_paper",
    summary="Read a paper",
    openapi_extra=PAPER,
)
def paper(request: Request, number: CaseNumber, paper_id: Annotated[Id, Path()]) -> FileResponse:
    """A paper given with a form of the case."""
    return paper_answer(*viewed_paper(request.viewer, number, paper_id))
