"""Every read about webhooks."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from linli.backbone.models import Hook, HookDelivery
from linli.backbone.values import Viewer
from linli.backbone.webhooks.rules import PING, comes_at
from linli.kernel.refusal import NotFound

MOST, LAST = 100, 10


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A delivery as its page shows it: `code` is what the other side answered, None where it did not; `comes_at` when
    one that waits is tried next, None where that is now."""

    id: int
    event_id: int
    event: str
    number: str
    state: str
    tries: int
    code: int | None
    error: str
    at: datetime
    tried_at: datetime | None
    comes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HookRow:
    """A hook as its page shows it; `state` is live, stopped or off (by itself, after failures), `rests_until` until
    when its receiver is left alone."""

    id: int
    name: str
    url: str
    events: tuple[str, ...]
    algorithm: str
    place_id: int
    made_by: str
    made_at: datetime
    state: str
    deliveries: tuple[DeliveryRow, ...] = ()
    rests_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class DeadRow:
    """A delivery that was given up; `mine` whether the viewer may send it again, `off` whether its hook was
    switched off because of such."""

    id: int
    hook: str
    event: str
    number: str
    tries: int
    code: int | None
    error: str
    at: datetime
    tried_at: datetime | None
    mine: bool
    off: bool


def dead_deliveries(viewer: Viewer) -> tuple[int, tuple[DeadRow, ...]]:
    """How many deliveries were given up, and the newest of them. NotFound for whoever does not see to jobs."""
    if not viewer.may("jobs"):
        raise NotFound("jobs")
    stopped_by_hand = Q(hook__stopped_at__isnull=False, hook__switched_off=False)
    dead = HookDelivery.objects.filter(state="dead").exclude(stopped_by_hand).exclude(event=PING)
    kept = set(kept_hooks(viewer).values_list("pk", flat=True))
    rows = dead.select_related("hook").order_by("-id")[:MOST]
    return dead.count(), tuple(_dead(row, kept) for row in rows)


def _dead(row: HookDelivery, kept: set[int]) -> DeadRow:
    one = _delivery(row)
    off = row.hook.switched_off
    said = (one.event, one.number, one.tries, one.code, one.error, one.at, one.tried_at)
    return DeadRow(row.pk, row.hook.name, *said, row.hook_id in kept and not off, off)


def kept_hooks(viewer: Viewer) -> QuerySet[Hook]:
    """The hooks at or below the places where a seat of the viewer keeps tokens."""
    condition = Q(pk__in=[])
    for place_id in {held.place_id for held in viewer.at_places("tokens")}:
        condition |= Q(path__contains=[place_id])
    return Hook.objects.filter(condition)


def hook_list(viewer: Viewer) -> tuple[HookRow, ...]:
    """The hooks the viewer keeps, newest first, each with its last deliveries. NotFound for whoever keeps none
    anywhere."""
    if not viewer.at_places("tokens"):
        raise NotFound("hooks")
    rows = list(kept_hooks(viewer).order_by("-id")[:MOST])
    found = last_deliveries([row.pk for row in rows])
    return tuple(_row(row, found.get(row.pk, ())) for row in rows)


def hook_deliveries(viewer: Viewer, hook_id: int) -> tuple[DeliveryRow, ...]:
    """The last deliveries of a hook; NotFound for another's."""
    if not kept_hooks(viewer).filter(pk=hook_id).exists():
        raise NotFound("hook")
    return last_deliveries([hook_id], MOST).get(hook_id, ())


def last_deliveries(hook_ids: Iterable[int], most: int = LAST) -> dict[int, tuple[DeliveryRow, ...]]:
    """The last deliveries of each of these hooks, newest first."""
    query = HookDelivery.objects.none()
    parts = [HookDelivery.objects.filter(hook_id=one).order_by("-id")[:most] for one in hook_ids]
    rows = query.union(*parts, all=True) if parts else query
    told: dict[int, list[DeliveryRow]] = {}
    for row in sorted(rows, key=lambda one: -one.pk):
        told.setdefault(row.hook_id, []).append(_delivery(row))
    return {key: tuple(value) for key, value in told.items()}


def _delivery(row: HookDelivery) -> DeliveryRow:
    later = comes_at(row.tries, row.tried_at, row.hook.quiet_until) if row.state == "waiting" else None
    return DeliveryRow(
        row.pk,
        row.event_id,
        row.event,
        _number(row.body),
        row.state,
        row.tries,
        row.code,
        row.error,
        row.at,
        row.tried_at,
        later if later and later > timezone.now() else None,
    )


def _number(body: str) -> str:
    """The number of the matter a body speaks of, else the code of the place."""
    parts = [part for part in json.loads(body).values() if isinstance(part, dict)]
    return next((str(part[key]) for part in parts for key in ("number", "place_code") if part.get(key)), "")


def _row(row: Hook, deliveries: tuple[DeliveryRow, ...]) -> HookRow:
    ended = row.stopped_at or (row.expires_at and row.expires_at <= timezone.now())
    resting = row.quiet_until if row.quiet_until and row.quiet_until > timezone.now() else None
    state = "off" if row.switched_off else "stopped" if ended else "live"
    return HookRow(
        row.pk,
        row.name,
        row.url,
        tuple(row.events),
        row.algorithm,
        row.place_id,
        row.made_by,
        row.made_at,
        state,
        deliveries,
        resting,
    )
