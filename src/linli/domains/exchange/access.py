"""Who makes, vets and reads offers: seats the pack names, in the organization or at the place."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from linli.backbone.packs.registry import in_force
from linli.backbone.values import Actor, Viewer
from linli.domains.exchange.models import Offer
from linli.domains.exchange.values import State
from linli.domains.exchange.values.tables import offers
from linli.domains.places.queries.search import above
from linli.kernel.refusal import NotFound

VISIBLE = """(
  exchange_offer.state = %s
    AND (exchange_offer.path && %s::bigint[] OR exchange_offer.place_id = ANY(%s::bigint[]))
  OR exchange_offer.path && %s::bigint[] OR exchange_offer.organization_id = ANY(%s::bigint[]))"""


def vetting_places(viewer: Viewer) -> list[int]:
    """The places at and below which the viewer vets offers."""
    return viewer.places_of(offers(in_force()).vet)


def own_organizations(viewer: Viewer) -> list[int]:
    """The organizations in whose name the viewer makes offers."""
    seats = offers(in_force()).make
    found = {held.organization_id for held in viewer.seats if held.organization_id and held.post in seats}
    return sorted(one for one in found if one)


def kept_offers(viewer: Viewer) -> QuerySet[Offer]:
    """The offers a viewer keeps: of places where they vet, and of their own organizations."""
    return Offer.objects.filter(_kept(viewer))


def _kept(viewer: Viewer) -> Q:
    places, bodies = vetting_places(viewer), own_organizations(viewer)
    return (Q(path__overlap=places) if places else Q(pk__in=[])) | Q(organization_id__in=bodies)


def visible_offers(viewer: Viewer) -> QuerySet[Offer]:
    """Those kept, and every open one for a place of the viewer's, above it or below it."""
    tops = [held.place_id for held in viewer.seats if held.place_id]
    if not tops:
        return Offer.objects.none()
    return Offer.objects.extra(where=[VISIBLE], params=visible_to(viewer, tops, above(tops)))  # noqa: S610 - fixed, values apart


def visible_to(viewer: Viewer, tops: Sequence[int], over: Sequence[int]) -> list[Any]:
    """The values of VISIBLE for a viewer: their places, those above them too, where they vet and for whom they
    offer."""
    return [State.OPEN, list(tops), list(over), vetting_places(viewer), own_organizations(viewer)]


def offer_to_change(actor: Actor, offer_id: int, *, vetting: bool) -> Offer:
    """The offer, locked, for who vets it (or made it); NotFound for anybody else."""
    rows = Offer.objects.select_for_update()
    if actor.kind != "system":
        rows = rows.filter(_changeable(actor.viewer, vetting))
    row = rows.filter(pk=offer_id).first()
    if row is None:
        raise NotFound("offer")
    return row


def _changeable(viewer: Viewer | None, vetting: bool) -> Q:
    if viewer is None:
        return Q(pk__in=[])
    if not vetting:
        return _kept(viewer)
    places = vetting_places(viewer)
    return Q(path__overlap=places) if places else Q(pk__in=[])


def check_maker(actor: Actor, organization_id: int, path: list[int]) -> None:
    """NotFound unless the actor makes offers in the organization's name, or vets those of one of these places."""
    if actor.kind == "system":
        return
    viewer = actor.viewer
    if viewer is None or not (organization_id in own_organizations(viewer) or set(vetting_places(viewer)) & set(path)):
        raise NotFound("organization")
