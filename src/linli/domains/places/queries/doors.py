"""The door codes under a place: which buildings have one, how often they were opened, the sheet to print."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db.models import F, Sum

from linli.backbone.values import Viewer
from linli.domains.places.access import manageable
from linli.domains.places.models import Door, DoorDay, Place
from linli.domains.places.queries import place_info
from linli.domains.places.values import DoorRow, DoorSheet
from linli.kernel.refusal import NotFound


def doors_of(viewer: Viewer, place_id: int, today: date) -> tuple[DoorRow, ...]:
    """The doors of the buildings under a place, a line a building; NotFound unless the viewer manages it."""
    if not manageable(viewer).filter(pk=place_id).exists():
        raise NotFound("place")
    buildings = list(Place.objects.filter(ancestors__contains=[place_id], kind="building").order_by("code")[:500])
    doors = list(Door.objects.filter(place__in=buildings).order_by(F("revoked_at").desc(nulls_first=True), "-pk"))
    recent = today - timedelta(days=30)
    days = DoorDay.objects.filter(door_id__in=[row.pk for row in doors]).values("door_id")
    totals = dict(days.annotate(n=Sum("scans")).values_list("door_id", "n"))
    late = dict(days.filter(day__gte=recent).annotate(n=Sum("scans")).values_list("door_id", "n"))
    names, found = {row.pk: row.name for row in buildings}, dict[int, list[DoorRow]]()
    for row in doors:
        counts = totals.get(row.pk, 0), late.get(row.pk, 0)
        one = DoorRow(
            row.pk, row.place_id, names[row.place_id], row.code, f"/d/{row.code}/", *counts, row.revoked_at is None
        )
        found.setdefault(row.place_id, []).append(one)
    lines = (found[row.pk] for row in buildings if row.pk in found)
    return tuple(replace(current, old=tuple(old)) for current, *old in lines)


def door_sheet(viewer: Viewer, place_id: int, address: str, now: datetime) -> DoorSheet:
    """The doors in force under a place, with the full address of each; NotFound unless the viewer manages it."""
    rows = [row for row in doors_of(viewer, place_id, now.date()) if row.active]
    place = place_info(place_id)
    words = " · ".join(step.name for step in place.path if step.kind in ("street", "community"))
    return DoorSheet(place.name, words, tuple((row.building, row.code, f"{address}{row.code}/") for row in rows))
