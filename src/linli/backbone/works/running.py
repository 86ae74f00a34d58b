"""The job that does long work: slice by slice, so that short jobs come in between; a checkpoint after each step.

One worker at a time has a work: taking it up raises `claim`, and a step is kept only under the claim it began with.
A worker that was killed is missed after half a minute (`stalled` in the wiring): its job comes back, and the work goes
on from its last checkpoint. A step that writes runs in the transaction that keeps it: it happened wholly, or not.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.utils import translation
from procrastinate.contrib.django import app
from psycopg.types.json import Jsonb

from linli.backbone import sql
from linli.backbone.models import Work
from linli.backbone.values import Actor, Viewer
from linli.backbone.works import files
from linli.backbone.works.commands import CANCELLED, DONE, FAILED, end_work
from linli.backbone.works.kinds import Doing, Kind, Outcome, Step, Stopped, kind_of, viewer_again
from linli.kernel.refusal import NotFound, Refusal

log = logging.getLogger(__name__)

SLICE = 2.0
TRIES = 3
CRASHES = 8
BEAT_EVERY = 0.5
_TAKE = """
UPDATE backbone_work SET claim = claim + 1, state = 'running', beat_at = now(), tries = tries + 1,
  started_at = coalesce(started_at, now()) WHERE id = %s AND state IN ('waiting', 'running') RETURNING claim, tries
"""
_KEEP = """
UPDATE backbone_work SET checkpoint = %s, done = %s, total = %s, beat_at = now(), tries = 0
WHERE id = %s AND claim = %s AND state = 'running' RETURNING cancel_asked
"""
_BEAT = """
UPDATE backbone_work SET done = %s, total = coalesce(%s, total), beat_at = now()
WHERE id = %s AND claim = %s RETURNING cancel_asked
"""


class Superseded(Exception):
    """Another worker has taken the work up: this one lets go."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A work this worker has taken up: its row, its kind, the claim it is held by, who asked with the rights of now."""

    row: Work
    kind: Kind
    claim: int
    viewer: Viewer
    actor: Actor


# Short jobs come first; one long work at a time leaves the other hands of the worker free.
@app.task(name="backbone.work", lock="works", priority=-10)  # type: ignore[untyped-decorator]
def carry_on(work_id: int) -> None:
    """Do a work for a while; what is left is put back in the queue behind the works that wait."""
    if go_on(work_id, SLICE):
        carry_on.defer(work_id=work_id)


def go_on(work_id: int, seconds: float) -> bool:
    """Do steps of a work for so long; whether there is more to do."""
    taken = sql.one(_TAKE, [work_id])
    if taken is None:
        return False
    claim, tries = taken
    row = Work.objects.get(pk=work_id)
    end = time.monotonic() + seconds
    if tries > CRASHES:
        return _guarded_end(row, claim)
    with translation.override(row.language):
        while True:
            more = _guarded(row, claim, tries)
            if not more or time.monotonic() >= end:
                return more


def _guarded(row: Work, claim: int, tries: int) -> bool:
    """One step; a no ends the work, a fault is left to the next try until there were too many."""
    try:
        return _step(row, claim)
    except Superseded:
        return False
    except Stopped:
        return _end(row, claim, CANCELLED, Outcome())
    except Refusal as no:
        return _end(row, claim, FAILED, Outcome({**no.detail}, failed=no.code))
    except NotFound:
        return _end(row, claim, FAILED, Outcome(failed="work_not_yours"))
    except Exception:
        log.exception("work %s (%s) broke at %s", row.pk, row.kind, row.checkpoint)
        return True if tries < TRIES and _wait() else _end(row, claim, FAILED, Outcome(failed="work_broke"))


def _guarded_end(row: Work, claim: int) -> bool:
    """A work whose worker died again and again without a step is given up."""
    log.error("work %s (%s) took its worker down at %s", row.pk, row.kind, row.checkpoint)
    return _end(row, claim, FAILED, Outcome(failed="work_broke"))


def _wait() -> bool:
    time.sleep(0.2)
    return True


def _step(row: Work, claim: int) -> bool:
    if Work.objects.filter(pk=row.pk, cancel_asked=True).exists():
        raise Stopped
    kind = kind_of(row.kind)
    viewer = viewer_again(row.account_id, row.person_id, row.seat_id)
    held = Claimed(row, kind, claim, viewer, Actor.of(viewer, row.seat_id))
    if not kind.writes(row.checkpoint):
        return _keep(held, kind.step(_doing(held, _beat)))
    # What such a step says on the way goes through a line of its own: its transaction is seen by nobody yet.
    with _aside() as said, transaction.atomic():
        return _keep(held, kind.step(_doing(held, said)))


Beat = Callable[[str, list[Any]], list[tuple[Any, ...]]]


def _doing(held: Claimed, ask: Beat) -> Doing:
    row, last = held.row, [0.0]

    def beat(done: int, total: int | None = None) -> None:
        if time.monotonic() - last[0] < BEAT_EVERY:
            return
        last[0] = time.monotonic()
        found = ask(_BEAT, [done, total, row.pk, held.claim])
        if found and found[0][0]:
            raise Stopped

    folder = files.folder_of(row.pk)
    return Doing(
        row.pk,
        held.viewer,
        held.actor,
        row.params,
        row.checkpoint,
        row.done,
        row.total,
        folder,
        row.asked_at,
        datetime.now(UTC),
        beat,
    )


def _beat(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    return sql.rows(statement, values)


@contextmanager
def _aside() -> Iterator[Beat]:
    """A connection beside the running transaction; none where the caller is inside one himself."""
    if connection.in_atomic_block:
        yield _beat
        return
    line = connections.create_connection(DEFAULT_DB_ALIAS)

    def ask(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
        with line.cursor() as cursor:
            cursor.execute(statement, values)
            return list(cursor.fetchall())

    try:
        yield ask
    finally:
        line.close()


def _keep(held: Claimed, left: Step | Outcome) -> bool:
    """Keep what a step left; whether there is more to do."""
    row = held.row
    if isinstance(left, Outcome):
        return _end(row, held.claim, FAILED if left.failed else DONE, left)
    kept = sql.one(_KEEP, [Jsonb(left.checkpoint), left.done, left.total, row.pk, held.claim])
    if kept is None:
        raise Superseded
    row.checkpoint, row.done, row.total = left.checkpoint, left.done, left.total
    if kept[0]:
        raise Stopped
    return True


def _end(row: Work, claim: int, state: str, outcome: Outcome) -> bool:
    actor = Actor("staff", row.person_id, row.seat_id, row.actor_label)
    try:
        end_work(actor=actor, work_id=row.pk, claim=claim, state=state, outcome=outcome, now=datetime.now(UTC))
    except NotFound:
        raise Superseded from None
    transaction.on_commit(lambda: files.keep_only(row.pk, outcome.file))
    return False
