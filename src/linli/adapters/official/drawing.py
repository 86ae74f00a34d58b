"""Charts of papers: drawn as SVG for the PDF, as a picture of 300 dots an inch for Word. Told apart by dash and mark as
well as by colour, so that a photocopy can be read."""

from collections.abc import Iterator
from html import escape

import typst

from linli.adapters.official import BLACK, Chart

WIDE, HIGH = 624, 236
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 34, 30
COLOURS = ("#1D5C63", "#B9782A", "#6E7F3A", "#7A5C8E")
DASHES = ("", "6 3", "2 3", "8 3 2 3")
MOST_LABELS = 11
_PICTURE = """
#set page(width: 156mm, height: 59mm, margin: 0mm)
#image(bytes(sys.inputs.svg), format: "svg", width: 100%)
"""


def svg(chart: Chart) -> str:
    """A chart as SVG."""
    face = escape(", ".join(f"'{one}'" for one in BLACK[1:]))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" font-family="{face}" font-size="11">'
        f'<rect width="{WIDE}" height="{HIGH}" fill="#fff"/>{"".join(_inside(chart))}</svg>'
    )


def picture(chart: Chart) -> bytes:
    """A chart as PNG."""
    made = typst.compile(_PICTURE.encode(), format="png", ppi=300, sys_inputs={"svg": svg(chart)})
    return bytes(made[0] if isinstance(made, list) else made)


def _inside(chart: Chart) -> Iterator[str]:
    top = ceiling(max((one for line in chart.series for one in line), default=0))
    yield from _ground(chart, top)
    for at, name in enumerate(chart.names):
        yield from _legend(at, name)
        yield from _line(at, chart.series[at], top)
    if chart.unit:
        yield f'<text x="{LEFT - 6}" y="{TOP - 12}" text-anchor="end" fill="#5A5048">{escape(chart.unit)}</text>'


def ceiling(most: int) -> int:
    """The end of an axis from zero whose four steps are whole and round."""
    step = 1
    while step * 4 < most:
        step = _next(step)
    return step * 4


def _next(step: int) -> int:
    lead = int(str(step)[0])
    tens = 10 ** (len(str(step)) - 1)
    return {1: 2, 2: 5, 5: 10}[lead] * tens


def _ground(chart: Chart, top: int) -> Iterator[str]:
    width = _step(len(chart.labels))
    for at, free in enumerate(chart.rest):
        if free:
            high = HIGH - TOP - BOTTOM
            yield f'<rect x="{_x(at, len(chart.labels)) - width / 2:.1f}" y="{TOP}" width="{width:.1f}" height="{high}" fill="#F4EEE3"/>'  # noqa: E501
    for quarter in range(5):
        value, y = top * quarter // 4, _y(top * quarter / 4, top)
        colour = "#8F8375" if not quarter else "#DDD6C9"
        yield f'<line x1="{LEFT}" x2="{WIDE - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{colour}" stroke-width="0.7"/>'
        yield f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end" fill="#5A5048">{value}</text>'
    every = -(-len(chart.labels) // MOST_LABELS)
    for at, label in enumerate(chart.labels):
        if at % every == 0:
            x = _x(at, len(chart.labels))
            yield f'<text x="{x:.1f}" y="{HIGH - 10}" text-anchor="middle" fill="#5A5048">{escape(label)}</text>'


def _legend(at: int, name: str) -> Iterator[str]:
    x = LEFT + 10 + at * 110
    yield f'<line x1="{x}" x2="{x + 26}" y1="14" y2="14" stroke="{COLOURS[at % 4]}" stroke-width="2" stroke-dasharray="{DASHES[at % 4]}"/>'  # noqa: E501
    yield _mark(at, x + 13, 14)
    yield f'<text x="{x + 32}" y="18" font-size="12" fill="#28221D">{escape(name)}</text>'


def _line(at: int, values: object, top: int) -> Iterator[str]:
    have = list(values)  # type: ignore[call-overload]
    points = [(_x(index, len(have)), _y(one, top)) for index, one in enumerate(have)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    yield f'<polyline points="{path}" fill="none" stroke="{COLOURS[at % 4]}" stroke-width="2" stroke-dasharray="{DASHES[at % 4]}"/>'  # noqa: E501
    if len(have) <= 35:
        yield from (_mark(at, x, y) for x, y in points)


def _mark(at: int, x: float, y: float) -> str:
    colour = COLOURS[at % 4]
    if at % 2:
        return f'<rect x="{x - 2.6:.1f}" y="{y - 2.6:.1f}" width="5.2" height="5.2" fill="#fff" stroke="{colour}" stroke-width="1.4"/>'  # noqa: E501
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.8" fill="{colour}"/>'


def _step(count: int) -> float:
    return (WIDE - LEFT - RIGHT) / max(count, 1)


def _x(at: int, count: int) -> float:
    return LEFT + (at + 0.5) * _step(count)


def _y(value: float, top: int) -> float:
    return HIGH - BOTTOM - value / top * (HIGH - TOP - BOTTOM)
