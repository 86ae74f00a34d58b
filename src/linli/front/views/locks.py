"""Closing periods for good: which are, what another would close, closing it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.backbone.facts import month_from, statistical_day
from linli.backbone.values import Actor
from linli.backbone.web import Request, viewer_of
from linli.domains.insights.commands import lock_period
from linli.domains.insights.queries.locks import forget_locks, lock_list, lockable
from linli.kernel.periods import period
from linli.kernel.refusal import Refusal
from linli.ui.forms import LabelledForm, day_field
from linli.ui.pages import staff_page


class DaysForm(LabelledForm):
    """From which day to which."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= {
            name: day_field(error_messages={"invalid": _("不是日子，写成 2026-06-08")}) for name in ("from", "to")
        }
        self.say({"from": _("从"), "to": _("到")})


@require_http_methods(["GET", "HEAD", "POST"])
def locks(request: Request) -> HttpResponse:
    """The locked periods with a form for the month that ended last; days that were chosen are shown with what locking
    them means, before it is done."""
    viewer, now = viewer_of(request), timezone.localtime(request.now)
    rows, last = lock_list(viewer), period("last_month", statistical_day(now), month_from())
    asked = request.POST if request.method == "POST" else request.GET if "from" in request.GET else None
    form, sure = DaysForm(asked, initial={"from": last.start, "to": last.end}), None
    if form.is_valid():
        try:
            if request.method == "POST":
                return _locked(request, form)
            sure = lockable(viewer, form.cleaned_data["from"], form.cleaned_data["to"], now)
        except Refusal as no:
            form.refuse(no)
    context = {"rows": rows, "form": form, "sure": sure, "locked": any(row.ends == last.end for row in rows)}
    status = 422 if form.is_bound and sure is None else 200
    return staff_page(request, "front/locks.html", context, viewer, "board", status)


def _locked(request: Request, form: DaysForm) -> HttpResponse:
    actor, days = Actor.of(viewer_of(request)), form.cleaned_data
    lock_period(actor=actor, start=days["from"], end=days["to"], now=timezone.localtime(request.now))
    forget_locks()
    messages.success(request, _("锁定了"))
    return redirect("locks")
