"""The map: places below one coloured by an indicator, open cases and doors as points."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from linli.backbone.facts import LEVELS, one_moment
from linli.backbone.packs.registry import in_force
from linli.backbone.values import Viewer
from linli.domains.cases.queries.now import open_spots
from linli.domains.insights.access import above, below_of, board_place
from linli.domains.insights.queries import words
from linli.domains.insights.queries.base import base_map, moved, moved_point
from linli.domains.insights.queries.indicators import Readings, indicator, known, readings
from linli.domains.insights.queries.sources import Place, narrow_of
from linli.domains.insights.rules.steps import Step, shade_of, step_of, steps
from linli.domains.insights.values import Asked, Reading
from linli.domains.insights.values.maps import Area, CasePoint, DoorPlate, Legend, MapPage, MapRow, VenueMark
from linli.domains.insights.values.tables import Indicator, insights
from linli.domains.places.queries.outlines import door_points, outlines
from linli.domains.places.values import PathStep, PlaceInfo
from linli.domains.venues.queries.near import venue_points
from linli.domains.venues.queries.words import kind_words
from linli.domains.venues.values import Status
from linli.kernel.geometry import Lonlat
from linli.kernel.periods import Period

DOORS_MOST, VENUES_MOST = 20_000, 5_000


def map_page(viewer: Viewer, wanted: str, key: str, span: Period, now: datetime) -> MapPage:
    """The map of a place in the viewer's scope by an indicator of the pack, the first one where none is asked for;
    NotFound elsewhere, and for what the pack does not know."""
    place, below = board_place(viewer, wanted)
    key = key or next(iter(known()), "")
    about, asked = indicator(key), Asked(place.id, place.kind, place.name, span)
    with one_moment():
        found = _readings(key, place, below, span, now)
    whole = words.figure(key, found[(key, 0, place.id, "")], found[(key, 1, place.id, "")], words.link(asked, key))
    numbers = [found[(key, 0, one.id, "")].number for one in below]
    cut = steps([float(one) for one in numbers if one is not None], _whole(about))
    where = outlines([one.id for one in below])
    return MapPage(
        asked,
        key,
        whole,
        words.definition(key),
        words.split_words("place", below_of(place.kind))[1],
        tuple(_row(key, one, found[(key, 0, one.id, "")], cut, span) for one in below),
        _legend(about, cut),
        tuple((name, words.texts(name)[0]) for name in known()),
        above(viewer, place),
        any(one.point for one in where.values()),
        words.map_link(asked, key).replace("/map/", "/map/data/", 1),
    )


def _readings(key: str, place: PlaceInfo, below: Sequence[PathStep], span: Period, now: datetime) -> Readings:
    here = readings([key], [Place(place.id, place.kind)], [span.days, span.before], now)
    under = [Place(one.id, one.kind) for one in below]
    return here | readings([key], under, [span.days], now) if under else here


def _whole(about: Indicator) -> bool:
    return not (about.of or about.sum or about.scale > 1)


def _row(key: str, step: PathStep, reading: Reading, cut: tuple[Step, ...], span: Period) -> MapRow:
    asked = Asked(step.id, step.kind, step.name, span)
    figure = words.figure(key, reading, None, words.link(asked, key))
    shade = None if reading.number is None else shade_of(step_of(float(reading.number), cut), len(cut))
    return MapRow(step.id, step.name, figure, shade, words.map_link(asked, key) if step.kind != LEVELS[-1] else "")


def _legend(about: Indicator, cut: tuple[Step, ...]) -> tuple[Legend, ...]:
    digits = 0 if _whole(about) or all(float(edge).is_integer() for step in cut for edge in step) else 1
    unit = about.unit.zh if about.unit.zh == "%" else ""
    return tuple(Legend(shade_of(at, len(cut)), _stretch(step, digits, unit)) for at, step in enumerate(cut))


def _stretch(step: Step, digits: int, unit: str) -> str:
    low, high = (words.number(one, digits) for one in step)
    return f"{low}{unit}" if low == high else f"{low}—{high}{unit}"


def map_areas(page: MapPage) -> tuple[Area, ...]:
    """The places of a map as it draws them, in the system of its base map."""
    system, where = base_map().system, outlines([row.id for row in page.rows])
    return tuple(
        Area(
            row,
            moved(shape, system) if (shape := where[row.id].shape) else None,
            moved_point(point, system) if (point := where[row.id].point) else None,
        )
        for row in page.rows
    )


def case_points(page: MapPage, now: datetime) -> tuple[CasePoint, ...]:
    """The open cases under the place of a map by building or grid, as the pack's indicator of points counts them,
    without confidential ones; none where the pack names no such indicator."""
    key, asked = insights(in_force()).map.points, page.asked
    if not key or asked.level not in LEVELS:
        return ()
    spots = open_spots(asked.level, asked.place_id, narrow_of(indicator(key)).kinds, now)
    where, system = outlines([one.place_id for one in spots]), base_map().system
    found = []
    for one in spots:
        point: Lonlat | None = where[one.place_id].point
        if point:
            url = words.link(Asked(one.place_id, "", "", asked.period), key)
            found.append(CasePoint(*moved_point(point, system), one.open, one.late, url))
    return tuple(found)


def door_plates(page: MapPage) -> tuple[DoorPlate, ...]:
    """The doors under the place of a map."""
    system = base_map().system
    return tuple(
        DoorPlate(*moved_point((one.lon, one.lat), system), one.name, f"/places/{one.place_id}/")
        for one in door_points(page.asked.place_id, DOORS_MOST)
    )


def venue_marks(page: MapPage) -> tuple[VenueMark, ...]:
    """The venues under the place of a map that are open or coming."""
    system, kinds = base_map().system, kind_words()
    return tuple(
        VenueMark(
            *moved_point((one.lon, one.lat), system),
            one.name,
            kinds.get(one.kind, one.kind),
            one.status == Status.OPEN,
            f"/registers/venues/{one.id}/",
        )
        for one in venue_points(page.asked.place_id, VENUES_MOST)
    )


def legend_words(page: MapPage) -> str:
    """What the colours mean, for those who do not see them."""
    title, unit = page.definition.title, page.definition.unit
    return _("%(title)s（%(unit)s）：颜色越深数越大") % {"title": title, "unit": unit or _("数")}
