"""Public cards: the list, one card with its promise, the printable wall page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from linli.backbone.values import Actor
from linli.backbone.web import Request, asked, viewer_of
from linli.domains.organizations.commands.compounds import write_promise
from linli.domains.organizations.queries import cards as queries
from linli.domains.organizations.web.compound_forms import PromiseForm
from linli.front.views.registers.common import acted, following, number_asked, show
from linli.kernel.refusal import NotFound

PAGE = 36


@require_GET
def register(request: Request) -> HttpResponse:
    """The cards of the viewer's reach."""
    viewer, post, words = viewer_of(request), asked(request, "post"), asked(request, "q")
    place_id = number_asked(request, "place")
    rows = queries.cards(
        viewer, post=post, words=words, place_id=place_id, after=number_asked(request, "cursor"), limit=PAGE + 1
    )
    context = {
        "cards": rows[:PAGE],
        "more": following(request, rows[PAGE - 1].seat_id) if len(rows) > PAGE else "",
        "words": words,
        "place_id": place_id,
        "posts": [(key, title, key == post) for key, title in queries.shown_choices()],
    }
    return show(request, "cards", context)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: Request, seat_id: int) -> HttpResponse:
    """One card, and to write its promise."""
    viewer = viewer_of(request)
    card, may_write = queries.card(viewer, seat_id)
    if request.method == "POST" and not may_write:
        raise NotFound("card")
    form = PromiseForm(request.POST or None, initial={"promise": card.promise}) if may_write else None

    def act(data: dict[str, Any]) -> None:
        write_promise(actor=Actor.of(viewer), seat_id=seat_id, promise=data["promise"], now=request.now)

    here = f"/registers/cards/{seat_id}/"
    answer = acted(request, form, act, _("写上了"), here) if form and request.method == "POST" else None
    status = 422 if request.method == "POST" else 200
    return answer or show(request, "card", {"card": card, "form": form}, status=status)


@require_GET
def wall(request: Request, place_id: int) -> HttpResponse:
    """A page to print and put on the wall: A4, or A3 with `?paper=a3`."""
    name, above, found = queries.wall(viewer_of(request), place_id)
    paper = "a3" if asked(request, "paper") == "a3" else "a4"
    context = {"name": name, "above": above, "cards": found, "paper": paper}
    response = render(request, "front/registers/wall.html", context)
    response["Cache-Control"] = "no-store"
    return response
