"""What a figure opens to: the records it adds up, in the viewer's scope, with the same count."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from linli.backbone.facts import EVER, LEVELS, one_moment
from linli.backbone.facts import Behind as Counted
from linli.backbone.values import Viewer
from linli.domains.cases.queries import figures as cases
from linli.domains.cases.queries.lists import cases_of, category_title
from linli.domains.cases.queries.now import open_behind
from linli.domains.duties.queries import counts as duties
from linli.domains.insights.access import board_place
from linli.domains.insights.queries import words
from linli.domains.insights.queries.changes import change
from linli.domains.insights.queries.indicators import indicator, readings
from linli.domains.insights.queries.locks import last_facts
from linli.domains.insights.queries.registers import register_behind
from linli.domains.insights.queries.sources import Narrow, Place, case_cut, kinds_of, narrow_of, term
from linli.domains.insights.rules.reading import is_rate
from linli.domains.insights.values import Asked, Behind, Reading, Record
from linli.domains.insights.values.sources import SOURCES
from linli.domains.insights.values.tables import Indicator
from linli.domains.places.queries import counts as places
from linli.domains.places.values import PlaceInfo, placed
from linli.kernel.periods import Days, Period
from linli.kernel.refusal import NotFound

PAGE = 30
TOP, BOTTOM, REST = "top", "of", "rest"


class Opening(NamedTuple):
    """Which records are asked for: what adds them up, of what source, where, when, narrowed to what."""

    source: str
    amount: str
    place: Place
    period: Period
    narrow: Narrow
    split: str
    part: str
    now: datetime
    after: str
    last: int


def behind(
    viewer: Viewer,
    key: str,
    wanted: str,
    span: Period,
    now: datetime,
    *,
    which: str = "",
    split: str = "",
    part: str = "",
    after: str = "",
) -> Behind:
    """A page of the records behind an indicator; `which` is its numerator (top), its denominator (of) or what lies
    between them (rest). NotFound for what the pack does not know, and outside the viewer's scope."""
    place, _below = board_place(viewer, wanted)
    return behind_at(viewer, place, key, span, now, which=which, split=split, part=part, after=after)


def behind_at(
    viewer: Viewer,
    place: PlaceInfo,
    key: str,
    span: Period,
    now: datetime,
    *,
    which: str,
    split: str,
    part: str,
    after: str,
) -> Behind:
    """The same at a place the caller has made sure of: the viewer may see its figures, or this part of them."""
    about = indicator(key)
    check_split(about, split, part)
    which = which if which in _choices(about) else (BOTTOM if about.of else TOP)
    asked, here = Asked(place.id, place.kind, place.name, span), Place(place.id, place.kind)
    with one_moment():
        cell = (place.id, part)
        found = readings([key], [here], [span.days, span.before, span.year_before], now, split, [part])
    reading, before, year = (found[(key, which_period, *cell)] for which_period in range(3))
    records, cursor = _records(viewer, about, which, place, asked, split, part, now, after)
    return Behind(
        words.definition(key),
        words.figure(key, reading, before, words.link(asked, key, split, part)),
        asked,
        _part_words(about, split, part),
        change(about, reading, year)[0],
        _counted(about, reading, which),
        records,
        cursor,
        tuple((one, _which_words(about, one), one == which) for one in _choices(about)),
    )


def _last(source: str, days: Days) -> int:
    """The last fact that counts: in a locked period none that came later does."""
    return next(iter(last_facts(source, [days])), EVER)


def check_split(about: Indicator, split: str, part: str) -> None:
    """NotFound for a split the source does not have, or a part that is no word of it."""
    if not split and not part:
        return
    source = term(about.counts).source
    if about.sum or source not in SOURCES or split not in SOURCES[source].splits or split == "place" or len(part) > 40:
        raise NotFound("split")
    if split in ("organization", "seat") and not (part.isdecimal() and len(part) < 19):
        raise NotFound("split")


def _choices(about: Indicator) -> tuple[str, ...]:
    """Numerator, denominator, and what is missing between them where both count the same records."""
    if about.sum:
        return ()
    if not about.of:
        return (TOP,)
    if is_rate(about) and about.scale == 1 and not SOURCES[term(about.counts).source].now:
        return (BOTTOM, TOP, REST)
    return (BOTTOM, TOP)


def _which_words(about: Indicator, which: str) -> str:
    names = words.measure_words()
    if which == REST:
        return _("没有%(what)s") % {"what": names[about.counts].removesuffix("了")}
    return names[about.of if which == BOTTOM else about.counts]


def _counted(about: Indicator, reading: Reading, which: str) -> str:
    if about.sum:
        return ""
    top, bottom = reading.top, reading.bottom or 0
    value = {TOP: top, BOTTOM: bottom, REST: bottom - top}[which]
    return words.number(value, 1 if which == TOP and about.scale > 1 else 0)


def _part_words(about: Indicator, split: str, part: str) -> str:
    return words.part_words(term(about.counts).source, split, (part,))[part] if part else ""


