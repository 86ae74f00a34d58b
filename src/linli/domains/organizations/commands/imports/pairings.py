"""The pairings from a workbook. A row with a number names a pairing that is there and is only compared; one without
binds somebody anew, unless the same is in force already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from linli.backbone.commands import command
from linli.backbone.events import record
from linli.backbone.packs.registry import in_force
from linli.backbone.values import Actor
from linli.domains.organizations.commands.imports.cells import imported
from linli.domains.organizations.events import PairingAssigned
from linli.domains.organizations.models import Organization, Pairing
from linli.domains.organizations.queries.reach import places_to_write
from linli.domains.organizations.rules import check_layer
from linli.domains.organizations.values.registers import SheetReport
from linli.domains.organizations.values.tables import organizations
from linli.domains.places.values import ImportFault, PlaceName
from linli.domains.places.values.cells import Row, Rows, nothing
from linli.kernel.ids import normal_phone


@dataclass(frozen=True, slots=True)
class PairingLine:
    """A checked row; `phone` names a person, `known` a pairing that is there."""

    scheme: str
    layer: str
    place: PlaceName
    organization_id: int | None
    name: str
    phone: str
    starts: date
    known: int | None


def check_pairings(*, actor: Actor, rows: Rows) -> tuple[list[PairingLine], tuple[ImportFault, ...]]:
    """The rows of a workbook, or what is wrong with them by row and column."""
    faults: list[ImportFault] = []
    places = {one.code: one for one in places_to_write(actor)}
    units = dict(Organization.objects.filter(closed_at=None).values_list("name", "pk"))
    mine = Pairing.objects.filter(place_id__among=[one.id for one in places.values()])
    known = {str(pk): pk for pk in mine.values_list("pk", flat=True)}
    lines = [
        line for number, cells in rows if (line := _line(Row(number, cells, faults), places, units, known)) is not None
    ]
    if not lines and not faults:
        return [], nothing()
    return lines, tuple(faults)


def _line(row: Row, places: dict[str, PlaceName], units: dict[str, int], known: dict[str, int]) -> PairingLine | None:
    schemes = organizations(in_force()).schemes
    number = row.code("number", known)
    scheme = row.code("scheme", {one: one for one in schemes}, required=True)
    layers = {one: one for one in schemes[scheme].layers} if scheme else {}
    layer = row.code("layer", layers, required=True) if scheme else None
    unit, name, place = row.code("unit", units), row.text("name", 40), row.code("place", places, required=True)
    starts, phone = row.day("starts", required=True), _phone(row, number)
    if not (scheme and layer and place and starts):
        return None
    if number is None:
        person = 1 if phone else None
        row.allowed("layer", lambda: check_layer(schemes, scheme, layer, place.kind, unit, person))
        if phone and not name:
            row.fault("name", _("不能空着"))
    return PairingLine(scheme, layer, place, unit, name, phone, starts, number)


def _phone(row: Row, number: int | None) -> str:
    words = row.text("phone", 20)
    found = normal_phone(words) if words and number is None else ""
    if found is None:
        row.fault("phone", _("写 11 位手机号，或带区号的座机"))
    return found or ""


@command
def store_register_of_pairings(
    *, actor: Actor, lines: Sequence[PairingLine], people: Mapping[str, int], now: datetime
) -> SheetReport:
    """Store rows that were already checked; `people` are the persons by telephone number."""
    rows = Pairing.objects.filter(ends=None)
    known: set[tuple[Any, ...]] = set(rows.values_list("scheme", "layer", "place_id", "organization_id", "person_id"))
    by_person: set[tuple[Any, ...]] = {
        (scheme, layer, place, person) for scheme, layer, place, _unit, person in known if person
    }
    created = unchanged = 0
    for line in lines:
        person = people.get(line.phone) if line.phone else None
        whole = (line.scheme, line.layer, line.place.id, line.organization_id, person)
        short = (line.scheme, line.layer, line.place.id, person)
        if line.known or whole in known or short in by_person:
            unchanged += 1
            continue
        known.add(whole)
        by_person |= {short} if person else set()
        _assign(line, person, now)
        created += 1
    return imported("pairings", created, 0, unchanged, now)


def _assign(line: PairingLine, person: int | None, now: datetime) -> None:
    row = Pairing.objects.create(
        scheme=line.scheme,
        layer=line.layer,
        organization_id=line.organization_id,
        person_id=person,
        place_id=line.place.id,
        place_kind=line.place.kind,
        place_name=line.place.name,
        starts=line.starts,
    )
    record(
        PairingAssigned(
            subject_id=row.pk,
            at=now,
            scheme=line.scheme,
            layer=line.layer,
            place_id=line.place.id,
            organization_id=line.organization_id,
            person_id=person,
        )
    )
