"""Who drafts, publishes and reads notices: seats the pack names, at the place or above it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from linli.backbone.packs.registry import in_force
from linli.backbone.values import Actor, Viewer
from linli.domains.places.queries.search import above
from linli.domains.publishing.models import Notice
from linli.domains.publishing.values import State
from linli.domains.publishing.values.tables import notices
from linli.kernel.refusal import NotFound

VISIBLE = """(
  publishing_notice.state = %s
    AND (publishing_notice.path && %s::bigint[] OR publishing_notice.place_id = ANY(%s::bigint[]))
  OR publishing_notice.path && %s::bigint[])"""


def drafting_places(viewer: Viewer) -> list[int]:
    """The places at and below which the viewer drafts notices; who publishes may draft."""
    part = notices(in_force())
    return viewer.places_of((*part.draft, *part.publish))


def publishing_places(viewer: Viewer) -> list[int]:
    """The places at and below which the viewer publishes notices and takes them down."""
    return viewer.places_of(notices(in_force()).publish)


def kept_notices(viewer: Viewer) -> QuerySet[Notice]:
    """The notices a viewer keeps: drafts, published and withdrawn ones of places where they draft."""
    places = drafting_places(viewer)
    return Notice.objects.filter(path__overlap=places) if places else Notice.objects.none()


def visible_notices(viewer: Viewer) -> QuerySet[Notice]:
    """Those kept, and every published one for a place of the viewer's, above it or below it."""
    tops = [held.place_id for held in viewer.seats if held.place_id]
    if not tops:
        return Notice.objects.none()
    return Notice.objects.extra(where=[VISIBLE], params=visible_to(viewer, tops, above(tops)))  # noqa: S610 - fixed, values apart


def visible_to(viewer: Viewer, tops: Sequence[int], over: Sequence[int]) -> list[Any]:
    """The values of VISIBLE for a viewer: their places, those above them too, and where they draft."""
    return [State.PUBLISHED, list(tops), list(over), drafting_places(viewer)]


def notice_to_change(actor: Actor, notice_id: int, *, publishing: bool) -> Notice:
    """The notice, locked, for who drafts (or publishes) there; NotFound for anybody else."""
    rows = Notice.objects.select_for_update()
    if actor.kind != "system":
        places = _allowed(actor.viewer, publishing)
        rows = rows.filter(path__overlap=places) if places else rows.none()
    row = rows.filter(pk=notice_id).first()
    if row is None:
        raise NotFound("notice")
    return row


def check_place(actor: Actor, path: list[int]) -> None:
    """NotFound unless the actor drafts notices at one of these places, from the root to the notice's own."""
    if actor.kind != "system" and not set(_allowed(actor.viewer, publishing=False)) & set(path):
        raise NotFound("place")


def _allowed(viewer: Viewer | None, publishing: bool) -> list[int]:
    if viewer is None:
        return []
    return publishing_places(viewer) if publishing else drafting_places(viewer)
