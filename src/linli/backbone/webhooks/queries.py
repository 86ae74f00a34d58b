"""Every read about webhooks."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from linli.backbone.models import Hook, HookDelivery
from linli.backbone.values import Viewer
from linli.kernel.refusal import NotFound

MOST, LAST = 100, 10


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A delivery as its page shows it: `code` is what the other side answered, None where it did not."""

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


@dataclass(frozen=True, slots=True)
class HookRow:
    """A hook as its page shows it; `state` is live, stopped or off (by itself, after failures)."""

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
    )


def _number(body: str) -> str:
    """The number of the case a body speaks of."""
    return str(json.loads(body)["case"].get("number", ""))


def _row(row: Hook, deliveries: tuple[DeliveryRow, ...]) -> HookRow:
    state = "off" if row.switched_off else "stopped" if row.stopped_at else "live"
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
    )
