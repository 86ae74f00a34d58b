"""The wall screen, for a seat or for a television with a key; and the page where keys are made and revoked."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.backbone.commands import only_once
from linli.backbone.refusals import sentence
from linli.backbone.values import Actor
from linli.backbone.web import Request, asked, viewer_of
from linli.domains.insights.commands import make_wall_key, revoke_wall_key
from linli.domains.insights.commands.keys import NAME_MOST
from linli.domains.insights.queries.wall import keys_of, wall_lent, wall_seen
from linli.domains.insights.values.wall import Wall
from linli.kernel.ids import row_number
from linli.kernel.refusal import Refusal
from linli.ui.forms import ActForm
from linli.ui.pages import staff_page


class KeyForm(ActForm):
    """Which screen a key is for."""

    name = forms.CharField(max_length=NAME_MOST)

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.fields["name"].error_messages["required"] = sentence(Refusal("wall_key_name"))


def _screen(request: Request, wall: Wall, data: str, back: str) -> HttpResponse:
    response = render(request, "front/screen.html", {"wall": wall, "shown": wall.plain(), "data": data, "back": back})
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _data(wall: Wall) -> HttpResponse:
    response = JsonResponse(wall.plain(), json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})
    response["Cache-Control"] = "no-store"
    return response


@require_GET
def screen(request: Request) -> HttpResponse:
    """The wall of a place, for a seat that may see its board."""
    place_id, wall = wall_seen(viewer_of(request), asked(request, "place"), timezone.localtime(request.now))
    return _screen(request, wall, f"/wall/data/?place={place_id}", f"/wall/keys/?place={place_id}")


@require_GET
def screen_data(request: Request) -> HttpResponse:
    """The same as data, asked again and again."""
    return _data(wall_seen(viewer_of(request), asked(request, "place"), timezone.localtime(request.now))[1])


@require_GET
def lent(request: Request, token: str) -> HttpResponse:
    """The wall a key opens, without an account."""
    return _screen(request, wall_lent(token, timezone.localtime(request.now)), f"/wall/k/{token}/data/", "")


@require_GET
def lent_data(request: Request, token: str) -> HttpResponse:
    """The same as data."""
    return _data(wall_lent(token, timezone.localtime(request.now)))


@require_http_methods(["GET", "POST"])
def keys(request: Request) -> HttpResponse:
    """The keys of a place and those below it; a new one's link is shown this once."""
    viewer, made, form = viewer_of(request), "", KeyForm(request.POST or None)
    place, _rows = keys_of(viewer, asked(request, "place"))
    if form.is_valid():
        data = form.cleaned_data
        try:
            with only_once(data["key"]):
                said = {"actor": Actor.of(viewer), "name": data["name"], "now": request.now}
                token = make_wall_key(place_id=place.id, **said)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            made, form = request.build_absolute_uri(f"/wall/k/{token}/"), KeyForm()
    context = {"place": place, "rows": keys_of(viewer, str(place.id))[1], "made": made, "form": form}
    return staff_page(request, "front/wall_keys.html", context, viewer, "board", 422 if form.is_bound else 200)


@require_POST
def revoke(request: Request, key_id: int) -> HttpResponse:
    """Take a key back."""
    revoke_wall_key(actor=Actor.of(viewer_of(request)), key_id=key_id, now=request.now)
    messages.success(request, _("停用了，那块屏下一次更新时就看不到了"))
    place = request.POST.get("place", "")
    return redirect(f"/wall/keys/?place={place}" if row_number(place) else "/wall/keys/")
