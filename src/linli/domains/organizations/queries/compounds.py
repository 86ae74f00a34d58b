"""Every read about the compound register: kinds, firms, contracts that end."""

from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import get_language

from linli.backbone.packs.registry import in_force
from linli.backbone.values import Viewer
from linli.domains.organizations.access import WRITE, check_reader, reach, tops
from linli.domains.organizations.models import Compound, Organization
from linli.domains.organizations.rules import contract_state
from linli.domains.organizations.values.registers import CompoundPage, CompoundRow, Share
from linli.domains.organizations.values.tables import organizations
from linli.domains.places.queries import names_by_id, within
from linli.domains.places.values import PlaceName
from linli.kernel.refusal import NotFound

WARNING = 90
LEVEL = "compound"


def compound_kinds() -> tuple[tuple[str, str], ...]:
    """The kinds of compound of the pack in force."""
    language, kinds = get_language() or "", organizations(in_force()).compounds.kinds
    return tuple((key, kind.title.to(language)) for key, kind in kinds.items())


def organizations_of(kind: str) -> tuple[tuple[str, str], ...]:
    """The organizations of a kind, for a choice."""
    rows = Organization.objects.filter(kind=kind, closed_at=None).order_by("name").values_list("pk", "name")
    return tuple((str(pk), name) for pk, name in rows[:500])


def compound_sums(viewer: Viewer) -> tuple[tuple[Share, ...], int, int, int]:
    """Compounds of each kind of all in reach; how many are not registered, whose contract ends soon, has ended."""
    check_reader(viewer)
    today, ids = timezone.localdate(), [one.id for one in within(tops(viewer), LEVEL)]
    rows = Compound.objects.filter(place_id__among=ids)
    counted = dict(rows.values("kind").annotate(n=Count("id")).values_list("kind", "n"))
    soon, late = _soon(), Q(contract_ends__lt=today)
    sums = rows.aggregate(soon=Count("id", filter=soon), late=Count("id", filter=late), n=Count("id"))
    shares = (
        Share(title, counted.get(key, 0), len(ids), f"/registers/compounds/?kind={key}")
        for key, title in compound_kinds()
    )
    return tuple(shares), len(ids) - sums["n"], sums["soon"], sums["late"]


def _soon() -> Q:
    today = timezone.localdate()
    return Q(contract_ends__gte=today, contract_ends__lte=today + timedelta(days=WARNING))


def compounds(
    viewer: Viewer, *, kind: str = "", state: str = "", words: str = "", after: str = "", limit: int = 51
) -> tuple[CompoundRow, ...]:
    """Compounds in reach by code from a cursor: all, of a kind, not registered (none), or with a contract that ends
    within ninety days (soon) or has ended (late)."""
    check_reader(viewer)
    places = [one for one in within(tops(viewer), LEVEL) if words in one.name and one.code > after]
    rows = Compound.objects.filter(place_id__among=[one.id for one in places]).select_related("firm", "committee")
    if kind:
        rows = rows.filter(kind=kind)
    if state in ("soon", "late"):
        rows = rows.filter(_soon() if state == "soon" else Q(contract_ends__lt=timezone.localdate()))
    found = {row.place_id: row for row in rows}
    if state == "none":
        places = [one for one in places if one.id not in found]
    elif kind or state:
        places = [one for one in places if one.id in found]
    titles = dict(compound_kinds())
    return tuple(_row(place, found.get(place.id), titles) for place in places[:limit])


def _row(place: PlaceName, row: Compound | None, titles: dict[str, str]) -> CompoundRow:
    if row is None:
        return CompoundRow(place.id, place.code, place.name, place.above, "", "", "", None, "", "")
    return CompoundRow(
        place.id,
        place.code,
        place.name,
        place.above,
        row.kind,
        titles.get(row.kind, row.kind),
        row.firm.name if row.firm else "",
        row.contract_ends,
        contract_state(row.contract_ends, timezone.localdate(), WARNING),
        row.committee.name if row.committee else "",
    )


def compound(viewer: Viewer, place_id: int) -> CompoundPage:
    """One compound; NotFound outside the viewer's reach."""
    place = names_by_id([place_id]).get(place_id)
    if place is None or place.kind != LEVEL or place_id not in reach(viewer):
        raise NotFound("compound")
    row = Compound.objects.select_related("firm", "committee").filter(place_id=place_id).first()
    kind = organizations(in_force()).compounds.kinds.get(row.kind) if row else None
    language = get_language() or ""
    return CompoundPage(
        _row(place, row, dict(compound_kinds())),
        tuple(words.to(language) for words in kind.troubles) if kind else (),
        row.firm_id if row else None,
        row.committee_id if row else None,
        place_id in reach(viewer, WRITE),
    )
