"""The places that somebody may mean while they write a name in a form: a fragment, to be chosen from by a tap."""

from collections.abc import Callable, Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from linli.backbone.values import Viewer
from linli.backbone.web import Request, viewer_of
from linli.domains.exchange import queries as exchange
from linli.domains.organizations.queries.reach import write_tops, writes_registers
from linli.domains.places.queries.search import find_within
from linli.domains.places.values.search import PlaceHit
from linli.domains.publishing import queries as publishing
from linli.kernel.refusal import NotFound

MOST_LEVELS, MOST_WORDS = 12, 120
Finder = Callable[[Viewer, str, Sequence[str]], tuple[PlaceHit, ...]]


def _registers(viewer: Viewer, words: str, levels: Sequence[str]) -> tuple[PlaceHit, ...]:
    if not writes_registers(viewer):
        raise NotFound("registers")
    return find_within(write_tops(viewer), words, levels=levels)


def _notices(viewer: Viewer, words: str, _levels: Sequence[str]) -> tuple[PlaceHit, ...]:
    publishing.check_keeper(viewer)
    return publishing.named_to_draft(viewer, words)


def _offers(viewer: Viewer, words: str, _levels: Sequence[str]) -> tuple[PlaceHit, ...]:
    exchange.check_keeper(viewer)
    return exchange.named_to_offer(viewer, words)


_FINDERS: dict[str, Finder] = {"registers": _registers, "notices": _notices, "offers": _offers}


@require_GET
def find(request: Request) -> HttpResponse:
    """What the last words of a place field may mean; a form with a prefix names its field with it."""
    finder = _FINDERS.get(request.GET.get("to", ""))
    if finder is None:
        raise NotFound("places")
    words = next((str(value) for name, value in request.GET.items() if name.endswith("place")), "")
    words = words.replace("\x00", "").strip()[:MOST_WORDS]
    viewer, levels = viewer_of(request), request.GET.getlist("level")[:MOST_LEVELS]
    found = finder(viewer, words, levels)
    if not found and " " in words:
        found = finder(viewer, words.split()[-1], levels)
    response = render(request, "front/_named.html", {"found": found, "words": words})
    response["Cache-Control"] = "no-store"
    return response
