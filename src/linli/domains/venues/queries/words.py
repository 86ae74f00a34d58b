"""What things of venues are called: kinds, functions, rooms, states, opening hours."""

from itertools import groupby

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from linli.backbone.packs.registry import in_force
from linli.domains.venues.rules.hours import WHOLE, clock
from linli.domains.venues.values import Minutes, Status, Week
from linli.domains.venues.values.tables import venues


def kind_words() -> dict[str, str]:
    """The kinds of venue of the pack in force."""
    language = get_language() or ""
    return {key: kind.title.to(language) for key, kind in venues(in_force()).kinds.items()}


def function_words() -> dict[str, str]:
    """What venues may be for."""
    language = get_language() or ""
    return {key: words.to(language) for key, words in venues(in_force()).functions.items()}


def room_words() -> dict[str, str]:
    """Where rooms come from."""
    language = get_language() or ""
    return {key: words.to(language) for key, words in venues(in_force()).rooms.items()}


def status_words() -> dict[str, str]:
    """How far venues are."""
    return {
        Status.PLANNED: pgettext("venue", "规划中"),
        Status.PREPARING: pgettext("venue", "筹备中"),
        Status.OPEN: pgettext("venue", "开放"),
        Status.CLOSED: pgettext("venue", "停用"),
    }


def day_words() -> tuple[str, ...]:
    """周一 to 周日."""
    return _("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日")


def wind_words(wind: str) -> str:
    """Which way one walks."""
    words = {
        "north": _("往北"),
        "northeast": _("往东北"),
        "east": _("往东"),
        "southeast": _("往东南"),
        "south": _("往南"),
        "southwest": _("往西南"),
        "west": _("往西"),
        "northwest": _("往西北"),
    }
    return words.get(wind, "")


def week_lines(week: Week) -> tuple[tuple[str, str], ...]:
    """Opening hours as neighbours say them: days that are alike together (周一至周五, 8:30—12:00、14:30—17:30)."""
    names, found = day_words(), []
    for hours, run in groupby(enumerate(week.days), key=lambda one: one[1]):
        days = [at for at, _hours in run]
        found.append((_days(names, days[0], days[-1]), hours_words(hours)))
    return tuple(found)


def _days(names: tuple[str, ...], first: int, last: int) -> str:
    if (first, last) == (0, len(names) - 1):
        return _("每天")
    if first == last:
        return names[first]
    return _("%(first)s至%(last)s") % {"first": names[first], "last": names[last]}


def hours_words(hours: tuple[Minutes, ...]) -> str:
    """The stretches of a day in words."""
    if not hours:
        return pgettext("venue", "休")
    if hours == (WHOLE,):
        return _("全天")
    return _("、").join(f"{_plain(start)}—{_plain(end)}" for start, end in hours)


def _plain(minutes: int) -> str:
    return clock(minutes).removeprefix("0")
