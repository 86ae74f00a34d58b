"""Near and far: which places have no venue near them, and which way one walks."""

from collections.abc import Iterable
from math import atan2, cos, degrees, floor, radians, sin

from linli.kernel.geometry import Lonlat, metres_between

WINDS = ("north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest")
METRES_A_DEGREE = 110_500.0


def wind(here: Lonlat, there: Lonlat) -> str:
    """The wind a walk from here to there goes towards; empty where the two are one."""
    if here == there:
        return ""
    lon1, lat1, lon2, lat2 = map(radians, (*here, *there))
    east = sin(lon2 - lon1) * cos(lat2)
    north = cos(lat1) * sin(lat2) - sin(lat1) * cos(lat2) * cos(lon2 - lon1)
    return WINDS[round(degrees(atan2(east, north)) / 45) % 8]


class Nearest:
    """The venues of a town, asked from many points: kept by cells as wide as the reach."""

    def __init__(self, points: Iterable[Lonlat], metres: int) -> None:
        self._points, self._metres = list(points), metres
        self._cells: dict[tuple[int, int], list[Lonlat]] = {}
        # One width for the whole town, from its northernmost point: a cell is never narrower than the reach.
        north = max((abs(lat) for _lon, lat in self._points), default=0.0) + 1
        self._high = metres / METRES_A_DEGREE
        self._wide = self._high / max(cos(radians(min(north, 89.0))), 0.01)
        for one in self._points:
            self._cells.setdefault(self._cell(one), []).append(one)

    def _cell(self, point: Lonlat) -> tuple[int, int]:
        return floor(point[0] / self._wide), floor(point[1] / self._high)

    def reached(self, point: Lonlat) -> bool:
        """Whether a venue lies within the reach of a point."""
        x, y = self._cell(point)
        near = (one for dx in (-1, 0, 1) for dy in (-1, 0, 1) for one in self._cells.get((x + dx, y + dy), ()))
        return any(metres_between(point, one) <= self._metres for one in near)

    def metres(self, point: Lonlat) -> int | None:
        """Metres to the nearest venue of all, or None where there is none."""
        found = min((metres_between(point, one) for one in self._points), default=None)
        return None if found is None else round(found)
