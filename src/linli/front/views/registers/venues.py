"""Venues: the register, one venue, blank spots."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from linli.backbone.values import Actor
from linli.backbone.web import Request, asked, viewer_of
from linli.domains.organizations.queries.reach import reads_registers, writes_registers
from linli.domains.places.queries.search import places_to_narrow
from linli.domains.venues import commands, queries
from linli.domains.venues.queries.counts import level_sums
from linli.domains.venues.queries.near import blank_count, blank_levels, blank_metres, blank_spots
from linli.domains.venues.queries.words import kind_words, status_words
from linli.domains.venues.values import DAYS, VenuePage
from linli.domains.venues.web.forms import CloseForm, HandoverForm, OpenForm, VenueForm
from linli.front.views.registers.bodies import few, place_in, viewer_places
from linli.front.views.registers.common import PAGE, acted, following, number_asked, show
from linli.kernel.refusal import NotFound
from linli.ui.forms import ActForm


@require_GET
def register(request: Request) -> HttpResponse:
    """The venues in reach: how many stand at each level, and the list."""
    viewer = viewer_of(request)
    kind, status, level, words, after = (asked(request, key) for key in ("kind", "status", "level", "q", "cursor"))
    place = number_asked(request, "place")
    narrow: dict[str, Any] = {"kind": kind, "status": status, "level": level, "words": words, "after": after}
    rows = queries.register(viewer, now=request.now, place_id=place, limit=PAGE + 1, **narrow)
    states = (*status_words().items(), ("coming", _("规划和筹备")), ("due", _("使用权快到期")))
    context = {
        "sums": level_sums(viewer),
        "rows": rows[:PAGE],
        "more": following(request, rows[PAGE - 1].code) if len(rows) > PAGE else "",
        "words": words,
        "kinds": [(key, title, key == kind) for key, title in kind_words().items()],
        "states": [(key, title, key == status) for key, title in states],
        "places": [(pk, name, pk == place) for pk, name in places_to_narrow(viewer, place)],
        "level": level,
        "blank": blank_levels(),
        "may_write": writes_registers(viewer),
    }
    return show(request, "venues", context)


@require_GET
def blank(request: Request) -> HttpResponse:
    """The places of a level without an open venue in them or near."""
    viewer, levels = viewer_of(request), blank_levels()
    reads_registers(viewer)
    if not levels:
        raise NotFound("levels")
    level, titles = asked(request, "level") or levels[0], queries.level_words()
    rows = blank_spots(viewer, level, asked(request, "cursor"), PAGE + 1)
    count, whole = blank_count(viewer, level)
    context = {
        "rows": rows[:PAGE],
        "more": following(request, rows[PAGE - 1].code) if len(rows) > PAGE else "",
        "levels": [(key, titles.get(key, key), key == level) for key in levels],
        "title": titles.get(level, level),
        "count": count,
        "whole": whole,
        "metres": blank_metres(),
        "may_write": writes_registers(viewer),
    }
    return show(request, "venues_blank", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """Enter a venue."""
    viewer = viewer_of(request)
    if not writes_registers(viewer):
        raise NotFound("registers")
    places = {one.code: one for one in viewer_places(request)}
    begun = {"place": asked(request, "place"), "kind": asked(request, "kind")}
    form = VenueForm(request.POST or None, places=few(places, "registers"), new=True, initial=begun)

    def act(data: dict[str, Any]) -> int:
        return commands.register_venue(
            actor=Actor.of(viewer),
            facts=form.facts(place_in(places, data)),
            status=data["status"],
            day=timezone.localdate(request.now),
            now=request.now,
        )

    answer = acted(request, form, act, _("登记好了"), "/registers/venues/{}/") if request.method == "POST" else None
    return answer or show(request, "venue_new", {"form": form}, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: Request, venue_id: int) -> HttpResponse:
    """One venue; to hand over a room, open it, close it."""
    page = queries.venue(viewer_of(request), venue_id, request.now)
    asked_for = request.POST.get("act", "")
    forms = _forms(request, page, asked_for)
    if request.method == "POST":
        if asked_for not in forms:
            raise NotFound("act")
        run, done = _acts(request, page, forms)[asked_for]
        answer = acted(request, forms[asked_for], run, done, page.row.url)
        if answer:
            return answer
    return show(request, "venue", {"page": page, "forms": forms}, status=422 if request.method == "POST" else 200)


def _forms(request: Request, page: VenuePage, act: str) -> dict[str, ActForm]:
    def given(name: str) -> Any:
        return request.POST if act == name else None

    if not page.may_write:
        return {}
    forms: dict[str, ActForm] = {"handover": HandoverForm(given("handover"), prefix="handover")}
    if page.row.status != "open":
        forms["open"] = OpenForm(given("open"), prefix="open")
    if page.row.status != "closed":
        forms["close"] = CloseForm(given("close"), prefix="close")
    return forms


def _acts(
    request: Request, page: VenuePage, forms: dict[str, Any]
) -> dict[str, tuple[Callable[[dict[str, Any]], Any], str]]:
    common: dict[str, Any] = {"actor": Actor.of(viewer_of(request)), "venue_id": page.row.id, "now": request.now}

    def handover(data: dict[str, Any]) -> None:
        commands.record_handover(handed=forms["handover"].handed(), key=data["key"], **common)

    def open_it(data: dict[str, Any]) -> None:
        commands.open_venue(day=data["day"], **common)

    def close_it(data: dict[str, Any]) -> None:
        commands.close_venue(day=data["day"], reason=data["reason"], **common)

    return {"handover": (handover, _("记下了")), "open": (open_it, _("开放了")), "close": (close_it, _("停用了"))}


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, venue_id: int) -> HttpResponse:
    """Correct what the register says of a venue."""
    viewer = viewer_of(request)
    page = queries.venue(viewer, venue_id, request.now)
    if not page.may_write:
        raise NotFound("venue")
    places = {place.code: place for place in viewer_places(request)}
    form = VenueForm(request.POST or None, places=few(places, "registers"), new=False, initial=_initial(page))

    def act(data: dict[str, Any]) -> None:
        facts = form.facts(place_in(places, data))
        commands.correct_venue(actor=Actor.of(viewer), venue_id=venue_id, facts=facts, now=request.now)

    answer = acted(request, form, act, _("改好了"), page.row.url) if request.method == "POST" else None
    status = 422 if request.method == "POST" else 200
    return answer or show(request, "venue_edit", {"page": page, "form": form}, status=status)


def _initial(page: VenuePage) -> dict[str, Any]:
    lon, lat = page.point or (None, None)
    plain = {name: getattr(page.row, name) for name in ("kind", "name", "address", "area", "right_until")}
    plain |= {"place": page.place_code, "lon": lon, "lat": lat, "phone": page.phone, "room": page.room}
    plain |= {"functions": [key for key, _words in page.functions], "holidays": page.holidays}
    return {**plain, **dict(zip(DAYS, page.hours, strict=True))}
