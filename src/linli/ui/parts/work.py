"""Parts of the pages of those who work here: rows of the inbox, rail and bar.

The rows of an inbox are DutyRow and InboxGroup of the duties.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple, Protocol

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from linli.ui import timewords
from linli.ui.parts.marks import outline
from linli.ui.parts.times import chip

register = template.Library()


class _Words(NamedTuple):
    """What rows of an inbox say in one language, escaped."""

    tick: str
    redo: str
    first: str
    open: str
    groups: dict[str, str]


@lru_cache(maxsize=8)
def _words(_language: str | None) -> _Words:
    groups = {"late": gettext("已超时"), "today": gettext("今天到期"), "later": gettext("明天以后")}
    return _Words(
        escape(gettext("选中")),
        escape(gettext("重办")),
        escape(gettext("先办这件")),
        escape(gettext("打开")),
        {key: escape(title) for key, title in groups.items()},
    )


def _sign(url: str, word: str, kind: str = "") -> str:
    return f'<button class="ll-btn{kind}" formaction="{url}" hx-post="{url}">{word}</button>'


def _duty_act(row: Any, kind: str = "") -> str:
    if not row.act:
        return ""
    word, url = escape(row.act_word), escape(row.act_url)
    if row.act == "sign":
        return _sign(url, word, kind)
    return f'<a class="ll-btn{kind}" href="{url}">{word}</a>'


def _duty(row: Any, here: datetime, words: _Words, first: int) -> str:
    title, plate_text, url = escape(row.title), escape(row.plate), escape(row.url)
    where = " · ".join(part for part in (plate_text, escape(row.where), escape(row.channel)) if part)
    again = f'<span class="ll-tag is-late">{words.redo}</span> ' if row.redo else ""
    box = f'<input type="checkbox" name="duty" value="{row.id}" aria-label="{words.tick} {title}">'
    tick = f'<label class="ll-tick">{box}</label>' if row.subject_kind == "case" else ""  # a round is not signed
    return (
        f'<li class="ll-duty{" is-first" if row.id == first else ""}" data-url="{url}">{tick}'
        f'<a class="ll-duty-title" href="{url}">{title}</a>'
        + (f'<span class="ll-plate">{plate_text}</span>' if plate_text else "")
        + chip(row.next_due, row.started, here, row.state)
        + f'<span class="ll-duty-where">{again}{where}</span>{_duty_act(row)}</li>'
    )


def duty_groups(
    groups: Iterable[Any], here: datetime, first: Any, whole: Mapping[str, int] | None = None
) -> SafeString:
    """The rows of an inbox by urgency, with how many there are in all where that is known; in Python because twenty of
    them stand on the most used page."""
    words, first_id, out = _words(get_language()), first.id if first else 0, []
    for group in groups:
        count = (whole or {}).get(group.key) or len(group.rows)
        alone = ' class="ll-only-first"' if len(group.rows) == 1 and group.rows[0].id == first_id else ""
        said = ngettext("%(counter)s 件", "%(counter)s 件", count) % {"counter": count}
        out.append(
            f'<section{alone}><h2 class="ll-group-head">{words.groups[group.key]} <small>{escape(said)}</small></h2>\n'
            f'<ul class="ll-duties">{"".join(_duty(row, here, words, first_id) for row in group.rows)}</ul></section>'
        )
    return mark_safe("".join(out))  # noqa: S308 - each part escaped


def first_duty(row: Any, here: datetime) -> SafeString:
    """The most urgent duty as a card above the list, for a phone."""
    if row is None:
        return mark_safe("")
    words, url, title, plate_text = _words(get_language()), escape(row.url), escape(row.title), escape(row.plate)
    since = f'<span class="ll-unbroken">{escape(timewords.when(row.created_at, here))}</span>'
    said = f"{escape(row.where)} · {escape(row.channel)} · {since}"
    return mark_safe(  # noqa: S308 - each part escaped
        '<section class="ll-card ll-first-case" aria-labelledby="first-case"><div class="ll-wrap">'
        f"{chip(row.next_due, row.started, here, row.state)}"
        f'<span class="ll-small ll-muted ll-end">{words.first}</span></div>\n'
        f'<h2 id="first-case"><a class="ll-row-title" href="{url}">{title}</a></h2><p class="ll-wrap ll-sub">'
        + (f'<span class="ll-plate">{plate_text}</span>' if plate_text else "")
        + f'<span class="ll-grow">{said}</span></p>\n<div class="ll-foot-acts">{_duty_act(row, " is-zhu")}'
        f'<a class="ll-btn" href="{url}">{words.open}</a></div></section>'
    )


class _Viewer(Protocol):
    name: str
    initial: str
    seat_title: str
    seat_place: str
    nav: tuple[tuple[str, str, str, str, int, bool], ...]
    registers: bool


@lru_cache(maxsize=1024)
def _kept(_language: str | None, name: str, values: tuple[tuple[str, object], ...]) -> SafeString:
    return get_template(name).render(dict(values))  # type: ignore[return-value]


@register.simple_tag(takes_context=True)
def kept(context: template.Context, name: str, here: str = "") -> SafeString:
    """A part that depends on nothing but the language, `here` and whether the viewer walks rounds, takes in what others
    report or reads figures, rendered once."""
    viewer = context.get("viewer")
    may = (
        (("walks", goes(viewer, "rounds")), ("registers", viewer.registers), ("counts", goes(viewer, "board")))
        if viewer
        else ()
    )
    return _kept(get_language(), name, (("here", here), *may))


@register.filter
def goes(viewer: _Viewer, key: str) -> bool:
    """Whether a place of the rail is among those this viewer is shown."""
    return any(entry[0] == key for entry in viewer.nav)


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
