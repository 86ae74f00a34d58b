"""The leader's page, and the cases behind each of its figures."""

from datetime import date

from django.http import HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from linli.backbone.web import Request, asked, viewer_of
from linli.domains.cases.queries.lists import cases_behind_figure, late_cases
from linli.domains.cases.values import Board, CaseList
from linli.front.board import board, definitions, place_for
from linli.front.periods import period
from linli.kernel.refusal import NotFound
from linli.ui.frames import Slots
from linli.ui.pages import framed_page, staff_page
from linli.ui.parts.board import figures, floor_of, small_figures, split_table, topics, trend_json, trend_rows
from linli.ui.parts.times import moment


@require_GET
def board_page(request: Request) -> HttpResponse:
    """Figures, trend, streets, channels and topics of one place and period."""
    viewer, now = viewer_of(request), timezone.localtime(request.now)
    place = place_for(viewer, request.GET.get("place", ""))
    found = board(place, period(request.GET.get("period", "month"), now.date()), now)
    known, slots = shown(found)
    return framed_page(request, "front/board.html", known, slots, viewer, "board")


def shown(found: Board) -> tuple[dict[str, object], Slots]:
    """A board as its page takes it: what makes the frame, and what fills it."""
    low = floor_of(found.streets)
    until = _("数据到 %(at)s") % {"at": moment(found.data_until)}
    known = {
        "periods": found.periods,
        "split": found.extras["split"],
        "low": low,
        "streets": bool(found.streets),
        "channels": bool(found.channels),
        "topics": bool(found.topics),
        "source": found.source,
        "definitions": found.definitions,
        "excluded": bool(found.extras["excluded"]),
    }
    slots: Slots = {
        "place": found.place,
        "until": f"{until}，{found.compared}" if found.compared else until,
        "period": found.period_words,
        "excluded": found.extras["excluded"],
        "figures": figures(found.figures),
        "small": small_figures(found.small),
        "streets": split_table(found.streets, found.extras["split_heading"], found.figures),
        "channels": split_table(found.channels, _("来源"), found.figures),
        "topics": topics(found.topics),
        "trend_data": trend_json(found.trend),
        "trend_rows": trend_rows(found.trend),
    }
    return known, slots


@require_GET
def behind(request: Request) -> HttpResponse:
    """The cases a figure counts, with the same total."""
    viewer, now = viewer_of(request), timezone.localtime(request.now)
    place = place_for(viewer, request.GET.get("place", ""))
    measure = request.GET.get("measure", "received")
    after = request.GET.get("cursor", "")
    if measure == "late":
        rows, cursor, total = late_cases(place, now, after)
        explanation = _("%(place)s · 此刻") % {"place": place.name}
    else:
        start, end = _day(request, "from"), _day(request, "to")
        slices = {key: asked(request, key) for key in ("channel", "category") if asked(request, key)}
        rows, cursor, total = cases_behind_figure(measure, place, (start, end), slices, now, after)
        explanation = _("%(place)s · %(start)s 至 %(end)s") % {"place": place.name, "start": start, "end": end}
    found = CaseList(rows, cursor, _title(measure), f"{explanation} · {_('；').join(definitions())}", total)
    query = request.GET.copy()
    query.pop("cursor", None)
    return staff_page(
        request, "front/board_cases.html", {"list": found, "more_query": query.urlencode()}, viewer, "board"
    )


def _day(request: Request, name: str) -> date:
    try:
        found = parse_date(request.GET.get(name, ""))
    except ValueError:
        found = None
    if found is None:
        raise NotFound("period")
    return found


def _title(measure: str) -> str:
    return {
        "received": _("受理诉求"),
        "closed": _("办结"),
        "due": _("到期应办"),
        "on_time": _("按时办结"),
        "valid": _("有效回访"),
        "contacted": _("联系了"),
        "solved": _("解决了"),
        "satisfied": _("满意"),
        "redo": _("重办"),
        "returned": _("退单"),
        "extended": _("延期"),
        "suspended": _("挂账"),
        "declined": _("不予受理"),
        "whistles": _("吹哨"),
        "calls": _("被叫单位"),
        "arrived": _("到了场的单位"),
        "arrived_on_time": _("按时到场"),
        "late": _("现在超时"),
    }.get(measure) or _title("received")
