"""The base map of the pack in force, and shapes moved into its coordinate system."""

from typing import Any
from urllib.parse import urlsplit

from linli.backbone.packs.registry import in_force
from linli.domains.insights.values.maps import Base
from linli.domains.insights.values.tables import insights
from linli.kernel.geometry import Lonlat, from_wgs84


def base_map() -> Base:
    """The base map; without tiles shapes stay as they are."""
    part = insights(in_force()).map
    if not part.tiles:
        return Base((), (), "", "wgs84")
    tiles = tuple(one for one in (part.tiles, part.labels) if one)
    hosts = dict.fromkeys(f"{one.scheme}://{one.netloc}" for one in map(urlsplit, tiles))
    credit = " · ".join(one for one in (part.credit, part.approval) if one)
    return Base(tiles, tuple(hosts), credit, part.system)


def moved(geometry: dict[str, Any], system: str) -> dict[str, Any]:
    """A GeoJSON polygon or multipolygon (WGS84) in another system, to about ten centimetres."""
    return {"type": geometry["type"], "coordinates": _each(geometry["coordinates"], system)}


def moved_point(point: Lonlat, system: str) -> Lonlat:
    """A WGS84 point in another system, to about ten centimetres."""
    lon, lat = from_wgs84(*point, system)
    return round(lon, 6), round(lat, 6)


def _each(part: Any, system: str) -> Any:
    if isinstance(part[0], (int, float)):
        return moved_point((part[0], part[1]), system)
    return [_each(one, system) for one in part]
