"""Where venues are: near a door, on the map, and the places that have none (S2-07)."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from math import cos, radians
from typing import Any

from linli.backbone import sql
from linli.backbone.packs.registry import in_force
from linli.backbone.values import Viewer
from linli.domains.organizations.queries.reach import read_tops, reads_registers
from linli.domains.places.queries import within
from linli.domains.places.queries.outlines import outlines
from linli.domains.places.values import PlaceInfo, PlaceName
from linli.domains.venues.models import Venue
from linli.domains.venues.queries import opening_of
from linli.domains.venues.queries.words import function_words, kind_words, week_lines, wind_words
from linli.domains.venues.rules.hours import week_of
from linli.domains.venues.rules.near import Nearest, wind
from linli.domains.venues.values import Blank, Station, Status, VenuePoint
from linli.domains.venues.values.tables import venues
from linli.kernel.geometry import Lonlat, metres_between
from linli.kernel.refusal import NotFound

BATCH = 500


_COLUMNS = ("id", "name", "kind", "address", "phone", "functions", "hours", "holidays", "lon", "lat", "path")
# By the square of the distance, in degrees of latitude: the order of metres, but for the roundness of the earth.
_NEAREST = f"""
SELECT {", ".join(_COLUMNS)} FROM venues_venue WHERE status = 'open' AND kind = ANY(%(kinds)s) AND lon IS NOT NULL
ORDER BY ((lon - %(lon)s) * %(shrink)s) ^ 2 + (lat - %(lat)s) ^ 2, id LIMIT %(limit)s
"""  # noqa: S608 - columns of ours
_AMONG = f"""
SELECT {", ".join(_COLUMNS)} FROM venues_venue WHERE status = 'open' AND kind = ANY(%(kinds)s) AND lon IS NOT NULL
  AND path && %(own)s::bigint[] LIMIT %(limit)s
"""  # noqa: S608 - columns of ours


def stations_near(place: PlaceInfo, now: datetime, limit: int = 3) -> tuple[Station, ...]:
    """The open stations nearest to a place, for anybody; where the place has no point, those of its own community and
    then street. Only kinds the pack calls stations."""
    kinds = [key for key, kind in venues(in_force()).kinds.items() if kind.station]
    point = place.point
    if point is None:
        own = [step.id for step in (place.of_kind("community"), place.of_kind("street")) if step]
        found = _rows(_AMONG, {"kinds": kinds, "own": own, "limit": BATCH})
        found.sort(key=lambda row: _depth(row, own))
    else:
        where = {"lon": point[0], "lat": point[1], "shrink": cos(radians(point[1]))}
        found = _rows(_NEAREST, {"kinds": kinds, **where, "limit": limit * 2})
        found.sort(key=lambda row: (metres_between(point, _point(row)), row.pk))
    return tuple(_station(row, point, now) for row in found[:limit])


def _rows(statement: str, params: dict[str, Any]) -> list[Venue]:
    return [
        sql.fresh(Venue, **dict(zip(_COLUMNS, values, strict=True)), status=Status.OPEN)
        for values in sql.rows(statement, params)
    ]


def _depth(row: Venue, own: list[int]) -> tuple[int, int]:
    return next((at for at, pk in enumerate(own) if pk in row.path), len(own)), row.pk


def _point(row: Venue) -> Lonlat:
    return row.lon or 0.0, row.lat or 0.0


def station(place: PlaceInfo, venue_id: int, now: datetime) -> Station:
    """An open venue of the town as anybody may see it, from a place; NotFound for any that is not open."""
    row = Venue.objects.filter(pk=venue_id, status=Status.OPEN, path__contains=[place.path[0].id]).first()
    if row is None:
        raise NotFound("venue")
    return _station(row, place.point, now)


def station_before(place: PlaceInfo, venue_id: int) -> str:
    """The name of a venue of the town that was open once and is closed; empty for any other."""
    rows = Venue.objects.filter(pk=venue_id, status=Status.CLOSED, path__contains=[place.path[0].id])
    return rows.values_list("name", flat=True).first() or ""


def _station(row: Venue, here: Lonlat | None, now: datetime) -> Station:
    words, there = function_words(), _point(row)
    return Station(
        row.pk,
        row.name,
        kind_words().get(row.kind, row.kind),
        row.address,
        row.phone,
        tuple(words.get(one, one) for one in row.functions),
        week_lines(week_of(row.hours, row.holidays)),
        row.holidays,
        opening_of(row, now),
        round(metres_between(here, there)) if here else None,
        wind_words(wind(here, there)) if here else "",
    )


def venue_points(place_id: int, limit: int) -> tuple[VenuePoint, ...]:
    """The venues under a place that are open or coming, by code."""
    rows = Venue.objects.filter(path__contains=[place_id], lon__isnull=False).exclude(status=Status.CLOSED)
    return tuple(
        VenuePoint(lon or 0.0, lat or 0.0, pk, name, kind, status)
        for lon, lat, pk, name, kind, status in rows.order_by("code").values_list(
            "lon", "lat", "pk", "name", "kind", "status"
        )[:limit]
    )


def blank_levels() -> tuple[str, ...]:
    """The levels the pack wants a venue in or near."""
    return venues(in_force()).blank.levels


def blank_metres() -> int:
    """How far the nearest venue may be."""
    return venues(in_force()).blank.metres


def blank_spots(viewer: Viewer, level: str, after: str = "", limit: int = 50) -> tuple[Blank, ...]:
    """The places of a level in the viewer's reach without an open venue in them or within the metres of the pack, by
    code from a cursor."""
    reads_registers(viewer)
    if level not in blank_levels():
        raise NotFound("level")
    places = [one for one in within(read_tops(viewer), level) if one.code > after]
    found: list[Blank] = []
    for one in _blank(places):
        found.append(one)
        if len(found) == limit:
            break
    return tuple(found)


def blank_count(viewer: Viewer, level: str) -> tuple[int, int]:
    """How many places of a level are blank spots, of how many."""
    places = within(read_tops(viewer), level)
    return sum(1 for _one in _blank(places)), len(places)


def _blank(places: Iterable[PlaceName]) -> Iterator[Blank]:
    rows = list(Venue.objects.filter(status=Status.OPEN).values_list("lon", "lat", "path"))
    holding = {pk for _lon, _lat, path in rows for pk in path}
    nearest = Nearest(((lon, lat) for lon, lat, _path in rows if lon is not None and lat is not None), blank_metres())
    bare = [one for one in places if one.id not in holding]
    for start in range(0, len(bare), BATCH):
        some = bare[start : start + BATCH]
        where = outlines([one.id for one in some])
        for one in some:
            point = where[one.id].point
            if point is None or not nearest.reached(point):
                yield Blank(one.id, one.code, one.name, one.above, nearest.metres(point) if point else None)
