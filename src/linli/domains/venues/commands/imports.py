"""The register of venues from a workbook: wholly checked first, all or nothing; the same file again changes nothing.

A venue is known by its code. Opening and closing are acts with a day and a reason: a workbook does not do them, a new
row is planned or being prepared.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.adapters.cells import Row, Rows, nothing, repeated
from linli.backbone.commands import command
from linli.backbone.events import record
from linli.backbone.packs.registry import in_force
from linli.backbone.refusals import sentence
from linli.backbone.values import Actor
from linli.domains.organizations.queries.reach import places_to_write
from linli.domains.organizations.values.registers import SheetReport
from linli.domains.places.queries import names_by_id
from linli.domains.places.queries.outlines import outlines
from linli.domains.places.values import PlaceName
from linli.domains.venues.commands.rows import changed, fill, next_code
from linli.domains.venues.events import VenueCorrected, VenueRegistered, VenuesImported
from linli.domains.venues.models import Venue
from linli.domains.venues.projections import index_words
from linli.domains.venues.rules import check_facts, kind_of, missing
from linli.domains.venues.rules.hours import stretches_of, text_of
from linli.domains.venues.values import BEFORE, DAYS, PLACES, Facts, Status
from linli.domains.venues.values.tables import Venues, venues
from linli.kernel.faults import ImportFault
from linli.kernel.geometry import Lonlat
from linli.kernel.refusal import Refusal

YES = {"1": True, "是": True, "yes": True, "0": False, "否": False, "no": False}
_CODE = re.compile(r"[0-9A-Za-z\-]{2,40}")
# Which cell a refused fact stands in.
CELLS = {"venue_phone": "phone", "venue_area": "area", "venue_point": "lat"}


@dataclass(frozen=True, slots=True)
class VenueLine:
    """A checked row; without an id it is new, without a code it gets one."""

    row: int
    venue_id: int | None
    code: str
    status: str
    facts: Facts


def import_venues(*, actor: Actor, rows: Rows, now: datetime) -> SheetReport:
    """Import venues; the report names each fault by row and column."""
    faults: list[ImportFault] = []
    places, part = {one.code: one for one in places_to_write(actor)}, venues(in_force())
    known = {row.code: row for row in Venue.objects.all()}
    reach = {one.id for one in places.values()}
    lines: list[VenueLine] = []
    codes: set[str] = set()
    names: set[tuple[int, str, str]] = set()
    for number, cells in rows:
        row = Row(number, cells, faults)
        line = _line(row, places, part, {code: one for code, one in known.items() if one.place_id in reach}, known)
        if line is None:
            continue
        name = (line.facts.place_id, line.facts.kind, line.facts.name)
        if (line.code and line.code in codes) or name in names:
            row.fault("code" if line.code and line.code in codes else "name", repeated())
        codes.add(line.code)
        names.add(name)
        lines.append(line)
    if faults or not lines:
        return SheetReport(faults=tuple(faults) or nothing())
    try:
        return store_register_of_venues(actor=actor, lines=lines, now=now)
    except _Clash as clash:
        return SheetReport(faults=(ImportFault(clash.row, "name", _("这里已经有同类同名的阵地，或者编号用过了")),))


class _Clash(Exception):
    def __init__(self, row: int) -> None:
        self.row = row


def _line(
    row: Row, places: dict[str, PlaceName], part: Venues, mine: dict[str, Venue], known: dict[str, Venue]
) -> VenueLine | None:
    code = row.text("code", 40)
    if code and not _CODE.fullmatch(code):
        row.fault("code", _("编号只能是字母、数字和短横"))
    if code in known and code not in mine:
        row.fault("code", _("没有“%(code)s”这个代码，或不在您的辖区") % {"code": code})
    place, kind = row.code("place", places, required=True), row.code("kind", {key: key for key in part.kinds}, True)
    status = row.code("status", {str(one): str(one) for one in Status}) or Status.PREPARING
    found = mine.get(code)
    if status not in BEFORE and (found is None or found.status != status):
        row.fault("status", _("开放和停用要到那一处的页面上去办，要写日子"))
    facts = _unmoved(_facts(row, place.id if place else 0, kind or "", part), found)
    if place is None or kind is None or not facts.name:
        return None
    _check(row, facts, place.kind, part)
    if found is not None and found.status == Status.OPEN and missing(facts, kind_of(part.kinds, kind)):
        row.fault("name", _("开放的阵地，开放时间、位置、地址和这一类要有的功能不能空着"))
    return VenueLine(row.number, found.pk if found else None, code, found.status if found else status, facts)


def _check(row: Row, facts: Facts, level: str, part: Venues) -> None:
    try:
        check_facts(facts, level, part)
    except Refusal as no:
        row.fault(CELLS.get(no.code, "kind"), sentence(no))


def _facts(row: Row, place_id: int, kind: str, part: Venues) -> Facts:
    return Facts(
        kind=kind,
        name=row.text("name", 80, required=True),
        place_id=place_id,
        address=row.text("address", 120),
        point=_point(row),
        area=_decimal(row, "area"),
        functions=tuple(dict.fromkeys(row.codes("functions", {key: key for key in part.functions}))),
        hours=tuple(_hours(row, day) for day in DAYS),
        holidays=bool(row.code("holidays", YES)),
        phone=row.text("phone", 20),
        room=row.code("room", {key: key for key in part.rooms}) or "",
        right_until=row.day("right_until"),
    )


def _unmoved(facts: Facts, found: Venue | None) -> Facts:
    """A sheet says a point to a centimetre: one that it leaves where it is stays exactly there."""
    if found is None or facts.point is None or found.lon is None or found.lat is None:
        return facts
    at = (found.lon, found.lat)
    return replace(facts, point=at) if (round(at[0], PLACES), round(at[1], PLACES)) == facts.point else facts


def _hours(row: Row, day: str) -> str:
    """The hours of a day as they are kept; empty with a fault where they cannot be read."""
    words = row.text(day, 60)
    try:
        return text_of(stretches_of(words))
    except Refusal as no:
        row.fault(day, sentence(no))
        return ""


def _point(row: Row) -> Lonlat | None:
    lon, lat = _decimal(row, "lon"), _decimal(row, "lat")
    if (lon is None) != (lat is None):
        row.fault("lat", _("经度和纬度要一起写"))
    return None if lon is None or lat is None else (float(lon), float(lat))


def _decimal(row: Row, column: str) -> Decimal | None:
    words = row.text(column, 20)
    if not words:
        return None
    try:
        found = Decimal(words)
    except InvalidOperation:
        found = Decimal("nan")
    if not found.is_finite():
        row.fault(column, _("不是数字"))
        return None
    return found


@command
def store_register_of_venues(*, actor: Actor, lines: Iterable[VenueLine], now: datetime) -> SheetReport:
    """Store rows that were already checked."""
    rows, known = list(lines), {}
    for row in Venue.objects.select_for_update().filter(pk__in=[one.venue_id for one in rows if one.venue_id]):
        known[row.pk] = row
    places = names_by_id({one.facts.place_id for one in rows})
    spots = outlines({one.facts.place_id for one in rows if one.facts.point is None})
    written: list[int] = []
    counts = {"created": 0, "updated": 0, "unchanged": 0}
    for one in rows:
        facts = one.facts if one.facts.point else replace(one.facts, point=spots[one.facts.place_id].point)
        did, pk = _store(one, facts, known.get(one.venue_id or 0), places[facts.place_id], now)
        counts[did] += 1
        written += [pk] if did != "unchanged" else []
    index_words(written)
    record(VenuesImported(subject_id=0, at=now, **counts))
    return SheetReport(counts["created"], counts["updated"], counts["unchanged"])


def _store(line: VenueLine, facts: Facts, row: Venue | None, place: PlaceName, now: datetime) -> tuple[str, int]:
    different = changed(row, facts) if row else ()
    if row is not None and not different:
        return "unchanged", row.pk
    kept = row or Venue(code=line.code or next_code(place), status=line.status, status_on=timezone.localdate(now))
    try:
        with transaction.atomic():
            fill(kept, facts, place)
    except IntegrityError as clash:
        raise _Clash(line.row) from clash
    if row is not None:
        record(VenueCorrected(subject_id=kept.pk, at=now, changed=different))
        return "updated", kept.pk
    record(VenueRegistered(subject_id=kept.pk, at=now, kind=kept.kind, place_id=kept.place_id, status=kept.status))
    return "created", kept.pk
