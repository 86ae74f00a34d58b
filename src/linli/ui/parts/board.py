"""Figures of the leader’s page: rates with their dots, splits, the trend."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from linli.ui import drawing
from linli.ui.parts.times import day

register = template.Library()


class _Figure(Protocol):
    key: str
    title: str
    value: str
    unit: str
    fraction: str
    change: str
    tone: str
    url: str
    definition: str


class _Split(Protocol):
    title: str
    cells: tuple[_Figure, ...]


class _Day(Protocol):
    day: date
    received: int
    closed: int
    rest: bool


def _percent(text: str) -> float | None:
    try:
        return float(text.rstrip("%"))
    except ValueError:
        return None


@register.simple_tag
def floor_of(rows: Iterable[_Split], unit: str = "%") -> int:
    """The lower end of the dots' axis for rates in `rows`: 85, or lower in tens when a rate needs it."""
    rates = [
        rate
        for row in rows
        for cell in row.cells
        if getattr(cell, "unit", "") == unit and (rate := _percent(cell.value)) is not None
    ]
    lowest = min(rates, default=100.0)
    return 85 if lowest >= 85 else int(lowest // 10) * 10


@register.simple_tag
def dot(cell: _Figure, low: int, figures: Iterable[_Figure] = ()) -> SafeString:
    """A rate as a dot on a line from `low` to 100, with a mark where the whole place stands."""
    rate = _percent(cell.value)
    if rate is None:
        return mark_safe("")
    whole = next((_percent(figure.value) for figure in figures if figure.key == cell.key), None)
    return drawing.dot(rate, low, whole)


@register.simple_tag
def figures(rows: Iterable[_Figure]) -> SafeString:
    """The row of figures: each a link to its records, with its change in words and its fraction."""
    out = []
    for row in rows:
        late = " is-late" if row.key == "late" and row.value not in ("0", "") else ""
        tone = f' class="is-{escape(row.tone)}"' if row.tone else ""
        about = f' title="{escape(row.definition)}"' if row.definition else ""
        out.append(
            f'<a class="ll-stat{late}" href="{escape(row.url)}"{about}><span class="ll-stat-head">'
            f"<span>{escape(row.title)}</span><em{tone}>{escape(row.change)}</em></span>"
            f'<span class="ll-stat-n">{escape(row.value)}'
            f'<small>{escape(row.unit)}</small></span><span class="ll-stat-f">{escape(row.fraction)}</span></a>'
        )
    return mark_safe("".join(out))  # noqa: S308 - each part escaped


def _split_cell(cell: _Figure, low: int, whole: dict[str, float | None]) -> str:
    percent = cell.unit == "%"
    rate = _percent(cell.value) if percent else None
    mark = drawing.dot(rate, low, whole.get(cell.key)) if rate is not None else ""
    late = ' class="ll-late"' if cell.tone == "late" else ""
    about = f' title="{escape(cell.fraction)}"' if cell.fraction else ""
    unit = "%" if rate is not None else ""
    return f'<td class="is-n">{mark}<a href="{escape(cell.url)}"{late}{about}>{escape(cell.value)}{unit}</a></td>'


@register.simple_tag
def split(rows: Iterable[_Split], whole: Iterable[_Figure], low: int) -> SafeString:
    """The lines of a split: a name, then a figure a cell; rates with their dot, marked where the whole stands."""
    marks = {figure.key: _percent(figure.value) for figure in whole}
    out = [
        f'<tr><th scope="row">{escape(row.title)}</th>'
        + "".join(_split_cell(cell, low, marks) for cell in row.cells)
        + "</tr>"
        for row in rows
    ]
    return mark_safe("".join(out))  # noqa: S308 - each part escaped


@register.simple_tag
def trend_rows(days: Iterable[_Day]) -> SafeString:
    """The table twin of the trend, newest first."""
    out = [
        f'<tr><th scope="row">{day(row.day)}</th><td class="is-n">{row.received:,}</td>'
        f'<td class="is-n">{row.closed:,}</td></tr>'
        for row in reversed(list(days))
    ]
    return mark_safe("".join(out))  # noqa: S308 - numbers and dates


@register.simple_tag
def trend_json(days: Sequence[_Day], element_id: str = "trend-data") -> SafeString:
    """The trend as a block of data for the chart script; never executed."""
    data = [[row.day.isoformat(), row.received, row.closed, int(row.rest)] for row in days]
    return format_html(
        '<script type="application/json" id="{}">{}</script>',
        element_id,
        mark_safe(json.dumps(data)),  # noqa: S308 - numbers and dates
    )
