"""Reading cases: the list, one case, its pictures, the spreadsheet."""

from dataclasses import replace
from urllib.parse import urlencode

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from linli.adapters.photos import PhotoStore
from linli.backbone.values import Viewer
from linli.backbone.web import Request, asked, viewer_of
from linli.domains.cases.queries import case_list, case_page, category_choices, followed_photo
from linli.domains.cases.queries.answers import viewed_paper
from linli.domains.cases.queries.exports import CaseListing
from linli.domains.cases.queries.needs import viewed_photo
from linli.domains.cases.queries.search import case_named
from linli.domains.cases.values import Channel
from linli.domains.cases.web.shown import case_shown
from linli.domains.duties.queries import channel_words
from linli.ui.pages import framed_page, staff_page
from linli.ui.papers import paper_answer
from linli.ui.tables import taken_away

VIEWS = ("open", "late", "whistle", "closed", "all")
FILTERS = ("q", "street", "category", "channel", "kind", "stage", "sheet")


@require_GET
def case_index(request: Request) -> HttpResponse:
    """Cases of the viewer's scope, by view and filter; a whole number leads to its case where the view has none."""
    viewer, view, filters = viewer_of(request), _view(request), _filters(request)
    found = case_list(
        viewer, view=view, now=timezone.localtime(request.now), filters=filters, after=request.GET.get("cursor", "")
    )
    if not found.rows and (named := case_named(viewer, filters["q"])):
        return redirect(named)
    if filters["sheet"]:
        found = replace(found, heading=_("从一张工单表进来的事"))
    active = "whistle" if view == "whistle" else "cases"
    context = {"list": found, "filters": _shown(view, filters), "exports": viewer.may("export")}
    return staff_page(request, "cases/list.html", context, viewer, active)


def _view(request: Request) -> str:
    view = request.GET.get("view", "open")
    return view if view in VIEWS else "open"


def _filters(request: Request) -> dict[str, str]:
    return {key: asked(request, key) for key in FILTERS}


def _shown(view: str, filters: dict[str, str]) -> dict[str, object]:
    titles = {"open": _("在办"), "late": _("已超时"), "whistle": _("吹哨报到"), "closed": _("办结"), "all": _("全部")}
    selects = (
        {
            "name": "category",
            "label": _("类别"),
            "options": [
                ("", _("全部类别"), not filters["category"]),
                *((key, title, key == filters["category"]) for key, title in category_choices()),
            ],
        },
        {
            "name": "channel",
            "label": _("来源"),
            "options": [
                ("", _("全部来源"), not filters["channel"]),
                *((str(one), channel_words(one), one == filters["channel"]) for one in Channel),
            ],
        },
    )
    query = urlencode({"view": view, **{key: value for key, value in filters.items() if value}})
    return {
        "view": view,
        "q": filters["q"],
        "sheet": filters["sheet"],
        "selects": selects,
        "query": query,
        "more_query": query,
        "views": tuple((key, title, key == view) for key, title in titles.items()),
    }


@require_GET
def case(request: Request, number: str) -> HttpResponse:
    """One case, whole."""
    viewer = viewer_of(request)
    here = timezone.localtime(request.now)
    page = case_page(viewer, number, here)
    known, slots = case_shown(request, page, here)
    return framed_page(request, "cases/case.html", known, slots, viewer, "whistle" if page.whistle else "cases")


@require_GET
def export(request: Request) -> HttpResponse | FileResponse:
    """A view of the list as Excel or CSV, at once or as a long work."""
    return taken_away(request, viewer_of(request), CaseListing(), {"view": _view(request), **_filters(request)})


@require_GET
def photo(request: Request, number: str, photo_id: int, *, small: bool = False) -> FileResponse:
    """A picture of a case, for those who may see it."""
    viewer: Viewer = viewer_of(request)
    return _picture(viewed_photo(viewer, number, photo_id), small=small)


@require_GET
def followed(request: Request, token: str, photo_id: int, *, small: bool = False) -> FileResponse:
    """A picture of a case, for who holds its link."""
    return _picture(followed_photo(token, photo_id), small=small)


@require_GET
def paper(request: Request, number: str, paper_id: int) -> FileResponse:
    """A paper given with a form, for those who may see the case: to be saved, never shown by the browser as a page."""
    return paper_answer(*viewed_paper(viewer_of(request), number, paper_id))


def _picture(file: str, *, small: bool) -> FileResponse:
    path = PhotoStore(settings.MEDIA_ROOT).path(file, small=small)
    response = FileResponse(path.open("rb"), content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=86400"
    return response
