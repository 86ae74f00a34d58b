"""Every write about places."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from shapely.errors import ShapelyError
from shapely.geometry import shape

from linli.adapters.cells import nothing
from linli.backbone import sql
from linli.backbone.commands import command
from linli.backbone.events import record
from linli.backbone.packs.registry import in_force
from linli.backbone.values import Actor
from linli.domains.places.access import manageable
from linli.domains.places.events import BoundariesImported, DoorRevoked, DoorRotated, DoorsIssued, TerritoryImported
from linli.domains.places.models import Door, DoorScan, Place
from linli.domains.places.projections import words
from linli.domains.places.queries import forget_areas
from linli.domains.places.queries.counts import doorless
from linli.domains.places.rules import PlaceLine, check_lines
from linli.domains.places.values import ImportReport
from linli.domains.places.values.tables import territory
from linli.kernel.faults import ImportFault
from linli.kernel.ids import DOOR_LETTERS
from linli.kernel.refusal import NotFound, Refusal

CODE_LENGTH = 8


class _Rollback(Exception):
    def __init__(self, report: ImportReport) -> None:
        self.report = report


def import_territory(*, actor: Actor, rows: Iterable[tuple[int, Mapping[str, str]]], now: datetime) -> ImportReport:
    """Import places by code, all or nothing; the report names each fault by row and column."""
    known = dict(Place.objects.values_list("code", "kind"))
    lines, faults = check_lines(rows, territory(in_force()), known)
    if faults:
        return ImportReport(faults=tuple(sorted(faults, key=lambda fault: fault.row)))
    if not lines:
        return ImportReport(faults=nothing())
    return import_territory_lines(actor=actor, lines=lines, now=now)


@command
def import_territory_lines(*, actor: Actor, lines: list[PlaceLine], now: datetime) -> ImportReport:
    """Store lines that were already checked, parents first."""
    places = {place.code: place for place in Place.objects.all()}
    created = 0
    for line in lines:
        place = places.get(line.code) or Place(code=line.code)
        created += place.pk is None
        _fill(place, line, places)
        places[line.code] = place
    _refresh_ancestors(places.values())
    words.rebuild()
    record(TerritoryImported(subject_id=0, at=now, created=created, updated=len(lines) - created))
    return ImportReport(created=created, updated=len(lines) - created)


def _fill(place: Place, line: PlaceLine, places: Mapping[str, Place]) -> None:
    for field in ("name", "kind", "number", "households", "residents", "lon", "lat", "phone"):
        setattr(place, field, getattr(line, field))
    place.parent = places[line.parent] if line.parent else None
    place.save()


def _refresh_ancestors(places: Iterable[Place]) -> None:
    by_id = {place.pk: place for place in places}
    changed = []
    for place in by_id.values():
        way, node = [place.pk], place
        while node.parent_id:
            node = by_id[node.parent_id]
            way.append(node.pk)
        if place.ancestors != way[::-1]:
            place.ancestors = way[::-1]
            changed.append(place)
    Place.objects.bulk_update(changed, ["ancestors"], batch_size=500)


@command
def import_boundaries(*, actor: Actor, collection: Mapping[str, Any], now: datetime) -> ImportReport:
    """Set boundaries from a GeoJSON FeatureCollection (WGS84) whose features name a place by `code`; all or nothing."""
    faults: list[ImportFault] = []
    changed: list[Place] = []
    places = {place.code: place for place in Place.objects.all()}
    for number, feature in enumerate(collection.get("features", []), start=1):
        code = str(feature.get("properties", {}).get("code", ""))
        words = _boundary_fault(feature.get("geometry"), code in places)
        if words:
            faults.append(ImportFault(number, code or "code", words))
            continue
        places[code].boundary = feature["geometry"]
        changed.append(places[code])
    if not faults:
        Place.objects.bulk_update(changed, ["boundary"], batch_size=200)
        forget_areas()
    record(BoundariesImported(subject_id=0, at=now, updated=0 if faults else len(changed)))
    return ImportReport(updated=0 if faults else len(changed), faults=tuple(faults))


def _boundary_fault(geometry: Any, known: bool) -> str:
    if not known:
        return "没有这个代码的辖区"
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        return "边界应是 Polygon 或 MultiPolygon"
    try:
        area = shape(geometry)
    except (ShapelyError, ValueError, TypeError, KeyError, IndexError):
        return "边界的坐标读不出来"
    west, south, east, north = area.bounds if not area.is_empty else (999, 999, 999, 999)
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        return "坐标应是 WGS84 的经度、纬度"
    return "" if area.is_valid else "边界自己交叉了"


@command
def issue_doors(*, actor: Actor, place_id: int, now: datetime) -> int:
    """Give every building under a place a door code where it has none; how many were issued."""
    if actor.viewer and not manageable(actor.viewer).filter(pk=place_id).exists():
        raise NotFound("place")
    doors = [Door(place=building, code=new_code(), created_at=now) for building in doorless(place_id)]
    Door.objects.bulk_create(doors)
    record(DoorsIssued(subject_id=place_id, at=now, issued=len(doors)))
    return len(doors)


def new_code() -> str:
    """An unguessable door code: 31^8, about 8.5 × 10^11 of them."""
    return "".join(secrets.choice(DOOR_LETTERS) for _ in range(CODE_LENGTH))


@command
def rotate_door(*, actor: Actor, place_id: int, now: datetime, replaces: str | None = None) -> str:
    """Replace a building's code: the old one is dead, the new one is returned. Where it is said which code is replaced
    (empty for none), no other one dies. Refusal: door_renewed."""
    building = _managed_building(actor, place_id)
    old = Door.objects.select_for_update().filter(place=building, revoked_at=None).first()
    if replaces is not None and replaces != (old.code if old else ""):
        raise Refusal("door_renewed")
    if old is not None:
        Door.objects.filter(pk=old.pk).update(revoked_at=now)
    new = Door.objects.create(place=building, code=new_code(), created_at=now)
    record(DoorRotated(subject_id=place_id, at=now, revoked=old.pk if old else None))
    return new.code


@command
def revoke_door(*, actor: Actor, place_id: int, now: datetime) -> None:
    """Take a building's code out of use."""
    building = _managed_building(actor, place_id)
    old = Door.objects.select_for_update().filter(place=building, revoked_at=None).first()
    if old is None:
        raise NotFound("door")
    Door.objects.filter(pk=old.pk).update(revoked_at=now)
    record(DoorRevoked(subject_id=place_id, at=now, door_id=old.pk))


def _managed_building(actor: Actor, place_id: int) -> Place:
    if actor.viewer is None:
        raise NotFound("place")
    building = manageable(actor.viewer).filter(pk=place_id, kind="building").first()
    if building is None:
        raise NotFound("place")
    return building


_scan = sql.Insert(lambda: DoorScan)


def count_scan(door_id: int, day: date) -> None:
    """Note that a door's page was opened: a day, no device, no person."""
    _scan(sql.fresh(DoorScan, door_id=door_id, day=day))
