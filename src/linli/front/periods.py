"""The period an address asks for."""

from django.contrib import messages
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from linli.backbone.facts import month_from, statistical_day
from linli.backbone.web import Request
from linli.kernel.periods import Period, chosen, period
from linli.kernel.refusal import NotFound

LONGEST = 3660


def period_of(request: Request) -> Period:
    """A named period, or the days from and to (in either order), compared as the named one where they are its days;
    NotFound for days that are none, or more than ten years of them."""
    start, end, named = request.GET.get("from", ""), request.GET.get("to", ""), _named(request)
    if not (start or end):
        return named
    try:
        days = sorted(day for day in (parse_date(start), parse_date(end)) if day is not None and day.year > 1)
        span = chosen(*days) if len(days) == 2 else None
    except (ValueError, OverflowError):
        span = None
    if span is None or span.length > LONGEST:
        raise NotFound("period")
    return named if "period" in request.GET and named.days == span.days else span


def _named(request: Request) -> Period:
    today = statistical_day(timezone.localtime(request.now))
    return period(request.GET.get("period", "month"), today, month_from())


def period_shown(request: Request) -> Period:
    """As `period_of` for a page on which days are chosen: where they are none, what is wrong with them is said, and the
    named period is shown."""
    try:
        return period_of(request)
    except NotFound:
        said = _("两个日子都要选，前后不超过 %(years)s 年。先看的是没选日子的。") % {"years": LONGEST // 366}
        messages.error(request, said)
        return _named(request)
