"""Who may see and keep venues: seats that oversee or appoint, at and below their places, as in the other registers."""

from django.db.models import Q, QuerySet

from linli.backbone.values import Actor, Viewer
from linli.domains.organizations.queries.reach import read_tops, write_tops
from linli.domains.places.queries.search import lying_within
from linli.domains.venues.models import Venue
from linli.kernel.refusal import NotFound


def visible_venues(viewer: Viewer) -> QuerySet[Venue]:
    """The venues of the viewer's registers."""
    found = read_tops(viewer)
    return Venue.objects.filter(path__overlap=found) if found else Venue.objects.none()


def check_place(actor: Actor, place_id: int) -> None:
    """NotFound unless the actor keeps the registers of this place."""
    if actor.kind != "system" and (actor.viewer is None or not lying_within([place_id], write_tops(actor.viewer))):
        raise NotFound("place")


def venue_to_keep(actor: Actor, venue_id: int) -> Venue:
    """A venue whose register the actor keeps, its row locked; NotFound for any other."""
    row = Venue.objects.select_for_update().filter(_kept(actor), pk=venue_id).first()
    if row is None:
        raise NotFound("venue")
    return row


def may_keep(viewer: Viewer, path: list[int]) -> bool:
    """Whether the viewer keeps the register of a venue at the end of this path."""
    return not set(path).isdisjoint(write_tops(viewer))


def _kept(actor: Actor) -> Q:
    if actor.kind == "system":
        return Q()
    found = write_tops(actor.viewer) if actor.viewer else []
    return Q(path__overlap=found) if found else Q(pk__in=[])
