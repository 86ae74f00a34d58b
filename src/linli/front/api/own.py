"""The caller's own: who they are, what is theirs to do, what they send ahead; and the pack everybody works by."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from django.utils import timezone
from ninja import File, Query, Router, Schema, Status, UploadedFile
from pydantic import Field

from linli.adapters import uploads
from linli.backbone.api.callers import acting, actor_of, reading
from linli.backbone.api.inputs import After, Id, Input, Limit, Page, Word, linked
from linli.backbone.api.repeats import once
from linli.backbone.limits import limit as limit_writes
from linli.backbone.packs.registry import in_force, version_in_force
from linli.backbone.web import Request
from linli.domains.cases.commands import sign_many
from linli.domains.duties.queries import inbox, notices
from linli.kernel.refusal import NotFound

router = Router(tags=["own"])
ANY = ("read", "report", "act", "figures", "open311")


class SeatHeld(Schema):
    """A seat of the caller, with what it may do through this token."""

    seat_id: int
    title: str
    place_id: int | None
    place: str
    organization_id: int | None
    rights: list[str]


class Me(Schema):
    """Who calls."""

    name: str
    integration: bool
    scopes: list[str]
    expires_at: datetime | None
    seats: list[SeatHeld]


class DutyLine(Schema):
    """Something a seat of the caller must do by a time; `act` is what is done first."""

    id: int
    seat_id: int
    subject: str = Field(description="case or occurrence.")
    subject_id: int
    number: str
    title: str
    plate: str
    where: str
    channel: str
    role: str
    stage: str
    state: str
    urgency: str = Field(description="late, today or later.")
    created_at: datetime
    due: datetime | None
    signed: bool
    arrived: bool
    late: bool
    redo: bool
    act: str
    act_word: str


class DutyCounts(Schema):
    """How many duties stand where."""

    mine: int
    late: int
    today: int
    waiting: int


class DutyLines(Page):
    """A page of duties, most urgent first."""

    items: list[DutyLine]
    counts: DutyCounts


class Chosen(Input):
    """Duties to sign for."""

    duties: list[Id] = Field(min_length=1, max_length=200)


class Signed(Schema):
    """How many were signed, and how many did not need it."""

    signed: int
    left: int


class NoticeLine(Schema):
    """What a seat of the caller was told."""

    id: int
    text: str
    at: datetime
    read: bool


class NoticeLines(Schema):
    """What the caller's seats were told, newest first."""

    items: list[NoticeLine]


class Upload(Schema):
    """A file kept for a day, to be named by the request that needs it."""

    handle: str


class PackShape(Schema):
    """The governance model in force, whole."""

    name: str
    version: int
    digest: str
    content: dict[str, Any]


@router.get("/me", response=Me, auth=reading(*ANY), operation_id="get_me", summary="Read who I am")
def me(request: Request) -> Me:
    """The person and seat behind the token, its scopes and its end."""
    session = getattr(request, "token", None)
    seats = [
        SeatHeld(
            seat_id=held.seat_id,
            title=held.title,
            place_id=held.place_id,
            place=held.place_name,
            organization_id=held.organization_id,
            rights=sorted(held.rights),
        )
        for held in request.viewer.seats
    ]
    return Me(
        name=request.viewer.name,
        integration=bool(session and session.integration),
        scopes=sorted(session.scopes) if session else [],
        expires_at=session.expires_at if session else None,
        seats=seats,
    )


@router.get(
    "/duties", response=DutyLines, auth=reading("read", "act"), operation_id="list_duties", summary="List my duties"
)
def duties(
    request: Request,
    response: HttpResponse,
    tab: Annotated[Literal["mine", "late", "today", "waiting"], Query("mine")],
    channel: Annotated[Word, Query("")],
    after: After,
    limit: Limit,
) -> DutyLines:
    """What the caller's seats must do, most urgent first."""
    now = timezone.localtime(request.now)
    try:
        groups, cursor, have = inbox(request.viewer, tab=tab, now=now, channel=channel, after=after, limit=limit)
    except (ValueError, OverflowError):
        raise NotFound("cursor") from None
    items = [_line(row, group.key) for group in groups for row in group.rows]
    counts = DutyCounts(mine=have.mine, late=have.late, today=have.today, waiting=have.waiting)
    return DutyLines(items=items, counts=counts, next=linked(request, response, cursor))


def _line(row: Any, urgency: str) -> DutyLine:
    named = {"subject": row.subject_kind, "due": row.next_due, "urgency": urgency}
    plain = {name: getattr(row, name) for name in DutyLine.model_fields if name not in named}
    return DutyLine.model_validate({**plain, **named})


@router.post(
    "/duties/sign", response=Signed, auth=acting("act"), operation_id="sign_duties", summary="Sign for several duties"
)
@once
def sign(request: Request, sent: Chosen) -> Signed:
    """Sign for several of the caller's duties; those that need no signing are left as they are."""
    signed, left = sign_many(actor=actor_of(request), duty_ids=sent.duties, now=request.now)
    return Signed(signed=signed, left=left)


@router.get("/notices", response=NoticeLines, auth=reading("read"), operation_id="list_notices", summary="List notices")
def notice_list(request: Request) -> NoticeLines:
    """What the caller's seats were told, newest first; reading it here does not mark it read."""
    return NoticeLines(items=[NoticeLine.model_validate(row, from_attributes=True) for row in notices(request.viewer)])


@router.post("/uploads", response={201: Upload}, operation_id="upload", summary="Send a file ahead")
@once
def upload(request: Request, file: Annotated[UploadedFile, File(description="A photo or a paper.")]) -> Status[Upload]:
    """Kept for a day under a secret handle; it is looked at, drawn anew and stored when a report or an act names it."""
    limit_writes(request, "upload")
    return Status(201, Upload(handle=uploads.keep(file)))


@router.get("/packs/current", response=PackShape, auth=reading(*ANY), operation_id="get_pack", summary="Read the pack")
def pack(request: Request) -> PackShape:
    """The governance model in force: levels, posts, procedures, categories, routines, indicators, as JSON."""
    found = in_force()
    return PackShape(name=found.name, version=version_in_force(), digest=found.digest, content=dict(found.raw))
