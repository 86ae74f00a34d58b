"""Pictures drawn by the page itself: street, rings, dial, arrival line, sparks. Deterministic SVG without style."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final
from zlib import crc32

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

GROUND: Final = 92
# A house of the street: width, height, columns, rows of windows, roof.
HOUSES: Final = (
    (44, 62, 3, 4, "gable"),
    (46, 84, 3, 7, "tank"),
    (50, 62, 4, 4, "flat"),
    (40, 76, 3, 6, "tank"),
    (64, 48, 4, 3, "gable"),
    (42, 88, 3, 7, "flat"),
    (54, 58, 4, 4, "tank"),
    (40, 72, 3, 5, "flat"),
)


def _lamp(seed: int, lit: int) -> str:
    """dark, lamp or warm for a window; the same seed always gives the same lamp."""
    mixed = crc32(seed.to_bytes(4))
    if mixed % 100 >= lit:
        return "dark"
    return "warm" if (mixed // 100) % 5 == 0 else "lamp"


def _windows(x: float, house: tuple[int, int, int, int, str], seed: int, lit: int, into: dict[str, list[str]]) -> None:
    width, height, columns, rows, _roof = house
    step_x = (width - 10) / columns
    step_y = (height - 14) / rows
    side = 5 if columns > 3 else 5.5
    for row in range(rows):
        for column in range(columns):
            left = x + 5 + step_x * column + (step_x - side) / 2
            top = GROUND - height + 7 + step_y * row
            lamp = _lamp(seed * 131 + row * 17 + column * 5 + 3, lit)
            into[lamp].append(f"M{left:.1f} {top:.1f}h{side}v{side}h-{side}z")


def _walls(x: float, house: tuple[int, int, int, int, str]) -> str:
    width, height, _columns, _rows, roof = house
    top = GROUND - height
    if roof == "gable":
        eave = top + 8
        return (
            f"M{x + 2} {GROUND}V{eave}H{x + width - 2}V{GROUND}"
            f"M{x - 2} {eave}L{x + width / 2:.1f} {top - 4}L{x + width + 2} {eave}Z"
        )
    tank = f"M{x + width * 0.55:.1f} {top}v-7h10v7" if roof == "tank" else ""
    return f"M{x} {GROUND}V{top + 1.5}q0 -1.5 1.5 -1.5H{x + width - 1.5}q1.5 0 1.5 1.5V{GROUND}{tank}"


def _tree(x: float) -> str:
    return f'<path d="M{x} {GROUND}v-14" stroke="#CDBCA5"/><ellipse cx="{x}" cy="{GROUND - 18}" rx="7.5" ry="9.5"/>'


@lru_cache(maxsize=64)
def street(width: int, lit: int) -> SafeString:
    """A street of the whole houses that fit in `width` and 100 high, `lit` percent of its windows lit."""
    walls: list[str] = []
    trees: list[str] = []
    lamps: dict[str, list[str]] = {"dark": [], "lamp": [], "warm": []}
    x, number = 4.0, 0
    while x + HOUSES[number % len(HOUSES)][0] <= width:
        house = HOUSES[number % len(HOUSES)]
        walls.append(_walls(x, house))
        _windows(x, house, number + 1, lit, lamps)
        x += house[0] + 6
        if number % 2 == 0:
            trees.append(_tree(round(x - 3, 1)))
        number += 1
    width = round(x)
    return mark_safe(  # noqa: S308 - numbers only
        f'<svg class="ll-street" width="{width}" height="100" viewBox="0 0 {width} 100" fill="none" '
        f'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
        f'<path d="{"".join(walls)}" fill="#FCF8F1" stroke="#CDBCA5" stroke-width="1.2"/>'
        f'<path d="{"".join(lamps["dark"])}" fill="#EFE6D9"/><path d="{"".join(lamps["lamp"])}" fill="#EDBE6A"/>'
        f'<path d="{"".join(lamps["warm"])}" fill="#E39A6C"/>'
        f'<g fill="#E2EADF" stroke="#CDBCA5" stroke-width="1.2">{"".join(trees)}</g>'
        f'<path d="M0 {GROUND}H{width}" stroke="#CDBCA5" stroke-width="1.2"/></svg>'
    )


@lru_cache(maxsize=8)
def logo(size: int) -> SafeString:
    """Two houses in white lines on vermilion."""
    return mark_safe(  # noqa: S308 - numbers only
        f'<svg class="ll-logo" width="{size}" height="{size}" viewBox="0 0 28 28" fill="none" aria-hidden="true" '
        f'focusable="false"><rect width="28" height="28" rx="7" fill="#C7452A"/><g stroke="#fff" stroke-width="1.5" '
        f'stroke-linecap="round" stroke-linejoin="round">'
        f'<path d="M6 21V11.5L10 7.5l4 4V21M14 12.5l4-5 4 5V21M5 21h18"/>'
        f'<path d="M10 14v2.6M18 14v2.6"/></g></svg>'
    )


def ring(share: int) -> str:
    """The 14 px ring of a clock with `share` percent left."""
    return (
        '<svg class="ll-ring" width="14" height="14" viewBox="0 0 14 14" fill="none" stroke-width="3.4" '
        'aria-hidden="true" focusable="false"><circle class="ll-ring-all" cx="7" cy="7" r="5.2"/>'
        f'<circle cx="7" cy="7" r="5.2" pathLength="100" stroke-dasharray="{share} 100" '
        'transform="rotate(-90 7 7)"/></svg>'
    )


def dial(share: int, head: str, figure: str, unit: str, *, late: bool) -> SafeString:
    """The 76 px ring with three lines in it."""
    kind = " is-late" if late else ""
    words = [conditional_escape(word) for word in (head, figure, unit)]
    return mark_safe(  # noqa: S308 - words escaped above
        f'<svg class="ll-dial{kind}" width="76" height="76" viewBox="0 0 76 76" fill="none" aria-hidden="true" '
        'focusable="false"><circle class="ll-dial-all" cx="38" cy="38" r="35" stroke-width="6"/>'
        f'<circle class="ll-dial-left" cx="38" cy="38" r="35" stroke-width="6" pathLength="100" '
        f'stroke-dasharray="{share} 100" transform="rotate(-90 38 38)"/>'
        f'<text x="38" y="23">{words[0]}</text><text class="ll-dial-n" x="38" y="47">{words[1]}</text>'
        f'<text x="38" y="64">{words[2]}</text></svg>'
    )


def _pc(position: int) -> str:
    """A position 0–1000 as a percentage inside margins of 2 %."""
    return f"{2 + max(0, min(1000, position)) * 0.096:.2f}%"


def _arrival_dot(offset: int, *, arrived: bool, late: bool) -> str:
    if arrived:
        kind = "is-late" if late else "is-ok"
        return f'<circle class="{kind}" cx="{_pc(offset)}" cy="46" r="5.5"/>'
    return f'<circle class="is-missing{" is-late" if late else ""}" cx="{_pc(offset)}" cy="46" r="6"/>'


def arrival(limit: int, ticks: Sequence[tuple[int, str]], parts: Sequence[tuple[str, int, bool, bool]]) -> SafeString:
    """From whistle to limit to the end of the scale: `parts` are (unit, offset, arrived, late)."""
    last = max([offset for _unit, offset, arrived, _late in parts if arrived], default=0)
    beyond = 98 - float(_pc(limit).rstrip("%"))
    out = [
        '<svg class="ll-arrival" width="100%" height="88" aria-hidden="true" focusable="false">',
        f'<rect class="ll-arrival-late" x="{_pc(limit)}" y="34" width="{beyond:.2f}%" height="24" rx="6"/>',
        '<line class="ll-arrival-axis" x1="2%" x2="98%" y1="46" y2="46"/>',
        f'<line class="ll-arrival-done" x1="2%" x2="{_pc(last)}" y1="46" y2="46"/>',
    ]
    for position, words in ticks:
        anchor = "start" if position < 40 else "end" if position > 960 else "middle"
        out.append(f'<line class="ll-arrival-tick" x1="{_pc(position)}" x2="{_pc(position)}" y1="41" y2="51"/>')
        out.append(f'<text x="{_pc(position)}" y="80" text-anchor="{anchor}">{conditional_escape(words)}</text>')
    before = -1000
    low = True
    for unit, offset, arrived, late in sorted(parts, key=lambda part: part[1]):
        low = not low if offset - before < 200 else True
        anchor = "start" if offset < 40 else "end" if offset > 940 else "middle"
        kind = ' class="is-late"' if late else ' class="is-unit"'
        out.append(
            f'<text{kind} x="{_pc(offset)}" y="{28 if low else 12}" text-anchor="{anchor}">'
            f"{conditional_escape(unit)}</text>"
        )
        out.append(_arrival_dot(offset, arrived=arrived, late=late))
        before = offset
    out.append("</svg>")
    return mark_safe("".join(out))  # noqa: S308 - words escaped above


@lru_cache(maxsize=256)
def spark(points: tuple[int, ...], tone: str) -> SafeString:
    """A 76 × 24 line with a dot at its end, in the tone of its change."""
    if not points:
        return mark_safe("")
    low, high = min(points), max(points)
    span = (high - low) or 1
    step = 70 / max(1, len(points) - 1)
    places = [(3 + step * at, 20 - (value - low) * 16 / span) for at, value in enumerate(points)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    x, y = places[-1]
    kind = tone if tone in ("late", "ok", "better", "worse") else "plain"
    return mark_safe(  # noqa: S308 - numbers only
        f'<svg class="ll-spark is-{kind}" width="78" height="24" viewBox="0 0 78 24" fill="none" aria-hidden="true" '
        f'focusable="false"><polyline points="{path}"/><circle cx="{x:.1f}" cy="{y:.1f}" r="2.8"/></svg>'
    )


@lru_cache(maxsize=1024)
def dot(rate: float, low: int, whole: float | None) -> SafeString:
    """A rate on a line from `low` to 100; `whole` is a small mark on the same line."""
    span = (100 - low) or 1

    def place(value: float) -> float:
        return 6 + max(0.0, min(1.0, (value - low) / span)) * 68

    mark = (
        f'<line class="ll-dot-mark" x1="{place(whole):.1f}" x2="{place(whole):.1f}" y1="5" y2="15"/>' if whole else ""
    )
    return mark_safe(  # noqa: S308 - numbers only
        f'<svg class="ll-dot" width="80" height="20" viewBox="0 0 80 20" aria-hidden="true" focusable="false">'
        f'<line x1="4" x2="76" y1="10" y2="10"/>{mark}<circle cx="{place(rate):.1f}" cy="10" r="5"/></svg>'
    )
