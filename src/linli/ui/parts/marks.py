"""Small marks of the house: icons, plates, faces, stages, stamps and the street."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from html import escape as escape_html
from pathlib import Path
from typing import Any, Final, Protocol
from uuid import uuid4

from django import template
from django.template.base import FilterExpression, Parser, TextNode, Token
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from linli.ui import drawing
from linli.ui.frames import slot_mark

register = template.Library()

ICONS_FILE: Final = Path(__file__).resolve().parent.parent / "static" / "vendor" / "icons.json"
SMALL_ICON: Final = 16


class _Piece(Protocol):
    @property
    def words(self) -> str: ...
    @property
    def hit(self) -> bool: ...


class _Part(Protocol):
    unit: str
    offset: int
    late: bool
    arrived_at: datetime | None


class _Panel(Protocol):
    blown_at: datetime
    limit_at: datetime
    limit: int
    ticks: tuple[tuple[int, str], ...]
    parts: tuple[_Part, ...]


@register.filter
def pieces(found: Iterable[_Piece]) -> SafeString:
    """The pieces of a text, those that were asked for marked."""
    return mark_safe(  # noqa: S308 - each piece is escaped
        "".join(f"<mark>{escape_html(one.words)}</mark>" if one.hit else escape_html(one.words) for one in found)
    )


@lru_cache(maxsize=1)
def _icons() -> dict[str, str]:
    """Inner SVG by name as the asset build wrote it; nothing yet means icons stay blank."""
    try:
        found: dict[str, str] = json.loads(ICONS_FILE.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return found


@lru_cache(maxsize=512)
def outline(name: str, size: int) -> SafeString:
    stroke = "2" if size <= SMALL_ICON else "1.5"
    return mark_safe(  # noqa: S308 - the markup comes from our own asset file, the name only looks it up
        f'<svg class="ll-icon" width="{int(size)}" height="{int(size)}" viewBox="0 0 24 24" fill="none" '
        f'stroke="currentColor" stroke-width="{stroke}" stroke-linecap="round" stroke-linejoin="round" '
        f'aria-hidden="true" focusable="false">{_icons().get(name, "")}</svg>'
    )


class _IconNode(template.Node):
    """An icon whose name is only known when the page is drawn."""

    def __init__(self, name: FilterExpression, size: int) -> None:
        self.name = name
        self.size = size

    def render(self, context: template.Context) -> SafeString:
        return outline(str(self.name.resolve(context)), self.size)


@register.tag
def icon(parser: Parser, token: Token) -> template.Node:
    """An outline icon of icons.txt in the colour of its text: {% icon "camera" 20 %}; a literal name is drawn once."""
    bits = token.split_contents()[1:]
    if not 1 <= len(bits) <= 2:
        raise template.TemplateSyntaxError("icon takes a name and a size")
    name, size = parser.compile_filter(bits[0]), int(bits[1]) if len(bits) > 1 else 20
    if isinstance(name.var, str) and not name.filters:
        return TextNode(outline(name.var, size))
    return _IconNode(name, size)


@register.simple_tag
def plate(text: str) -> SafeString:
    """The small door plate that names a place; nothing for an empty text."""
    return format_html('<span class="ll-plate">{}</span>', text) if text else mark_safe("")


@register.simple_tag
def track(steps: Iterable[Any]) -> SafeString:
    """The stage tracker; the state is also said in words for those who do not see the bars."""
    said = {"done": gettext("已过"), "now": gettext("现在"), "late": gettext("已超时"), "todo": gettext("还没到")}
    items = format_html_join(
        "",
        '<li class="is-{}"{}><i></i><b>{}</b>{}<span class="ll-vh">{}</span></li>',
        (
            (
                step.state,
                mark_safe(' aria-current="step"') if step.state in ("now", "late") else "",
                step.word,
                format_html("<small>{}</small>", step.note) if step.note else "",
                said.get(step.state, ""),
            )
            for step in steps
        ),
    )
    return format_html('<ol class="ll-track" aria-label="{}">{}</ol>', gettext("办到哪一步"), items)


@register.simple_tag
def street(width: int = 390, lit: int = 14) -> SafeString:
    """A street in lines with `lit` percent of its windows lit; an ornament."""
    return drawing.street(int(width), int(lit))


@register.simple_tag
def logo(size: int = 28) -> SafeString:
    """The two houses on vermilion."""
    return drawing.logo(int(size))


@register.simple_tag
def stamp(text: str) -> SafeString:
    """已收到 or 已办结, as a seal; the only serif of the house."""
    return format_html('<span class="ll-stamp"><b>{}</b></span>', text)


@register.simple_tag
def face(initial: str, staff: bool = False, unit: bool = False) -> SafeString:
    """The first character of a name on a tint: staff teal, residents warm, units grey."""
    kind = " is-unit" if unit else " is-staff" if staff else ""
    return format_html('<span class="ll-face{}" aria-hidden="true">{}</span>', kind, initial[:1])


@register.simple_tag
def arrival(panel: _Panel) -> SafeString:
    """The arrival line of a whistle; an ornament, the table under it says the same."""
    return drawing.arrival(
        panel.limit,
        panel.ticks,
        [(part.unit, part.offset, part.arrived_at is not None, part.late) for part in panel.parts],
    )


@register.simple_tag
def spark(points: Sequence[int], tone: str = "") -> SafeString:
    """A small trend of counts with a dot at its end."""
    return drawing.spark(tuple(points), tone)


@register.simple_tag(takes_context=True)
def once(context: template.Context) -> SafeString:
    """The hidden key that makes a second press of the same form do nothing."""
    return once_key(slot_mark("once") if context.get("framed") else uuid4().hex)


def once_key(key: str) -> SafeString:
    return mark_safe(f'<input type="hidden" name="key" value="{key}">')  # noqa: S308 - hexadecimal


@register.simple_tag
def slot(name: str) -> SafeString:
    """Where a value of this one request stands in a frame."""
    return slot_mark(name)


@register.filter
def quoted(text: str) -> SafeString:
    """Someone's own words in quotation marks, line breaks kept."""
    if not text:
        return mark_safe("")
    return mark_safe("“" + escape(text).replace("\n", "<br>") + "”")  # noqa: S308 - escaped
