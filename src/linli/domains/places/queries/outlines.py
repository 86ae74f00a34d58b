"""Where places lie on a map: their borders, else the borders of what stands below them, else a point."""

import json
import time
from collections.abc import Iterable
from typing import Any, NamedTuple

from shapely import unary_union
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from linli.backbone import sql
from linli.kernel.geometry import Lonlat


class Outline(NamedTuple):
    """A place on the map, WGS84: `shape` is a GeoJSON geometry or None, `point` lies inside it; None where the
    territory knows neither."""

    shape: dict[str, Any] | None
    point: Lonlat | None


class DoorPoint(NamedTuple):
    """A building with a door code in force, WGS84."""

    place_id: int
    name: str
    lon: float
    lat: float


_FRESH, _MOST = 60.0, 30_000
_kept: dict[int, tuple[float, Outline]] = {}
_OWN = "SELECT id, boundary, lon, lat FROM places_place WHERE id = ANY(%s)"
# The borders nearest below a place that has none of its own.
_BELOW = """
SELECT top, boundary FROM (
  SELECT t.id AS top, p.boundary, rank() OVER (PARTITION BY t.id ORDER BY array_length(p.ancestors, 1)) AS depth
  FROM unnest(%s::bigint[]) AS t(id) JOIN places_place p ON p.ancestors @> ARRAY[t.id]
  WHERE p.boundary IS NOT NULL AND p.closed_at IS NULL) AS found WHERE depth = 1"""
_MIDDLE = """
SELECT t.id, avg(p.lon), avg(p.lat) FROM unnest(%s::bigint[]) AS t(id)
JOIN places_place p ON p.ancestors @> ARRAY[t.id] WHERE p.lon IS NOT NULL AND p.lat IS NOT NULL GROUP BY 1"""
_DOORS = """
SELECT p.id, p.name, p.lon, p.lat FROM places_place p JOIN places_door d ON d.place_id = p.id AND d.revoked_at IS NULL
WHERE p.ancestors @> %s::bigint[] AND p.lon IS NOT NULL AND p.lat IS NOT NULL ORDER BY p.code LIMIT %s"""


def outlines(place_ids: Iterable[int]) -> dict[int, Outline]:
    """The outline of each of these places, as it was at most a minute ago."""
    ids, now = list(place_ids), time.monotonic()
    known = {one: _kept[one][1] for one in ids if one in _kept and now - _kept[one][0] < _FRESH}
    drawn = _drawn([one for one in ids if one not in known])
    if len(_kept) + len(drawn) > _MOST:
        _kept.clear()
    _kept.update({one: (now, outline) for one, outline in drawn.items()})
    return known | drawn


def forget_outlines() -> None:
    """Read borders anew at the next question."""
    _kept.clear()


def door_points(place_id: int, limit: int) -> tuple[DoorPoint, ...]:
    """The buildings with a door code under a place, in the order of their codes."""
    return tuple(DoorPoint(*row) for row in sql.rows(_DOORS, [[place_id], limit]))


def _drawn(ids: list[int]) -> dict[int, Outline]:
    if not ids:
        return {}
    found: dict[int, Outline] = {}
    for pk, boundary, lon, lat in sql.rows(_OWN, [ids]):
        if boundary:
            found[pk] = _outline(shape(json.loads(boundary)))
        elif lon is not None and lat is not None:
            found[pk] = Outline(None, (lon, lat))
    bare = [one for one in ids if one not in found]
    parts: dict[int, list[BaseGeometry]] = {}
    for top, boundary in sql.rows(_BELOW, [bare]) if bare else ():
        parts.setdefault(top, []).append(shape(json.loads(boundary)))
    found |= {top: _outline(unary_union(shapes)) for top, shapes in parts.items()}
    bare = [one for one in bare if one not in found]
    found |= {pk: Outline(None, (lon, lat)) for pk, lon, lat in (sql.rows(_MIDDLE, [bare]) if bare else ())}
    return {one: found.get(one, Outline(None, None)) for one in ids}


def _outline(area: BaseGeometry) -> Outline:
    inside = area.representative_point()
    return Outline(dict(mapping(area)), (inside.x, inside.y))
