"""The part of a pack with the working calendar: office hours and the notices of the years."""

from collections.abc import Iterator

from linli.backbone.packs.loader import Pack
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
