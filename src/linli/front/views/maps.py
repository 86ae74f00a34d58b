"""The map of a place, and the data it draws."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from linli.backbone.web import Request, asked, viewer_of
from linli.domains.insights.queries import maps
from linli.domains.insights.queries.base import base_map
from linli.domains.insights.queries.indicators import indicator
from linli.domains.insights.queries.words import ahead_words, compared, period_words, when_words
from linli.domains.insights.values.maps import MapPage
from linli.front.periods import period_shown
from linli.ui.pages import staff_page

# What is fetched only when it is switched on.
LAYERS: dict[str, Callable[[MapPage], tuple[Any, ...]]] = {"doors": maps.door_plates, "venues": maps.venue_marks}


def with_tiles(response: HttpResponse) -> HttpResponse:
    """Let a page with a map load the pictures of its base map; nothing more where there is none."""
    hosts = base_map().hosts
    if hosts:
        response._csp_update = {"img-src": list(hosts)}  # type: ignore[attr-defined]
    return response


def _found(request: Request) -> MapPage:
    now = timezone.localtime(request.now)
    return maps.map_page(
        viewer_of(request), asked(request, "place"), asked(request, "indicator"), period_shown(request), now
    )


@require_GET
def map_page(request: Request) -> HttpResponse:
    """A place coloured by an indicator over a period, with the same figures as a table; the address can be shared."""
    found = _found(request)
    span = found.asked.period
    days = f"from={span.start}&to={span.end}" if span.key == "days" else f"period={span.key}"
    context = {
        "found": found,
        "days": days,
        "legend_words": maps.legend_words(found),
        "periods": period_words(),
        "span": when_words(indicator(found.key), span),
        "ahead": ahead_words(span, timezone.localtime(request.now), indicator(found.key)),
        "compared": compared(span),
        "base": base_map(),
    }
    return with_tiles(staff_page(request, "front/map.html", context, viewer_of(request), "map"))


@require_GET
def map_data(request: Request) -> HttpResponse:
    """What the map draws, in the viewer's scope: its places and open cases, or the `layer` of its doors or venues."""
    found, now = _found(request), timezone.localtime(request.now)
    layer = LAYERS.get(asked(request, "layer"))
    if layer:
        shown: dict[str, Any] = {request.GET["layer"]: layer(found)}
    else:
        base = base_map()
        shown = {
            "base": {"tiles": base.tiles, "credit": base.credit},
            "title": found.definition.title,
            "heading": found.heading,
            "legend": [{"shade": one.shade, "words": one.words} for one in found.legend],
            "areas": [_area(one) for one in maps.map_areas(found)],
            "points": maps.case_points(found, now),
        }
    response = JsonResponse(shown, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})
    response["Cache-Control"] = "no-store"
    return response


def _area(area: Any) -> dict[str, Any]:
    row = area.row
    return {
        "id": row.id,
        "name": row.name,
        "value": row.figure.value,
        "unit": row.figure.unit,
        "fraction": row.figure.fraction,
        "shade": row.shade,
        "url": row.figure.url,
        "down": row.down,
        "shape": area.shape,
        "point": area.point,
    }
