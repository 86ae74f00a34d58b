"""Coordinates: WGS84 inside, GCJ-02 and BD-09 at the edge; metres on the sphere; the grid a point lies in.

Source: domain 11.1–11.2. Points are (longitude, latitude) in degrees.
"""

from collections.abc import Iterable
from math import asin, atan2, cos, pi, radians, sin, sqrt
from typing import Any

from shapely import STRtree
from shapely.geometry import Point, shape

Lonlat = tuple[float, float]

_AXIS = 6378245.0
_ECCENTRICITY = 0.00669342162296594323
_EARTH_METRES = 6371008.8
_BAIDU = pi * 3000.0 / 180.0
_STEPS = 4


def _wave(near: float, x: float) -> float:
    return near + (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0


def _shift(lon: float, lat: float) -> Lonlat:
    x, y = lon - 105.0, lat - 35.0
    north = _wave(-100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)), x)
    north += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    north += (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    east = _wave(300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)), x)
    east += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    east += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    rad = radians(lat)
    magic = 1 - _ECCENTRICITY * sin(rad) ** 2
    root = sqrt(magic)
    north = north * 180.0 / (_AXIS * (1 - _ECCENTRICITY) / (magic * root) * pi)
    east = east * 180.0 / (_AXIS / root * cos(rad) * pi)
    return east, north


def in_china(lon: float, lat: float) -> bool:
    """Whether the shift of the licensed Chinese maps applies here (their own bounding box)."""
    return 72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271


def wgs84_to_gcj02(lon: float, lat: float) -> Lonlat:
    """The point as Amap and other licensed maps draw it."""
    if not in_china(lon, lat):
        return lon, lat
    east, north = _shift(lon, lat)
    return lon + east, lat + north


def gcj02_to_wgs84(lon: float, lat: float) -> Lonlat:
    """The true point behind a GCJ-02 one, by fixed-point steps, within a millimetre."""
    x, y = lon, lat
    for _ in range(_STEPS):
        back_x, back_y = wgs84_to_gcj02(x, y)
        x, y = x + lon - back_x, y + lat - back_y
    return x, y


def gcj02_to_bd09(lon: float, lat: float) -> Lonlat:
    """The point as Baidu draws it."""
    radius = sqrt(lon * lon + lat * lat) + 0.00002 * sin(lat * _BAIDU)
    angle = atan2(lat, lon) + 0.000003 * cos(lon * _BAIDU)
    return radius * cos(angle) + 0.0065, radius * sin(angle) + 0.006


def bd09_to_gcj02(lon: float, lat: float) -> Lonlat:
    """The GCJ-02 point behind a Baidu one, by fixed-point steps."""
    x, y = lon - 0.0065, lat - 0.006
    for _ in range(_STEPS + 2):
        back_x, back_y = gcj02_to_bd09(x, y)
        x, y = x + lon - back_x, y + lat - back_y
    return x, y


def to_wgs84(lon: float, lat: float, system: str) -> Lonlat:
    """A point of `system` (wgs84, gcj02 or bd09) as WGS84; KeyError for any other name."""
    if system == "bd09":
        return gcj02_to_wgs84(*bd09_to_gcj02(lon, lat))
    return {"wgs84": lambda x, y: (x, y), "gcj02": gcj02_to_wgs84}[system](lon, lat)


def from_wgs84(lon: float, lat: float, system: str) -> Lonlat:
    """A WGS84 point as maps of `system` (wgs84, gcj02 or bd09) draw it; KeyError for any other name."""
    if system == "bd09":
        return gcj02_to_bd09(*wgs84_to_gcj02(lon, lat))
    return {"wgs84": lambda x, y: (x, y), "gcj02": wgs84_to_gcj02}[system](lon, lat)


def metres_between(here: Lonlat, there: Lonlat) -> float:
    """Great-circle metres between two WGS84 points."""
    lon1, lat1, lon2, lat2 = map(radians, (*here, *there))
    chord = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_METRES * asin(sqrt(chord))


class AreaIndex:
    """Which area a point lies in: built once from (key, GeoJSON geometry), asked many times."""

    def __init__(self, areas: Iterable[tuple[int, dict[str, Any]]]) -> None:
        pairs = [(key, shape(geometry)) for key, geometry in areas]
        self._keys = [key for key, _ in pairs]
        self._shapes = [area for _, area in pairs]
        self._tree = STRtree(self._shapes)

    def at(self, point: Lonlat) -> int | None:
        """The key of the smallest area that covers the point (its border included), or None."""
        found = self._tree.query(Point(point), predicate="intersects")
        if not len(found):
            return None
        return self._keys[min(found, key=lambda index: (self._shapes[index].area, self._keys[index]))]
