"""Which place a point lies at."""

from linli.domains.places.models import Place
from linli.domains.places.queries import grid_at
from linli.kernel.geometry import Lonlat, metres_between

# So near to the point of a building somebody means that building.
NEAR_METRES = 60.0
AREAS = ("compound", "grid", "community", "street", "district")


def place_at(point: Lonlat) -> int | None:
    """The building near a WGS84 point, else the smallest area whose border holds it; None outside of all borders."""
    areas = (grid_at(point, kind) for kind in AREAS)
    area = next((one for one in areas if one is not None), None)
    if area is None:
        return None
    return _building(area, point) or area


def _building(area: int, point: Lonlat) -> int | None:
    rows = Place.objects.filter(ancestors__contains=[area], kind="building", closed_at=None, lon__isnull=False)
    found = [
        (metres_between(point, (lon, lat)), pk)
        for pk, lon, lat in rows.values_list("id", "lon", "lat")
        if lon is not None and lat is not None
    ]
    metres, nearest = min(found, default=(NEAR_METRES, None))
    return nearest if metres < NEAR_METRES else None
