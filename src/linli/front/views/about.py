"""The public page of a community, from the door of one of its buildings."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from linli.backbone.web import Request
from linli.domains.insights.queries.public import public_page
from linli.front.doors import open_door


@require_GET
def about(request: Request, code: str) -> HttpResponse:
    """How the community of this door does: this month and the last, no names, no ranking."""
    info = open_door(code)
    page = public_page(info.place, info.code, timezone.localtime(request.now))
    return render(request, "front/about.html", {"page": page})
