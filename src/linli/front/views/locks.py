"""Closing periods for good: which are, and closing another."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.backbone.facts import month_from, statistical_day
from linli.backbone.refusals import sentence
from linli.backbone.values import Actor
from linli.backbone.web import Request, viewer_of
from linli.domains.insights.commands import lock_period
from linli.domains.insights.queries.locks import forget_locks, lock_list
from linli.kernel.periods import period
from linli.kernel.refusal import Refusal
from linli.ui.pages import staff_page


def _days(request: Request) -> tuple[date, date]:
    try:
        start, end = parse_date(request.POST.get("from", "")), parse_date(request.POST.get("to", ""))
    except ValueError:
        start = end = None
    if start is None or end is None:
        raise Refusal("period_open")
    return start, end


@require_http_methods(["GET", "POST"])
def locks(request: Request) -> HttpResponse:
    """The locked periods with a form for the month that ended last."""
    viewer, today = viewer_of(request), statistical_day(timezone.localtime(request.now))
    rows, refusal = lock_list(viewer), ""
    last = period("last_month", today, month_from())
    if request.method == "POST":
        try:
            start, end = _days(request)
            lock_period(actor=Actor.of(viewer), start=start, end=end, now=timezone.localtime(request.now))
        except Refusal as no:
            refusal = sentence(no)
        else:
            forget_locks()
            messages.success(request, _("锁定了"))
            return redirect("locks")
    context = {
        "rows": rows,
        "last": last,
        "refusal": refusal,
        "posted": request.POST,
        "locked": any(row.ends == last.end for row in rows),
    }
    return staff_page(request, "front/locks.html", context, viewer, "board", 422 if refusal else 200)
