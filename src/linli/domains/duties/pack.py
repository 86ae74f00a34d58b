"""The parts of a pack with the working calendar (office hours, notices of the years) and with routines."""

from collections.abc import Iterator

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
        posts = set(pack.raw.get("organizations", {}).get("posts", {}))
        kinds = set(pack.raw.get("cases", {}).get("procedures", {}))
        for key, routine in routines(pack).items():
            if routine.each not in levels:
                yield (key, "each"), f"没有叫“{routine.each}”的层级"
            for index, expression in enumerate(routine.seat):
                yield from (((key, "seat", str(index)), words) for words in wrong_seat(expression, posts, levels))
            if routine.opens is not None and routine.opens not in kinds:
                yield (key, "opens"), f"没有叫“{routine.opens}”的事项流程"
            yield from (((key, "form", *path), words) for path, words in form_faults(routine.form))


def wrong_seat(expression: str, posts: set[str], levels: set[str]) -> Iterator[str]:
    """What is wrong with a seat expression."""
    post, _, where = expression.partition("@")
    if post not in posts:
        yield f"没有叫“{post}”的岗位"
    if where not in levels:
        yield f"“{expression}”：没有叫“{where}”的层级"
