"""Every write about webhooks: made, stopped, replayed; queued when something happened; switched off when it fails."""

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Q, QuerySet

from linli.backbone import sql
from linli.backbone.commands import command
from linli.backbone.crypto import seal
from linli.backbone.events import Recorded, record
from linli.backbone.models import Hook, HookDelivery
from linli.backbone.values import Actor
from linli.backbone.webhooks.events import DeliveryReplayed, HookMade, HookStopped, HookSwitchedOff, HookTried
from linli.backbone.webhooks.queries import kept_hooks
from linli.backbone.webhooks.rules import PING, check_hook, comes_at
from linli.kernel.refusal import NotFound, Refusal

# Asked at every event.
_ANY_HOOK = "SELECT EXISTS (SELECT 1 FROM backbone_hook WHERE stopped_at IS NULL AND events ? %s)"
KEPT_SENT, KEPT_DEAD = timedelta(days=30), timedelta(days=90)


class Made(NamedTuple):
    """A hook just made; `secret` is said this once and kept sealed."""

    id: int
    secret: str


@command
def make_hook(
    *,
    actor: Actor,
    name: str,
    url: str,
    events: Sequence[str],
    algorithm: str,
    path: Sequence[int],
    known: Iterable[str],
    now: datetime,
    token: tuple[int, datetime] | None = None,
) -> Made:
    """Send events of the place `path` ends in, and below, to an address; made by a `token` (its id, its end) it ends
    with that. NotFound unless a seat of the actor there or above keeps tokens; Refusal: hook_name, hook_url,
    hook_private, hook_events."""
    if actor.viewer is None or not {held.place_id for held in actor.viewer.at_places("tokens")} & set(path):
        raise NotFound("place")
    chosen, private = list(dict.fromkeys(events)), settings.LINLI_HOOKS_PRIVATE
    named = check_hook(name, url.strip(), chosen, algorithm, known=frozenset(known), private=private)
    secret = f"lh_{secrets.token_urlsafe(32)}"
    row = Hook.objects.create(
        name=named,
        url=url.strip(),
        events=chosen,
        algorithm=algorithm,
        secret_sealed=seal(secret),
        place_id=path[-1],
        path=list(path),
        seat_id=actor.seat_id,
        token_id=token[0] if token else None,
        expires_at=token[1] if token else None,
        made_at=now,
        made_by=actor.label,
    )
    record(HookMade(subject_id=row.pk, at=now, name=row.name, place_id=row.place_id, events=tuple(chosen)))
    return Made(row.pk, secret)


def _held(actor: Actor, hook_id: int) -> Hook:
    rows: QuerySet[Hook] = kept_hooks(actor.viewer) if actor.viewer else Hook.objects.none()
    row = rows.select_for_update().filter(pk=hook_id).first()
    if row is None:
        raise NotFound("hook")
    return row


@command
def stop_hook(*, actor: Actor, hook_id: int, now: datetime) -> None:
    """Nothing is sent from now on. NotFound for another's, Refusal(hook_stopped) for one stopped before."""
    row = _held(actor, hook_id)
    if row.stopped_at:
        raise Refusal("hook_stopped")
    row.stopped_at = now
    row.save(update_fields=["stopped_at"])
    record(HookStopped(subject_id=row.pk, at=now, name=row.name))


@command
def stop_hooks_of_token(*, actor: Actor, token_id: int, now: datetime) -> None:
    """A token was taken back: what it subscribed to is sent no longer. NotFound where that is nothing."""
    rows = list(Hook.objects.select_for_update().filter(token_id=token_id, stopped_at=None).order_by("id"))
    if not rows:
        raise NotFound("hook")
    Hook.objects.filter(pk__in=[row.pk for row in rows]).update(stopped_at=now)
    for row in rows:
        record(HookStopped(subject_id=row.pk, at=now, name=row.name))


