"""Who may see and do duties: those who sit in their seat."""

from django.db.models import QuerySet

from linli.backbone.values import Viewer
from linli.domains.duties.models import Duty, Notice


def own_duties(viewer: Viewer) -> QuerySet[Duty]:
    """The duties of the viewer's seats."""
    return Duty.objects.filter(seat_id__in=viewer.seat_ids)


def own_notices(viewer: Viewer) -> QuerySet[Notice]:
    """What the viewer's seats were told."""
    return Notice.objects.filter(seat_id__in=viewer.seat_ids)
