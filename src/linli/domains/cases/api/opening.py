"""Opening cases: what staff and other systems register."""

from typing import Any

from django.utils.datastructures import MultiValueDict
from ninja import Status

from linli.backbone.api.callers import acting, actor_of, reading
from linli.backbone.api.inputs import Slug
from linli.backbone.api.repeats import once
from linli.backbone.web import Request
from linli.domains.cases import commands
from linli.domains.cases.api.router import router
from linli.domains.cases.api.shapes import Kind, KindForm, Kinds, NewCase, Opened
from linli.domains.cases.queries.kinds import MAIN, kind_form, startable
from linli.domains.cases.values import Channel
from linli.domains.cases.web.forms import StartForm
from linli.domains.organizations.queries import unit_choices
from linli.domains.places.queries import place_by_code, place_choices, visible_place
from linli.kernel.refusal import NotFound
from linli.ui.forms import keep_papers, keep_photos
from linli.ui.typed import checked, files_of, form_fields, typed


@router.get(
    "/kinds", response=Kinds, auth=reading("read", "report"), operation_id="list_kinds", summary="List kinds of case"
)
def kinds(request: Request) -> Kinds:
    """The kinds of case the caller's seat may open, beside a request."""
    items = [Kind(key=row.key, title=row.title, about=row.about) for row in startable(request.viewer)]
    return Kinds(items=items)


@router.get(
    "/kinds/{kind}",
    response=KindForm,
    auth=reading("read", "report"),
    operation_id="get_kind",
    summary="Read a kind's form",
)
def kind(request: Request, kind: Slug) -> KindForm:
    """What opening a case of a kind asks for, beside its place and text."""
    asked = kind_form(request.viewer, kind)
    fields = form_fields(StartForm(asked, list(place_choices(request.viewer, asked.levels)), list(unit_choices())))
    return KindForm(key=asked.key, title=asked.title, levels=list(asked.levels), fields=fields)


@router.post(
    "/cases", response={201: Opened}, auth=acting("report"), operation_id="open_case", summary="Register a case"
)
@once
def open_case(request: Request, sent: NewCase) -> Status[Opened]:
    """Register a matter at a place of the caller's."""
    opened = _request(request, sent) if sent.kind == MAIN else _other(request, sent)
    return Status(201, Opened(number=opened["number"], token=opened["token"]))


def _request(request: Request, sent: NewCase) -> commands.Opened:
    viewer = request.viewer
    if not viewer.may("register"):
        raise NotFound("register")
    place = place_by_code(sent.place)
    visible_place(viewer, place.id)
    return commands.open_case(
        actor=actor_of(request),
        place=place,
        text=sent.text,
        channel=Channel(sent.channel),
        now=request.now,
        category=sent.category,
        urgency=sent.urgency,
        phone=sent.phone,
        reporter=sent.name,
        detail=sent.detail,
        photos=keep_photos(files_of({"photos": sent.photos}).getlist("photos")),
    )


def _other(request: Request, sent: NewCase) -> commands.Opened:
    """By the form of the kind, as its page does."""
    asked = kind_form(request.viewer, sent.kind)
    given: MultiValueDict[str, Any] = typed({**sent.given, "place": sent.place, asked.said or "text": sent.text})
    form = StartForm(
        asked,
        list(place_choices(request.viewer, asked.levels)),
        list(unit_choices()),
        given,
        files_of({**sent.files, "photos": sent.photos}),
    )
    data = checked(form, sent.given)
    return commands.open_case(
        actor=actor_of(request),
        place=place_by_code(data["place"]),
        text=data[asked.said or "text"],
        channel=Channel(sent.channel),
        now=request.now,
        kind=asked.key,
        given=keep_papers(data),
        starter_seat=asked.seat_id,
        photos=keep_photos(data["photos"]),
    )
