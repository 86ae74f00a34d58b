"""Who may see and manage places."""

from django.db.models import Q, QuerySet

from linli.backbone.values import Viewer
from linli.domains.places.models import Place


def visible_places(viewer: Viewer) -> QuerySet[Place]:
    """Places under any seat of the viewer."""
    return _under(viewer, [held.place_id for held in viewer.seats])


def manageable(viewer: Viewer) -> QuerySet[Place]:
    """Places whose doors and borders the viewer keeps."""
    return _under(viewer, [held.place_id for held in viewer.scope("territory")])


def _under(viewer: Viewer, place_ids: list[int | None]) -> QuerySet[Place]:
    condition = Q(pk__in=[])
    for place_id in {one for one in place_ids if one}:
        condition |= Q(ancestors__contains=[place_id])
    return Place.objects.filter(condition)
