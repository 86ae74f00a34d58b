"""Whose a board, a lock and a circular are: a seat with the right, at the place or above it."""

from collections.abc import Sequence

from django.db.models import QuerySet

from linli.backbone.crypto import token_digest
from linli.backbone.facts import LEVELS
from linli.backbone.values import Viewer
from linli.domains.insights.models import Circular, Issue, WallKey
from linli.domains.places.queries import place_info, root, with_below
from linli.domains.places.values import PathStep, PlaceInfo
from linli.kernel.refusal import NotFound

BELOW = {"district": "street", "street": "community", "community": "grid", "grid": "compound", "compound": "building"}


def below_of(level: str) -> str:
    """The level a place is split into."""
    return BELOW.get(level, "building")


def board_place(viewer: Viewer, wanted: str) -> tuple[PlaceInfo, Sequence[PathStep]]:
    """The place of a board with those it is split into: one at or under a seat that may see boards, the seat's own
    where none is asked for; NotFound elsewhere."""
    seats = viewer.scope("board")
    if not seats:
        raise NotFound("board")
    if not wanted.isdecimal() or len(wanted) > 18:
        own = next((held.place_id for held in seats if held.place_id), None)
        if own is None:
            raise NotFound("board")
        return with_below(own, below_of)
    place, below = with_below(int(wanted), below_of)
    if not {held.place_id for held in seats} & {step.id for step in place.path}:
        raise NotFound("board")
    return place, below


def above(viewer: Viewer, place: PlaceInfo) -> tuple[tuple[int, str], ...]:
    """The way down to a place, from the first step whose board the viewer may see."""
    mine = {held.place_id for held in viewer.scope("board")}
    path = [(step.id, step.name) for step in place.path[:-1]]
    first = next((at for at, (pk, _name) in enumerate(path) if pk in mine), len(path))
    return tuple(path[first:])


def locking_seat(viewer: Viewer | None) -> str:
    """The title of the viewer's seat at the root that may close a period; NotFound without one."""
    top = root().id
    for held in viewer.scope("board") if viewer else ():
        if held.place_id == top:
            return held.title
    raise NotFound("lock")


def may_lock(viewer: Viewer) -> bool:
    """Whether the viewer may close a period; asks nothing of who sits in no district."""
    return any(held.place_kind == LEVELS[0] for held in viewer.scope("board"))


def wall_keys(viewer: Viewer) -> QuerySet[WallKey]:
    """The keys of walls whose boards the viewer may see."""
    places = [held.place_id for held in viewer.scope("board") if held.place_id]
    return WallKey.objects.filter(path__overlap=places) if places else WallKey.objects.none()


def lent_place(token: str) -> tuple[PlaceInfo, Sequence[PathStep]]:
    """The place whose wall a key in force opens, with those it is split into; NotFound for any other word."""
    key = WallKey.objects.filter(digest=token_digest(token), revoked_at=None).values_list("place_id", flat=True).first()
    if key is None:
        raise NotFound("wall_key")
    return with_below(key, below_of)


def may_see(viewer: Viewer, circular: Circular) -> bool:
    """Who reads a circular: seats that may see boards at its place or above it, whoever has to approve it; once it is
    issued, those below its place too."""
    held = {one.place_id for one in viewer.scope("board") if one.place_id}
    if held & set(circular.path) or _approves(viewer, circular):
        return circular.state != "dropped" or drafts_at(viewer, circular.place_id)
    return circular.state == "issued" and any(
        circular.place_id in {step.id for step in place_info(one).path} for one in held
    )


def opens_figures(viewer: Viewer, circular: Circular) -> bool:
    """Whether the figures in a circular open for the viewer: at its place or above it."""
    return bool({one.place_id for one in viewer.scope("board")} & set(circular.path))


def drafts_at(viewer: Viewer, place_id: int) -> bool:
    """Whether a seat of the viewer writes the circulars of a place: one that may see its board, at the place itself."""
    return any(one.place_id == place_id and not one.organization_id for one in viewer.scope("board"))


def decides(viewer: Viewer, circular: Circular) -> bool:
    """Whether a circular waits for a seat of the viewer."""
    return circular.state == "sent" and _approves(viewer, circular)


def _approves(viewer: Viewer, circular: Circular) -> bool:
    return circular.approve_seat_id is not None and circular.approve_seat_id in viewer.seat_ids


def circular_for(viewer: Viewer | None, circular_id: int, act: str) -> Circular:
    """The locked circular for an act of its drafters or its approver; NotFound for anybody else."""
    row = Circular.objects.select_for_update().filter(pk=circular_id).first()
    if viewer is None or row is None or not may_see(viewer, row):
        raise NotFound("circular")
    if not (decides(viewer, row) if act in ("approve", "return") else drafts_at(viewer, row.place_id)):
        raise NotFound("circular")
    return row


def circular_seen(viewer: Viewer, circular_id: int) -> Circular:
    """The circular the viewer may read; NotFound otherwise."""
    row = Circular.objects.filter(pk=circular_id).first()
    if row is None or not may_see(viewer, row):
        raise NotFound("circular")
    return row


def may_switch(viewer: Viewer) -> bool:
    """Whether the viewer may switch advice off: who keeps the jobs, or leads the whole territory."""
    return viewer.may("jobs") or may_lock(viewer)


def switching_label(viewer: Viewer | None) -> str:
    """The title of the seat that may switch advice off; NotFound without one."""
    if viewer is None or not may_switch(viewer):
        raise NotFound("advice")
    held = next((one for one in viewer.seats if "jobs" in one.rights), viewer.seat)
    return held.title if held else ""


def visible_issues(viewer: Viewer) -> QuerySet[Issue]:
    """Issues all of which lie in a place whose board the viewer may see."""
    places = [held.place_id for held in viewer.scope("board") if held.place_id and not held.organization_id]
    return Issue.objects.filter(path__overlap=places) if places else Issue.objects.none()


def issue_to_change(viewer: Viewer | None, issue_id: int) -> Issue:
    """The open issue, locked for the rest of the transaction; NotFound outside the viewer's places."""
    rows = visible_issues(viewer).filter(pk=issue_id, open=True) if viewer else Issue.objects.none()
    row = rows.select_for_update().first()
    if row is None:
        raise NotFound("issue")
    return row
