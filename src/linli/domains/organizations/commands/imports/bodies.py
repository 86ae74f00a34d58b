"""The body register from a workbook: a row names a body, and may add places it covers and joint bodies it belongs to.

A row never takes anything away: what ends, ends on the body's page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.backbone.commands import command
from linli.backbone.events import record
from linli.backbone.packs.registry import in_force
from linli.backbone.values import Actor
from linli.domains.organizations.commands.imports.cells import imported
from linli.domains.organizations.events import BodyFounded, CoverageChanged, MembershipChanged
from linli.domains.organizations.models import Coverage, Membership, Organization
from linli.domains.organizations.projections import index_names
from linli.domains.organizations.queries.reach import places_to_write
from linli.domains.organizations.rules import check_cover
from linli.domains.organizations.values.registers import SheetReport
from linli.domains.organizations.values.tables import Kind, organizations
from linli.domains.places.values import ImportFault, PlaceName
from linli.domains.places.values.cells import Row, Rows, nothing
from linli.kernel.ids import is_credit_code
from linli.kernel.refusal import Refusal


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A checked row."""

    kind: str
    name: str
    short_name: str
    credit_code: str
    place_id: int
    covers: tuple[int, ...]
    way: str
    joins: tuple[str, ...]


def import_bodies(*, actor: Actor, rows: Rows, now: datetime) -> SheetReport:
    """Import bodies by kind and name; the report names each fault by row and column."""
    faults: list[ImportFault] = []
    kinds = organizations(in_force()).kinds
    places = {one.code: one for one in places_to_write(actor)}
    seen = [(Row(number, cells, faults), cells) for number, cells in rows]
    joint = _joint_names(kinds) | {
        cells.get("name", "").strip(): cells.get("kind", "")
        for _number, cells in seen
        if (found := kinds.get((cells.get("kind") or " ").split(" ")[0])) and found.joint
    }
    here = {one.id for one in places.values()}
    elsewhere = {
        (kind, name)
        for kind, name, place in Organization.objects.values_list("kind", "name", "place_id")
        if place is not None and place not in here
    }
    lines = [line for row, _cells in seen if (line := _line(row, kinds, places, joint, elsewhere))]
    if faults or not lines:
        return SheetReport(faults=tuple(faults) or nothing())
    return store_register_of_bodies(actor=actor, lines=lines, now=now)


def _joint_names(kinds: dict[str, Kind]) -> dict[str, str]:
    joint = [key for key, kind in kinds.items() if kind.joint]
    rows = Organization.objects.filter(kind__in=joint, closed_at=None)
    return dict(rows.values_list("name", "kind"))


def _line(
    row: Row,
    kinds: dict[str, Kind],
    places: dict[str, PlaceName],
    joint: dict[str, str],
    elsewhere: set[tuple[str, str]],
) -> BodyLine | None:
    key = row.code("kind", {one: one for one in kinds}, required=True)
    name, short = row.text("name", 80, required=True), row.text("short_name", 30)
    place, covers = row.code("place", places, required=True), row.codes("covers", places)
    joins = row.codes("joins", {one: one for one in joint})
    credit, way = row.text("credit_code", 18), row.text("way", 60).split(" ")[0]
    if credit and not is_credit_code(credit):
        row.allowed("credit_code", _refuse)
    if key is None or place is None:
        return None
    if (key, name) in elsewhere:
        row.fault("name", _taken())
    for one in covers:
        row.allowed("covers", lambda one=one: check_cover(kinds[key], one.kind, way))
    ids = tuple(one.id for one in covers)
    return BodyLine(key, name, short or name[:30], credit, place.id, ids, way, tuple(joins))


def _refuse() -> None:
    raise Refusal("bad_code")


def _taken() -> str:
    return _("别处已经有同类同名的组织")


@command
def store_register_of_bodies(*, actor: Actor, lines: Iterable[BodyLine], now: datetime) -> SheetReport:
    """Store rows that were already checked: bodies first, then what they cover and belong to."""
    known = {(row.kind, row.name): row for row in Organization.objects.select_for_update()}
    today, counts, found = timezone.localdate(), {"created": 0, "updated": 0, "unchanged": 0}, list(lines)
    done = [(line, *_store_body(line, known, now)) for line in found]
    for line, body, state in done:
        more = [_cover(body, place_id, line.way, today, now) for place_id in line.covers]
        more += [_join(joint, body, today, now) for joint in _joint_of(line, known)]
        counts["updated" if state == "unchanged" and any(more) else state] += 1
    index_names(body.pk for _line, body, state in done if state != "unchanged")
    return imported("bodies", counts["created"], counts["updated"], counts["unchanged"], now)


def _store_body(line: BodyLine, known: dict[tuple[str, str], Organization], now: datetime) -> tuple[Organization, str]:
    row = known.get((line.kind, line.name))
    values = {"short_name": line.short_name, "credit_code": line.credit_code, "place_id": line.place_id}
    if row is None:
        row = Organization.objects.create(kind=line.kind, name=line.name, **values)
        known[(line.kind, line.name)] = row
        record(BodyFounded(subject_id=row.pk, at=now, kind=line.kind))
        return row, "created"
    if all(getattr(row, name) == value for name, value in values.items()):
        return row, "unchanged"
    Organization.objects.filter(pk=row.pk).update(**values)
    for name, value in values.items():
        setattr(row, name, value)
    return row, "updated"


def _joint_of(line: BodyLine, known: dict[tuple[str, str], Organization]) -> list[Organization]:
    kinds = organizations(in_force()).kinds
    return [row for (kind, name), row in known.items() if name in line.joins and kinds.get(kind) and kinds[kind].joint]


def _cover(body: Organization, place_id: int, way: str, today: date, now: datetime) -> bool:
    row, created = Coverage.objects.get_or_create(
        organization=body, place_id=place_id, ends=None, defaults={"way": way, "starts": today}
    )
    if not created and row.way == way:
        return False
    Coverage.objects.filter(pk=row.pk).update(way=way)
    record(CoverageChanged(subject_id=body.pk, at=now, place_id=place_id, way=way, ended=False))
    return True


def _join(joint: Organization, body: Organization, today: date, now: datetime) -> bool:
    if joint.pk == body.pk:
        return False
    _row, created = Membership.objects.get_or_create(body=joint, member=body, ends=None, defaults={"starts": today})
    if created:
        record(MembershipChanged(subject_id=joint.pk, at=now, member_id=body.pk, ended=False))
    return created
