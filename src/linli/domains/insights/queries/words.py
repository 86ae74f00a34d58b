"""How figures speak: numbers, fractions, changes, definitions, in the reader's language."""

from datetime import datetime
from fractions import Fraction
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.backbone.facts import statistical_day
from linli.backbone.packs.registry import version_in_force
from linli.domains.cases.queries import category_choices
from linli.domains.duties.queries import channel_words
from linli.domains.duties.queries.counts import routine_words
from linli.domains.insights.queries.changes import change, stands
from linli.domains.insights.queries.indicators import known
from linli.domains.insights.rules.reading import is_rate
from linli.domains.insights.values import Asked, Definition, Figure, Reading
from linli.domains.insights.values.sources import SOURCES
from linli.domains.insights.values.tables import Indicator
from linli.domains.organizations.queries import organization_names, seats_by_id
from linli.kernel.periods import Days, Period
from linli.kernel.rounding import rounded
from linli.ui.timewords import day_beside

NOTHING = "–"


def number(value: Fraction | float | None, digits: int) -> str:
    """A number with thousands and so many digits, or a dash for none."""
    return NOTHING if value is None else f"{rounded(value, digits):,.{digits}f}"


def value_of(about: Indicator, reading: Reading) -> str:
    """The figure itself: rates with one decimal, counts whole."""
    if about.of or about.sum:
        return number(reading.number, about.digits)
    return number(reading.number, 0 if about.scale == 1 else 1)


@lru_cache(maxsize=1024)
def _texts(key: str, _version: int, language: str) -> tuple[str, str, str, str]:
    about = known()[key]
    return (
        about.title.to(language),
        about.unit_to(language),
        about.about.to(language) if about.about else "",
        about.source.to(language),
    )


def texts(key: str) -> tuple[str, str, str, str]:
    """Title, unit, meaning and source of an indicator."""
    return _texts(key, version_in_force(), get_language() or "")


def fraction(about: Indicator, reading: Reading) -> str:
    """Numerator and denominator with the word for what it counts; for a mean, over how many."""
    if reading.bottom is None:
        return ""
    word, bottom = measure_words().get(about.of, ""), number(reading.bottom, 0)
    if not is_rate(about):
        return f"{word} {bottom}"
    top = number(reading.top, 0 if about.scale == 1 else 1).removesuffix(".0")
    return f"{top} / {bottom} {word}"


def figure(key: str, reading: Reading, before: Reading | None, url: str) -> Figure:
    """An indicator as a page shows it, against the period before where that is known."""
    about = known()[key]
    title, unit, meaning, _source = texts(key)
    unit = "" if reading.number is None else unit  # nothing has no unit
    said, tone = change(about, reading, before) if before else ("", "")
    if about.counts.endswith(".late") and stands(about) and reading.number:
        tone = "late"
    when = _("此刻") if stands(about) else ""
    return Figure(key, title, value_of(about, reading), unit, fraction(about, reading), said, tone, url, meaning, when)


def days_of(span: Period) -> str:
    """A period in an address: its days, which stay what they are, and its name, by which it is compared as on the page
    that leads there."""
    return f"from={span.start}&to={span.end}" + (f"&period={span.key}" if span.key != "days" else "")


def link(asked: Asked, key: str, split: str = "", part: str = "") -> str:
    """Where a figure opens: its place, period and part are in the address, so that it can be passed on."""
    days = days_of(asked.period)
    cut = f"&by={split}&part={part}" if part else ""
    return f"/board/figures/{key}/?place={asked.place_id}&{days}{cut}"


def map_link(asked: Asked, key: str) -> str:
    """Where the map coloured by an indicator stands."""
    return f"/map/?place={asked.place_id}&{days_of(asked.period)}&indicator={key}"


def board_link(asked: Asked) -> str:
    """Where the board of a place over a period stands."""
    span = asked.period
    days = f"from={span.start}&to={span.end}" if span.key == "days" else f"period={span.key}"
    return f"/board/?place={asked.place_id}&{days}"


def definition(key: str) -> Definition:
    """What an indicator means, and by which version of the pack."""
    about = known()[key]
    title, unit, meaning, source = texts(key)
    return Definition(key, title, meaning, formula(about), unit, source, version_in_force())


def definitions(keys: tuple[str, ...]) -> tuple[str, ...]:
    """What rates and scores among these are made of, each as one line."""
    return _definitions(keys, version_in_force(), get_language())


