"""The register of offers from a workbook: each new row is an offer to be vetted; those not yet vetted are brought to
what their row says; the same workbook again changes nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from linli.adapters.cells import Row, Rows, nothing, repeated
from linli.backbone.commands import command
from linli.backbone.events import record
from linli.backbone.packs.registry import in_force
from linli.backbone.refusals import sentence
from linli.backbone.values import Actor
from linli.domains.exchange.access import vetting_places
from linli.domains.exchange.commands import plain
from linli.domains.exchange.events import OfferMade, OfferRevised, OffersImported
from linli.domains.exchange.models import Offer
from linli.domains.exchange.projections import index_offers
from linli.domains.exchange.rules import check_given
from linli.domains.exchange.values import MOST_TIMES, Given, State
from linli.domains.exchange.values.tables import OfferKind, offers
from linli.domains.organizations.queries import unit_choices
from linli.domains.organizations.values.registers import SheetReport
from linli.domains.places.queries import place_info, within
from linli.kernel.faults import ImportFault
from linli.kernel.refusal import Refusal

MOST_UNITS = 20_000
Key = tuple[int, int, str, date]
_TEXTS = {"title": 60, "text": 1000, "contact": 40, "phone": 20}


@dataclass(frozen=True, slots=True)
class OfferLine:
    """A checked row."""

    organization_id: int
    place_id: int
    given: Given

    @property
    def key(self) -> Key:
        """What makes it the same offer."""
        return self.organization_id, self.place_id, self.given.title, self.given.starts


def import_offers(*, actor: Actor, rows: Rows, now: datetime) -> SheetReport:
    """Import offers for places the actor vets; the report names each fault by row and column."""
    faults: list[ImportFault] = []
    places = {one.code: one.id for one in within(vetting_places(actor.viewer) if actor.viewer else [])}
    units = {name: int(pk) for pk, name in unit_choices(MOST_UNITS)}
    known, lines = _known(places.values()), {}
    for number, cells in rows:
        row = Row(number, cells, faults)
        line = _line(row, places, units)
        if line is None:
            continue
        if line.key in lines:
            row.fault("title", repeated())
        elif _opened(known.get(line.key), line):
            row.fault("title", _("已经公开的不能改，先撤回再报"))
        lines[line.key] = line
    if faults or not lines:
        return SheetReport(faults=tuple(faults) or nothing())
    return store_register_of_offers(actor=actor, lines=tuple(lines.values()), now=now)


def _opened(row: Offer | None, line: OfferLine) -> bool:
    """Whether a row would change what is open to everybody."""
    return row is not None and row.state == State.OPEN and not _same(row, line)


def _line(row: Row, places: Mapping[str, int], units: Mapping[str, int]) -> OfferLine | None:
    kinds = offers(in_force()).kinds
    unit, place = row.code("unit", units, required=True), row.code("place", places, required=True)
    kind = row.code("kind", {key: key for key in kinds}, required=True)
    starts, ends = row.day("starts", required=True), row.day("ends", required=True)
    if unit is None or place is None or kind is None or starts is None or ends is None:
        return None
    return OfferLine(unit, place, _given(row, kind, (starts, ends), kinds))


def _given(row: Row, kind: str, days: tuple[date, date], kinds: Mapping[str, OfferKind]) -> Given:
    times = row.text("times", 6)
    if times and not times.isdecimal():
        row.fault("times", _("不是数字"))
    elif times and not int(times):
        row.fault("times", sentence(Refusal("offer_times", limit=MOST_TIMES)))
    said = {name: row.text(name, most, required=name in ("title", "text")) for name, most in _TEXTS.items()}
    count = int(times) if times.isdecimal() else 0
    given = plain(Given(kind, said["title"], said["text"], *days, count, said["contact"], said["phone"]))
    if given.title and given.text:
        row.allowed("title", lambda: check_given(kinds, given))
    return given


def _known(places: Iterable[int]) -> dict[Key, Offer]:
    rows = Offer.objects.filter(place_id__in=list(places), state__in=[State.OFFERED, State.OPEN])
    return {(row.organization_id, row.place_id, row.title, row.starts): row for row in rows}


def _same(row: Offer, line: OfferLine) -> bool:
    return all(getattr(row, name) == value for name, value in asdict(line.given).items())


@command
def store_register_of_offers(*, actor: Actor, lines: Iterable[OfferLine], now: datetime) -> SheetReport:
    """Store rows that were already checked."""
    some = list(lines)
    known = _known({line.place_id for line in some})
    created = updated = unchanged = 0
    touched, places = [], set[int]()
    for line in some:
        row = known.get(line.key)
        if row is not None and _same(row, line):
            unchanged += 1
            continue
        if row is not None:
            updated += 1
            touched.append(_revise(row, line, now))
        else:
            created += 1
            touched.append(_make(line, now))
        places.add(line.place_id)
    index_offers(touched)
    counts = {"created": created, "updated": updated, "unchanged": unchanged}
    record(OffersImported(subject_id=0, at=now, place_ids=tuple(sorted(places)), **counts))
    return SheetReport(created, updated, unchanged)


def _make(line: OfferLine, now: datetime) -> int:
    path = [step.id for step in place_info(line.place_id).path]
    bodies = {"organization_id": line.organization_id, "place_id": line.place_id}
    row = Offer.objects.create(path=path, offered_at=now, **bodies, **asdict(line.given))
    record(OfferMade(subject_id=row.pk, at=now, kind=row.kind, sheet=True, **bodies))
    return row.pk


def _revise(row: Offer, line: OfferLine, now: datetime) -> int:
    Offer.objects.filter(pk=row.pk, state=State.OFFERED).update(**asdict(line.given))
    record(OfferRevised(subject_id=row.pk, at=now))
    return row.pk
