"""Every read about offers for those who make and vet them."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.backbone.packs.registry import in_force
from linli.backbone.queries import said_by
from linli.backbone.values import Viewer
from linli.domains.exchange.access import kept_offers, own_organizations, vetting_places, visible_offers
from linli.domains.exchange.models import Offer
from linli.domains.exchange.rules import open_acts, standing
from linli.domains.exchange.values import HANDS, OfferPage, OfferRow, State
from linli.domains.exchange.values.tables import OfferKind, offers
from linli.domains.organizations.queries import bodies as registered
from linli.domains.organizations.queries import organization_names, unit_choices
from linli.domains.organizations.queries.reach import read_tops
from linli.domains.organizations.queries.who import open_organizations
from linli.domains.places.queries import names_by_id, root, within
from linli.domains.places.queries.search import find_within
from linli.domains.places.values import PlaceName
from linli.domains.places.values.search import PlaceHit
from linli.kernel.refusal import NotFound

Choices = tuple[tuple[str, str], ...]
Groups = tuple[tuple[str, Choices], ...]
MOST_NEAR = 2000
SHOWS = ("open", "offered", "past")
# Where an organization itself may offer something: levels that people know by name.
LEVELS = ("district", "street", "community")


def check_keeper(viewer: Viewer) -> None:
    """NotFound for whoever neither makes nor vets offers."""
    if not vetting_places(viewer) and not own_organizations(viewer):
        raise NotFound("offers")


def vets(viewer: Viewer) -> bool:
    """Whether there is a place whose offers the viewer vets."""
    return bool(vetting_places(viewer))


def kinds() -> dict[str, OfferKind]:
    """The kinds of offer of the pack in force."""
    return offers(in_force()).kinds


def kind_choices() -> tuple[tuple[str, str], ...]:
    """The kinds, for a choice."""
    language = get_language() or ""
    return tuple((key, kind.title.to(language)) for key, kind in kinds().items())


def kind_words(key: str) -> tuple[str, str]:
    """What a kind is called, and its icon; a kind the pack no longer has keeps its key."""
    kind = kinds().get(key)
    return (kind.title.to(get_language() or ""), kind.icon) if kind else (key, "gift")


def places_to_offer(viewer: Viewer) -> tuple[PlaceName, ...]:
    """The places the viewer may offer something to: those they vet, and for an organization the communities, streets
    and district of the town."""
    found = {one.id: one for one in within(vetting_places(viewer))}
    if own_organizations(viewer):
        found |= {one.id: one for level in LEVELS for one in within([root().id], level)}
    return tuple(sorted(found.values(), key=lambda one: one.code))


def named_to_offer(viewer: Viewer, words: str) -> tuple[PlaceHit, ...]:
    """Of these places those that words may mean."""
    found = {one.id: one for one in find_within(vetting_places(viewer), words)}
    if own_organizations(viewer):
        found |= {one.id: one for one in find_within([root().id], words, levels=LEVELS)}
    return tuple(found.values())


def organizations_to_offer(viewer: Viewer) -> Choices | Groups:
    """The organizations in whose name the viewer may offer something, for a choice: for who vets, those of their own
    places first."""
    if vetting_places(viewer):
        near = (
            {str(one.id): one.name for one in registered.bodies(viewer, limit=MOST_NEAR)} if read_tops(viewer) else {}
        )
        far = tuple((pk, name) for pk, name in unit_choices() if pk not in near)
        own = tuple(sorted(near.items(), key=lambda one: one[1]))
        return ((_("本辖区的单位"), own), (_("别处的单位"), far)) if own else far
    return tuple((str(pk), one.name) for pk, one in open_organizations(own_organizations(viewer)).items())


def kept(viewer: Viewer, show: str, *, kind: str = "", after: int = 0, limit: int = 50) -> tuple[OfferRow, ...]:
    """The offers a viewer keeps, newest first from a cursor: open ones, those to be vetted, or those that are over,
    refused or taken back."""
    check_keeper(viewer)
    return _page(_shown(kept_offers(viewer), show), kind, after, limit)


def seen(viewer: Viewer, *, kind: str = "", after: int = 0, limit: int = 50) -> tuple[OfferRow, ...]:
    """The open offers a viewer may read, newest first from a cursor."""
    return _page(_shown(visible_offers(viewer), "open"), kind, after, limit)


def _shown(rows: QuerySet[Offer], show: str) -> QuerySet[Offer]:
    today = timezone.localdate()
    if show == "offered":
        return rows.filter(state=State.OFFERED)
    if show == "past":
        return rows.exclude(state=State.OFFERED).exclude(state=State.OPEN, ends__gte=today)
    return rows.filter(state=State.OPEN, ends__gte=today)


def _page(rows: QuerySet[Offer], kind: str, after: int, limit: int) -> tuple[OfferRow, ...]:
    if kind:
        rows = rows.filter(kind=kind)
    if after:
        rows = rows.filter(pk__lt=after)
    return rows_of(rows.order_by("-id")[:limit])


def rows_of(found: Iterable[Offer]) -> tuple[OfferRow, ...]:
    """Offers as lines of the register."""
    some, today = list(found), timezone.localdate()
    places = names_by_id({row.place_id for row in some}) if some else {}
    bodies = {pk: one.name for pk, one in organization_names({row.organization_id for row in some}).items()}
    return tuple(_row(row, bodies.get(row.organization_id, ""), places[row.place_id], today) for row in some)


def _row(row: Offer, organization: str, place: PlaceName, today: date) -> OfferRow:
    words, icon = kind_words(row.kind)
    return OfferRow(
        row.pk,
        row.kind,
        words,
        icon,
        row.title,
        row.text,
        organization,
        place.name,
        place.code,
        row.starts,
        row.ends,
        row.times,
        row.contact,
        row.phone,
        standing(row.state, row.starts, row.ends, today),
        row.reason,
    )


def titles_seen(viewer: Viewer, ids: Iterable[int]) -> dict[int, str]:
    """The titles of those of these offers that the viewer may read."""
    return dict(visible_offers(viewer).filter(pk__in=list(ids)).values_list("pk", "title"))


def offer(viewer: Viewer, offer_id: int) -> OfferPage:
    """One offer the viewer may read; NotFound for any other."""
    row = visible_offers(viewer).filter(pk=offer_id).first()
    if row is None:
        raise NotFound("offer")
    vetting = bool(set(row.path) & set(vetting_places(viewer)))
    makes = row.organization_id in own_organizations(viewer)
    own = vetting and row.state == State.OFFERED and said_by("offer", row.pk, viewer.person_id, HANDS)
    return OfferPage(rows_of([row])[0], open_acts(row.state, makes=makes, vets=vetting, own=own), own)


def by_words(rows: Sequence[OfferRow]) -> tuple[tuple[str, str, tuple[OfferRow, ...]], ...]:
    """Offers in groups of a kind: what it is called, its icon, the offers."""
    groups: dict[tuple[str, str], list[OfferRow]] = {}
    for row in rows:
        groups.setdefault((row.kind_words, row.icon), []).append(row)
    return tuple((words, icon, tuple(some)) for (words, icon), some in groups.items())
