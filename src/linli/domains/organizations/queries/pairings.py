"""Every read about pairings: who is bound to which place, what is idle, what nobody is bound to."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.backbone.packs.registry import in_force
from linli.backbone.values import Viewer
from linli.domains.organizations.access import LOG, WRITE, check_reader, reach, tops, visible_pairings
from linli.domains.organizations.models import Contact, Organization, Pairing
from linli.domains.organizations.queries import in_term
from linli.domains.organizations.rules import is_idle
from linli.domains.organizations.values.registers import (
    ContactKind,
    ContactRow,
    LayerSum,
    PairingPage,
    PairingRow,
    ServiceLine,
    ServiceSheet,
    Share,
)
from linli.domains.organizations.values.tables import Scheme, organizations
from linli.domains.people.queries import names_of
from linli.domains.places.queries import names_by_id, within
from linli.domains.places.values import PlaceName
from linli.domains.places.values.tables import territory
from linli.kernel.refusal import NotFound

SINCE = Coalesce(TruncDate("contacted_at"), "starts")


def scheme_of(key: str) -> Scheme:
    """A scheme of the pack in force; NotFound when it has none of this name."""
    found = organizations(in_force()).schemes.get(key)
    if found is None:
        raise NotFound("scheme")
    return found


def scheme_choices() -> tuple[tuple[str, str], ...]:
    """The schemes of the pack in force."""
    language = get_language() or ""
    return tuple((key, one.title.to(language)) for key, one in organizations(in_force()).schemes.items())


def scheme_words(key: str) -> tuple[str, str, int]:
    """Title and idea of a scheme, and after how many days without a contact a link counts as idle."""
    scheme, language = scheme_of(key), get_language() or ""
    return scheme.title.to(language), scheme.about.to(language) if scheme.about else "", scheme.idle


def layer_choices(scheme: str) -> tuple[tuple[str, str], ...]:
    """The layers of a scheme."""
    language = get_language() or ""
    return tuple((key, one.title.to(language)) for key, one in scheme_of(scheme).layers.items())


def contact_kinds() -> tuple[tuple[str, str], ...]:
    """What a contact can be."""
    return (
        (ContactKind.VISIT, _("上门走访")),
        (ContactKind.CALL, _("电话联系")),
        (ContactKind.MEETING, _("开会商量")),
        (ContactKind.SERVICE, _("志愿服务")),
        (ContactKind.CLAIM, _("认领事项")),
    )


def _in_force(viewer: Viewer, scheme: str, today: date) -> QuerySet[Pairing]:
    return Pairing.objects.filter(in_term(today), scheme=scheme, place_id__among=reach(viewer))


def pairing_sums(viewer: Viewer, scheme: str) -> tuple[LayerSum, ...]:
    """For each layer of a scheme: places covered of all in reach, links, idle links."""
    check_reader(viewer)
    today, table, language = timezone.localdate(), scheme_of(scheme), get_language() or ""
    old = Q(since__lt=today - timedelta(days=table.idle))
    rows = _in_force(viewer, scheme, today).annotate(since=SINCE).values("layer")
    sums: dict[str, dict[str, Any]] = {
        row["layer"]: dict(row)
        for row in rows.annotate(
            links=Count("id"), places=Count("place_id", distinct=True), idle=Count("id", filter=old)
        )
    }
    levels, found = territory(in_force()).levels, []
    for key, layer in table.layers.items():
        one, base = sums.get(key, {}), f"/registers/pairings/?scheme={scheme}&layer={key}"
        level = levels[layer.at].title.to(language) if layer.at in levels else layer.at
        whole = len(within(tops(viewer), layer.at))
        share = Share(layer.title.to(language), one.get("places", 0), whole, base, f"{base}&state=blank")
        found.append(LayerSum(key, share.title, layer.who, level, share, one.get("links", 0), one.get("idle", 0)))
    return tuple(found)


def pairings(
    viewer: Viewer, scheme: str, *, layer: str = "", state: str = "", words: str = "", after: int = 0, limit: int = 51
) -> tuple[PairingRow, ...]:
    """Pairings in reach by id from a cursor: those in force, the idle ones, or those that ended."""
    check_reader(viewer)
    today, idle = timezone.localdate(), scheme_of(scheme).idle
    rows = Pairing.objects.filter(scheme=scheme, place_id__among=reach(viewer), pk__gt=after)
    rows = rows.filter(ends__lte=today) if state == "ended" else rows.filter(in_term(today))
    if state == "idle":
        rows = rows.annotate(since=SINCE).filter(since__lt=today - timedelta(days=idle))
    if layer:
        rows = rows.filter(layer=layer)
    if words:
        rows = rows.filter(Q(place_name__contains=words) | Q(organization__name__contains=words))
    return rows_of(rows.select_related("organization").order_by("id")[:limit], today)


def rows_of(pairings: Iterable[Pairing], today: date) -> tuple[PairingRow, ...]:
    """Pairings as lines."""
    found, language = list(pairings), get_language() or ""
    names = names_of(one.person_id for one in found if one.person_id)
    places = names_by_id(one.place_id for one in found)
    schemes = organizations(in_force()).schemes
    return tuple(_row(one, names, places, schemes.get(one.scheme), today, language) for one in found)


def _row(
    one: Pairing, names: dict[int, str], places: dict[int, PlaceName], scheme: Scheme | None, today: date, language: str
) -> PairingRow:
    layer = scheme.layers.get(one.layer) if scheme else None
    since = timezone.localtime(one.contacted_at).date() if one.contacted_at else one.starts
    over = one.ends is not None and one.ends <= today
    return PairingRow(
        one.pk,
        layer.title.to(language) if layer else one.layer,
        one.organization.name if one.organization else "",
        names.get(one.person_id or 0, ""),
        one.place_name,
        places[one.place_id].above if one.place_id in places else "",
        one.starts,
        one.ends,
        one.ended_because,
        one.contacted_at,
        max((today - since).days, 0),
        not over and scheme is not None and is_idle(since, today, scheme.idle),
    )


def uncovered(viewer: Viewer, scheme: str, layer: str, after: str = "", limit: int = 51) -> tuple[PlaceName, ...]:
    """The places in reach that a layer binds nobody to, by code from a cursor."""
    check_reader(viewer)
    table = scheme_of(scheme).layers.get(layer)
    if table is None:
        raise NotFound("layer")
    taken = set(_in_force(viewer, scheme, timezone.localdate()).filter(layer=layer).values_list("place_id", flat=True))
    places = within(tops(viewer), table.at)
    return tuple(one for one in places if one.id not in taken and one.code > after)[:limit]


def pairing(viewer: Viewer, pairing_id: int) -> PairingPage:
    """One pairing with its log, newest first; NotFound for whoever it does not concern."""
    one = visible_pairings(viewer).select_related("organization").filter(pk=pairing_id).first()
    if one is None:
        raise NotFound("pairing")
    today, schemes = timezone.localdate(), organizations(in_force()).schemes
    scheme, language = schemes.get(one.scheme), get_language() or ""
    layer = scheme.layers.get(one.layer) if scheme else None
    live = one.ends is None
    own = one.person_id == viewer.person_id or one.organization_id in {held.organization_id for held in viewer.seats}
    logs = one.place_id in reach(viewer, LOG)
    return PairingPage(
        rows_of([one], today)[0],
        one.scheme,
        scheme.title.to(language) if scheme else one.scheme,
        one.layer,
        layer.who if layer else "organization",
        one.organization_id,
        tuple(_contact(entry) for entry in one.contacts.order_by("-at", "-id")[:200]),
        live and one.place_id in reach(viewer, WRITE),
        live and (own or logs),
        logs and one.person_id != viewer.person_id,
        one.place_id in reach(viewer, ("reveal",)),
    )


def _contact(entry: Contact) -> ContactRow:
    words = dict(contact_kinds()).get(entry.kind, entry.kind)
    noted = bool(entry.note_sealed)
    return ContactRow(
        entry.pk, entry.at, entry.kind, words, entry.about, entry.hours, noted, entry.by, entry.confirmed_at
    )


def service_sheet(viewer: Viewer, organization_id: int, start: datetime, end: datetime) -> ServiceSheet:
    """What a unit and its members did at the places in reach between two moments; NotFound without any pairing."""
    unit = Organization.objects.filter(pk=organization_id).first()
    mine = visible_pairings(viewer).filter(organization_id=organization_id)
    found = list(mine.select_related("organization").order_by("scheme", "layer", "id")[:500])
    if unit is None or not found:
        raise NotFound("unit")
    entries = Contact.objects.filter(pairing__in=found, at__gte=start, at__lt=end).values("pairing_id")
    counted = entries.annotate(
        n=Count("id"),
        services=Count("id", filter=Q(kind=ContactKind.SERVICE)),
        claims=Count("id", filter=Q(kind=ContactKind.CLAIM)),
        sum_of_hours=Coalesce(Sum("hours"), Decimal(0)),
        confirmed=Coalesce(Sum("hours", filter=Q(confirmed_at__isnull=False)), Decimal(0)),
    )
    by_id: dict[int, dict[str, Any]] = {row["pairing_id"]: dict(row) for row in counted}
    rows, titles = rows_of(found, timezone.localdate()), dict(scheme_choices())
    lines = (_line(row, titles.get(one.scheme, one.scheme), by_id) for row, one in zip(rows, found, strict=True))
    return ServiceSheet(unit.name, tuple(lines))


def _line(row: PairingRow, scheme: str, counted: dict[int, dict[str, Any]]) -> ServiceLine:
    one = counted.get(row.id)
    if one is None:
        return ServiceLine(row, scheme, 0, 0, 0, Decimal(0), Decimal(0))
    return ServiceLine(row, scheme, one["n"], one["services"], one["claims"], one["sum_of_hours"], one["confirmed"])
