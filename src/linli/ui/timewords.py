"""Moments and clocks in the words a neighbour would use; pure functions of the moments given.

All moments are aware; `now` also fixes the time zone in which days are counted.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final

from django.utils.translation import get_language, gettext, ngettext, pgettext

NEAR: Final = timedelta(hours=4)
QUARTER: Final = 0.25
HOUR: Final = 3600
MINUTE: Final = 60


class Tone(StrEnum):
    """How a clock looks: plain, soon (≤ 25 % or ≤ 4 hours left), late, ok, paused, wait."""

    PLAIN = "plain"
    SOON = "soon"
    LATE = "late"
    OK = "ok"
    PAUSED = "paused"
    WAIT = "wait"


STATE_TONES: Final = {
    "done": Tone.OK,
    "ok": Tone.OK,
    "cancelled": Tone.PAUSED,
    "paused": Tone.PAUSED,
    "waiting": Tone.WAIT,
    "wait": Tone.WAIT,
}


@lru_cache(maxsize=8)
def _weekdays(_language: str | None) -> tuple[str, ...]:
    return (
        gettext("周一"),
        gettext("周二"),
        gettext("周三"),
        gettext("周四"),
        gettext("周五"),
        gettext("周六"),
        gettext("周日"),
    )


@lru_cache(maxsize=8)
def _months(_language: str | None) -> tuple[str, ...]:
    return (
        pgettext("month", "1 月"),
        pgettext("month", "2 月"),
        pgettext("month", "3 月"),
        pgettext("month", "4 月"),
        pgettext("month", "5 月"),
        pgettext("month", "6 月"),
        pgettext("month", "7 月"),
        pgettext("month", "8 月"),
        pgettext("month", "9 月"),
        pgettext("month", "10 月"),
        pgettext("month", "11 月"),
        pgettext("month", "12 月"),
    )


def weekday(at: datetime) -> str:
    """周一 to 周日."""
    return _weekdays(get_language())[at.weekday()]


def month(at: date) -> str:
    """1 月 to 12 月, its own word so that other languages can name the month."""
    return _months(get_language())[at.month - 1]


def day(at: date) -> str:
    """6 月 15 日."""
    return gettext("%(month)s %(day)s 日") % {"month": month(at), "day": at.day}


def day_named(at: datetime) -> str:
    """6 月 15 日（周一）."""
    return gettext("%(date)s（%(weekday)s）") % {"date": day(at), "weekday": weekday(at)}


def full_day(at: date) -> str:
    """2026 年 6 月 15 日."""
    return gettext("%(year)s 年 %(date)s") % {"year": at.year, "date": day(at)}


def day_beside(at: date, other: date) -> str:
    """6 月 15 日, and with the year where that is another one than the other's."""
    return day(at) if at.year == other.year else full_day(at)


def days(first: date, last: date | None, other: date | None = None) -> str:
    """A stretch of days, both counted: 2026 年 6 月 11 日—6 月 15 日, one day once, without an end —现在.
    Beside another day the first has its year only where that is another one."""
    said = full_day(first) if other is None else day_beside(first, other)
    if first == last:
        return said
    end = day_beside(last, first) if last else gettext("现在")
    return gettext("%(starts)s—%(ends)s") % {"starts": said, "ends": end}


def clock_time(at: datetime) -> str:
    """09:12."""
    return f"{at.hour:02}:{at.minute:02}"


def moment(at: datetime) -> str:
    """6 月 11 日 09:12."""
    return f"{day(at)} {clock_time(at)}"


def when(at: datetime, now: datetime) -> str:
    """今天 13:20, 昨天 16:20, 明天 09:00, 6 月 11 日 09:12, and with the year when it is another one."""
    at = at.astimezone(now.tzinfo)
    time = clock_time(at)
    days = (at.date() - now.date()).days
    if days == 0:
        return gettext("今天 %(time)s") % {"time": time}
    if days == -1:
        return gettext("昨天 %(time)s") % {"time": time}
    if days == 1:
        return gettext("明天 %(time)s") % {"time": time}
    return f"{day_beside(at, now)} {time}"


