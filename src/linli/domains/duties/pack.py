"""The parts of a pack with the working calendar (office hours, notices of the years) and with routines."""

from collections.abc import Iterator, Mapping
from typing import Any

from linli.backbone.packs.forms import form_faults
from linli.backbone.packs.loader import Pack
from linli.domains.duties.values.routines import Routines, routines
from linli.domains.duties.values.tables import Calendar, Year, calendar_part, office_span


class CalendarSection:
    """`calendar:` of a pack."""

    name = "calendar"
    schema = Calendar

    def problems(self, pack: Pack) -> Iterator[tuple[tuple[str, ...], str]]:
        """Office hours read as times; days lie in their year and are not both."""
        calendar = calendar_part(pack)
        for index, span in enumerate(calendar.hours):
            if office_span(span) is None:
                yield ("hours", str(index)), f"“{span}”不是一段时间；写法如 08:30-12:00"
        for year, notice in calendar.years.items():
            yield from ((("years", str(year)), words) for words in wrong_days(year, notice))


def wrong_days(year: int, notice: Year) -> Iterator[str]:
    """What is wrong with the days of a notice."""
    yield from (f"{day} 不在 {year} 年" for day in (*notice.rest, *notice.work) if day.year != year)
    yield from (f"{day} 又是休息又是上班" for day in sorted(set(notice.rest) & set(notice.work)))


class RoutinesSection:
    """`routines:` of a pack."""

    name = "routines"
    schema = Routines

    def problems(self, pack: Pack) -> Iterator[tuple[tuple[str, ...], str]]:
        """Places, seats and kinds of case exist; questions hold together."""
        levels = set(pack.raw.get("territory", {}).get("levels", {}))
        posts = pack.raw.get("organizations", {}).get("posts", {})
        kinds = pack.raw.get("cases", {}).get("procedures", {})
        for key, routine in routines(pack).items():
            if routine.each not in levels:
                yield (key, "each"), f"没有叫“{routine.each}”的层级"
            for index, expression in enumerate(routine.seat):
                yield from (((key, "seat", str(index)), words) for words in wrong_seat(expression, posts, levels))
            if routine.opens is not None:
                yield from (((key, "opens"), words) for words in wrong_kind(routine.opens, kinds))
            yield from (((key, "form", *path), words) for path, words in form_faults(routine.form))


def wrong_kind(opens: str, kinds: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the kind of case that a found problem becomes: it has no more than words and pictures."""
    if opens not in kinds:
        yield f"没有叫“{opens}”的事项流程"
        return
    asked = [key for key, field in kinds[opens].get("form", {}).items() if field.get("required", True)]
    if asked:
        yield f"“{opens}” 立事项时还有必填的：{'、'.join(asked)}；巡查走访时填不了，写上 required: false 或换一种"


def wrong_seat(expression: str, posts: Mapping[str, Any], levels: set[str]) -> Iterator[str]:
    """What is wrong with a seat expression."""
    post, _, where = expression.partition("@")
    if post not in posts:
        yield f"没有叫“{post}”的岗位"
    elif where not in levels:
        yield f"“{expression}”：没有叫“{where}”的层级"
    elif where not in posts[post].get("at", []):
        yield f"“{post}”不设在“{where}”；它设在：{'、'.join(posts[post].get('at', []))}"