def _records(
    viewer: Viewer,
    about: Indicator,
    which: str,
    place: PlaceInfo,
    asked: Asked,
    split: str,
    part: str,
    now: datetime,
    after: str,
) -> tuple[tuple[Record, ...], str]:
    if about.sum or place.kind not in LEVELS:
        return (), ""
    top, bottom = term(about.counts), term(about.of) if about.of else None
    amounts = {TOP: top.measure, BOTTOM: bottom.measure if bottom else "", REST: ""}
    amounts[REST] = f"{amounts[BOTTOM]}-{amounts[TOP]}"
    narrow = narrow_of(about)
    here = Place(place.id, place.kind)
    opening = Opening(
        top.source,
        amounts[which],
        here,
        asked.period,
        narrow,
        split,
        part,
        now,
        after,
        _last(top.source, asked.period.days),
    )
    if kinds_of(narrow, split, part) == ():
        return (), ""
    return _OPEN.get(top.source, register_behind)(viewer, opening)


def _cases(_viewer: Viewer, one: Opening) -> tuple[tuple[Record, ...], str]:
    cut = case_cut(one.narrow, one.split, one.part)
    column = f"{one.place.level}_id"
    found = cases.facts_behind(one.amount, column, one.place.id, one.period.days, cut, one.after, PAGE + 1, one.last)
    rows, counts = cases_of({case_id for _cursor, case_id, _day, _n in found}, one.now), one.amount in _PLAIN
    titles = {category_title(key) for key in cut.category}
    records = tuple(
        Record(
            rows[case_id].title,
            placed(rows[case_id].where, rows[case_id].plate),
            _left(amount, bool(titles) and rows[case_id].category not in titles)
            or _amount(one.amount, amount, counts)
            or f"{rows[case_id].number} · {rows[case_id].category}",
            day,
            rows[case_id].url,
        )
        for _cursor, case_id, day, amount in _without_pairs(found[:PAGE])
        if case_id in rows
    )
    return records, found[PAGE - 1][0] if len(found) > PAGE else ""


def _without_pairs(found: Sequence[Counted]) -> list[Counted]:
    """What a case counts without what was taken back under one category and counted under another in one breath: where
    both are asked for, nothing has changed."""
    kept: list[Counted] = []
    for one in found:
        last = kept[-1] if kept else None
        if last and (last.subject, last.day) == (one.subject, one.day) and last.amount == -one.amount > 0:
            kept.pop()
        else:
            kept.append(one)
    return kept


def _left(amount: int, elsewhere: bool) -> str:
    """Why a case is taken off a category it no longer has."""
    return _("改到别的类别，减 %(count)s") % {"count": -amount} if amount < 0 and elsewhere else ""


# Where each record adds one, its number says enough.
_PLAIN = ("sign_minutes", "arrive_minutes", "satisfied", "called_points", "caller_points")


def _amount(measure: str, amount: int, said: bool) -> str:
    if amount < 0:
        return _("剔除，减 %(count)s") % {"count": -amount / 10 if measure == "satisfied" else -amount}
    if not said:
        return ""
    if measure == "satisfied":
        return _("计 %(count)s") % {"count": amount / 10}
    unit = _("%(count)s 分钟") if measure.endswith("minutes") else _("%(count)s 分")
    return unit % {"count": amount}


def _open_cases(_viewer: Viewer, one: Opening) -> tuple[tuple[Record, ...], str]:
    kinds = kinds_of(one.narrow, one.split, one.part)
    rows, cursor = open_behind(
        one.place.level, one.place.id, one.amount, kinds, one.narrow.categories, one.now, one.after, PAGE
    )
    return tuple(
        Record(row.title, placed(row.where, row.plate), f"{row.number} · {row.stage}", row.opened_at.date(), row.url)
        for row in rows
    ), cursor


def _rounds(_viewer: Viewer, one: Opening) -> tuple[tuple[Record, ...], str]:
    kinds = kinds_of(one.narrow, one.split, one.part)
    narrowed: dict[str, list[object]] = {"kind": list(kinds)} if kinds else {}
    if one.split == "seat":
        narrowed["seat_id"] = [int(one.part)]
    found = duties.rounds_behind(
        one.amount, f"{one.place.level}_id", one.place.id, one.period.days, narrowed, one.after, PAGE + 1, one.last
    )
    records = tuple(Record(row.title, row.where, row.seat, row.day, f"/rounds/{row.id}/") for row in found[:PAGE])
    return records, found[PAGE - 1].cursor if len(found) > PAGE else ""


def _doors(_viewer: Viewer, one: Opening) -> tuple[tuple[Record, ...], str]:
    found = places.openings_behind(
        f"{one.place.level}_id", one.place.id, one.period.days, one.after, PAGE + 1, one.last
    )
    records = tuple(
        Record(name, "", _("%(count)s 次") % {"count": count}, day, f"/places/{place_id}/")
        for _cursor, day, name, place_id, count in found[:PAGE]
    )
    return records, found[PAGE - 1][0] if len(found) > PAGE else ""


_OPEN: dict[str, Callable[[Viewer, Opening], tuple[tuple[Record, ...], str]]] = {
    "cases": _cases,
    "open_cases": _open_cases,
    "rounds": _rounds,
    "doors": _doors,
}
