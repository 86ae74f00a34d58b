"""The leader's page: what it joins out of the figures of cases, and how figures speak."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.backbone.values import Viewer
from linli.domains.cases.queries import category_choices
from linli.domains.cases.queries.figures import EXCLUDED, NONE, TREND_DAYS, Drawn, Sums, both_periods, drawn, late_now
from linli.domains.cases.values import Board, Figure, SplitRow, TopicRow, TrendDay
from linli.domains.duties.queries import channel_words, rest_days
from linli.domains.places.queries import with_below
from linli.domains.places.values import PlaceInfo
from linli.front.periods import Period
from linli.kernel.refusal import NotFound
from linli.ui.timewords import day

TOPICS = 8


def place_for(viewer: Viewer, wanted: str) -> PlaceInfo:
    """The place a viewer's board shows: one under a seat that may see it; NotFound elsewhere."""
    seats = viewer.scope("board")
    if not seats:
        raise NotFound("board")
    if not wanted.isdigit():
        return with_below(next(held.place_id for held in seats if held.place_id), _below)[0]
    place = with_below(int(wanted), _below)[0]
    if not {held.place_id for held in seats} & {step.id for step in place.path}:
        raise NotFound("board")
    return place


def board(place: PlaceInfo, span: Period, now: datetime) -> Board:
    """The whole page for one place and period."""
    kind = _below(place.kind)
    below = with_below(place.id, _below)[1]
    days, before_days = (span.start, span.end), (span.before_start, span.before_end)
    have, was = both_periods(place.id, [step.id for step in below], days, before_days)
    mine, lines = have.get((place.id, ""), NONE), drawn(place.id, days, before_days, now.date())
    late = late_now(place.kind, place.id, kind, now)
    link = Link(place, span)
    return Board(
        place=place.name,
        period=span.key,
        period_words=_("时间段：%(start)s—%(end)s") % {"start": _date(span.start), "end": _date(span.end)},
        compared=_compared(span),
        data_until=now,
        source=_("邻里事项库"),
        definitions=definitions(),
        figures=_figures(mine, was, late[None], link),
        small=_small(mine, link),
        trend=_trend(lines, now.date()),
        extras={**_split_words(place.kind), "excluded": _excluded(mine, have.get((place.id, EXCLUDED)))},
        streets=tuple(
            _street(step.id, step.name, have.get((step.id, ""), NONE), late.get(step.id, 0), span, kind)
            for step in below
        ),
        channels=_channels(_slices(have, place.id, "channel="), link),
        topics=_topics(lines, link),
        periods=tuple((key, words, key == span.key) for key, words in _period_words(span)),
    )


def _slices(found: Mapping[tuple[int, str], Sums], place_id: int, prefix: str) -> dict[str, Sums]:
    return {
        name.removeprefix(prefix): have
        for (place, name), have in found.items()
        if place == place_id and name.startswith(prefix)
    }


def _compared(span: Period) -> str:
    if span.key == "year":
        return _("比去年同期")
    return _("比 %(start)s—%(end)s") % {"start": _date(span.before_start), "end": _date(span.before_end)}


def _below(kind: str) -> str:
    return {"district": "street", "street": "community", "community": "grid"}.get(kind, "grid")


def _split_words(kind: str) -> dict[str, str]:
    """The title and the first heading of the split by place."""
    words = {"district": (_("各街道、镇"), _("街道、镇")), "street": (_("各社区、村"), _("社区、村"))}
    title, heading = words.get(kind, (_("各网格"), _("网格")))
    return {"split": title, "split_heading": heading}


def _excluded(mine: Sums, taken: Sums | None) -> str:
    """What was left out of the assessment, and the rates as they are with it (domain 1.18); empty when nothing was."""
    if taken is None or not (taken["due"] or taken["valid"]):
        return ""
    whole = {name: mine[name] - taken[name] for name in ("due", "on_time", "valid", "satisfied")}
    return _("以上不含剔除的 %(due)s 件；含剔除：按时办结率 %(on_time)s%%，满意率 %(satisfied)s%%") % {
        "due": max(-taken["due"], -taken["valid"]),
        "on_time": percent(whole["on_time"], whole["due"]),
        "satisfied": percent(whole["satisfied"] / 10, whole["valid"]),
    }


