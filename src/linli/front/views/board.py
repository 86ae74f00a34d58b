"""The leader's page, and what each of its figures opens to."""

from collections import OrderedDict
from collections.abc import Hashable

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from linli.backbone.web import Request, asked, viewer_of
from linli.domains.insights.queries.behind import behind
from linli.domains.insights.queries.boards import board
from linli.domains.insights.queries.indicators import indicator
from linli.domains.insights.queries.words import ahead_words, compared, period_words, span_words, when_words
from linli.domains.insights.values import Board, Part
from linli.front.periods import period_shown
from linli.front.views.maps import with_tiles
from linli.ui.frames import Slots
from linli.ui.pages import framed_page, staff_page
from linli.ui.parts.board import crumbs, part_html
from linli.ui.parts.times import moment

SPLITS = ("place", "channel", "category", "kind", "organization")


@require_GET
def board_page(request: Request) -> HttpResponse:
    """The parts the pack names for the level of a place, over one period; the address can be passed on."""
    viewer, now = viewer_of(request), timezone.localtime(request.now)
    by = request.GET.get("by", "")
    found = board(viewer, asked(request, "place"), period_shown(request), now, by if by in SPLITS else "")
    known, slots = shown(found, by)
    return with_tiles(framed_page(request, "front/board.html", known, slots, viewer, "board"))


def shown(found: Board, by: str) -> tuple[dict[str, object], Slots]:
    """A board as its page takes it: what makes the frame, and what fills it."""
    named = [(f"part_{chr(97 + index)}", part) for index, part in enumerate(found.parts)]
    columns = tuple(tuple((name, part.widget) for name, part in named if part.column == column) for column in (1, 2, 3))
    split = next((name for name, part in named if part.widget == "split"), "")
    known: dict[str, object] = {
        "top": tuple(name for name, part in named if part.widget == "figures"),
        "columns": tuple(column for column in columns if column),
        "wide": tuple((name, part.widget) for name, part in named if not part.column and part.widget != "figures"),
        "first_split": split,
        "map": any(part.widget == "map" for _name, part in named),
        "trend": any(part.widget == "trend" for _name, part in named),
        "periods": period_words(),
        "period": found.period.key,
        "sources": found.sources,
        "definitions": found.definitions,
        "excluded": bool(found.excluded),
        "locked": bool(found.locked),
        "ahead": bool(ahead_words(found.period, found.until)),
        "may_lock": found.may_lock,
        "above": bool(found.above),
        "by": by if by in SPLITS else "place",
        "splits": _splits(),
    }
    return known, _slots(found, named)


def _splits() -> tuple[tuple[str, str], ...]:
    return (("place", _("地方")), ("channel", _("来源")), ("category", _("类别")), ("organization", _("单位")))


def _slots(found: Board, named: list[tuple[str, Part]]) -> Slots:
    span = found.period
    until = _("数据到 %(at)s") % {"at": moment(found.until)}
    days = f"from={span.start}&to={span.end}" if span.key == "days" else f"period={span.key}"
    return {
        "place": found.name,
        "place_id": str(found.place_id),
        "days": days,
        "start": span.start.isoformat(),
        "end": span.end.isoformat(),
        "until": _("，").join((until, compared(span)) if _is_compared(found) else (until,)),
        "span": _("时间段：%(span)s") % {"span": span_words(span)},
        "excluded": found.excluded,
        "locked": found.locked,
        "ahead": ahead_words(span, found.until),
        "crumbs": crumbs(found.above, days),
        **_html(found.state, named),
    }


def _is_compared(found: Board) -> bool:
    return any(one.change for part in found.parts for one in part.figures) or any(
        one.change for part in found.parts for one in part.topics
    )


# A board drawn from the same figures looks the same; what it looked like is kept beside what it was drawn from.
_looks: OrderedDict[Hashable, dict[str, str]] = OrderedDict()
KEPT = 256


def _html(state: Hashable, named: list[tuple[str, Part]]) -> dict[str, str]:
    found = _looks.get(state)
    if found is None:
        found = _looks[state] = {name: part_html(part, name) for name, part in named}
        if len(_looks) > KEPT:
            _looks.popitem(last=False)
    return found


@require_GET
def figure_page(request: Request, key: str) -> HttpResponse:
    """A figure with its definition, period, numerator and denominator, and the records it adds up."""
    viewer, now = viewer_of(request), timezone.localtime(request.now)
    found = behind(
        viewer,
        key,
        asked(request, "place"),
        period_shown(request),
        now,
        which=request.GET.get("which", ""),
        split=asked(request, "by"),
        part=asked(request, "part"),
        after=request.GET.get("cursor", ""),
    )
    query = request.GET.copy()
    for name in ("cursor", "which"):
        query.pop(name, None)
    context = {
        "found": found,
        "ahead": ahead_words(found.asked.period, now, indicator(key)),
        "span": when_words(indicator(key), found.asked.period),
        "compared": compared(found.asked.period),
        "query": query.urlencode(),
        "which": next((one for one, _title, on in found.parts if on), ""),
    }
    return staff_page(request, "front/figure.html", context, viewer, "board")
