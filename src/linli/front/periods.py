"""The period an address asks for."""

from django.utils import timezone
from django.utils.dateparse import parse_date

from linli.backbone.facts import month_from, statistical_day
from linli.backbone.web import Request
from linli.kernel.periods import Period, chosen, period
from linli.kernel.refusal import NotFound


def period_of(request: Request) -> Period:
    """A named period, or the days from and to (in either order), compared as the named one where they are its days;
    NotFound for days that are none, or more than ten years of them."""
    today = statistical_day(timezone.localtime(request.now))
    start, end = request.GET.get("from", ""), request.GET.get("to", "")
    named = period(request.GET.get("period", "month"), today, month_from())
    if not (start or end):
        return named
    try:
        days = sorted(day for day in (parse_date(start), parse_date(end)) if day is not None and day.year > 1)
        span = chosen(*days) if len(days) == 2 else None
    except (ValueError, OverflowError):
        span = None
    if span is None or span.length > 3660:
        raise NotFound("period")
    return named if "period" in request.GET and named.days == span.days else span
