"""Jobs: deliveries deferred in the transaction of their cause, and the periodic work of every domain."""

import logging
from datetime import UTC, datetime

from django.db import transaction
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from linli.backbone import sql
from linli.backbone.events import Listener, Recorded, listener_name, listeners_of
from linli.backbone.models import DeadLetter
from linli.backbone.values import Actor

log = logging.getLogger(__name__)

TRIES = 5
# From here on a command's events are told several a job.
FEW, SEVERAL = 50, 200


def defer_deliveries(rows: list[tuple[int, str]]) -> None:
    """Defer one job per event that somebody listens to, in the running transaction."""
    heard = [{"event_id": event_id} for event_id, name in rows if listeners_of(name)]
    if len(heard) > FEW:
        ids = [one["event_id"] for one in heard]
        deliver_several.batch_defer(*({"event_ids": ids[at : at + SEVERAL]} for at in range(0, len(ids), SEVERAL)))
    elif heard:
        deliver.batch_defer(*heard)


# Once for each event of the town: read and written without building a query.
_EVENT = """
SELECT id, name, subject_kind, subject_id, at, actor_kind, actor_person, actor_seat, actor_label, data::json,
  ARRAY(SELECT listener::text FROM backbone_delivered d WHERE d.event_id = e.id)
FROM backbone_eventrow e WHERE id = %s
"""
_HEARD = (
    "INSERT INTO backbone_delivered (event_id, listener, at) VALUES (%s, %s, now()) ON CONFLICT DO NOTHING RETURNING 1"
)


@app.task(  # type: ignore[untyped-decorator]
    name="backbone.deliver", retry=RetryStrategy(max_attempts=TRIES, exponential_wait=2), pass_context=True
)
def deliver(context: JobContext, event_id: int) -> None:
    """Tell every listener of an event that has not heard it; what fails for good becomes a dead letter."""
    event, heard = _event(event_id)
    last = context.job.attempts + 1 >= TRIES
    deaf = [one for one in listeners_of(event.name) if listener_name(one) not in heard]
    failed = [one for one in deaf if not _tell(one, event, last)]
    if failed and not last:
        raise RuntimeError(f"{len(failed)} listeners of event {event_id} failed")


@app.task(name="backbone.deliver_several", priority=-5)  # type: ignore[untyped-decorator]
def deliver_several(event_ids: list[int]) -> None:
    """Tell the events of a bulk, after single ones; one that somebody failed to hear gets a delivery of its own."""
    for event_id in event_ids:
        event, heard = _event(event_id)
        if not all([_tell(one, event, False) for one in listeners_of(event.name) if listener_name(one) not in heard]):
            deliver.defer(event_id=event_id)


def _event(event_id: int) -> tuple[Recorded, list[str]]:
    found = sql.one(_EVENT, [event_id])
    if found is None:
        raise LookupError(f"event {event_id} is not in the log")
    pk, name, subject_kind, subject_id, at, kind, person, seat, label, data, heard = found
    return Recorded(pk, name, subject_kind, subject_id, at, Actor(kind, person, seat, label), data), heard


def _tell(listener: Listener, event: Recorded, last: bool) -> bool:
    name = listener_name(listener)
    try:
        with transaction.atomic():
            if sql.rows(_HEARD, [event.id, name]):
                listener(event)
    except Exception as fault:
        log.warning("listener %s failed on event %s: %s", name, event.id, type(fault).__name__)
        if last:
            _bury(event.id, name, fault)
        return False
    return True


def _bury(event_id: int, name: str, fault: Exception) -> None:
    DeadLetter.objects.update_or_create(
        event_id=event_id,
        listener=name,
        defaults={
            "error": f"{type(fault).__name__}: {fault}"[:500],
            "failed_at": datetime.now(UTC),
            "tries": TRIES,
            "solved_at": None,
        },
    )


def retry_dead_letter(letter: DeadLetter) -> None:
    """Defer the delivery of a dead letter's event again; the letter is solved when its listener has heard it."""
    deliver.defer(event_id=letter.event_id)