@lru_cache(maxsize=4096)
def _by_when(_language: str | None, due: datetime, today: date) -> str:
    days = (due.date() - today).days
    said = when(due, due - timedelta(days=days)) if 0 <= days <= 1 else day_named(due)
    return (gettext("%(moment)s前") % {"moment": said + (" " if said[-1].isdecimal() else "")}).rstrip()


def by_when(due: datetime, now: datetime) -> str:
    """The moment itself as a limit: 今天 17:30 前, 明天 12:00 前, 6 月 15 日（周一）前."""
    here = due.astimezone(now.tzinfo).replace(second=0, microsecond=0)
    return _by_when(get_language(), here, now.date())


def span(seconds: float) -> tuple[int, str]:
    """A stretch of time as a count and its unit, rounded down to minutes below two hours, else to hours: (3, 小时)."""
    if seconds < 2 * HOUR:
        count = max(1, int(seconds // MINUTE))
        return count, ngettext("分钟", "分钟", count)
    count = int(seconds // HOUR)
    return count, ngettext("小时", "小时", count)


@lru_cache(maxsize=2048)
def _left(_language: str | None, minutes: int) -> str:
    count, unit = span(minutes * MINUTE)
    return gettext("还剩 %(count)s %(unit)s") % {"count": count, "unit": unit}


@lru_cache(maxsize=2048)
def _over(_language: str | None, minutes: int, days: int) -> str:
    count, unit = (days, ngettext("天", "天", days)) if days else span(minutes * MINUTE)
    return gettext("已超 %(count)s %(unit)s") % {"count": count, "unit": unit}


def left(due: datetime, now: datetime) -> str:
    """Time to go: 还剩 3 小时 on the same day, otherwise the moment."""
    due = due.astimezone(now.tzinfo)
    if due.date() != now.date():
        return by_when(due, now)
    return _left(get_language(), int((due - now).total_seconds() // MINUTE))


def over(due: datetime, now: datetime) -> str:
    """Time past the limit: 已超 40 分钟 on the same day, 昨天 17:30 已到期, 已超 3 天."""
    due = due.astimezone(now.tzinfo)
    days = (now.date() - due.date()).days
    if days == 1:
        return gettext("%(moment)s 已到期") % {"moment": when(due, now)}
    return _over(get_language(), int((now - due).total_seconds() // MINUTE) if days == 0 else 0, days)


def share_left(started: datetime | None, due: datetime, now: datetime) -> int:
    """Percent of the time still left, 0–100; without a start, what is left of a day."""
    begun = started or due - timedelta(days=1)
    total = (due - begun).total_seconds()
    if total <= 0:
        return 0
    return max(0, min(100, round((due - now).total_seconds() * 100 / total)))


def tone(due: datetime | None, started: datetime | None, now: datetime, state: str = "") -> Tone:
    """What a clock looks like; a state other than open wins over the clock."""
    settled = STATE_TONES.get(state)
    if settled is not None:
        return settled
    if due is None:
        return Tone.PLAIN
    if due <= now:
        return Tone.LATE
    near = due - now <= NEAR or (started is not None and share_left(started, due, now) <= QUARTER * 100)
    return Tone.SOON if near else Tone.PLAIN


def clock_words(due: datetime | None, now: datetime, state: str = "") -> str:
    """The sentence on a clock; 挂账，6 月 18 日再看 when paused with a date to look again."""
    settled = STATE_TONES.get(state)
    if settled is Tone.OK:
        return gettext("办好了")
    if settled is Tone.WAIT:
        return gettext("等别人")
    if settled is Tone.PAUSED:
        if due is None or state == "cancelled":
            return gettext("不再计时") if state == "cancelled" else gettext("挂账")
        return gettext("挂账，%(date)s再看") % {"date": day_beside(due.astimezone(now.tzinfo), now)}
    if due is None:
        return gettext("没有时限")
    return over(due, now) if due <= now else left(due, now)
