"""What a resident may ask for at the door beside a request: a wish, a service matter, a topic …"""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from linli.backbone.web import Request
from linli.domains.cases.queries.kinds import kind_form
from linli.domains.cases.values.forms import KindForm
from linli.domains.places.queries import place_info
from linli.domains.places.values import PlaceInfo
from linli.front.doors import door_page, open_door
from linli.front.forms import AskForm
from linli.front.views.resident import open_for_resident
from linli.kernel.refusal import NotFound, Refusal


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
    data = form.cleaned_data
    phone = data.get("contact", "")
    return open_for_resident(request, data, place_of(place, asked.levels), kind=asked.key, phone=phone)


def place_of(place: PlaceInfo, levels: tuple[str, ...]) -> PlaceInfo:
    """The door's own place, or the nearest above it at which this kind is opened."""
    step = next((one for one in reversed(place.path) if one.kind in levels), None)
    if step is None:
        raise NotFound("place")
    return place if step.id == place.id else place_info(step.id)
