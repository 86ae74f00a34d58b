"""Where pages meet the backbone: the viewer of a request, and the one mapping from Refusal and NotFound to HTTP."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from linli.backbone.refusals import next_step, sentence
from linli.backbone.values import Viewer
from linli.kernel.refusal import NotFound, Refusal


class Request(HttpRequest):
    """A request as the middleware hands it on: the moment it came, and who asks; `opened` is the id of the matter it
    opened, for what is noted of it afterwards."""

    now: datetime
    viewer: Viewer
    opened: int


class Middleware:
    """Gives a request its `viewer` (read when first asked for) and its `now`; turns a no into a page, also the one
    to whoever opens the address of an act."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.load = import_string(settings.LINLI_VIEWER)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = datetime.now(UTC)  # type: ignore[attr-defined]
        request.viewer = SimpleLazyObject(lambda: self.load(request))  # type: ignore[attr-defined]
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and request.method in ("GET", "HEAD") and not response.content:
            said = render(request, "405.html", status=405)
            said["Allow"] = response["Allow"]
            return said
        return response

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """The page or fragment that tells the reader no, and what to do next."""
        if isinstance(fault, NotFound):
            return render(request, "404.html", status=404)
        if isinstance(fault, Refusal):
            words = {"refusal": sentence(fault), "next": next_step(fault.code)}
            template = "_refusal.html" if request.headers.get("HX-Request") else "409.html"
            return render(request, template, words, status=409)
        return None


def viewer_of(request: Request) -> Viewer:
    """The signed-in viewer; NotFound for anybody else: absent and forbidden answer alike."""
    viewer = request.viewer
    if not viewer.person_id:
        raise NotFound
    return viewer


def asked(request: Request, name: str, most: int = 60) -> str:
    """A word of the address as a query may use it: at most so long, without what no text can hold."""
    return request.GET.get(name, "").replace("\x00", "")[:most]
