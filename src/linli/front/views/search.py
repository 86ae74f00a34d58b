"""The search page: cases, places, venues, organizations, notices and offers with the words, from what the viewer may
see."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from linli.backbone.crypto import blind_index
from linli.backbone.values import Viewer
from linli.backbone.web import Request, asked, viewer_of
from linli.domains.cases.queries.search import case_named, is_phone, kind_choices, search_cases
from linli.domains.cases.values.search import CaseHits, CaseSearch
from linli.domains.exchange.queries.search import find_offers
from linli.domains.organizations.queries.search import find_bodies
from linli.domains.places.queries.search import find_places, places_to_narrow
from linli.domains.publishing.queries.search import find_notices
from linli.domains.venues.queries.search import find_venues
from linli.kernel.ids import row_number
from linli.kernel.words import asked as terms_of
from linli.ui.pages import staff_page

DAYS = ("7", "30", "90", "365")
STATES = ("open", "closed")
# What kinds of thing are looked for, and how those beside cases are found. What narrows cases looks for cases alone.
WHAT = ("cases", "places", "venues", "bodies", "notices", "offers")
FINDERS: dict[str, Callable[[Viewer, str, int], Sequence[Any]]] = {
    "places": find_places,
    "venues": find_venues,
    "bodies": find_bodies,
    "notices": find_notices,
    "offers": find_offers,
}
FEW, MANY = 4, 40
NO_CASES = CaseHits((), "")
NOTHING: dict[str, Sequence[Any]] = dict.fromkeys(FINDERS, ())


@require_GET
def search(request: Request) -> HttpResponse:
    """What was asked for, found as it is typed; the number of a case leads to it."""
    viewer, words = viewer_of(request), asked(request, "q", 80).strip()
    typed = request.headers.get("HX-Request") == "true"
    named = case_named(viewer, words) if words else ""
    if named and not typed:
        return HttpResponseRedirect(named)
    context = {
        "q": words,
        "named": named,
        "owner": owner_of(viewer),
        **_filters(request, viewer),
        **_found(request, viewer, words),
    }
    if not typed:
        return staff_page(request, "front/search.html", context, viewer, "search")
    response = render(request, "front/_found.html", context)
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["HX-Request"])
    return response


def owner_of(viewer: Viewer) -> str:
    """Whose recent words a browser keeps: theirs alone where several people use it. It says nothing of who they are."""
    return blind_index(f"recent:{viewer.account_id}").hex()[:12]


def _found(request: Request, viewer: Viewer, words: str) -> dict[str, Any]:
    """The findings by group, or which of the ways of finding nothing it is."""
    if not words:
        return {"state": "empty"}
    if is_phone(words):
        return {"state": "phone"}
    if not terms_of(words):
        return {"state": "signs"}
    wanted, now, after = _wanted(request), timezone.localtime(request.now), asked(request, "cursor", 18)
    what = _what(request)
    cases = search_cases(viewer, words, wanted, now=now, after=after) if what in ("", "cases") else NO_CASES
    found = {} if after else _named(viewer, words, what)
    kept = {key: value for key, value in request.GET.items() if key != "cursor"}
    more = urlencode({**kept, "cursor": cases.cursor}) if cases.cursor else ""
    shown = found if what else {key: rows[:FEW] for key, rows in found.items()}
    fuller = {key: urlencode({"q": words, "what": key}) for key, rows in found.items() if len(rows) > len(shown[key])}
    state = "found" if cases.rows or cases.cursor or any(found.values()) else "nothing"
    about = {"state": state, "cases": cases.rows, "more": more, "after": after, "what": what, "fuller": fuller}
    return {**about, **NOTHING, **shown}


def _named(viewer: Viewer, words: str, what: str) -> dict[str, Sequence[Any]]:
    """What is found beside cases, by kind of thing: one more than is shown, and many where it is asked for alone."""
    return {key: find(viewer, words, MANY if what else FEW + 1) for key, find in FINDERS.items() if what in ("", key)}


def _what(request: Request) -> str:
    what = asked(request, "what")
    return what if what in WHAT else ""


def _wanted(request: Request) -> CaseSearch:
    place, days = asked(request, "place", 18), asked(request, "days")
    state, kind = asked(request, "state"), asked(request, "kind")
    return CaseSearch(
        row_number(place) or None,
        kind if kind in dict(kind_choices()) else "",
        state if state in STATES else "",
        timezone.localdate(request.now) - timedelta(days=int(days)) if days in DAYS else None,
    )


def _filters(request: Request, viewer: Viewer) -> dict[str, Any]:
    """The choices that narrow the cases, each with what stands chosen."""
    days = {"7": _("最近 7 天"), "30": _("最近 30 天"), "90": _("最近三个月"), "365": _("最近一年")}
    states = {"open": _("在办"), "closed": _("办结")}
    place = asked(request, "place", 18)
    chosen = row_number(place)
    what = {"cases": _("事项"), "places": _("地方"), "venues": _("阵地"), "bodies": _("单位")}
    what |= {"notices": _("公告公示"), "offers": _("资源")}
    selects = (
        ("what", _("找什么"), _("什么都找"), tuple(what.items())),
        ("place", _("在哪里"), _("全部地方"), tuple((str(pk), name) for pk, name in places_to_narrow(viewer, chosen))),
        ("kind", _("哪一类事"), _("各类事"), kind_choices()),
        ("state", _("办完没有"), _("在办和办结"), tuple(states.items())),
        ("days", _("什么时候"), _("不限时间"), tuple(days.items())),
    )
    shown = [
        (name, label, whole, [(key, title, key == asked(request, name)) for key, title in options])
        for name, label, whole, options in selects
    ]
    narrowed = any(here for _name, _label, _whole, options in shown for _key, _title, here in options)
    return {"selects": shown, "narrowed": narrowed}