def _date(moment_day: date) -> str:
    return day(datetime(moment_day.year, moment_day.month, moment_day.day))  # noqa: DTZ001 - a day, not a moment


def definitions() -> tuple[str, ...]:
    """What the figures mean, for the foot of the page."""
    return (_("按时办结率 = 按时办结 ÷ 到期应办"), _("三率 = 对应次数 ÷ 有效回访"), _("基本满意按 0.9 计"))


def _period_words(span: Period) -> tuple[tuple[str, str], ...]:
    return (("today", _("今日")), ("week", _("本周")), ("month", _("本月")), ("year", _("本年")))


class Link:
    """Where a figure of this place and period opens its cases."""

    def __init__(self, place: PlaceInfo, span: Period) -> None:
        self._base = f"/board/cases/?place={place.id}&from={span.start}&to={span.end}&measure="

    def to(self, measure: str, **more: str) -> str:
        """The address of the cases behind a measure; measures and slices are words of ours that need no quoting."""
        return self._base + measure + "".join(f"&{key}={value}" for key, value in more.items())


def percent(numerator: float, denominator: int) -> str:
    """A rate with one decimal, or a dash where nothing was counted."""
    return f"{numerator / denominator * 100:.1f}" if denominator else "–"


def _points(numerator: float, denominator: int, before: float, before_of: int) -> tuple[str, str]:
    if not denominator or not before_of:
        return "", ""
    change = numerator / denominator * 100 - before / before_of * 100
    if abs(change) < 0.05:
        return _("持平"), ""
    words = _("升 %(points)s 点") if change > 0 else _("降 %(points)s 点")
    return words % {"points": f"{abs(change):.1f}"}, "better" if change > 0 else "worse"


def _figures(mine: Sums, before: Sums, late: int, link: Link) -> tuple[Figure, ...]:
    said = definitions()
    received, was = mine["received"], before["received"]
    share = _("多 %(share)s%%") if received >= was else _("少 %(share)s%%")
    change = share % {"share": f"{abs(received - was) / was * 100:.1f}"} if was else ""
    first = Figure(
        "received",
        _("受理诉求"),
        f"{received:,}",
        _("件"),
        _("办结 %(count)s 件") % {"count": f"{mine['closed']:,}"},
        change,
        "",
        link.to("received"),
        _("这段时间收到的事项"),
    )
    rates = [
        _rate("on_time", _("按时办结率"), "on_time", "due", _("件到期"), mine, before, link, said[0]),
        _rate("response", _("响应率"), "contacted", "valid", _("次有效回访"), mine, before, link, said[1]),
        _rate("solve", _("解决率"), "solved", "valid", _("次有效回访"), mine, before, link, said[1]),
        _rate(
            "satisfaction", _("满意率"), "satisfied", "valid", _("次有效回访"), mine, before, link, said[2], tenths=True
        ),
    ]
    overdue = Figure(
        "late",
        _("现在超时"),
        f"{late:,}",
        _("件"),
        _("此刻还没办好、过了时限"),
        "",
        "late" if late else "",
        link.to("late"),
        _("此刻还没办好、过了时限的事项"),
    )
    return (first, *rates, overdue)


def _rate(
    key: str,
    title: str,
    top: str,
    bottom: str,
    unit: str,
    mine: Sums,
    before: Sums,
    link: Link,
    definition: str,
    *,
    tenths: bool = False,
) -> Figure:
    scale = 10 if tenths else 1
    have, was = mine[top] / scale, before[top] / scale
    change, tone = _points(have, mine[bottom], was, before[bottom])
    shown = f"{have:,.1f}" if tenths else f"{int(have):,}"
    return Figure(
        key,
        title,
        percent(have, mine[bottom]),
        "%",
        f"{shown} / {mine[bottom]:,} {unit}",
        change,
        tone,
        link.to(bottom),
        definition,
    )


