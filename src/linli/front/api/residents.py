"""What residents may do without an account: look at a door, report, follow, add, nudge, rate."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import FileResponse
from django.utils import timezone
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from linli.adapters.photos import PhotoStore
from linli.backbone.api.inputs import PICTURE, Files, Given, Id, Input, Line, Photos, Said, Secret, Slug, Word
from linli.backbone.api.repeats import once
from linli.backbone.limits import limit
from linli.backbone.values import RESIDENT
from linli.backbone.web import Request
from linli.domains.cases import commands
from linli.domains.cases.api.shapes import Happening, Opened, PhotoShape, Step, happening, photo_shape
from linli.domains.cases.queries import category_choices, follow, followed_photo
from linli.domains.cases.queries.kinds import MAIN, for_residents, kind_form
from linli.domains.cases.values import Channel
from linli.front.doors import open_door
from linli.front.forms import AskForm
from linli.front.views.ask import place_of
from linli.ui.forms import keep_papers, keep_photos
from linli.ui.typed import FormField, checked, files_of, form_fields, typed

router = Router(tags=["residents"])
Code = Annotated[Word, Path(min_length=1, pattern=r"^[0-9A-Za-z]+$", examples=["K7M2P9QX"])]
FollowToken = Annotated[Secret, Path(description="The secret the report was answered with.")]


class Choice(Schema):
    """A word of the pack, with its title."""

    key: str
    title: str


class DoorShape(Schema):
    """A door: where it is, and what can be asked for there."""

    code: str
    plate: str
    where: str
    categories: list[Choice]
    kinds: list[Choice]


class AskShape(Schema):
    """What asking for something of a kind takes."""

    key: str
    title: str
    fields: list[FormField]


class Report(Input):
    """What is wrong, at the door whose code was scanned. For a kind other than `request`, `given` and `files` fill the
    form of the kind."""

    door: Word = Field(min_length=1, examples=["K7M2P9QX"])
    text: Said = Field(min_length=1, examples=["三楼的灯坏了三天，看不清台阶。"])
    kind: Slug = MAIN
    category: Word = ""
    detail: Line = ""
    phone: Word = Field("", description="Kept sealed; may be left out.")
    public: bool = Field(False, description="Whether neighbours may see the title, never more.")
    photos: Photos = []
    given: Given = {}
    files: Files = {}


class Next(Schema):
    """What happens next and by when."""

    heading: str
    lines: list[str]
    due: datetime | None
    late: bool


class Followed(Schema):
    """A case as its reporter sees it."""

    number: str
    title: str
    text: str
    plate: str
    where: str
    opened_at: datetime
    closed: bool
    satisfied: bool
    can_rate: bool
    can_nudge: bool
    can_add: bool
    rate_by: datetime | None
    handled_by: str
    handled_at: datetime | None
    track: list[Step]
    next: Next
    timeline: list[Happening]
    photos: list[PhotoShape]


class Rating(Input):
    """The three questions of the call-back (回访)."""

    contacted: bool
    solved: bool
    satisfaction: Literal["satisfied", "basic", "unsatisfied"]
    words: Line = ""


class Words(Input):
    """More words or pictures from the reporter."""

    text: Said = ""
    photos: Photos = []


@router.get("/doors/{code}", response=DoorShape, operation_id="get_door", summary="Look at a door")
def door(request: Request, code: Code) -> DoorShape:
    """The place behind a door's code, with the categories and kinds residents may choose from."""
    info = open_door(code)
    return DoorShape(
        code=info.code,
        plate=info.place.plate,
        where=info.place.where,
        categories=[Choice(key=key, title=title) for key, title in category_choices()],
        kinds=[Choice(key=row.key, title=row.title) for row in for_residents(info.code)],
    )


@router.get("/doors/{code}/kinds/{kind}", response=AskShape, operation_id="get_door_kind", summary="Read an ask's form")
def door_kind(request: Request, code: Code, kind: Slug) -> AskShape:
    """What asking for something of a kind takes at a door."""
    open_door(code)
    asked = kind_form(None, kind)
    return AskShape(key=asked.key, title=asked.title, fields=form_fields(AskForm(asked)))


