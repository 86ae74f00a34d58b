"""Rendering pages: what every page is given, the head of the staff pages, and the marks a phone keeps."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from linli.backbone.values import Viewer

ELDER_COOKIE = "linli_elder"
YEAR = 365 * 24 * 3600
NavItem = tuple[str, str, str, str, int, bool]


@dataclass(frozen=True, slots=True)
class StaffHead:
    """Who works here, as the rail and the bar show it."""

    name: str
    initial: str
    seat_title: str
    seat_place: str
    nav: tuple[NavItem, ...]


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


def head(viewer: Viewer, active: str) -> StaffHead:
    """The rail of a viewer: only the pages their seats let them open."""
    seat = viewer.seat
    items = [
        ("inbox", _("待办"), "inbox", "/inbox/", True),
        ("rounds", _("巡查走访"), "walk", "/rounds/", bool(viewer.at_places("handle", "oversee", "board"))),
        ("cases", _("事项"), "list-details", "/cases/", True),
        ("whistle", _("吹哨报到"), "broadcast", "/cases/?view=whistle", True),
        ("board", _("统计考评"), "chart-bar", "/board/", viewer.may("board")),
        ("places", _("网格楼栋"), "map-2", "/places/", viewer.may("territory") or viewer.may("oversee")),
        ("seats", _("岗位"), "users", "/seats/", viewer.may("appoint") or viewer.may("oversee")),
        ("audit", _("审计"), "shield-check", "/audit/", viewer.may("audit")),
        ("jobs", _("后台任务"), "refresh-alert", "/jobs/", viewer.may("jobs")),
    ]
    nav = tuple((key, title, icon, url, 0, key == active) for key, title, icon, url, shown in items if shown)
    title, place = (seat.title, seat.place_name) if seat else (_("没有岗位"), "")
    return StaffHead(viewer.name, viewer.name[:1], title.removeprefix(place) or title, place, nav)


def remember(response: HttpResponse, name: str, value: str) -> HttpResponse:
    """Keep a small choice on this device for a year."""
    response.set_cookie(name, value, max_age=YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return response
