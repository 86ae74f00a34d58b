"""Bodies: the register, one body, the matrix of what is covered."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.backbone.values import Actor
from linli.backbone.web import Request, asked, viewer_of
from linli.domains.organizations.commands import bodies as commands
from linli.domains.organizations.queries import bodies as queries
from linli.domains.organizations.queries.reach import writable_places, writes_registers
from linli.domains.organizations.values.bodies import BodyPage
from linli.domains.organizations.web.body_forms import CoverForm, DayForm, FoundForm, JoinForm
from linli.domains.places.queries.search import lying_within
from linli.domains.places.values import PlaceName
from linli.front.views.registers.common import PAGE, acted, following, number_asked, show
from linli.kernel.refusal import NotFound
from linli.ui.forms import ActForm
from linli.ui.placed import Named, PlaceBook

MOST_CHOICES = 400
Places = dict[str, PlaceName]


@require_GET
def register(request: Request) -> HttpResponse:
    """The bodies in reach, by kind."""
    viewer, kind, words = viewer_of(request), asked(request, "kind"), asked(request, "q")
    rows = queries.bodies(viewer, kind=kind, words=words, after=number_asked(request, "cursor"), limit=PAGE + 1)
    context = {
        "rows": rows[:PAGE],
        "more": following(request, rows[PAGE - 1].id) if len(rows) > PAGE else "",
        "words": words,
        "kinds": [(key, title, count, key == kind) for key, title, count in queries.kind_sums(viewer)],
        "levels": queries.level_choices(),
        "may_write": writes_registers(viewer),
    }
    return show(request, "bodies", context)


@require_GET
def matrix(request: Request) -> HttpResponse:
    """Which places are reached by what, and the blank spots."""
    viewer, levels, kind = viewer_of(request), queries.level_choices(), asked(request, "kind")
    level = asked(request, "level") or next((key for key, _title in levels), "")
    blank = asked(request, "blank") == "1"
    found = queries.matrix(viewer, level, kind=kind, blank=blank, after=asked(request, "cursor"), limit=PAGE)
    context = {
        "matrix": found,
        "levels": [(key, title, key == level) for key, title in levels],
        "kind": kind,
        "kind_title": dict(queries.kind_choices()).get(kind, ""),
        "blank": blank,
        "more": following(request, found.cursor) if found.cursor else "",
    }
    return show(request, "matrix", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """Enter a body."""
    viewer = viewer_of(request)
    if not writes_registers(viewer):
        raise NotFound("registers")
    places = _places(viewer_places(request))
    form = FoundForm(request.POST or None, places=few(places, "registers"))

    def act(data: dict[str, Any]) -> int:
        return commands.found_body(
            actor=Actor.of(viewer),
            kind=data["kind"],
            name=data["name"],
            short_name=data["short_name"],
            place_id=place_in(places, data),
            credit_code=data["credit_code"],
            now=request.now,
        )

    answer = acted(request, form, act, _("登记好了"), "/registers/bodies/{}/") if request.method == "POST" else None
    return answer or show(request, "body_new", {"form": form}, status=422 if request.method == "POST" else 200)


def viewer_places(request: Request, levels: tuple[str, ...] = ()) -> tuple[PlaceName, ...]:
    """The places whose registers the viewer keeps, of some levels or all."""
    found = writable_places(viewer_of(request))
    return tuple(one for one in found if one.kind in levels) if levels else found


def _places(found: tuple[PlaceName, ...]) -> Places:
    return {one.code: one for one in found}


def few(places: Places, to: str, levels: tuple[str, ...] = ()) -> PlaceBook:
    """The places of a form: to choose from where they are not too many to look through, else found by name; `to` says
    what for, as `named` asks."""
    rows = tuple(Named(one.code, one.above, one.name) for one in places.values())
    asked_for = urlencode([("to", to), *(("level", level) for level in levels)])

    def lying(codes: Iterable[str], over: Iterable[str]) -> set[str]:
        found = lying_within([places[code].id for code in codes], [places[code].id for code in over])
        return {one.code for one in places.values() if one.id in found}

    return PlaceBook(rows, f"/places/named/?{asked_for}", MOST_CHOICES, lying)


def place_in(places: Places, data: dict[str, Any]) -> int:
    """The place a form names; NotFound outside of reach."""
    if data["place"] not in places:
        raise NotFound("place")
    return places[data["place"]].id


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: Request, organization_id: int) -> HttpResponse:
    """One body; to say what it covers, who belongs to it, which step is done, that it is dissolved."""
    page = queries.body(viewer_of(request), organization_id)
    asked_for = request.POST.get("act", "")
    kind = queries.kinds().get(page.row.kind)
    places = _places(viewer_places(request, kind.covers)) if page.may_write and kind and kind.covers else {}
    forms = _forms(request, page, places, asked_for)
    if request.method == "POST":
        if asked_for not in forms:
            raise NotFound("act")
        run, done = _acts(request, page, places)[asked_for]
        answer = acted(request, forms[asked_for], run, done, page.row.url)
        if answer:
            return answer
    context = {"page": page, "forms": forms}
    return show(request, "body", context, status=422 if request.method == "POST" else 200)


def _forms(request: Request, page: BodyPage, places: Places, act: str) -> dict[str, ActForm]:
    def given(name: str) -> Any:
        return request.POST if act == name else None

    if not page.may_write:
        return {}
    forms: dict[str, ActForm] = {"dissolve": DayForm(given("dissolve"), prefix="dissolve")}
    if page.covering:
        kind = queries.kinds()[page.row.kind]
        book = few(places, "registers", tuple(kind.covers))
        forms["cover"] = CoverForm(given("cover"), prefix="cover", kind=page.row.kind, places=book)
    if page.joint:
        forms["join"] = JoinForm(given("join"), prefix="join")
    return forms


def _acts(request: Request, page: BodyPage, places: Places) -> dict[str, tuple[Callable[[dict[str, Any]], Any], str]]:
    common: dict[str, Any] = {"actor": Actor.of(viewer_of(request)), "organization_id": page.row.id, "now": request.now}

    def cover(data: dict[str, Any]) -> None:
        place_id = place_in(places, data)
        commands.cover_place(place_id=place_id, way=data.get("way", ""), starts=data["starts"], **common)

    def join(data: dict[str, Any]) -> None:
        member, mandate = int(data["unit"]), data["mandate"]
        commands.join_body(member_id=member, mandate=mandate, starts=data["starts"], **common)

    def dissolve(data: dict[str, Any]) -> None:
        commands.dissolve_body(day=data["day"], **common)

    return {"cover": (cover, _("覆盖到了")), "join": (join, _("加进来了")), "dissolve": (dissolve, _("撤销了"))}


@require_POST
def change(request: Request, organization_id: int, what: str, row_id: int) -> HttpResponse:
    """Today a place is no longer covered, a member left, or a step of founding is done (counted from 0)."""
    viewer, today = viewer_of(request), timezone.localdate()
    page = queries.body(viewer, organization_id)
    common: dict[str, Any] = {"actor": Actor.of(viewer), "organization_id": page.row.id, "now": request.now}
    if what == "coverage":
        commands.end_coverage(coverage_id=row_id, day=today, **common)
    elif what == "members":
        commands.leave_body(membership_id=row_id, day=today, **common)
    elif what == "steps" and row_id < len(page.steps):
        commands.do_founding_step(step=page.steps[row_id].key, day=today, **common)
    else:
        raise NotFound("row")
    messages.success(request, _("记下了"))
    return redirect(page.row.url)
