"""Moments, clocks and counts in words."""

from datetime import date, datetime
from functools import lru_cache
from typing import Final

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language, gettext

from linli.ui import drawing, timewords
from linli.ui.parts.marks import outline

register = template.Library()


def local(at: datetime) -> datetime:
    return at.astimezone(get_current_timezone())


_CLOCK_ICONS: Final = {"ok": "check", "paused": "player-pause", "wait": "player-pause"}


@lru_cache(maxsize=256)
def _clock_mark(tone: str, share: int) -> str:
    if tone == "late":
        return '<b class="ll-bang" aria-hidden="true">!</b>'
    if tone in _CLOCK_ICONS:
        return str(outline(_CLOCK_ICONS[tone], 16))
    return drawing.ring(share)


@register.simple_tag
def clock(
    due: datetime | None, started: datetime | None, now: datetime, state: str = "", words: str = ""
) -> SafeString:
    """The clock chip: a mark and the words; `words` given by the page win over the computed ones."""
    return chip(due, started, local(now), state, words)


def chip(due: datetime | None, started: datetime | None, here: datetime, state: str, words: str = "") -> SafeString:
    tone = timewords.tone(due, started, here, state)
    share = timewords.share_left(started, due, here) if due else 100
    mark = _clock_mark(tone, share)
    said = conditional_escape(words or timewords.clock_words(due, here, state))
    return mark_safe(f'<span class="ll-chip is-{tone}">{mark}{said}</span>')  # noqa: S308 - escaped above


@register.filter
def when(at: datetime, now: datetime) -> str:
    """今天 13:20, 昨天 16:20, 6 月 11 日 09:12."""
    return timewords.when(at, local(now))


@register.filter
def apart(words: str) -> str:
    """Words right after Chinese ones: half a blank before what begins with a digit or a letter, none before others."""
    chinese = (get_language() or "").startswith("zh")
    return f" {words}" if chinese and words[:1].isascii() else words


@register.filter
def by_when(at: datetime, now: datetime) -> str:
    """今天 17:30 前, 6 月 15 日（周一）前."""
    return timewords.by_when(at, local(now))


@register.filter
def moment(at: datetime) -> str:
    """6 月 11 日 09:12."""
    return timewords.moment(local(at))


@register.filter
def hour(at: datetime) -> str:
    """09:12."""
    return timewords.clock_time(local(at))


def _here(at: date | datetime) -> date:
    return local(at) if isinstance(at, datetime) else at


@register.filter
def day(at: date | datetime) -> str:
    """6 月 11 日; also for plain dates."""
    return timewords.day(_here(at))


@register.filter
def day_year(at: date | datetime) -> str:
    """2026 年 6 月 11 日; also for plain dates."""
    return timewords.full_day(_here(at))


@register.filter
def day_beside(at: date | datetime, other: date | datetime) -> str:
    """A day beside another, the start of a span or now: 6 月 11 日, and with the year where that is another one."""
    return timewords.day_beside(_here(at), _here(other))


@register.filter
def days_to(start: date, end: date) -> str:
    """2026 年 6 月 1 日—6 月 15 日; a single day said once."""
    return timewords.days_words(start, end)


@register.filter
def today(now: datetime) -> str:
    """6 月 11 日 周四，13:45: the line beside a heading."""
    here = local(now)
    words = {"date": timewords.day(here), "weekday": timewords.weekday(here), "time": timewords.clock_time(here)}
    return gettext("%(date)s %(weekday)s，%(time)s") % words


@register.filter
def number(value: float) -> str:
    """1,284."""
    return f"{value:,}"


@register.simple_tag
def dial(started: datetime | None, due: datetime | None, now: datetime) -> SafeString:
    """The ring of the follow-up page; a decoration, the sentence beside it is the fact."""
    if due is None:
        return mark_safe("")
    here = local(now)
    end = due.astimezone(here.tzinfo)
    late = end <= here
    share = 100 if late else timewords.share_left(started, due, here)
    if end.date() == here.date() or late:
        seconds = abs((end - here).total_seconds())
        count, unit = timewords.span(seconds)
        head, figure = (gettext("已超") if late else gettext("还剩")), str(count)
        if late and end.date() != here.date():
            figure, unit = str((here.date() - end.date()).days), gettext("天")
    else:
        head, figure, unit = timewords.month(end), str(end.day), gettext("日前")
    return drawing.dial(share, head, figure, unit, late=late)
