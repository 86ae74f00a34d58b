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


def defer_deliveries(rows: list[tuple[int, str]]) -> None:
    """Defer one job per event that somebody listens to, in the running transaction."""
    heard = [{"event_id": event_id} for event_id, name in rows if listeners_of(name)]
    if heard:
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
    found = sql.one(_EVENT, [event_id])
    if found is None:
        raise LookupError(f"event {event_id} is not in the log")
    pk, name, subject_kind, subject_id, at, kind, person, seat, label, data, heard = found
    event = Recorded(pk, name, subject_kind, subject_id, at, Actor(kind, person, seat, label), data)
    last = context.job.attempts + 1 >= TRIES
    deaf = [one for one in listeners_of(name) if listener_name(one) not in heard]
    failed = [one for one in deaf if not _tell(one, event, last)]
    if failed and not last:
        raise RuntimeError(f"{len(failed)} listeners of event {event_id} failed")


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
