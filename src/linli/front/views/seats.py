"""Who sits where: the roster, one seat with its history, appointing and handing over."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.backbone.values import Actor, Viewer
from linli.backbone.web import Request, asked, viewer_of
from linli.domains.organizations import commands
from linli.domains.organizations.queries import post_choices
from linli.domains.organizations.queries.seats import present_term, roster, seat_history, vacancies
from linli.domains.organizations.web.forms import AppointForm, EndTermForm
from linli.front.views.registers.common import person_called
from linli.kernel.ids import row_number
from linli.kernel.refusal import NotFound, Refusal
from linli.ui.pages import staff_page
from linli.ui.timewords import full_day

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
    form = AppointForm(request.POST or None, handover=not (row.vacant or row.many))
    if request.method == "POST" and form.is_valid():
        try:
            _appoint(viewer, seat_id, form.cleaned_data, request)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            starts = form.cleaned_data["starts"]
            coming = starts > timezone.localdate(request.now)
            messages.success(request, _("%(day)s起就任") % {"day": full_day(starts)} if coming else _("就任了"))
            return redirect("seat", seat_id=seat_id)
    context = {"seat": row, "history": history, "form": form, "may_appoint": viewer.may("appoint")}
    return staff_page(request, "organizations/seat.html", context, viewer, "seats")


@transaction.atomic
def _appoint(viewer: Viewer, seat_id: int, data: dict[str, Any], request: Request) -> None:
    """Fill an empty seat, or hand a taken one over the same day; a person not yet known is entered first."""
    term = present_term(viewer, seat_id)
    if not viewer.may("appoint"):
        raise NotFound("seat")
    how = {name: data[name] for name in ("way", "filing")}
    who = person_called(request, data)
    if term is None:
        commands.appoint(
            actor=Actor.of(viewer), seat_id=seat_id, person_id=who, starts=data["starts"], now=request.now, **how
        )
    else:
        commands.end_appointment(
            actor=Actor.of(viewer),
            appointment_id=term,
            ends=data["starts"],
            reason=data.get("reason", ""),
            successor_id=who,
            now=request.now,
            **how,
        )


@require_POST
def end_term(request: Request, seat_id: int, term_id: int) -> HttpResponse:
    """Somebody leaves a seat, or does not take it after all."""
    viewer, form = viewer_of(request), EndTermForm(request.POST)
    if not form.is_valid():
        raise Refusal("bad_term")
    commands.end_appointment(
        actor=Actor.of(viewer),
        appointment_id=term_id,
        ends=form.cleaned_data["ends"],
        reason=form.cleaned_data["reason"],
        now=request.now,
    )
    messages.success(request, _("记下了"))
    return redirect("seat", seat_id=seat_id)
