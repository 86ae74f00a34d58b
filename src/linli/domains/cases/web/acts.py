"""Doing something with a case: one view per kind of form, the act itself is the pack's."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.backbone.values import Actor, Viewer
from linli.backbone.web import Request, asked, viewer_of
from linli.domains.cases import commands
from linli.domains.cases.queries import case_page, category_choices
from linli.domains.cases.queries.asks import ahead
from linli.domains.cases.queries.timeline import last_said
from linli.domains.cases.values import CasePage, Channel
from linli.domains.cases.web.doing import do, form_of
from linli.domains.cases.web.forms import DecideForm, NewCaseForm, ScoreForm, TellForm
from linli.domains.places.queries import place_by_code, search_places, visible_place
from linli.kernel.refusal import NotFound, Refusal
from linli.ui.forms import keep_photos
from linli.ui.pages import staff_page

READ_OR_WRITE = ["GET", "HEAD", "POST"]


@require_http_methods(READ_OR_WRITE)
def act(request: Request, number: str, key: str) -> HttpResponse:
    """An act of the stage: its form, and doing it; who comes for one that is not offered now is shown the case, and
    what they wrote."""
    viewer = viewer_of(request)
    if key == "sign":
        return _sign(request, viewer, number)
    page = case_page(viewer, number, timezone.localtime(request.now))
    option = next((one for one in page.acts if one.key == key), None)
    if option is None:
        return _gone(request, viewer, page, key)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = form_of(viewer, number, key, *given)
    if request.method == "POST" and form.is_valid():
        try:
            do(Actor.of(viewer), number, key, form.cleaned_data, request.now)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, last_said(number) or _("%(act)s：办好了") % {"act": option.title})
            return redirect("case", number=number)
    status = 422 if request.method == "POST" else 200
    lead = ahead(viewer, number, key, request.now)
    context = {"case": page, "act": option, "form": form, "ahead": lead}
    return staff_page(request, "cases/act.html", context, viewer, "cases", status=status)


def _gone(request: Request, viewer: Viewer, page: CasePage, key: str) -> HttpResponse:
    """Somebody was quicker, or the same person in another window: what was written is not lost."""
    if request.method != "POST":
        asked = page.asks[0].url if len(page.asks) == 1 and key == "decide" else ""
        return redirect(asked or reverse("case", args=[page.number]))
    given = [str(value).strip() for name, value in request.POST.items() if name not in ("key", "csrfmiddlewaretoken")]
    kept = [value for value in given if " " in value or not value.isascii()]
    context = {"case": page, "said": last_said(page.number), "kept": kept}
    return staff_page(request, "cases/gone.html", context, viewer, "cases", status=409)


def _sign(request: Request, viewer: Viewer, number: str) -> HttpResponse:
    if request.method != "POST":
        return redirect("case", number=number)
    commands.sign_case(actor=Actor.of(viewer), number=number, now=request.now, key=request.POST.get("key", "")[:40])
    messages.success(request, _("签收了"))
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = request.headers.get("HX-Current-URL", "/inbox/")
        return response
    return redirect("case", number=number)


@require_http_methods(READ_OR_WRITE)
def supervise(request: Request, number: str) -> HttpResponse:
    """Answer a late duty that climbed to the viewer."""
    viewer = viewer_of(request)
    page = case_page(viewer, number, timezone.localtime(request.now))
    option = next((one for one in page.acts if one.key == "supervise"), None)
    if option is None:
        return _gone(request, viewer, page, "supervise")
    form = TellForm(request.POST or None)
    form.fields["text"].label = _("督办意见")
    if request.method == "POST" and form.is_valid():
        commands.supervise(
            actor=Actor.of(viewer),
            number=number,
            note=form.cleaned_data["text"],
            now=request.now,
            key=form.cleaned_data["key"],
        )
        messages.success(request, _("督办意见已送到"))
        return redirect("case", number=number)
    context = {"case": page, "act": option, "form": form}
    return staff_page(request, "cases/act.html", context, viewer, "cases")


@require_http_methods(READ_OR_WRITE)
def decide(request: Request, number: str, ask_id: int) -> HttpResponse:
    """Approve or refuse what somebody asks."""
    viewer = viewer_of(request)
    page = case_page(viewer, number, timezone.localtime(request.now))
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(viewer, number, ask_id, form.cleaned_data, request.now)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("批好了"))
            return redirect("case", number=number)
    ask = next((one for one in page.asks if one.id == ask_id), None)
    if ask is None:
        return _gone(request, viewer, page, "decide")
    return staff_page(request, "cases/decide.html", {"case": page, "ask": ask, "form": form}, viewer, "cases")


def _decide(viewer: Viewer, number: str, ask_id: int, data: dict[str, Any], now: datetime) -> None:
    commands.decide_ask(
        actor=Actor.of(viewer),
        number=number,
        ask_id=ask_id,
        approve=data["decision"] == "approve",
        note=data["note"],
        now=now,
        key=data["key"],
    )


@require_http_methods(READ_OR_WRITE)
def score(request: Request, number: str) -> HttpResponse:
    """The caller scores the called, a called unit its caller."""
    viewer = viewer_of(request)
    page = case_page(viewer, number, timezone.localtime(request.now))
    if not page.scores:
        return redirect("case", number=number)
    form = ScoreForm(page.scores, request.POST or None)
    if request.method == "POST" and form.is_valid():
        for duty_id, points in form.points():
            commands.score_unit(actor=Actor.of(viewer), number=number, duty_id=duty_id, points=points, now=request.now)
        messages.success(request, _("打好分了"))
        return redirect("case", number=number)
    return staff_page(request, "cases/score.html", {"case": page, "form": form}, viewer, "cases")


@require_POST
def tell(request: Request, number: str) -> HttpResponse:
    """Write a line to the reporter."""
    viewer, form = viewer_of(request), TellForm(request.POST)
    words = form.cleaned_data["text"] if form.is_valid() else ""
    commands.tell_reporter(
        actor=Actor.of(viewer), number=number, words=words, now=request.now, key=request.POST.get("key", "")[:40]
    )
    messages.success(request, _("反映人打开链接就看得到"))
    return redirect("case", number=number)


@require_POST
def reveal(request: Request, number: str) -> HttpResponse:
    """The full number of the reporter; the look is logged."""
    viewer = viewer_of(request)
    reason = request.POST.get("reason", "")[:100]
    phone = commands.reveal_phone(actor=Actor.of(viewer), number=number, reason=reason, now=request.now)
    if request.headers.get("HX-Request"):
        return render(request, "cases/_phone.html", {"phone": phone})
    messages.info(request, phone)
    return redirect("case", number=number)


@require_POST
def nudge(request: Request, number: str, duty_id: int) -> HttpResponse:
    """Ask a called unit for speed."""
    commands.nudge_unit(
        actor=Actor.of(viewer_of(request)),
        number=number,
        duty_id=duty_id,
        now=request.now,
        key=request.POST.get("key", "")[:40],
    )
    messages.success(request, _("催过了"))
    return redirect("case", number=number)


@require_http_methods(READ_OR_WRITE)
def register(request: Request) -> HttpResponse:
    """Staff register what somebody said in person or on the telephone, or what a patrol saw."""
    viewer = viewer_of(request)
    if not viewer.may("register"):
        raise NotFound("register")
    places = _offered_places(viewer, request)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    walks = viewer.seat is not None and viewer.seat.place_kind == "grid"
    first = {"place": asked(request, "place"), "channel": Channel.PATROL if walks else Channel.WINDOW}
    form = NewCaseForm(places, category_choices(), *given, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            opened = _register(viewer, form.cleaned_data, request)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            request.opened = opened["id"]
            messages.success(request, _("登记好了，编号 %(number)s") % {"number": opened["number"]})
            return redirect("case", number=opened["number"]) if viewer.may("oversee") else redirect("inbox")
    return staff_page(request, "cases/new.html", {"form": form}, viewer, "new", status=422 if form.is_bound else 200)


def _offered_places(viewer: Viewer, request: Request) -> list[tuple[str, str]]:
    """The places to choose from, with one that was found by its address though the list does not reach it."""
    places = [(one.code, one.name) for one in search_places(viewer, "", limit=400)]
    code = request.POST.get("place", "").replace("\x00", "")[:60] or asked(request, "place")
    if code and code not in dict(places):
        found = [one for one in search_places(viewer, code, limit=5) if one.code == code]
        places += [(one.code, one.name) for one in found]
    return places


def _register(viewer: Viewer, data: dict[str, Any], request: Request) -> commands.Opened:
    place = place_by_code(data["place"])
    visible_place(viewer, place.id)
    return commands.open_case(
        actor=Actor.of(viewer),
        place=place,
        text=data["text"],
        channel=Channel(data["channel"]),
        now=request.now,
        category=data["category"],
        urgency=data["urgency"],
        phone=data["phone"],
        reporter=data["name"],
        detail=data["detail"],
        photos=keep_photos(data["photos"]),
        order=data["order"],
        key=data["key"],
    )