@command
def replay_delivery(*, actor: Actor, delivery_id: int, now: datetime) -> None:
    """Send a delivery once more: one that has its end from its first try, one that waits for a later try now.
    NotFound for another's; Refusal(hook_stopped) where its hook is, Refusal(hook_waiting) while it is on its way."""
    from linli.backbone.webhooks.sending import send

    found = HookDelivery.objects.filter(pk=delivery_id).values_list("hook_id", flat=True).first()
    hook = _held(actor, found or 0)
    row = HookDelivery.objects.select_for_update().get(pk=delivery_id)
    if hook.stopped_at:
        raise Refusal("hook_stopped")
    later = comes_at(row.tries, row.tried_at, hook.quiet_until)
    if row.state != "waiting":
        row.state, row.tries, row.code, row.error = "waiting", 0, None, ""
        row.save(update_fields=["state", "tries", "code", "error"])
    elif later is None or later <= now:
        raise Refusal("hook_waiting")
    hook.quiet_until = None
    hook.save(update_fields=["quiet_until"])
    record(DeliveryReplayed(subject_id=hook.pk, at=now, name=hook.name, delivery_id=row.pk))
    send.defer(delivery_id=row.pk, tries=row.tries)


@command
def try_hook(*, actor: Actor, hook_id: int, now: datetime) -> int:
    """Send something that says nothing, signed as all is, to see whether the receiver hears; the delivery's id. Its
    failure counts as nothing and is not tried again. NotFound for another's hook; Refusal(hook_stopped),
    Refusal(hook_waiting) while the last such is on its way."""
    from linli.backbone.webhooks.sending import send

    hook = _held(actor, hook_id)
    if hook.stopped_at or (hook.expires_at and hook.expires_at <= now):
        raise Refusal("hook_stopped")
    tried = HookDelivery.objects.filter(hook=hook, event_id__lt=0)
    if tried.filter(state="waiting").exists():
        raise Refusal("hook_waiting")
    # No event stands behind it: it is numbered downwards from nothing.
    number = (tried.order_by("event_id").values_list("event_id", flat=True).first() or 0) - 1
    said = {"id": number, "event": PING, "at": now.isoformat(), "hook": {"id": hook.pk, "name": hook.name}}
    body = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    row = HookDelivery.objects.create(hook=hook, event_id=number, event=PING, body=body, at=now)
    record(HookTried(subject_id=hook.pk, at=now, name=hook.name))
    send.defer(delivery_id=row.pk)
    return row.pk


@command
def switch_off_hook(*, actor: Actor, hook_id: int, now: datetime) -> None:
    """Stop a hook whose deliveries come to nothing; NotFound for one that was stopped meanwhile."""
    row = Hook.objects.select_for_update().filter(pk=hook_id, stopped_at=None).first()
    if row is None:
        raise NotFound("hook")
    row.stopped_at, row.switched_off = now, True
    row.save(update_fields=["stopped_at", "switched_off"])
    record(HookSwitchedOff(subject_id=row.pk, at=now, name=row.name, seat_id=row.seat_id))


def body_of(event: Recorded, about: str, said: Mapping[str, Any]) -> str:
    """What is sent of an event, as JSON: `said` of its subject, which is called `about`."""
    told: dict[str, Any] = {"id": event.id, "event": event.name, "at": event.at.isoformat(), about: dict(said)}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def queue_deliveries(event: Recorded, places: Iterable[int], about: str, said: Mapping[str, Any]) -> int:
    """A delivery for each live hook at one of these places that asked for the event, each once; how many. Runs in the
    transaction in which the event is told, so that a delivery and its job are one."""
    from linli.backbone.webhooks.sending import send

    ended = Q(expires_at__lte=event.at)
    hooks = Hook.objects.filter(stopped_at=None, place_id__in=list(places), events__contains=[event.name])
    made = 0
    for hook in hooks.exclude(ended).order_by("id"):
        given = {"event": event.name, "body": body_of(event, about, said), "at": event.at}
        row, fresh = HookDelivery.objects.get_or_create(hook=hook, event_id=event.id, defaults=given)
        if fresh:
            send.defer(delivery_id=row.pk)
            made += 1
    return made


def purge_deliveries(now: datetime) -> int:
    """Forget what was sent a month ago and what was given up a season ago; how many went."""
    old = Q(state="sent", at__lt=now - KEPT_SENT) | Q(state="dead", at__lt=now - KEPT_DEAD)
    return HookDelivery.objects.filter(old).delete()[0]


def any_hook(event: str) -> bool:
    """Whether anybody listens to events of this name at all."""
    return bool(sql.rows(_ANY_HOOK, [event])[0][0])
