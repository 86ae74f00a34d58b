"""What a circular calls its period and its units. Papers are Chinese."""

from datetime import date

from linli.domains.insights.rules import sentences
from linli.kernel.periods import Period


def days_words(span: Period) -> str:
    """A period as a paper says it: 2026年6月1日至7日."""
    start, end = span.days
    if start == end:
        return _day(start)
    if start.year != end.year:
        return f"{_day(start)}至{_day(end)}"
    return f"{_day(start)}至{f'{end.month}月' if end.month != start.month else ''}{end.day}日"


def _day(one: date) -> str:
    return f"{one.year}年{one.month}月{one.day}日"


def period_words(every: str, span: Period) -> str:
    """A period by its name: 2026年5月, 2026年第二季度, else its days."""
    if every == "month":
        return f"{span.end.year}年{span.end.month}月"
    if every == "quarter":
        return f"{span.end.year}年第{sentences.ordinal((span.end.month - 1) // 3)}季度"
    return days_words(span)


def last_words(every: str) -> str:
    """What the period before is called."""
    return {"week": "上周", "month": "上月", "quarter": "上季度"}.get(every, "上期")


def level_words(level: str) -> str:
    """What a unit of a level is called in a sentence: 街道, 社区, 网格."""
    return {"street": "街道（镇）", "community": "社区（村）", "grid": "网格", "compound": "小区"}.get(level, "楼栋")
