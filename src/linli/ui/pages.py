"""Rendering pages: what every page is given, the head of the staff pages, and the marks a phone keeps."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.backbone.packs.about import word
from linli.backbone.packs.registry import in_force, version, version_in_force
from linli.backbone.values import Viewer
from linli.ui.frames import Slots, framed

ELDER_COOKIE = "linli_elder"
YEAR = 365 * 24 * 3600
NavItem = tuple[str, str, str, str, int, bool]


@dataclass(frozen=True, slots=True)
class StaffHead:
    """Who works here, as the rail and the bar show it; `registers` is whether they take in what others report."""

    name: str
    initial: str
    seat_title: str
    seat_place: str
    nav: tuple[NavItem, ...]
    registers: bool = False


def page(request: HttpRequest) -> dict[str, Any]:
    """What every template is given: the brand, the moment, elder mode; a staff head only where a view adds it."""
    return {
        "brand": SimpleLazyObject(brand),
        "now": timezone.localtime(getattr(request, "now", None)),
        "elder": request.COOKIES.get(ELDER_COOKIE) == "1" or request.GET.get("elder") == "1",
        "viewer": None,
    }


def brand() -> str:
    """What the system calls itself here."""
    return str(import_string(settings.LINLI_BRAND)())


def staff_page(
    request: HttpRequest, template: str, context: Mapping[str, Any], viewer: Viewer, active: str, status: int = 200
) -> HttpResponse:
    """A page for a signed-in member of staff; never stored by a cache."""
    response = render(request, template, {**context, "viewer": head(viewer, active)}, status=status)
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["HX-Request"])
    return response


def framed_part(request: HttpRequest, template: str, known: Mapping[str, object], slots: Slots) -> HttpResponse:
    """A fragment of a framed page, as htmx asks for it."""
    return HttpResponse(framed(template, known, {**_always(request), **slots}))


def framed_page(
    request: HttpRequest, template: str, known: Mapping[str, object], slots: Slots, viewer: Viewer, active: str
) -> HttpResponse:
    """A page for a signed-in member of staff whose template has slots: `known` makes the frame, `slots` fill it."""
    about = {**page(request), "brand": brand(), "viewer": head(viewer, active)}
    about.pop("now")
    response = HttpResponse(framed(template, {**about, **known}, {**_always(request), **slots}))
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["HX-Request"])
    return response


def _always(request: HttpRequest) -> Slots:
    token = cache(lambda: get_token(request))  # made only where asked for, once for all forms of a page
    return {"csrf": token, "messages": lambda: _messages(request), "once": lambda: uuid4().hex}


def _messages(request: HttpRequest) -> str:
    waiting = get_messages(request)
    return render_to_string("ui/_messages.html", {"messages": waiting}) if len(waiting) else ""


def head(viewer: Viewer, active: str) -> StaffHead:
    """The rail of a viewer: only the pages their seats let them open."""
    seat = viewer.seat
    held = (seat.title, seat.place_name) if seat else None
    posts = {one.post for one in viewer.seats}
    may = {
        "rounds": viewer.at_places("handle", "oversee", "board"),
        # A seat in a joint body keeps registers too; one in a single unit finds nothing there and is not led to them.
        "registers": viewer.at_places("oversee", "appoint"),
        "counted": posts & set(in_force().raw.get("insights", {}).get("mine", {})),
        "starts": _starts(viewer),
        "tells": _tells(viewer),
        "offers": _offers(viewer),
        **{right: viewer.may(right) for right in RIGHTS},
    }
    shown = frozenset(key for key, value in may.items() if value)
    return _head(get_language() or "", version_in_force(), viewer.name, held, shown, active)


def _starts(viewer: Viewer) -> bool:
    """Whether a seat of the viewer may open a case of some kind, as the pack says."""
    opening = _openings(version_in_force())
    return any(
        f"{one.post}@{'organization' if one.organization_id else one.place_kind}" in opening for one in viewer.seats
    )


@lru_cache(maxsize=4)
def _openings(number: int) -> frozenset[str]:
    """The seats that open cases of some kind beside the main one, which is reported."""
    found = (table.get("opens", ()) for table in version(number).raw.get("cases", {}).get("procedures", {}).values())
    return frozenset(seat for opens in found for seat in ([opens] if isinstance(opens, str) else opens))


def _tells(viewer: Viewer) -> bool:
    """Whether a seat of the viewer drafts notices, as the pack says."""
    part = in_force().raw.get("notices", {})
    return bool(viewer.places_of({*part.get("draft", ()), *part.get("publish", ())}))


def _offers(viewer: Viewer) -> bool:
    """Whether a seat of the viewer vets offers, or makes them in its organization's name."""
    part = in_force().raw.get("offers", {})
    makes = part.get("make", ())
    return bool(viewer.places_of(part.get("vet", ()))) or any(
        one.post in makes for one in viewer.seats if one.organization_id
    )


