"""Who sits where: the roster, one seat with its history, appointing and handing over."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from linli.backbone.values import Actor, Viewer
from linli.backbone.web import Request, asked, viewer_of
from linli.domains.organizations import commands
from linli.domains.organizations.queries import post_choices, present_term, roster, seat_history, vacancies
from linli.domains.organizations.web.forms import AppointForm
from linli.domains.people.commands import add_person
from linli.domains.people.queries import person_with_phone
from linli.kernel.ids import row_number
from linli.kernel.refusal import NotFound, Refusal
from linli.ui.pages import staff_page

PAGE = 50


@require_GET
def seats(request: Request) -> HttpResponse:
    """The seats of the viewer's scope, empty ones marked."""
    viewer = viewer_of(request)
    if not (viewer.may("oversee") or viewer.may("appoint")):
        raise NotFound("seats")
    post, words, state = (asked(request, key) for key in ("post", "q", "state"))
    after = request.GET.get("cursor", "")
    rows = roster(
        viewer, vacant_only=state == "vacant", post=post, words=words, limit=PAGE + 1, after=row_number(after)
    )
    cursor = str(rows[PAGE - 1].id) if len(rows) > PAGE else ""
    context = {
        "rows": rows[:PAGE],
        "cursor": cursor,
        "vacancies": vacancies(viewer),
        "filters": _filters(post, state, words),
    }
    return staff_page(request, "organizations/roster.html", context, viewer, "seats")


def _filters(post: str, state: str, words: str) -> dict[str, Any]:
    return {
        "q": words,
        "selects": (
            {
                "name": "post",
                "label": _("岗位"),
                "options": [
                    ("", _("全部岗位"), not post),
                    *((key, title, key == post) for key, title in post_choices()),
                ],
            },
            {
                "name": "state",
                "label": _("有没有人"),
                "options": [("", _("全部"), not state), ("vacant", _("空着的"), state == "vacant")],
            },
        ),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def seat(request: Request, seat_id: int) -> HttpResponse:
    """One seat: who sat there, and who takes it next."""
    viewer = viewer_of(request)
    row, history = seat_history(viewer, seat_id)
    form = AppointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _appoint(viewer, seat_id, form.cleaned_data, request)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("就任了"))
            return redirect("seat", seat_id=seat_id)
    context = {"seat": row, "history": history, "form": form, "may_appoint": viewer.may("appoint")}
    return staff_page(request, "organizations/seat.html", context, viewer, "seats")


def _appoint(viewer: Viewer, seat_id: int, data: dict[str, Any], request: Request) -> None:
    """Fill an empty seat, or hand a taken one over the same day; a person not yet known is entered first."""
    term = present_term(viewer, seat_id)
    if not viewer.may("appoint"):
        raise NotFound("seat")
    actor = Actor.of(viewer)
    person_id = person_with_phone(viewer, data["phone"]) or add_person(
        actor=actor, name=data["name"], phone=data["phone"], now=request.now
    )
    if term is None:
        commands.appoint(
            actor=actor,
            seat_id=seat_id,
            person_id=person_id,
            way=data["way"],
            starts=data["starts"],
            filing=data["filing"],
            now=request.now,
        )
    else:
        commands.end_appointment(
            actor=actor,
            appointment_id=term,
            ends=data["starts"],
            reason=data["reason"],
            successor_id=person_id,
            way=data["way"],
            now=request.now,
        )
