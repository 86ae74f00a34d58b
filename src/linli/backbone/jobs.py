"""Telling listeners what happened: events wait in a queue written with them, a job of every second tells them."""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from linli.backbone import sql
from linli.backbone.events import Listener, Recorded, is_slow, listener_name, listeners_of
from linli.backbone.models import DeadLetter
from linli.backbone.values import Actor

log = logging.getLogger(__name__)

TRIES = 5
# So many events are looked for at once.
BATCH = 200

_WAITING = f"SELECT turn, event_id FROM backbone_undelivered ORDER BY turn, event_id LIMIT {BATCH}"  # noqa: S608 - words of ours
_EVENT = """
SELECT id, name, subject_kind, subject_id, at, actor_kind, actor_person, actor_seat, actor_label, data::json,
  ARRAY(SELECT listener::text FROM backbone_delivered d WHERE d.event_id = e.id) FROM backbone_eventrow e
"""
# An event is taken out of those that wait in the transaction in which its listeners are told, so that commit need not
# wait for the disk: what a crash forgets is told again.
_TAKE = f"""
WITH gone AS (DELETE FROM backbone_undelivered WHERE (turn, event_id) IN (
    SELECT turn, event_id FROM backbone_undelivered WHERE turn = %s AND event_id = %s FOR UPDATE SKIP LOCKED)
  RETURNING event_id, set_config('synchronous_commit', 'off', true) AS quick)
SELECT e.*, gone.quick FROM gone JOIN ({_EVENT}) e ON e.id = gone.event_id
"""  # noqa: S608 - words of ours
# What came in bulk is told after what came singly, by one worker at a time.
# Slow listeners hear in a turn of their own, after the quick ones of every event that waits.
SLOW = 2
_ALONE = "SELECT pg_try_advisory_xact_lock(hashtext('backbone.later'))"
_LATER = "INSERT INTO backbone_undelivered (turn, event_id) VALUES (%s, %s) ON CONFLICT DO NOTHING RETURNING 1"
_HEARD = (
    "INSERT INTO backbone_delivered (event_id, listener, at) VALUES (%s, %s, now()) ON CONFLICT DO NOTHING RETURNING 1"
)


def deliver_waiting(until: Callable[[], bool], rest: Callable[[float], None] = lambda seconds: None) -> int:
    """Tell the events that wait, oldest first, those of bulks last, `until` says that it is enough or none is left;
    how many were told. After each that slow listeners heard, `rest` is told how many seconds it took. What somebody
    fails to hear gets a job of its own, which tries again."""
    told = 0
    while waiting := _next():
        done = told
        for turn, event_id in waiting:
            if until():
                return told
            took = _deliver_and_rest(turn, event_id, rest)
            if took is None:
                return told
            told += took
        if told == done:  # another worker is at them
            return told
    return told


def _next() -> list[tuple[Any, ...]]:
    """The events to be told next: all that quick listeners wait for, else the first for slow ones (quick ones may come
    meanwhile)."""
    waiting = sql.rows(_WAITING, [])
    return [one for one in waiting if one[0] < SLOW] or waiting[:1]


def _deliver_and_rest(turn: int, event_id: int, rest: Callable[[float], None]) -> bool | None:
    began = time.monotonic()
    took = _deliver_first(turn, event_id)
    if took and turn >= SLOW:
        rest(time.monotonic() - began)
    return took


def _deliver_first(turn: int, event_id: int) -> bool | None:
    """Whether it was told here; None where another worker is at what can wait: other jobs want their turn as well."""
    with transaction.atomic():
        if turn and not sql.rows(_ALONE, [])[0][0]:
            return None
        found = sql.one(_TAKE, [turn, event_id])
        if found is None:
            return False
        event = _recorded(found)
        heard_by = listeners_of(event.name)
        now = [one for one in heard_by if is_slow(one) == (turn >= SLOW)]
        if len(now) < len(heard_by) and turn < SLOW:
            sql.rows(_LATER, [turn + SLOW, event_id])
        if not _all_told(now, event):
            _tell_each(now, event)
    return True


def _tell_each(listeners: Sequence[Listener], event: Recorded) -> None:
    """Whoever can hear hears; what somebody fails to hear is tried again later."""
    told = {listener_name(one): _told(one, event, last=False) for one in listeners}
    if not all(told.values()):
        for name in (name for name, heard in told.items() if heard):
            sql.rows(_HEARD, [event.id, name])
        deliver.defer(event_id=event.id)


@app.task(  # type: ignore[untyped-decorator]
    name="backbone.deliver", retry=RetryStrategy(max_attempts=TRIES, exponential_wait=2), pass_context=True
)
def deliver(context: JobContext, event_id: int) -> None:
    """Tell every listener of an event that has not heard it; what fails for good becomes a dead letter."""
    event, heard = _event(event_id)
    last = context.job.attempts + 1 >= TRIES
    deaf = [one for one in listeners_of(event.name) if listener_name(one) not in heard]
    failed = [one for one in deaf if not _told(one, event, last, _tell_again)]
    if failed and not last:
        raise RuntimeError(f"{len(failed)} listeners of event {event_id} failed")


def _event(event_id: int) -> tuple[Recorded, list[str]]:
    found = sql.one(f"{_EVENT} WHERE id = %s", [event_id])
    if found is None:
        raise LookupError(f"event {event_id} is not in the log")
    return _recorded(found), found[10]


def _recorded(found: tuple[Any, ...]) -> Recorded:
    pk, name, subject_kind, subject_id, at, kind, person, seat, label, data = found[:10]
    return Recorded(pk, name, subject_kind, subject_id, at, Actor(kind, person, seat, label), data)


def _tell_again(listener: Listener, event: Recorded) -> None:
    """Tell a listener that has not heard the event by now."""
    if sql.rows(_HEARD, [event.id, listener_name(listener)]):
        listener(event)


def _all_told(listeners: Sequence[Listener], event: Recorded) -> bool:
    """Whether all hear it, under one savepoint; where one fails nothing has happened, and each is told by itself."""
    try:
        with transaction.atomic():
            for listener in listeners:
                listener(event)
    except Exception:
        return False
    return True


def _told(listener: Listener, event: Recorded, last: bool, tell: Callable[..., None] | None = None) -> bool:
    try:
        with transaction.atomic():
            tell(listener, event) if tell else listener(event)
    except Exception as fault:
        name = listener_name(listener)
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
