"""The compound register from a workbook."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from linli.backbone.commands import command
from linli.backbone.events import record
from linli.backbone.packs.registry import in_force
from linli.backbone.values import Actor
from linli.domains.organizations.commands.imports.cells import imported, named
from linli.domains.organizations.events import CompoundRegistered
from linli.domains.organizations.models import Compound
from linli.domains.organizations.queries.reach import places_to_write
from linli.domains.organizations.values.registers import SheetReport
from linli.domains.organizations.values.tables import organizations
from linli.domains.places.values import ImportFault
from linli.domains.places.values.cells import Row, Rows, nothing, repeated


@dataclass(frozen=True, slots=True)
class CompoundLine:
    """A checked row."""

    place_id: int
    kind: str
    firm_id: int | None
    contract_ends: date | None
    committee_id: int | None


def import_compounds(*, actor: Actor, rows: Rows, now: datetime) -> SheetReport:
    """Import who manages which compound; the report names each fault by row and column."""
    faults: list[ImportFault] = []
    places = {one.code: one.id for one in places_to_write(actor, "compound")}
    kinds = {key: key for key in organizations(in_force()).compounds.kinds}
    firms, committees = (named(kind) for kind in ("property_firm", "owners_committee"))
    lines: dict[int, CompoundLine] = {}
    for number, cells in rows:
        row = Row(number, cells, faults)
        place, kind = row.code("place", places, required=True), row.code("kind", kinds, required=True)
        firm, committee = row.code("firm", firms), row.code("committee", committees)
        ends = row.day("contract_ends")
        if place in lines:
            row.fault("place", repeated())
        if place and kind:
            lines[place] = CompoundLine(place, kind, firm, ends, committee)
    if faults or not lines:
        return SheetReport(faults=tuple(faults) or nothing())
    return store_register_of_compounds(actor=actor, lines=lines.values(), now=now)


@command
def store_register_of_compounds(*, actor: Actor, lines: Iterable[CompoundLine], now: datetime) -> SheetReport:
    """Store rows that were already checked."""
    known = {row.place_id: row for row in Compound.objects.select_for_update()}
    created = updated = unchanged = 0
    for line in lines:
        row = known.get(line.place_id)
        fields = ("kind", "firm_id", "contract_ends", "committee_id")
        if row is not None and all(getattr(row, name) == getattr(line, name) for name in fields):
            unchanged += 1
            continue
        created, updated = created + (row is None), updated + (row is not None)
        values = {name: getattr(line, name) for name in fields}
        Compound.objects.update_or_create(place_id=line.place_id, defaults=values)
        ends = line.contract_ends.isoformat() if line.contract_ends else ""
        record(
            CompoundRegistered(
                subject_id=line.place_id, at=now, kind=line.kind, firm_id=line.firm_id, contract_ends=ends
            )
        )
    return imported("compounds", created, updated, unchanged, now)
