"""Parts of the page of a case that differ from case to case: its pictures, story and people.

Pictures, rows and people are those of the page: PhotoRow, TimelineRow and ChiefRow of the cases.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from linli.ui import timewords
from linli.ui.parts.marks import face, outline
from linli.ui.parts.times import local


def _pictures(photos: Iterable[Any], kind: str, size: str) -> str:
    links = "".join(
        f'<a href="{escape(one.url)}"><img src="{escape(one.thumb)}" alt="{escape(one.alt)}"{size} loading="lazy"></a>'
        for one in photos
    )
    return f'<div class="{kind}">{links}</div>' if links else ""


def shots(photos: Iterable[Any]) -> SafeString:
    """The pictures beside somebody's words; nothing where there are none."""
    return mark_safe(_pictures(photos, "ll-shots", ""))  # noqa: S308 - escaped


def story_rows(rows: Iterable[Any], here: datetime) -> SafeString:
    """What happened, a line each; `here` fixes the zone of the place."""
    out = []
    for row in rows:
        tone = f' class="is-{escape(row.tone)}"' if row.tone else ""
        quote = f"<blockquote>{escape(row.quote)}</blockquote>" if row.quote else ""
        pictures = _pictures(row.photos, "ll-thumbs", ' width="72" height="72"') if row.photos else ""
        out.append(
            f'<li{tone}><time datetime="{local(row.at).isoformat()}">{escape(timewords.when(row.at, here))}</time>'
            f"<div><p>{escape(row.sentence)}</p>{quote}{pictures}</div></li>"
        )
    return mark_safe("".join(out))  # noqa: S308 - each part escaped


@lru_cache(maxsize=8)
def _call_words(_language: str | None) -> str:
    return gettext("打给%(name)s")


def people_rows(people: Iterable[Any]) -> SafeString:
    """Who looks after it, with a link to call where the number is published."""
    call, out = _call_words(get_language()), []
    for one in people:
        link = (
            f'<a class="ll-btn is-round is-bare" href="tel:{escape(one.phone)}" '
            f'aria-label="{escape(call % {"name": one.name})}">{outline("phone", 20)}</a>'
            if one.phone
            else ""
        )
        out.append(
            f'<li>{face(one.initial, one.staff)}<span class="ll-grow">{escape(one.name)}'
            f"<small>{escape(one.role)}</small></span>{link}</li>"
        )
    return mark_safe("".join(out))  # noqa: S308 - each part escaped
