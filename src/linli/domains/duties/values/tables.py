"""The part of a pack with the working calendar: office hours and the notices of the years."""

from datetime import date, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings

from linli.backbone.packs.loader import Pack
from linli.backbone.packs.registry import in_force, section
from linli.backbone.packs.schema import Table
from linli.kernel.calendar import Span, WorkingCalendar, YearNotice


class Year(Table):
    """One year's notice of rest days and make-up workdays, with where it was published."""

    paper: str = ""
    rest: tuple[date, ...] = ()
    work: tuple[date, ...] = ()


class Calendar(Table):
    """Office hours (“08:30-12:00”) and the years known."""

    hours: tuple[str, ...] = ("08:30-12:00", "14:30-17:30")
    years: dict[int, Year] = {}


def office_span(text: str) -> Span | None:
    """Office hours written as 08:30-12:00, or None when they cannot be read."""
    try:
        start, end = (time.fromisoformat(part) for part in text.split("-"))
    except ValueError:
        return None
    return Span(start, end) if start < end else None


def calendar_part(pack: Pack) -> Calendar:
    """The calendar part of a pack."""
    return section(pack, "calendar", Calendar)


@lru_cache(maxsize=8)
def _calendar(digest: str, pack: "_Key") -> WorkingCalendar:
    calendar = section(pack.pack, "calendar", Calendar)
    notices = {year: YearNotice(frozenset(one.rest), frozenset(one.work)) for year, one in calendar.years.items()}
    hours = tuple(span for text in calendar.hours if (span := office_span(text)))
    return WorkingCalendar(notices, hours, ZoneInfo(settings.TIME_ZONE))


class _Key:
    def __init__(self, pack: Pack) -> None:
        self.pack = pack

    def __hash__(self) -> int:
        return hash(self.pack.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.pack.digest == self.pack.digest


def working_calendar() -> WorkingCalendar:
    """The calendar of the pack in force."""
    pack = in_force()
    return _calendar(pack.digest, _Key(pack))
