"""One's own month, and the records behind each sentence of it."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from linli.backbone.web import Request, asked, viewer_of
from linli.domains.insights.queries.indicators import indicator
from linli.domains.insights.queries.month import my_month, my_records
from linli.domains.insights.queries.words import ahead_words, compared, span_words, when_words
from linli.front.periods import period_shown
from linli.ui.pages import staff_page


@require_GET
def month(request: Request) -> HttpResponse:
    """What the viewer's own seats did, in plain words."""
    viewer = viewer_of(request)
    now = timezone.localtime(request.now)
    found = my_month(viewer, period_shown(request), now)
    context = {
        "found": found,
        "ahead": ahead_words(found.span, now),
        "span": span_words(found.span),
        "compared": compared(found.span),
    }
    return staff_page(request, "front/month.html", context, viewer, "month")


@require_GET
def records(request: Request, key: str) -> HttpResponse:
    """What one sentence counts."""
    viewer, now, seat = viewer_of(request), timezone.localtime(request.now), asked(request, "seat")
    which, after = request.GET.get("which", ""), request.GET.get("cursor", "")
    found = my_records(viewer, key, seat, period_shown(request), now, which=which, after=after)
    query = request.GET.copy()
    for name in ("cursor", "which"):
        query.pop(name, None)
    context = {
        "found": found,
        "own": True,
        "ahead": ahead_words(found.asked.period, now, indicator(key)),
        "span": when_words(indicator(key), found.asked.period),
        "compared": compared(found.asked.period),
        "query": query.urlencode(),
        "which": next((one for one, _title, on in found.parts if on), ""),
    }
    return staff_page(request, "front/figure.html", context, viewer, "month")
