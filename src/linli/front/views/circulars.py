"""Circulars: those waiting, in the making and issued; one as its paper reads; its acts and its files."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as mark
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.adapters.official.drawing import svg
from linli.backbone.values import Actor, Viewer
from linli.backbone.web import Request, viewer_of
from linli.backbone.works.commands import ask_work
from linli.domains.insights import commands
from linli.domains.insights.management.circulars import FORMS, KIND
from linli.domains.insights.queries import circulars as queries
from linli.domains.insights.queries.papers import chart_from, paper_of
from linli.domains.insights.values.circulars import CircularPage
from linli.kernel.ids import row_number
from linli.kernel.refusal import NotFound, Refusal
from linli.ui.forms import refused
from linli.ui.pages import staff_page


@require_http_methods(["GET", "POST"])
def circulars(request: Request) -> HttpResponse:
    """The circulars of the viewer, with a form that drafts another."""
    viewer, now, refusal = viewer_of(request), timezone.localtime(request.now), ""
    year = request.GET.get("year", "")
    lists = queries.circular_lists(viewer, row_number(year) if len(year) == 4 else 0)
    choices = queries.draftable(viewer, now)
    if request.method == "POST":
        try:
            made = _draft(request, viewer, choices, now)
        except Refusal as no:
            refusal = refused(no)
        else:
            return redirect("circular", made)
    context = {
        "lists": lists,
        "choices": [one for one in choices if not one.there],
        "free": next((one for one in choices if one.chosen_days), None),
        "topics": queries.topics(),
        "refusal": refusal,
        "posted": request.POST,
    }
    return staff_page(request, "front/circulars/list.html", context, viewer, "circulars", 422 if refusal else 200)


def _draft(request: HttpRequest, viewer: Viewer, choices: tuple[queries.Draftable, ...], now: datetime) -> int:
    one = next((one for one in choices if one.key == request.POST.get("which")), None)
    if one is None:
        raise NotFound("circular")
    start, end = (_day(request, "from"), _day(request, "to")) if one.chosen_days else (one.start, one.end)
    topic = request.POST.get("topic", "")[:60] if one.themed else ""
    return commands.draft_circular(
        actor=Actor.of(viewer), kind=one.kind, place_id=one.place_id, start=start, end=end, topic=topic, now=now
    )


def _day(request: HttpRequest, name: str) -> date:
    try:
        found = parse_date(request.POST.get(name, ""))
    except ValueError:
        found = None
    if found is None or not 2000 < found.year < 9000:
        raise Refusal("circular_days")
    return found


@require_GET
def circular(request: Request, circular_id: int) -> HttpResponse:
    """One circular as its paper reads, with what can be done with it."""
    viewer = viewer_of(request)
    return _page(request, viewer, queries.circular(viewer, circular_id))


def _page(request: Request, viewer: Viewer, page: CircularPage, refusal: str = "") -> HttpResponse:
    context = {
        "page": page,
        "row": page.row,
        "paper": paper_of(page),
        "parts": tuple((one, _drawn(one.chart)) for one in queries.shown(page)),
        "refusal": refusal,
    }
    return staff_page(request, "front/circulars/one.html", context, viewer, "circulars", 422 if refusal else 200)


def _drawn(chart: dict[str, Any]) -> tuple[SafeString, list[Any]]:
    if not chart:
        return mark_safe(""), []
    drawn = svg(chart_from(chart)).replace("<svg ", '<svg aria-hidden="true" ', 1)
    return mark_safe(drawn), list(zip(chart["labels"], *chart["series"], strict=True))  # noqa: S308 - escaped there


@require_http_methods(["GET", "POST"])
def edit(request: Request, circular_id: int) -> HttpResponse:
    """Its title, sentences and parts to change."""
    viewer = viewer_of(request)
    page, refusal = queries.circular(viewer, circular_id), ""
    if "edit" not in page.acts:
        raise NotFound("circular")
    if request.method == "POST":
        try:
            _save(request, viewer, page)
        except Refusal as no:
            refusal = refused(no)
        else:
            messages.success(request, _("改好了"))
            return redirect("circular", circular_id)
    context = {"page": page, "row": page.row, "refusal": refusal}
    return staff_page(request, "front/circulars/edit.html", context, viewer, "circulars", 422 if refusal else 200)


def _save(request: Request, viewer: Viewer, page: CircularPage) -> None:
    given = request.POST
    known = {f"{part.id}/{one.id}" for part in page.parts for one in part.sentences}
    commands.edit_circular(
        actor=Actor.of(viewer),
        circular_id=page.row.id,
        version=_version(request),
        title=given.get("title", "").replace("\x00", ""),
        copies=given.get("copies", "").replace("\x00", ""),
        sentences={name: given[name].replace("\x00", "") for name in known if name in given},
        removed=[part.id for part in page.parts if given.get(f"keep-{part.id}") != "on"],
        now=timezone.localtime(request.now),
    )


def _version(request: HttpRequest) -> int:
    return row_number(request.POST.get("version", "")[:9])


@require_POST
def act(request: Request, circular_id: int, act: str) -> HttpResponse:
    """Refresh, send, take back, approve, send back, issue, or put aside."""
    viewer = viewer_of(request)
    page = queries.circular(viewer, circular_id)
    if act not in _ACTS:
        raise NotFound("circular")
    command, words, more = _ACTS[act]
    given = {name: request.POST.get(name, "").replace("\x00", "") for name in more}
    now = timezone.localtime(request.now)
    try:
        command(actor=Actor.of(viewer), circular_id=circular_id, version=_version(request), now=now, **given)
    except Refusal as no:
        return _page(request, viewer, page, refused(no))
    messages.success(request, _(words))
    return redirect("circulars" if act == "drop" else "circular", *([] if act == "drop" else [circular_id]))


def _approve(**given: Any) -> None:
    commands.decide_circular(approved=True, **given)


def _return(**given: Any) -> None:
    commands.decide_circular(approved=False, **given)


_ACTS: dict[str, tuple[Callable[..., object], str, tuple[str, ...]]] = {
    "refresh": (commands.refresh_circular, mark("取了最新的数"), ()),
    "send": (commands.send_circular, mark("送审了"), ()),
    "take_back": (commands.take_back_circular, mark("撤回了"), ()),
    "approve": (_approve, mark("批准了"), ()),
    "return": (_return, mark("退回去改了"), ("reason",)),
    "issue": (commands.issue_circular, mark("印发了"), ()),
    "drop": (commands.drop_circular, mark("作废了"), ()),
}


@require_POST
def file(request: Request, circular_id: int) -> HttpResponse:
    """Make it as Word or PDF: a long work whose file is for who asked."""
    viewer = viewer_of(request)
    page, form = queries.circular(viewer, circular_id), request.POST.get("form", "")
    if form not in FORMS:
        raise NotFound("format")
    params = {"circular": circular_id, "title": page.row.title, "form": form}
    language = get_language() or "zh-hans"
    work_id = ask_work(actor=Actor.of(viewer), kind=KIND, params=params, language=language, now=request.now)
    return redirect("work", work_id)
