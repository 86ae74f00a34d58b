"""Advice while somebody writes, joining a neighbour's matter, and the page of trust."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.backbone.limits import limit
from linli.backbone.values import RESIDENT, Actor
from linli.backbone.web import Request, viewer_of
from linli.backbone.works.commands import ask_work
from linli.domains.cases import commands as cases
from linli.domains.cases.web import acts
from linli.domains.insights.commands import note_advice, switch_advice
from linli.domains.insights.management.training import KIND
from linli.domains.insights.queries.advice import advise_desk, advise_resident, ticket_case
from linli.domains.insights.queries.trust import trust_page
from linli.domains.insights.values.advice import Advice
from linli.domains.places.queries import place_by_code, visible_place
from linli.front.advised import note_chosen, sealed
from linli.front.doors import open_door
from linli.front.views.resident import keep_link, kept_links
from linli.kernel.refusal import NotFound
from linli.ui.pages import staff_page

LONGEST = 2000


def _said(request: Request, name: str, most: int) -> str:
    return request.POST.get(name, "").replace("\x00", "")[:most]


def _shown(request: Request, advice: Advice, **more: Any) -> HttpResponse:
    response = render(request, "front/_advice.html", {"advice": advice, "said": sealed(advice), **more})
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def at_door(request: Request, code: str) -> HttpResponse:
    """What a resident is advised on the words so far."""
    info = open_door(code)
    limit(request, "advice")
    text, detail = _said(request, "text", LONGEST), _said(request, "detail", 80)
    found = advise_resident(info.place, text, detail, timezone.localtime(request.now), kept_links(request))
    return _shown(request, found, code=info.code)


@require_POST
def at_desk(request: Request) -> HttpResponse:
    """What a desk is advised on the words so far."""
    viewer = viewer_of(request)
    if not viewer.may("register"):
        raise NotFound("register")
    place, code = None, _said(request, "place", 40)
    if code:
        place = place_by_code(code)
        visible_place(viewer, place.id)
    text, detail = _said(request, "text", LONGEST), _said(request, "detail", 80)
    return _shown(request, advise_desk(viewer, place, text, detail, timezone.localtime(request.now)))


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: Request) -> HttpResponse:
    """Staff register what somebody said; beside it is kept what they were advised."""
    response = acts.register(request)
    if hasattr(request, "opened"):
        note_chosen(request, Actor.of(request.viewer), request.opened, request.POST.get("category", ""))
    return response


@require_POST
def join(request: Request, code: str) -> HttpResponse:
    """Follow the matter a neighbour reported instead of reporting it again."""
    place = open_door(code).place
    limit(request, "report")
    case_id = ticket_case(_said(request, "ticket", 200), place)
    if case_id is None:
        raise NotFound("case")
    key = _said(request, "key", 40)
    token = cases.join_case(
        actor=RESIDENT, case_id=case_id, place_ids=tuple(place.ids.values()), now=request.now, key=key and f"join-{key}"
    )
    said = {"same": [case_id, 0, 0]}
    note_advice(actor=RESIDENT, case_id=case_id, said=said, chosen={"same": str(case_id)}, now=request.now)
    return keep_link(request, redirect("follow", token=token), token)


@require_GET
def trust(request: Request) -> HttpResponse:
    """What the machine advises here, from what, and how often it was right: for everybody."""
    viewer = request.viewer
    page = trust_page(viewer, timezone.localtime(request.now))
    if viewer.person_id:
        return staff_page(request, "front/trust_staff.html", {"trust": page}, viewer, "trust")
    return render(request, "front/trust.html", {"trust": page})


@require_POST
def learn(request: Request) -> HttpResponseRedirect:
    """Have a model learnt now, as a long work; NotFound for who may not switch advice."""
    viewer = viewer_of(request)
    if not trust_page(viewer, request.now).may_switch:
        raise NotFound("advice")
    language = get_language() or "zh-hans"
    work_id = ask_work(actor=Actor.of(viewer), kind=KIND, params={}, language=language, now=request.now)
    return redirect("work", work_id=work_id)


@require_POST
def switch(request: Request, kind: str) -> HttpResponseRedirect:
    """Switch a kind of advice off or on."""
    viewer = viewer_of(request)
    switch_advice(actor=Actor.of(viewer), kind=kind, off=request.POST.get("off") == "1", now=request.now)
    return redirect("trust")
