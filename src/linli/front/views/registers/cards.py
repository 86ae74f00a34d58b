"""Public cards: the list, one card with its promise, the printable wall page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from linli.backbone.web import Request, asked, viewer_of
from linli.domains.cases.queries.promises import promising
from linli.domains.organizations.queries import cards as queries
from linli.front.views.registers.common import following, number_asked, show

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


@require_GET
def one(request: Request, seat_id: int) -> HttpResponse:
    """One card, and how its promise goes."""
    viewer = viewer_of(request)
    card = queries.card(viewer, seat_id)
    return show(request, "card", {"card": card, "write": promising(viewer, seat_id)})


@require_GET
def wall(request: Request, place_id: int) -> HttpResponse:
    """A page to print and put on the wall: A4, or A3 with `?paper=a3`."""
    name, above, found = queries.wall(viewer_of(request), place_id)
    paper = "a3" if asked(request, "paper") == "a3" else "a4"
    context = {"name": name, "above": above, "cards": found, "paper": paper}
    response = render(request, "front/registers/wall.html", context)
    response["Cache-Control"] = "no-store"
    return response
