"""Around the API: what cannot be read, what has not changed since, and problems where Django would say a page."""

import hashlib
from collections.abc import Callable
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from linli.backbone.api.problems import MEDIA, plain

AT = "/api/"


class Middleware:
    """For /api/ only: ETag and 304 on what is read, problems instead of pages, nothing for shared caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(AT):
            return self.get_response(request)
        query = request.META.get("QUERY_STRING", "")
        response = plain(422) if "\x00" in request.path or "\x00" in unquote(query) else self.get_response(request)
        return finished(request, said(response))


def said(response: HttpResponse) -> HttpResponse:
    """A no of Django itself, said as a problem."""
    if response.status_code < 400 or response.get("Content-Type", "").startswith(MEDIA):
        return response
    told = plain(response.status_code)
    for name in ("Allow", "Retry-After"):
        if name in response:
            told[name] = response[name]
    return told


def finished(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """With its validator, or without a body where the reader has it already."""
    patch_vary_headers(response, ["Accept-Language", "Authorization", "Cookie"])
    if request.method not in ("GET", "HEAD") or response.status_code != 200 or response.streaming:
        response.setdefault("Cache-Control", "no-store")
        return response
    response.setdefault("Cache-Control", "private, no-cache")
    if "ETag" not in response:
        response["ETag"] = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