def _small(mine: Sums, link: Link) -> tuple[Figure, ...]:
    def plain(key: str, title: str, fraction: str, unit: str) -> Figure:
        return Figure(key, title, f"{mine[key]:,}", unit, fraction, "", "", link.to(key), "")

    mean = round(mine["arrive_minutes"] / mine["arrived"]) if mine["arrived"] else 0
    return (
        plain(
            "whistles",
            _("吹哨"),
            _("%(on)s / %(all)s 家按时到场") % {"on": mine["arrived_on_time"], "all": mine["calls"]},
            _("次"),
        ),
        Figure("calls", _("到场平均"), str(mean), _("分钟"), _("从吹哨到到场"), "", "", link.to("arrived"), ""),
        plain("redo", _("重办"), _("占回访 %(share)s%%") % {"share": percent(mine["redo"], mine["valid"])}, _("件")),
        plain("suspended", _("挂账"), _("到复核日期再看"), _("件")),
    )


def _trend(lines: Drawn, today: date) -> tuple[TrendDay, ...]:
    start, found = today - timedelta(days=TREND_DAYS - 1), lines.days
    days = [start + timedelta(days=offset) for offset in range(TREND_DAYS)]
    return tuple(TrendDay(one, *found.get(one, (0, 0)), rest) for one, rest in zip(days, rest_days(days), strict=True))


@lru_cache(maxsize=8)
def _cell_titles(_language: str | None) -> tuple[str, str, str, str]:
    return _("受理"), _("按时办结率"), _("解决率"), _("现在超时")


def _cells(mine: Sums, late: int | None, link: Link, more: Mapping[str, str]) -> tuple[Figure, ...]:
    def rate(key: str, title: str, top: str, bottom: str) -> Figure:
        shown, fraction = percent(mine[top], mine[bottom]), f"{mine[top]}/{mine[bottom]}"
        return Figure(key, title, shown, "%", fraction, "", "", link.to(bottom, **more), "")

    received, on_time, solve, overdue = _cell_titles(get_language())
    cells = (
        Figure("received", received, f"{mine['received']:,}", "", "", "", "", link.to("received", **more), ""),
        rate("on_time", on_time, "on_time", "due"),
        rate("solve", solve, "solved", "valid"),
    )
    if late is None:
        return cells
    tone = "late" if late else ""
    return (*cells, Figure("late", overdue, f"{late:,}", "", "", "", tone, link.to("late", **more), ""))


def _street(place_id: int, name: str, mine: Sums, late: int, span: Period, kind: str) -> SplitRow:
    place = PlaceInfo(place_id, kind, "", name, "", (), None)
    return SplitRow(str(place_id), name, _cells(mine, late, Link(place, span), {}))


def _channels(found: Mapping[str, Sums], link: Link) -> tuple[SplitRow, ...]:
    return tuple(
        SplitRow(key, channel_words(key), _cells(have, None, link, {"channel": key}))
        for key, have in sorted(found.items())
    )


def _topics(lines: Drawn, link: Link) -> tuple[TopicRow, ...]:
    titles = dict(category_choices())
    rows = sorted(lines.topics.items(), key=lambda pair: (-pair[1][0], pair[0]))[:TOPICS]
    return tuple(
        _topic(key, count, was, tuple(lines.months.get(key, ())), titles, link) for key, (count, was) in rows if count
    )


def _topic(key: str, count: int, was: int, points: tuple[int, ...], titles: Mapping[str, str], link: Link) -> TopicRow:
    change, tone = "", ""
    if was:
        share = round((count - was) / was * 100)
        change, tone = (f"{share:+d}%", "worse" if share > 0 else "better") if share else (_("持平"), "")
    return TopicRow(
        titles.get(key, key),
        _("上期 %(count)s 件") % {"count": was} if was else _("上期没有"),
        count,
        change,
        tone,
        points,
        link.to("received", category=key),
    )
