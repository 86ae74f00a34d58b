"""How routines are kept: figures with their denominators, opened down to the occurrences behind them."""

from datetime import date
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from linli.backbone.web import Request, asked, viewer_of
from linli.domains.duties.queries.shares import PAGE, by_place, by_routine, records, total
from linli.domains.duties.values.rows import Shares
from linli.kernel.cadence import Period, period_of
from linli.kernel.ids import row_number
from linli.ui.pages import staff_page

PERIODS = (Period.DAY, Period.WEEK, Period.MONTH)


def _number(request: Request, name: str) -> int | None:
    return row_number(asked(request, name)) or None


def _period(request: Request) -> tuple[Period, date, date]:
    wanted = asked(request, "period")
    period = Period(wanted) if wanted in list(PERIODS) else Period.WEEK
    return period, *period_of(timezone.localtime(request.now).date(), period)


def _periods(request: Request, now: Period) -> tuple[tuple[str, str, bool], ...]:
    titles = {Period.DAY: _("今天"), Period.WEEK: _("本周"), Period.MONTH: _("本月")}
    kept = {name: asked(request, name) for name in ("routine", "place") if asked(request, name)}
    return tuple((f"?{urlencode({'period': one, **kept})}", words, one is now) for one, words in titles.items())


@require_GET
def shares_page(request: Request) -> HttpResponse:
    """Done, late and missed by routine; with a routine, by place."""
    viewer, language = viewer_of(request), get_language() or ""
    period, start, end = _period(request)
    routine, place = asked(request, "routine", 40), _number(request, "place")
    routines = by_routine(viewer, start, end, language)
    rows = by_place(viewer, routine, start, end, place) if routine else routines
    title = next((one.title for one in routines if one.key == routine), "")
    context = {
        "rows": tuple((row, _deeper(routine, row, period), _behind(routine, row, period)) for row in rows),
        "sum": total(rows),
        "title": title,
        "start": start,
        "end": end,
        "periods": _periods(request, period),
        "routine": routine,
    }
    return staff_page(request, "duties/shares.html", context, viewer, "rounds")


def _deeper(routine: str, row: Shares, period: Period) -> str:
    query = {"routine": routine, "place": row.key} if routine else {"routine": row.key}
    return f"/rounds/shares/?{urlencode({'period': period, **query})}"


def _behind(routine: str, row: Shares, period: Period) -> str:
    query = {"routine": routine, "place": row.key} if routine else {"routine": row.key}
    return f"/rounds/shares/records/?{urlencode({'period': period, **query})}"


@require_GET
def records_page(request: Request) -> HttpResponse:
    """The occurrences behind a figure."""
    viewer, now = viewer_of(request), timezone.localtime(request.now)
    period, start, end = _period(request)
    routine, place, state = asked(request, "routine", 40), _number(request, "place"), asked(request, "state", 8)
    rows = records(viewer, routine, start, end, now, place_id=place, state=state, after=_number(request, "cursor") or 0)
    query = {"period": str(period), "routine": routine, "state": state, "place": str(place or "")}
    more = urlencode({**query, "cursor": rows[-1].id}) if len(rows) == PAGE else ""
    context = {"rows": rows, "start": start, "end": end, "more": more, "title": rows[0].title if rows else ""}
    return staff_page(request, "duties/records.html", context, viewer, "rounds")
