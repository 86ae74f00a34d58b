"""Tokens of the API: made for a seat or for an integration, used, taken back."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from linli.backbone.commands import command
from linli.backbone.crypto import token_digest
from linli.backbone.events import record
from linli.backbone.values import Actor
from linli.domains.organizations.access import may_integrate, tokens_to_keep
from linli.domains.organizations.events import TokenIssued, TokenRevoked
from linli.domains.organizations.models import AccessToken, Seat
from linli.domains.organizations.queries.tokens import SessionOfToken, token_presented
from linli.domains.organizations.rules import check_token
from linli.domains.organizations.values.tokens import PREFIX, Issued
from linli.domains.people.values import SignedIn
from linli.domains.places.queries import place_info
from linli.kernel.refusal import NotFound, Refusal

MARK = 8


@command
def issue_token(
    *, actor: Actor, name: str, scopes: Iterable[str], days: int, seat_id: int, holder: SignedIn, now: datetime
) -> Issued:
    """A token for a seat that `holder` sits in: the actor themself, or anybody where the system itself acts. Refusal:
    token_name, token_scopes, token_days."""
    asked = check_token(name, scopes, days, integration=False)
    if actor.kind != "system" and (actor.viewer is None or actor.viewer.account_id != holder.account_id):
        raise NotFound("seat")
    seat = Seat.objects.filter(pk=seat_id, closed_at=None).first()
    if seat is None or (actor.viewer is not None and seat_id not in actor.viewer.seat_ids):
        raise NotFound("seat")
    row = AccessToken(seat=seat, account_id=holder.account_id, person_id=holder.person_id, path=seat.place_ancestors)
    return _issued(row, asked, actor, days, now)


@command
def issue_integration_token(
    *, actor: Actor, name: str, scopes: Iterable[str], days: int, place_id: int, now: datetime
) -> Issued:
    """A token for another system, which reaches a place and all below it; NotFound unless a seat of the actor there or
    above may issue tokens. Refusal: token_name, token_scopes, token_days."""
    asked = check_token(name, scopes, days, integration=True)
    place = place_info(place_id)
    path = [step.id for step in place.path]
    if actor.kind != "system" and not (actor.viewer and may_integrate(actor.viewer, path)):
        raise NotFound("place")
    return _issued(AccessToken(place_id=place.id, path=path), asked, actor, days, now)


def _issued(row: AccessToken, asked: tuple[str, Sequence[str]], actor: Actor, days: int, now: datetime) -> Issued:
    secret = f"{PREFIX}{secrets.token_urlsafe(32)}"
    row.name, row.scopes = asked[0], list(asked[1])
    row.mark, row.digest = secret[:MARK], token_digest(secret)
    row.made_at, row.made_by, row.expires_at = now, actor.label, now + timedelta(days=days)
    row.save()
    record(
        TokenIssued(
            subject_id=row.pk,
            at=now,
            name=row.name,
            seat_id=row.seat_id,
            place_id=row.place_id,
            scopes=tuple(row.scopes),
            expires=row.expires_at.isoformat(),
        )
    )
    return Issued(row.pk, secret)


@command
def revoke_token(*, actor: Actor, token_id: int, now: datetime) -> None:
    """Whoever bears the token is nobody from now on. One's own, or one at a place where a seat of the actor may issue
    tokens; NotFound for another, Refusal(token_revoked) for one revoked before."""
    rows = AccessToken.objects.all() if actor.kind == "system" else None
    if rows is None:
        if actor.viewer is None:
            raise NotFound("token")
        rows = tokens_to_keep(actor.viewer)
    row = rows.select_for_update(of=("self",)).filter(pk=token_id).first()
    if row is None:
        raise NotFound("token")
    if row.revoked_at:
        raise Refusal("token_revoked")
    row.revoked_at = now
    row.save(update_fields=["revoked_at"])
    record(TokenRevoked(subject_id=row.pk, at=now, name=row.name))


def use_token(secret: str, now: datetime, today: date) -> SessionOfToken | None:
    """Who bears this secret, or None when it opens nothing; that it was used is noted once a day, without an event."""
    found = token_presented(secret, now)
    if found is not None and found.last_used_on != today:
        AccessToken.objects.filter(pk=found.id).update(last_used_on=today)
    return found
