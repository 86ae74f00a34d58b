"""Keys of wall screens: made, revoked."""

import secrets
from datetime import datetime

from linli.backbone.commands import command
from linli.backbone.crypto import token_digest
from linli.backbone.events import record
from linli.backbone.values import Actor
from linli.domains.insights.access import board_place, wall_keys
from linli.domains.insights.events import WallKeyMade, WallKeyRevoked
from linli.domains.insights.models import WallKey
from linli.kernel.refusal import NotFound, Refusal

NAME_MOST = 40


@command
def make_wall_key(*, actor: Actor, place_id: int, name: str, now: datetime) -> str:
    """A key to the wall of a place whose board the actor may see; the token is said this once. Refusal(wall_key_name)
    without a name."""
    if actor.viewer is None:
        raise NotFound("board")
    place, _below = board_place(actor.viewer, str(place_id))
    name = name.replace("\x00", "").strip()[:NAME_MOST]
    if not name:
        raise Refusal("wall_key_name")
    token = secrets.token_urlsafe(24)
    key = WallKey.objects.create(
        place_id=place.id,
        path=[step.id for step in place.path],
        name=name,
        digest=token_digest(token),
        made_at=now,
        made_by=actor.label,
    )
    record(WallKeyMade(subject_id=key.pk, at=now, place_id=place.id))
    return token


@command
def revoke_wall_key(*, actor: Actor, key_id: int, now: datetime) -> None:
    """The screen with this key goes dark at its next question; NotFound outside the actor's boards,
    Refusal(wall_key_revoked) for one that was revoked before."""
    if actor.viewer is None:
        raise NotFound("wall_key")
    key = wall_keys(actor.viewer).select_for_update().filter(pk=key_id).first()
    if key is None:
        raise NotFound("wall_key")
    if key.revoked_at:
        raise Refusal("wall_key_revoked")
    key.revoked_at = now
    key.save(update_fields=["revoked_at"])
    record(WallKeyRevoked(subject_id=key.pk, at=now, place_id=key.place_id))