def sources(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Who keeps what these count, each once."""
    return tuple(dict.fromkeys(texts(key)[3] for key in keys))


@lru_cache(maxsize=64)
def _definitions(keys: tuple[str, ...], _version: int, _language: str | None) -> tuple[str, ...]:
    rates = [key for key in dict.fromkeys(keys) if known()[key].of or known()[key].sum]
    return tuple(f"{texts(key)[0]} = {formula(known()[key])}" for key in rates)


def formula(about: Indicator) -> str:
    """Numerator and denominator as words of the measures they count."""
    if about.sum:
        return " + ".join(f"{weight:g} × {texts(name)[0]}" for name, weight in about.sum.items())
    words = measure_words()
    top = words.get(about.counts, about.counts)
    return f"{top} ÷ {words.get(about.of, about.of)}" if about.of else top


def measure_words() -> dict[str, str]:
    """What each measure is called."""
    return _measure_words(get_language())


@lru_cache(maxsize=8)
def _measure_words(_language: str | None) -> dict[str, str]:
    return {**_case_words(), **_other_words()}


def _case_words() -> dict[str, str]:
    return {
        "cases.received": _("受理"),
        "cases.closed": _("办结"),
        "cases.direct": _("直办"),
        "cases.due": _("到期应办"),
        "cases.on_time": _("按时办结"),
        "cases.signed": _("签收"),
        "cases.signed_on_time": _("按时签收"),
        "cases.sign_minutes": _("签收用时（分钟）"),
        "cases.valid": _("有效回访"),
        "cases.contacted": _("联系了"),
        "cases.solved": _("解决了"),
        "cases.satisfied": _("满意（基本满意按 0.9）"),
        "cases.redo": _("重办"),
        "cases.returned": _("退单"),
        "cases.extended": _("延期"),
        "cases.suspended": _("挂账"),
        "cases.declined": _("不予受理"),
        "cases.merged": _("并案"),
        "cases.excluded": _("剔除"),
        "cases.whistles": _("吹哨"),
        "cases.calls": _("叫到的单位"),
        "cases.arrived": _("到场单位"),
        "cases.arrived_on_time": _("按时到场"),
        "cases.arrive_minutes": _("到场用时（分钟）"),
        "cases.called_scores": _("给部门打分的次数"),
        "cases.called_points": _("部门得分"),
        "cases.caller_scores": _("给社区打分的次数"),
        "cases.caller_points": _("社区得分"),
    }


def _other_words() -> dict[str, str]:
    return {
        "rounds.due": _("应做"),
        "rounds.done": _("按时做完"),
        "rounds.late": _("补做"),
        "rounds.missed": _("没做"),
        "rounds.entries": _("记录"),
        "rounds.problems": _("发现的问题"),
        "doors.opened": _("扫码"),
        "open_cases.open": _("正在办"),
        "open_cases.late": _("现在超时"),
        "open_cases.suspended": _("挂着的"),
        "open_cases.listed": _("在清单上的"),
        "open_cases.taken_off": _("没有进清单或撤下的"),
        "open_cases.decided": _("决定过的"),
        "seats.all": _("岗位"),
        "seats.filled": _("有人的岗位"),
        "seats.vacant": _("空缺的岗位"),
        "seats.people": _("在岗的人"),
        "bodies.all": _("组织"),
        "pairings.all": _("结对"),
        "pairings.idle": _("久未联系的结对"),
        "venues.open": _("开放的阵地"),
        "venues.area": _("阵地面积"),
        "places.all": _("辖区"),
        "places.households": _("户数"),
        "places.covered": _("覆盖到的"),
        "places.sized": _("规模合规的"),
        "places.outsized": _("规模不合规的"),
    }


def split_words(split: str, level: str) -> tuple[str, str]:
    """The title of a split, and what stands over its first column."""
    if split == "place":
        words = {
            "street": (_("各街道、镇"), _("街道、镇")),
            "community": (_("各社区、村"), _("社区、村")),
            "grid": (_("各网格"), _("网格")),
            "compound": (_("各小区"), _("小区")),
        }
        return words.get(level, (_("各楼栋"), _("楼栋")))
    titles = {
        "kind": (_("各类事项"), _("事项")),
        "channel": (_("从哪里来"), _("来源")),
        "category": (_("各类问题"), _("类别")),
        "organization": (_("各单位"), _("单位")),
        "seat": (_("各岗位"), _("岗位")),
    }
    return titles[split]


def part_words(source: str, split: str, parts: tuple[str, ...]) -> dict[str, str]:
    """What each part of a split is called, in the order it is shown."""
    if split == "channel":
        return {one: channel_words(one) for one in parts}
    if split == "category":
        titles = dict(category_choices())
        return {one: titles.get(one, one) for one in parts}
    if split == "organization":
        units = organization_names(int(one) for one in parts)
        return {one: units[int(one)].name if int(one) in units else one for one in parts}
    if split == "seat":
        seats = seats_by_id(int(one) for one in parts)
        return {one: seats[int(one)].title if int(one) in seats else one for one in parts}
    return _kind_words(source, parts)


def _kind_words(source: str, parts: tuple[str, ...]) -> dict[str, str]:
    from linli.domains.insights.queries.kinds import titles_of

    titles = routine_words() if source == "rounds" else titles_of(SOURCES[source].kinds)
    return {one: titles.get(one, one) for one in parts}


def compared(span: Period) -> str:
    """What a period is held against."""
    if span.key == "year":
        return _("比去年同期")
    return _("比 %(days)s") % {"days": dates_words(span.before)}


def span_words(span: Period) -> str:
    """A period as its first and last day."""
    return dates_words(span.days)


def dates_words(days: Days) -> str:
    """Days as a sentence says them: the first with its year where that is not this one, one day once."""
    first = day_beside(days[0], timezone.localdate())
    if days[0] == days[1]:
        return first
    return _("%(start)s—%(end)s") % {"start": first, "end": day_beside(days[1], days[0])}


def when_words(about: Indicator, span: Period) -> str:
    """When a figure is so: over a period, or at this moment."""
    return _("此刻") if stands(about) else span_words(span)


def ahead_words(span: Period, at: datetime, about: Indicator | None = None) -> str:
    """That a period is still to come, so that its noughts are not taken for figures; empty for one that has begun, and
    of what is so at this moment."""
    if span.start <= statistical_day(at) or (about is not None and stands(about)):
        return ""
    return _("%(span)s还没到，到了才有数。") % {"span": span_words(span)}


def period_words() -> tuple[tuple[str, str], ...]:
    """The periods somebody may choose."""
    return (
        ("today", _("今日")),
        ("week", _("本周")),
        ("month", _("本月")),
        ("last_month", _("上月")),
        ("quarter", _("本季")),
        ("year", _("本年")),
    )
