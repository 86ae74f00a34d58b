"""Reads of tokens: who bears a secret, and which tokens there are."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from linli.backbone import sql
from linli.backbone.crypto import token_digest
from linli.backbone.values import Held, Viewer
from linli.domains.organizations.access import tokens_to_keep
from linli.domains.organizations.models import AccessToken
from linli.domains.organizations.queries import viewer_of
from linli.domains.organizations.values.tokens import GIVEN, PREFIX, RIGHTS, Scope, TokenRow
from linli.domains.people.queries import account_holder
from linli.domains.places.queries import names_of as place_names
from linli.domains.places.queries import place_info
from linli.kernel.refusal import NotFound

MOST = 200
_PRESENTED = """
SELECT id, name, scopes, seat_id, account_id, place_id, last_used_on, expires_at FROM organizations_accesstoken
WHERE digest = %s AND revoked_at IS NULL AND expires_at > %s
"""


class SessionOfToken(NamedTuple):
    """What a secret opens: a viewer with one seat whose rights are cut to the scopes."""

    id: int
    name: str
    scopes: frozenset[str]
    viewer: Viewer
    integration: bool
    last_used_on: date | None
    expires_at: datetime


def token_presented(secret: str, now: datetime) -> SessionOfToken | None:
    """Who bears this secret; None for an unknown, expired or revoked one, a closed account, a seat no longer held."""
    row = sql.one(_PRESENTED, [token_digest(secret), now]) if secret.startswith(PREFIX) else None
    if row is None:
        return None
    pk, name, given, seat_id, account_id, place_id, used, expires = row
    scopes = frozenset(given)
    viewer = _in_seat(account_id, seat_id, scopes) if seat_id else _integration(name, place_id, scopes)
    if viewer is None:
        return None
    return SessionOfToken(pk, name, scopes, viewer, seat_id is None, used, expires)


def _in_seat(account_id: int, seat_id: int, scopes: frozenset[str]) -> Viewer | None:
    holder = account_holder(account_id)
    if holder is None:
        return None
    viewer = viewer_of(holder.account_id, holder.person_id, holder.name, seat_id)
    seats = tuple(_cut(held, scopes) for held in viewer.seats if held.seat_id == seat_id)
    return Viewer(viewer.account_id, viewer.person_id, viewer.name, seats, seat_id) if seats else None


def _cut(held: Held, scopes: frozenset[str]) -> Held:
    allowed = _rights(scopes, RIGHTS) & held.rights
    return Held(
        held.seat_id,
        held.post,
        held.title,
        held.place_id,
        held.place_kind,
        held.place_name,
        held.organization_id,
        allowed,
    )


def _integration(name: str, place_id: int, scopes: frozenset[str]) -> Viewer | None:
    """An integration sits in no seat: what stands for one has no duty and no post, only a place and rights."""
    try:
        place = place_info(place_id)
    except NotFound:
        return None
    held = Held(0, "", name, place.id, place.kind, place.name, None, _rights(scopes, GIVEN))
    return Viewer(0, 0, name, (held,))


def _rights(scopes: Iterable[str], table: dict[Scope, frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*(table.get(Scope(one), frozenset()) for one in scopes))


def token_list(viewer: Viewer, now: datetime) -> tuple[TokenRow, ...]:
    """The viewer's own tokens, and all at places where a seat of theirs may issue some, newest first."""
    return _rows(list(tokens_to_keep(viewer).select_related("seat").order_by("-id")[:MOST]), now)


def all_tokens(now: datetime) -> tuple[TokenRow, ...]:
    """Every token, newest first: for the command line."""
    return _rows(list(AccessToken.objects.select_related("seat").order_by("-id")[:MOST]), now)


def _rows(rows: list[AccessToken], now: datetime) -> tuple[TokenRow, ...]:
    places = place_names(row.place_id for row in rows if row.place_id)
    return tuple(
        TokenRow(
            row.pk,
            row.name,
            row.mark,
            row.seat.title if row.seat else places.get(row.place_id or 0, ""),
            row.seat_id is None,
            tuple(row.scopes),
            row.made_by,
            row.made_at,
            row.expires_at,
            row.last_used_on,
            "revoked" if row.revoked_at else "expired" if row.expires_at <= now else "live",
        )
        for row in rows
    )