RIGHTS = ("board", "territory", "oversee", "appoint", "audit", "jobs", "register", "export")


@lru_cache(maxsize=1024)
def _head(
    language: str, _version: int, name: str, held: tuple[str, str] | None, may: frozenset[str], active: str
) -> StaffHead:
    def called(key: str, plain: str) -> str:
        return word(key, language, plain)

    # Each with what leads to it, any of these; nothing where it is everybody's.
    items = [
        ("inbox", called("inbox", _("待办")), "inbox", "/inbox/", ()),
        ("rounds", called("rounds", _("巡查走访")), "walk", "/rounds/", ("rounds",)),
        ("month", _("我做了什么"), "user-check", "/me/month/", ("counted",)),
        ("new", called("start", _("发起一件")), "pencil-plus", "/start/", ("starts", "register")),
        ("cases", called("cases", _("事项")), "list-details", "/cases/", ()),
        ("whistle", called("whistle", _("吹哨报到")), "broadcast", "/cases/?view=whistle", ()),
        ("board", called("board", _("统计考评")), "chart-bar", "/board/", ("board",)),
        ("map", _("地图"), "map-search", "/map/", ("board",)),
        ("issues", _("热点问题"), "flame", "/issues/", ("board",)),
        ("circulars", _("通报"), "file-text", "/circulars/", ("board",)),
        ("bulletin", called("bulletin", _("公告公示")), "speakerphone", "/bulletin/", ("tells",)),
        ("places", called("places", _("网格楼栋")), "map-2", "/places/", ("territory", "oversee")),
        ("seats", called("seats", _("岗位")), "users", "/seats/", ("appoint", "oversee")),
        ("registers", called("registers", _("登记册")), "book", "/registers/", ("registers",)),
        ("offers", called("offers", _("资源清单")), "gift", "/registers/offers/", ("offers",)),
        ("works", _("导入导出"), "transfer", "/works/", ("export", "register")),
        ("procedures", _("办事流程"), "route", "/procedures/", ("board", "oversee", "audit")),
        ("trust", _("机器的提醒"), "bulb", "/advice/", ("board", "register", "jobs")),
        ("audit", _("审计"), "shield-check", "/audit/", ("audit",)),
        ("jobs", _("后台任务"), "refresh-alert", "/jobs/", ("jobs",)),
    ]
    nav = tuple(
        (key, title, icon, url, 0, key == active) for key, title, icon, url, by in items if not by or may & {*by}
    )
    title, place = held or (_("没有岗位"), "")
    return StaffHead(name, name[:1], title.removeprefix(place) or title, place, nav, "register" in may)


def remember(response: HttpResponse, name: str, value: str) -> HttpResponse:
    """Keep a small choice on this device for a year."""
    response.set_cookie(name, value, max_age=YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return response


def gone(request: HttpRequest, what: str, words: str, url: str, back: str) -> HttpResponse:
    """A page for what was there and is not any more: `what` it was, what became of it, and where to go on."""
    return render(request, "ui/gone.html", {"what": what, "words": words, "url": url, "back": back}, status=410)
