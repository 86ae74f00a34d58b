"""Where a request lies: by the code of a place, by an address, by a point; the nearest that is known is taken."""

from dataclasses import replace
from typing import NamedTuple

from django.utils.translation import gettext as _

from linli.backbone.values import Viewer
from linli.backbone.web import Request
from linli.domains.places.queries import place_by_code, place_info, root
from linli.domains.places.queries.addresses import place_of_address
from linli.domains.places.queries.points import place_at
from linli.domains.places.values import PlaceInfo
from linli.front.open311.answers import Fault
from linli.front.open311.asking import said
from linli.kernel.geometry import Lonlat
from linli.kernel.refusal import NotFound

ADDRESS_MOST = 500


class Placed(NamedTuple):
    """A place, its point the one that was sent, and what is left of the address."""

    place: PlaceInfo
    detail: str


def placed(request: Request) -> Placed:
    """Where the request lies, below what its key reaches. Fault(400) without a full location or with one elsewhere."""
    point, code, address = _point(request), said(request, "address_id"), said(request, "address_string")
    if point is None and not code and not address:
        raise Fault(400, _("没有写在哪里：lat 和 long、address_string、address_id 要有一样"))
    if len(address) > ADDRESS_MOST:
        raise Fault(400, _("%(name)s 太长") % {"name": "address_string"})
    tops = _tops(request.viewer)
    found = _by_code(code) or _by_address(address, tops, point) or _by_point(point, address)
    if found is None or not {step.id for step in found.place.path} & set(tops):
        raise Fault(400, _unplaced(address if found is None else "", tops))
    if point is not None and _holds(found.place, point):
        return found._replace(place=replace(found.place, point=point))
    return found


def _unplaced(address: str, tops: list[int]) -> str:
    if address and place_of_address(tops, address).several:
        return _("叫这个名字的不止一处：写上社区或街道，或者加上 lat 和 long")
    return _("找不到这个地方，或者不在这里的范围内")


def _tops(viewer: Viewer) -> list[int]:
    """What a key reaches: its place, or the whole territory where its seat stands in none."""
    return [held.place_id for held in viewer.seats if held.place_id] or [root().id]


def _point(request: Request) -> Lonlat | None:
    lat, long = said(request, "lat"), said(request, "long")
    if not lat and not long:
        return None
    if not lat or not long:
        raise Fault(400, _("lat 和 long 要一起写"))
    try:
        point = (float(long), float(lat))
    except ValueError:
        point = (999.0, 999.0)
    if not (-180 <= point[0] <= 180 and -90 <= point[1] <= 90):
        raise Fault(400, _("lat 和 long 要是 WGS84 的度数"))
    return point


def _by_code(code: str) -> Placed | None:
    """Fault(400) for a code no place has: whoever sends one means it."""
    if not code:
        return None
    try:
        return Placed(place_by_code(code), "")
    except NotFound as unknown:
        raise Fault(400, _("没有这个 address_id：%(code)s") % {"code": code[:60]}) from unknown


def _by_address(address: str, tops: list[int], point: Lonlat | None) -> Placed | None:
    """A compound or what stands in it, looked for around the point first, since names recur; only the community where
    no point says it better."""
    found = place_of_address(_around(point), address)
    if found.place is None:
        found = place_of_address(tops, address)
    if found.place is not None:
        return Placed(place_info(found.place), found.detail)
    if found.area is not None and point is None:
        return Placed(place_info(found.area), address[:80])
    return None


def _around(point: Lonlat | None) -> list[int]:
    place_id = place_at(point) if point is not None else None
    community = place_info(place_id).of_kind("community") if place_id is not None else None
    return [community.id] if community else []


def _by_point(point: Lonlat | None, address: str) -> Placed | None:
    place_id = place_at(point) if point is not None else None
    return Placed(place_info(place_id), address[:80]) if place_id is not None else None


def _holds(place: PlaceInfo, point: Lonlat) -> bool:
    """Whether a point sent beside an address lies in the same community: another is a slip of the client."""
    at = place_at(point)
    if at is None:
        return False
    kinds = ("community", "street", "district")
    here, there = place.ids, place_info(at).ids
    return next((here[kind] == there.get(kind) for kind in kinds if kind in here), False)
