"""Whose board a place's figures are: a seat with the right, at that place or above it."""

from collections.abc import Sequence

from django.db.models import QuerySet

from linli.backbone.crypto import token_digest
from linli.backbone.facts import LEVELS
from linli.backbone.values import Viewer
from linli.domains.insights.models import WallKey
from linli.domains.places.queries import root, with_below
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
    if not wanted.isdigit() or len(wanted) > 18:
        own = next((held.place_id for held in seats if held.place_id), None)
        if own is None:
            raise NotFound("board")
        return with_below(own, below_of)
    place, below = with_below(int(wanted), below_of)
    if not {held.place_id for held in seats} & {step.id for step in place.path}:
        raise NotFound("board")
    return place, below


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
