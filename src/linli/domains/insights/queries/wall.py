"""The wall screen of a place: read whole at one moment, so that its figures and its lamps agree."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.backbone.facts import month_from, one_moment, statistical_day
from linli.backbone.packs.registry import in_force
from linli.backbone.values import Viewer
from linli.domains.insights.access import below_of, board_place, lent_place, wall_keys
from linli.domains.insights.queries import words
from linli.domains.insights.queries.changes import change
from linli.domains.insights.queries.indicators import Readings, indicator, known, readings
from linli.domains.insights.queries.kinds import parts_of
from linli.domains.insights.queries.sources import Place, term
from linli.domains.insights.rules.lamps import Sheet, hung, shared
from linli.domains.insights.rules.reading import guarded
from linli.domains.insights.rules.steps import shade_of, step_of, steps
from linli.domains.insights.values import Asked, Reading
from linli.domains.insights.values.keys import KeyRow
from linli.domains.insights.values.tables import WallPage, insights
from linli.domains.insights.values.wall import Bar, Land, Leaf, Number, Spots, Wall
from linli.domains.places.queries import brand, names_of, under
from linli.domains.places.queries.outlines import Outline, outlines
from linli.domains.places.values import PathStep, PlaceInfo
from linli.kernel.periods import Period, period
from linli.ui.timewords import moment

BARS = 6
# Below a community a small figure could mean a household.
_WIDE = ("district", "street", "community")


def wall_seen(viewer: Viewer, wanted: str, now: datetime) -> tuple[int, Wall]:
    """The wall of a place whose board the viewer may see, and its id; NotFound elsewhere."""
    place, below = board_place(viewer, wanted)
    return place.id, _wall(place, below, now)


def wall_lent(token: str, now: datetime) -> Wall:
    """The wall a key in force opens; NotFound for any other token."""
    return _wall(*lent_place(token), now)


def keys_of(viewer: Viewer, wanted: str) -> tuple[PlaceInfo, tuple[KeyRow, ...]]:
    """The keys to the wall of a place and of those below it, those in force first; NotFound outside the scope."""
    place, _below = board_place(viewer, wanted)
    rows = list(wall_keys(viewer).filter(path__contains=[place.id]).order_by("revoked_at", "-id")[:200])
    rows.sort(key=lambda row: row.revoked_at is not None)
    names = names_of(row.place_id for row in rows)
    return place, tuple(
        KeyRow(row.pk, row.name, names.get(row.place_id, ""), row.made_by, row.made_at, row.revoked_at) for row in rows
    )


class Easel:
    """What the pages of a wall share: the place, its periods, its readings, the sheet it is drawn on."""

    def __init__(self, place: PlaceInfo, below: Sequence[PathStep], now: datetime) -> None:
        self.part, today = insights(in_force()), statistical_day(now)
        self.place, self.below, self.now = place, below, now
        self.span = period(self.part.wall.period, today, month_from())
        self.month = period("month", today, month_from())
        self.here = Place(place.id, place.kind)
        self.grids = under(place.id, "grid") or (PathStep(place.id, place.kind, place.name, place.number),)
        self.where: dict[int, Outline] = outlines({place.id, *(s.id for s in below), *(s.id for s in self.grids)})
        self.sheet = Sheet(*_bounds(self.where.values()))
        wall = self.part.wall
        keys = [*wall.head, *(key for page in wall.pages for key in page.of), *self._marks()]
        self.read: Readings = readings(keys, [self.here], [self.span.days, self.month.days, self.month.before], now)

    def _marks(self) -> list[str]:
        wall = self.part.wall
        return [one for one in (wall.lamps, wall.dots, wall.rings) if one]

    def number(self, key: str, which: int, span: Period) -> Number:
        """An indicator over one of the periods; a rate of too few is not said."""
        reading = self.read[(key, which, self.place.id, "")]
        about, (title, unit, _about, _source) = indicator(key), words.texts(key)
        said, tone = change(about, reading, self.read[(key, 2, self.place.id, "")]) if which == 1 else ("", "")
        if about.of and guarded(reading.bottom, self.part.public.least):
            return Number(
                title, words.NOTHING, "", _("不到 %(n)s 件，不说率") % {"n": self.part.public.least}, "", "", ""
            )
        if reading.number is None:
            return Number(title, words.NOTHING, "", "", "", "", words.span_words(span))
        made = words.fraction(about, reading)
        return Number(title, words.value_of(about, reading), unit, made, said, tone, words.when_words(about, span))


def _wall(place: PlaceInfo, below: Sequence[PathStep], now: datetime) -> Wall:
    with one_moment():
        easel = Easel(place, below, now)
        lamps, dots, rings = _lit(easel)
        leaves = tuple(_leaf(page, easel) for page in easel.part.wall.pages)
    wall = easel.part.wall
    return Wall(
        place.name,
        brand(),
        easel.number(wall.lamps, 0, easel.span) if wall.lamps else None,
        tuple(easel.number(key, 1, easel.month) for key in wall.head),
        leaves,
        _path(easel, place.id),
        lamps,
        dots,
        rings,
        now.isoformat(timespec="seconds"),
        moment(now),
        wall.seconds,
        wall.refresh,
        _note(easel),
    )


def _note(easel: Easel) -> str:
    used = [*easel.part.wall.head, *(key for page in easel.part.wall.pages for key in page.of)]
    sources = _("、").join(dict.fromkeys(words.texts(key)[3] for key in used))
    return _("率的时间段：%(span)s；来源：%(sources)s") % {"span": words.span_words(easel.month), "sources": sources}


def _lit(easel: Easel) -> tuple[Spots, Spots, Spots]:
    """Lamps, dots and rings: as many as the figures of the whole place, each hung at its grid."""
    keys, wall = easel._marks(), easel.part.wall
    if not keys:
        return (), (), ()
    under_here = [Place(one.id, one.kind) for one in easel.grids]
    found = readings(keys, under_here, [easel.span.days], easel.now)

    def count(key: str, place_id: int | None = None) -> int:
        if not key:
            return 0
        cell = easel.read[(key, 0, easel.place.id, "")] if place_id is None else found[(key, 0, place_id, "")]
        return int(cell.number or 0)

    late = {one.id: count(wall.rings, one.id) for one in easel.grids}
    open_on_time = {one.id: count(wall.dots, one.id) - late[one.id] for one in easel.grids}
    done = {one.id: count(wall.lamps, one.id) for one in easel.grids}
    return (
        _hung(easel, count(wall.lamps), done, 0),
        _hung(easel, count(wall.dots) - count(wall.rings) if wall.dots else 0, open_on_time, 331),
        _hung(easel, count(wall.rings), late, 662),
    )


def _hung(easel: Easel, whole: int, counts: dict[int, int], seed: int) -> Spots:
    at, rest = shared(whole, counts)
    where = [(place_id, count) for place_id, count in at.items() if count] + [(easel.place.id, rest)]
    out: list[tuple[float, float]] = []
    for place_id, count in where:
        outline = easel.where[place_id]
        points = hung(count, place_id + seed, outline.shape, outline.point or easel.where[easel.place.id].point)
        out += [easel.sheet.at(one) for one in points]
    return tuple(out)


def _path(easel: Easel, place_id: int) -> str:
    outline = easel.where[place_id].shape
    return easel.sheet.path(outline) if outline else ""


def _bounds(found: Any) -> tuple[float, float, float, float]:
    from shapely.geometry import shape

    boxes = [shape(one.shape).bounds for one in found if one.shape]
    boxes += [(*one.point, *one.point) for one in found if one.point]
    if not boxes:
        return 0.0, 0.0, 1.0, 1.0
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


def _leaf(page: WallPage, easel: Easel) -> Leaf:
    key, title = page.of[0], page.title.to(get_language() or "")
    numbers = tuple(easel.number(one, 0, easel.span) for one in page.of)
    heading, bars = _bars(key, page.by, easel)
    said = words.texts(page.map)[0] if page.map else ""
    return Leaf(title, numbers, heading, bars, not page.map, said, _land(page.map, easel))


def _land(key: str, easel: Easel) -> tuple[Land, ...]:
    places = [Place(one.id, one.kind) for one in easel.below]
    found = readings([key], places, [easel.span.days], easel.now) if key and places else {}
    read = {one.id: found[(key, 0, one.id, "")] for one in easel.below} if found else {}
    about = known()[key] if key else None
    whole = not (about and (about.of or about.sum or about.scale > 1))
    cut = steps([float(one.number) for one in read.values() if one.number is not None], whole)
    out = []
    for one in easel.below:
        outline, reading = easel.where[one.id], read.get(one.id)
        if outline.point is None:
            continue
        number = reading.number if reading else None
        shade = None if number is None else shade_of(step_of(float(number), cut), len(cut))
        value = _said(key, reading, easel, one.kind not in _WIDE) if reading else ""
        out.append(Land(one.name, _path(easel, one.id), *easel.sheet.at(outline.point), value, shade))
    return tuple(out)


def _said(key: str, reading: Reading, easel: Easel, guard: bool) -> str:
    """A value of a part of the whole; one that could mean somebody is not said exactly."""
    least, about = easel.part.public.least, known()[key]
    if reading.number is None or (about.of and guarded(reading.bottom, least)):
        return words.NOTHING
    if guard and not about.of and guarded(reading.number, least):
        return _("少于 %(n)s") % {"n": least}
    return words.value_of(about, reading) + ("%" if about.unit.zh == "%" else "")


def _bars(key: str, by: str, easel: Easel) -> tuple[str, tuple[Bar, ...]]:
    """A split of the first figure of a page: places in the order of their codes, words by how much is said of them."""
    heading = words.split_words(by, below_of(easel.place.kind))[0]
    if by == "place":
        places = [Place(one.id, one.kind) for one in easel.below]
        found = readings([key], places, [easel.span.days], easel.now) if places else {}
        rows = [(one.name, found[(key, 0, one.id, "")], one.kind not in _WIDE) for one in easel.below]
        return heading, _measured(key, rows[:BARS], easel)
    asked = Asked(easel.place.id, easel.place.kind, easel.place.name, easel.span)
    parts = parts_of(indicator(key), asked, by)
    if not parts:
        return heading, ()
    split = readings([key], [easel.here], [easel.span.days], easel.now, by, parts)
    titles = words.part_words(term(indicator(key).counts).source, by, parts)
    said = [(titles[one], split[(key, 0, easel.place.id, one)], True) for one in parts]
    said = [one for one in said if one[1].number]
    said.sort(key=lambda one: -(one[1].number or 0))
    return heading, _measured(key, said[:BARS], easel)


def _measured(key: str, rows: list[tuple[str, Reading, bool]], easel: Easel) -> tuple[Bar, ...]:
    least, counts = easel.part.public.least, not known()[key].of
    shown = [
        (least if guard and counts and guarded(reading.number, least) else reading.number or 0)
        for _name, reading, guard in rows
    ]
    most = 100 if not counts and known()[key].unit.zh == "%" else max([*shown, 1])
    return tuple(
        Bar(name, _said(key, reading, easel, guard), round(length / most * 100))
        for (name, reading, guard), length in zip(rows, shown, strict=True)
    )
