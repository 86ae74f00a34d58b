"""Parts of the pages of those who work here: rows of the inbox, rail and bar."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Protocol

from django import template
from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from linli.ui.parts.marks import outline
from linli.ui.parts.times import chip, local

register = template.Library()


class _Duty(Protocol):
    id: int
    title: str
    plate: str
    where: str
    channel: str
    state: str
    next_due: datetime | None
    started: datetime
    redo: bool
    act: str
    act_word: str
    url: str
    act_url: str


def _duty_act(row: _Duty) -> str:
    if not row.act:
        return ""
    word, url = escape(row.act_word), escape(row.act_url)
    if row.act == "sign":
        return f'<button class="ll-btn" formaction="{url}" hx-post="{url}">{word}</button>'
    return f'<a class="ll-btn" href="{url}">{word}</a>'


def _duty(row: _Duty, here: datetime, words: tuple[str, str], first: int) -> str:
    tick, redo = words
    title, plate_text, url = escape(row.title), escape(row.plate), escape(row.url)
    where = " · ".join(part for part in (plate_text, escape(row.where), escape(row.channel)) if part)
    again = f'<span class="ll-tag is-late">{redo}</span> ' if row.redo else ""
    return (
        f'<li class="ll-duty{" is-first" if row.id == first else ""}" data-url="{url}"><label class="ll-tick">'
        f'<input type="checkbox" name="duty" value="{row.id}" aria-label="{tick} {title}"></label>'
        f'<a class="ll-duty-title" href="{url}">{title}</a>'
        + (f'<span class="ll-plate">{plate_text}</span>' if plate_text else "")
        + chip(row.next_due, row.started, here, row.state)
        + f'<span class="ll-duty-where">{again}{where}</span>{_duty_act(row)}</li>'
    )


@register.simple_tag
def duties(rows: Iterable[_Duty], now: datetime, first: _Duty | None = None) -> SafeString:
    """The rows of an inbox group; in Python because twenty of them stand on the most used page."""
    here = local(now)
    words = (escape(gettext("选中")), escape(gettext("重办")))
    first_id = first.id if first else 0
    return mark_safe("".join(_duty(row, here, words, first_id) for row in rows))  # noqa: S308 - each part escaped


class _Viewer(Protocol):
    name: str
    initial: str
    seat_title: str
    seat_place: str
    nav: tuple[tuple[str, str, str, str, int, bool], ...]


@lru_cache(maxsize=1024)
def _kept(_language: str | None, name: str, values: tuple[tuple[str, object], ...]) -> SafeString:
    return get_template(name).render(dict(values))  # type: ignore[return-value]


@register.simple_tag(takes_context=True)
def kept(context: template.Context, name: str, here: str = "") -> SafeString:
    """A part that depends on nothing but the language, `here` and whether the viewer walks rounds, rendered once."""
    viewer = context.get("viewer")
    walks = any(entry[0] == "rounds" for entry in viewer.nav) if viewer else False
    return _kept(get_language(), name, (("here", here), ("walks", walks)))


@register.simple_tag
def kept_rail(name: str, viewer: _Viewer, brand: str) -> SafeString:
    """The rail or the top bar of a viewer, rendered again only when something in it changed."""
    person = (viewer.name, viewer.initial, viewer.seat_title, viewer.seat_place)
    return _kept(get_language(), name, (("person", person), ("nav", viewer.nav), ("brand", str(brand))))


@register.simple_tag
def nav(entries: Iterable[tuple[str, str, str, str, int, bool]]) -> SafeString:
    """The links of the rail: (key, title, icon, url, count, active)."""
    links = []
    for _key, title, name, url, count, active in entries:
        said, here = escape(title), ' aria-current="page"' if active else ""
        links.append(
            f'<a href="{escape(url)}"{here} title="{said}">{outline(name, 20)}<span>{said}</span>'
            + (f"<i>{count:,}</i>" if count else "")
            + "</a>"
        )
    return mark_safe("".join(links))  # noqa: S308 - each part escaped