@router.post("/reports", response={201: Opened}, operation_id="report", summary="Report what is wrong")
@once
def report(request: Request, sent: Report) -> Status[Opened]:
    """Accepted at once, with a number and the secret of the follow-up link: keep it, it is said this once."""
    info = open_door(sent.door)
    limit(request, "report")
    files = files_of({**sent.files, "photos": sent.photos})
    common: dict[str, Any] = {"actor": RESIDENT, "text": sent.text, "channel": Channel.WEB, "now": request.now}
    if sent.kind == MAIN:
        said = {name: getattr(sent, name) for name in ("category", "detail", "phone", "public")}
        photos = keep_photos(files.getlist("photos"))
        opened = commands.open_case(place=info.place, photos=photos, **said, **common)
        return Status(201, Opened(number=opened["number"], token=opened["token"]))
    asked = kind_form(None, sent.kind)
    form = AskForm(asked, typed({**sent.given, "text": sent.text, "contact": sent.phone}), files)
    data = checked(form, [*sent.given, *sent.files])
    opened = commands.open_case(
        place=place_of(info.place, asked.levels),
        kind=asked.key,
        phone=data.get("contact", ""),
        given=keep_papers(data),
        photos=keep_photos(data["photos"]),
        **common,
    )
    return Status(201, Opened(number=opened["number"], token=opened["token"]))


def _followed(request: Request, token: str) -> Followed:
    case = follow(token, timezone.localtime(request.now))
    base = f"/api/v1/follow/{token}"
    shown = {name: getattr(case, name) for name in Followed.model_fields if name not in ("timeline", "photos")}
    lines = [happening(row, base) for row in case.timeline]
    return Followed.model_validate(
        {**shown, "timeline": lines, "photos": [photo_shape(one, base) for one in case.photos]}
    )


@router.get("/follow/{token}", response=Followed, operation_id="follow", summary="Follow a report")
def follow_up(request: Request, token: FollowToken) -> Followed:
    """How far it has come, and what happens next by when."""
    return _followed(request, token)


@router.get(
    "/follow/{token}/photos/{photo_id}",
    operation_id="get_followed_photo",
    summary="Read a picture of a report",
    openapi_extra=PICTURE,
)
def photo(
    request: Request,
    token: FollowToken,
    photo_id: Annotated[Id, Path()],
    small: Annotated[bool, Query(False, description="320 px square.")],
) -> FileResponse:
    """A picture of a followed case as JPEG."""
    path = PhotoStore(settings.MEDIA_ROOT).path(followed_photo(token, photo_id), small=small)
    return FileResponse(path.open("rb"), content_type="image/jpeg")


@router.post("/follow/{token}/words", response=Followed, operation_id="add_words", summary="Add to a report")
@once
def add(request: Request, token: FollowToken, sent: Words) -> Followed:
    """More words or pictures, while the case is open."""
    limit(request, "add")
    photos = keep_photos(files_of({"photos": sent.photos}).getlist("photos"))
    commands.add_words(actor=RESIDENT, token=token, words=sent.text, photos=photos, now=request.now)
    return _followed(request, token)


@router.post("/follow/{token}/nudge", response=Followed, operation_id="nudge", summary="Ask for speed")
@once
def nudge(request: Request, token: FollowToken) -> Followed:
    """The holder is told; once an hour at most."""
    limit(request, "nudge")
    commands.nudge(actor=RESIDENT, token=token, now=request.now)
    return _followed(request, token)


@router.post("/follow/{token}/rating", response=Followed, operation_id="rate", summary="Answer the call-back")
@once
def rate(request: Request, token: FollowToken, sent: Rating) -> Followed:
    """Whether it is solved: satisfied closes the case, unsolved sends it back with its history."""
    limit(request, "rate")
    commands.rate(actor=RESIDENT, token=token, **sent.model_dump(), now=request.now)
    return _followed(request, token)
