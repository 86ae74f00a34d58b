"""Who may see and do duties: those who sit in their seat."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from linli.backbone.values import Viewer
from linli.domains.duties.models import Duty, Notice, Occurrence
from linli.kernel.refusal import NotFound


def own_duties(viewer: Viewer) -> QuerySet[Duty]:
    """The duties of the viewer's seats."""
    return Duty.objects.filter(seat_id__in=viewer.seat_ids)


def own_notices(viewer: Viewer) -> QuerySet[Notice]:
    """What the viewer's seats were told."""
    return Notice.objects.filter(seat_id__in=viewer.seat_ids)


WALKING = ("handle", "oversee", "board")


def may_walk(viewer: Viewer) -> None:
    """NotFound for those who hold no seat at a place that handles or oversees: routines are made for places."""
    if not viewer.at_places(*WALKING):
        raise NotFound("rounds")


def seen_occurrences(viewer: Viewer) -> QuerySet[Occurrence]:
    """Occurrences of the viewer's seats, and those at places the viewer's seats look after."""
    condition = Q(seat_id__in=viewer.seat_ids)
    for held in viewer.at_places(*WALKING):
        condition |= Q(place_ids__contains=[held.place_id])
    return Occurrence.objects.filter(condition)


def occurrence_to_change(viewer: Viewer | None, occurrence_id: int) -> Occurrence:
    """An occurrence of the viewer's own seats, locked; NotFound for everybody else."""
    if viewer is None:
        raise NotFound("occurrence")
    rows = Occurrence.objects.select_for_update().filter(pk=occurrence_id, seat_id__in=viewer.seat_ids)
    row = rows.first()
    if row is None:
        raise NotFound("occurrence")
    return row


def may_reveal(viewer: Viewer, place_ids: Iterable[int]) -> bool:
    """Whether the viewer may look behind the mask of a note taken at these places."""
    return any(held.place_id in set(place_ids) for held in viewer.scope("reveal") if held.organization_id is None)
