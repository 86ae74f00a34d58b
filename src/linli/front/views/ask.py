"""What a resident may ask for at the door beside a request: a wish, a service matter, a topic …"""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from linli.backbone.limits import limit
from linli.backbone.values import RESIDENT
from linli.backbone.web import Request
from linli.domains.cases import commands
from linli.domains.cases.queries.kinds import kind_form
from linli.domains.cases.values import Channel
from linli.domains.cases.values.forms import KindForm
from linli.domains.places.queries import place_info
from linli.domains.places.values import PlaceInfo
from linli.front.doors import door_page, open_door
from linli.front.forms import AskForm
from linli.front.views.resident import keep_link
from linli.kernel.refusal import NotFound, Refusal
from linli.ui.forms import keep_papers, keep_photos


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request, code: str, kind: str) -> HttpResponse:
    """The form of a kind of case that residents may open, at the place of a door."""
    info, asked = open_door(code), kind_form(None, kind)
    form = AskForm(asked, *((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        try:
            return _opened(request, form, asked, info.place)
        except Refusal as refusal:
            form.refuse(refusal)
    page = door_page(info, timezone.localtime(request.now))
    context = {"door": page, "kind": asked, "form": form}
    return render(request, "front/ask.html", context, status=422 if form.is_bound else 200)


def _opened(request: Request, form: AskForm, asked: KindForm, place: PlaceInfo) -> HttpResponseRedirect:
    limit(request, "report")
    data = form.cleaned_data
    if data["website"]:
        raise Refusal("rate_limited")
    opened = commands.open_case(
        actor=RESIDENT,
        place=_level(place, asked.levels),
        text=data["text"],
        channel=Channel.SCAN,
        now=request.now,
        kind=asked.key,
        given=keep_papers(data),
        phone=data.get("contact", ""),
        photos=keep_photos(data["photos"]),
        key=data["key"],
    )
    return keep_link(request, redirect("sent", token=opened["token"]), opened["token"])


def _level(place: PlaceInfo, levels: tuple[str, ...]) -> PlaceInfo:
    """The door's own place, or the nearest above it at which this kind is opened."""
    step = next((one for one in reversed(place.path) if one.kind in levels), None)
    if step is None:
        raise NotFound("place")
    return place if step.id == place.id else place_info(step.id)
