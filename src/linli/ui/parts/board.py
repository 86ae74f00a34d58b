"""Figures of the leader’s page: rates with their dots, splits, the trend.

What they are given are the parts of a Board of the insights: Figure, SplitRow, TopicRow and Day.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from html import escape
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.ui import drawing
from linli.ui.parts.times import day


def _percent(text: str) -> float | None:
    try:
        return float(text.rstrip("%"))
    except ValueError:
        return None


def floor_of(rows: Iterable[Any], unit: str = "%") -> int:
    """The lower end of the dots' axis for rates in `rows`: 85, or lower in tens when a rate needs it."""
    rates = [
        rate
        for row in rows
        for cell in row.cells
        if getattr(cell, "unit", "") == unit and (rate := _percent(cell.value)) is not None
    ]
    lowest = min(rates, default=100.0)
    return 85 if lowest >= 85 else int(lowest // 10) * 10


def figures(rows: Iterable[Any]) -> SafeString:
    """The row of figures: each a link to its records, with its change in words and its fraction."""
    out = []
    for row in rows:
        late = " is-late" if row.tone == "late" else ""
        tone = f' class="is-{escape(row.tone)}"' if row.tone and not late else ""
        about = f' title="{escape(row.definition)}"' if row.definition else ""
        out.append(
            f'<a class="ll-stat{late}" href="{escape(row.url)}"{about}><span class="ll-stat-head">'
            f"<span>{escape(row.title)}</span><em{tone}>{escape(row.change or row.when)}</em></span>"
            f'<span class="ll-stat-n">{escape(row.value)}'
            f'<small>{escape(row.unit)}</small></span><span class="ll-stat-f">{escape(row.fraction)}</span></a>'
        )
    return mark_safe("".join(out))  # noqa: S308 - each part escaped


def _split_cell(cell: Any, low: int, whole: dict[str, float | None]) -> str:
    percent = cell.unit == "%"
    rate = _percent(cell.value) if percent else None
    mark = drawing.dot(rate, low, whole.get(cell.key)) if rate is not None else ""
    late = ' class="ll-late"' if cell.tone == "late" else ""
    about = f' title="{escape(cell.fraction)}"' if cell.fraction else ""
    unit = "%" if rate is not None else ""
    return f'<td class="is-n">{mark}<a href="{escape(cell.url)}"{late}{about}>{escape(cell.value)}{unit}</a></td>'


def _named(row: Any) -> str:
    return f'<a href="{escape(row.url)}">{escape(row.title)}</a>' if row.url else escape(row.title)


def split_table(rows: Sequence[Any], heading: str, whole: Iterable[Any]) -> SafeString:
    """A split as a table: a name, then a figure a cell; rates with their dot, marked where the whole stands."""
    if not rows:
        return mark_safe("")
    low, marks = floor_of(rows), {figure.key: _percent(figure.value) for figure in whole}
    heads = "".join(f'<th scope="col" class="is-n">{escape(cell.title)}</th>' for cell in rows[0].cells)
    body = "".join(
        f'<tr><th scope="row">{_named(row)}</th>'
        + "".join(_split_cell(cell, low, marks) for cell in row.cells)
        + "</tr>"
        for row in rows
    )
    return mark_safe(  # noqa: S308 - each part escaped
        f'<div class="ll-scroll"><table class="ll-table ll-split"><thead><tr><th scope="col">{escape(heading)}</th>'
        f"{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _note(row: Any) -> str:
    return escape(" · ".join(one for one in (row.fraction, row.when) if one))


def small_figures(rows: Iterable[Any]) -> SafeString:
    """The small figures under a split; nothing where there are none."""
    out = [
        f'<a href="{escape(row.url)}"'
        + (f' title="{escape(row.definition)}"' if row.definition else "")
        + f"><span>{escape(row.title)}</span><b>{escape(row.value)} {escape(row.unit)}</b>"
        f"<small>{_note(row)}</small></a>"
        for row in rows
    ]
    return mark_safe(f'<div class="ll-small-stats">{"".join(out)}</div>' if out else "")  # noqa: S308 - escaped


def topics(rows: Iterable[Any]) -> SafeString:
    """What is talked about: a title, its trend, its count and how that changed."""
    out = []
    for row in rows:
        tone = f' class="is-{escape(row.tone)}"' if row.tone else ""
        out.append(
            f'<li><a class="ll-topic" href="{escape(row.url)}"><span><b>{escape(row.title)}</b>'
            f"<small>{escape(row.note)}</small></span>{drawing.spark(row.points, row.tone)}"
            f'<span class="ll-topic-n"><b>{row.count:,}</b><small{tone}>{escape(row.change)}</small></span></a></li>'
        )
    return mark_safe("".join(out))  # noqa: S308 - each part escaped


@lru_cache(maxsize=1024)
def _day(_language: str | None, at: date) -> str:
    return escape(day(at))


def trend_rows(days: Iterable[Any]) -> SafeString:
    """The table twin of a trend, newest first."""
    language = get_language()
    out = [
        f'<tr><th scope="row">{_day(language, row.day)}</th>'
        + "".join(f'<td class="is-n">{value:,}</td>' for value in row.values)
        + "</tr>"
        for row in reversed(list(days))
    ]
    return mark_safe("".join(out))  # noqa: S308 - numbers and dates


def trend_json(days: Sequence[Any], element_id: str) -> SafeString:
    """A trend as a block of data for the chart script; never executed."""
    data = [[row.day.isoformat(), int(row.rest), *row.values] for row in days]
    return format_html(
        '<script type="application/json" id="{}">{}</script>',
        element_id,
        mark_safe(json.dumps(data)),  # noqa: S308 - numbers and dates
    )


def crumbs(above: Iterable[tuple[int, str]], days: str) -> SafeString:
    """The way down to the place of a board, each step the board of that place over the same period."""
    out = [f'<li><a href="/board/?place={pk}&amp;{escape(days)}">{escape(name)}</a></li>' for pk, name in above]
    return mark_safe("".join(out))  # noqa: S308 - each part escaped


def part_html(part: Any, name: str) -> SafeString:
    """A part of a board with its heading; figures stand without one."""
    if part.widget == "figures":
        return figures(part.figures)
    if part.widget == "small":
        return small_figures(part.figures)
    body, about = _BODIES[part.widget](part, name)
    head = f'<h2 id="{name}-title">{escape(part.title)}</h2><p>{escape(about)}</p>{_keys(part)}'
    return mark_safe(f'<div class="ll-card-head">{head}</div>{body}')  # noqa: S308 - each part escaped


def _keys(part: Any) -> str:
    if part.widget != "trend":
        return ""
    names = "".join(f'<span class="is-{at}">{escape(one)}</span>' for at, one in enumerate(part.names, 1))
    return f'<span class="ll-keyline" aria-hidden="true">{names}</span>'


def _nothing() -> str:
    said = _("这一段时间还没有。")
    return f'<p class="ll-soft">{escape(said)}</p>'


def _split_body(part: Any, _name: str) -> tuple[str, str]:
    if not part.rows:
        return _nothing(), part.about
    rates = any(cell.unit == "%" for row in part.rows for cell in row.cells)
    said = _("按区划代码排列，不排名") if part.by == "place" else ""
    if rates:
        dots = _("圆点 %(low)s%%—100%%，竖线是全部") % {"low": floor_of(part.rows)}
        said = _("；").join(one for one in (said, dots) if one)
    return str(split_table(part.rows, part.heading, part.figures)), part.about or said


def _trend_body(part: Any, name: str) -> tuple[str, str]:
    labels = escape(json.dumps(list(part.names), ensure_ascii=False))
    heads = "".join(f'<th scope="col" class="is-n">{escape(one)}</th>' for one in part.names)
    fold, days = _("看数字"), _("日子")
    return (
        f'<div class="ll-chart" data-trend="{name}-data" data-names="{labels}" aria-hidden="true"></div>'
        f"{trend_json(part.days, f'{name}-data')}"
        f'<details class="ll-fold"><summary class="ll-small ll-link">{escape(fold)}</summary>'
        f'<div class="ll-scroll ll-tall"><table class="ll-table"><thead><tr><th scope="col">{escape(days)}</th>'
        f"{heads}</tr></thead><tbody>{trend_rows(part.days)}</tbody></table></div></details>"
    ), part.about or _("件；灰底是休息日")


def _hot_body(part: Any, _name: str) -> tuple[str, str]:
    if not part.topics:
        return _nothing(), part.about
    compared = _("比上期") if any(one.change for one in part.topics) else ""
    return f"<ul>{topics(part.topics)}</ul>", part.about or compared


def _map_body(part: Any, name: str) -> tuple[str, str]:
    if not part.figures:
        return "", part.about
    first, links = part.figures[0], part.figures
    fold, plain = _("看数字"), _("打开地图和数字")
    nearer, farther = _("放大"), _("缩小")
    shown = "".join(
        f'<li><a class="ll-btn{" is-on" if one is first else ""}" href="{escape(one.url)}">{escape(one.title)}</a></li>'
        for one in links
    )
    return (
        f'<div class="ll-map is-part" data-map="{escape(first.url.replace("/map/", "/map/data/", 1))}"'
        f' data-nearer="{escape(nearer)}" data-farther="{escape(farther)}"'
        f' data-numbers="{name}-numbers" role="region" aria-label="{escape(part.title)}"></div>'
        f'<p class="ll-map-key" data-map-key></p><ul class="ll-row-list ll-map-of">{shown}</ul>'
        f'<details class="ll-fold"><summary class="ll-small ll-link">{escape(fold)}</summary>'
        f'<div class="ll-scroll ll-tall"><table class="ll-table" id="{name}-numbers"></table></div></details>'
        f'<noscript><p><a class="ll-link" href="{escape(first.url)}">{escape(plain)}</a></p></noscript>'
    ), part.about or _("按%(what)s上色，点一点看记录") % {"what": first.title}


def _tree_body(part: Any, _name: str) -> tuple[str, str]:
    lacking = escape(_("现在还没有数："))
    heads = "".join(
        f'<section class="ll-tree-head"><h3>{escape(head.title)}</h3>'
        + (f"<p>{escape(head.about)}</p>" if head.about else "")
        + f'<div class="ll-tree-figures">{_tree_figures(head.figures)}</div>'
        + (f'<p class="ll-missing">{lacking}{escape(head.missing)}</p>' if head.missing else "")
        + "</section>"
        for head in part.heads
    )
    return f'<div class="ll-tree is-{len(part.heads)}">{heads}</div>', part.about


def _tree_figures(rows: Iterable[Any]) -> str:
    return "".join(
        f'<a href="{escape(row.url)}"'
        + (f' title="{escape(row.definition)}"' if row.definition else "")
        + f"><span>{escape(row.title)}</span><b{' class=is-late' if row.tone == 'late' else ''}>{escape(row.value)}"
        f"<small>{escape(row.unit)}</small></b><i>{_note(row)}</i></a>"
        for row in rows
    )


_BODIES: dict[str, Callable[[Any, str], tuple[str, str]]] = {
    "split": _split_body,
    "table": _split_body,
    "trend": _trend_body,
    "hot": _hot_body,
    "map": _map_body,
    "tree": _tree_body,
}
