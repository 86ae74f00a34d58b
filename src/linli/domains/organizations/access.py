"""Who may see and fill seats."""

from django.db.models import Q, QuerySet

from linli.backbone.values import Viewer
from linli.domains.organizations.models import Seat


def visible_seats(viewer: Viewer) -> QuerySet[Seat]:
    """Seats at places under the viewer's seats, and of organizations for those who appoint at the root."""
    return _under(viewer, [held.place_id for held in viewer.seats])


def fillable_seats(viewer: Viewer) -> QuerySet[Seat]:
    """Seats the viewer may appoint to."""
    return _under(viewer, [held.place_id for held in viewer.scope("appoint")])


def _under(viewer: Viewer, place_ids: list[int | None]) -> QuerySet[Seat]:
    condition = Q(pk__in=[])
    for place_id in {one for one in place_ids if one}:
        condition |= Q(place_ancestors__contains=[place_id])
    return Seat.objects.filter(condition, closed_at=None)
