"""The lamps of a wall: how many at each place, and where they hang. Pure, and the same every time it is asked."""

from collections.abc import Mapping
from math import cos, radians, sin, sqrt
from typing import Any

from shapely import contains_xy
from shapely.geometry import shape

from linli.kernel.geometry import Lonlat

WIDTH, HEIGHT, EDGE = 1000.0, 760.0, 24.0
# Steps of the plane's most even sequence, and the angle of a sunflower's seeds.
_STEP_X, _STEP_Y, _TURN = 0.7548776662466927, 0.5698402909980532, 2.399963229728653
_TRIES = 60


def shared(whole: int, counts: Mapping[int, int]) -> tuple[dict[int, int], int]:
    """As many lamps as `whole`: those each place counted, and the rest that no place below did. Where corrections made
    the places count more than the whole, the last ones give way."""
    left, found = max(0, whole), dict[int, int]()
    for place, count in counts.items():
        found[place] = min(max(0, count), left)
        left -= found[place]
    return found, left


def hung(count: int, seed: int, area: dict[str, Any] | None, point: Lonlat | None) -> list[Lonlat]:
    """So many points spread evenly inside an area, else like a sunflower's seeds around a point, else none."""
    if point is None or count <= 0:
        return []
    inside = _inside(count, seed, area) if area else []
    return inside + [_around(at + 1, seed, point) for at in range(count - len(inside))]


def _inside(count: int, seed: int, geometry: dict[str, Any]) -> list[Lonlat]:
    area = shape(geometry)
    west, south, east, north = area.bounds
    found: list[Lonlat] = []
    for at in range(seed % 997, seed % 997 + count * _TRIES):
        lon = west + (east - west) * (0.08 + 0.84 * ((at * _STEP_X) % 1))
        lat = south + (north - south) * (0.08 + 0.84 * ((at * _STEP_Y) % 1))
        if contains_xy(area, lon, lat):
            found.append((lon, lat))
            if len(found) == count:
                break
    return found


def _around(at: int, seed: int, point: Lonlat) -> Lonlat:
    angle, far = (at + seed % 360) * _TURN, 0.0006 * sqrt(at)
    return point[0] + far * cos(angle), point[1] + far * sin(angle)


class Sheet:
    """Turns WGS84 into the units of a drawing 1000 wide and 760 high, the north above."""

    def __init__(self, west: float, south: float, east: float, north: float) -> None:
        self._squeeze = cos(radians((south + north) / 2))
        wide, high = max((east - west) * self._squeeze, 1e-6), max(north - south, 1e-6)
        self._scale = min((WIDTH - 2 * EDGE) / wide, (HEIGHT - 2 * EDGE) / high)
        self._left = (WIDTH - wide * self._scale) / 2
        self._top = (HEIGHT - high * self._scale) / 2
        self._west, self._north = west, north

    def at(self, point: Lonlat) -> tuple[float, float]:
        """Where a point stands."""
        x = self._left + (point[0] - self._west) * self._squeeze * self._scale
        return round(x, 1), round(self._top + (self._north - point[1]) * self._scale, 1)

    def path(self, geometry: dict[str, Any]) -> str:
        """A polygon or multipolygon as the `d` of an SVG path."""
        polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
        return "".join(self._ring(ring) for polygon in polygons for ring in polygon)

    def _ring(self, ring: Any) -> str:
        points = (self.at((lon, lat)) for lon, lat, *_height in ring)
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z"
