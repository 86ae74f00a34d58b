"""Every write about long work: asking, cancelling, keeping a step, ending."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from linli.backbone.commands import command
from linli.backbone.events import record
from linli.backbone.models import Work
from linli.backbone.values import Actor
from linli.backbone.works import files
from linli.backbone.works.events import WorkAsked, WorkCancelled, WorkEnded
from linli.backbone.works.kinds import Outcome, kind_of
from linli.kernel.refusal import NotFound, Refusal

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
LIVE = (WAITING, RUNNING)
MOST_AT_ONCE = 5


@command
def ask_work(*, actor: Actor, kind: str, params: dict[str, Any], language: str, now: datetime, key: str = "") -> int:
    """Ask for a long work; its id. Refusal(too_many_works) while as many of one's own are waiting or running."""
    from linli.backbone.works.running import carry_on

    viewer = actor.viewer
    if viewer is None or not viewer.person_id:
        raise NotFound("work")
    if Work.objects.filter(person_id=viewer.person_id, state__in=LIVE).count() >= MOST_AT_ONCE:
        raise Refusal("too_many_works", limit=MOST_AT_ONCE)
    row = Work.objects.create(
        kind=kind_of(kind).name,
        account_id=viewer.account_id,
        person_id=viewer.person_id,
        seat_id=actor.seat_id,
        actor_label=actor.label,
        params=params,
        language=language,
        asked_at=now,
    )
    record(WorkAsked(subject_id=row.pk, at=now, kind=kind))
    carry_on.defer(work_id=row.pk)
    return row.pk


@command
def cancel_work(*, actor: Actor, work_id: int, now: datetime) -> None:
    """Stop one's own work before its next step, at once where it has not begun; NotFound for another's,
    Refusal(work_ended) for one that has ended."""
    row = Work.objects.select_for_update().filter(pk=work_id, person_id=_person(actor)).first()
    if row is None:
        raise NotFound("work")
    if row.state not in LIVE:
        raise Refusal("work_ended")
    row.cancel_asked = True
    if row.state == WAITING:
        row.state, row.ended_at = CANCELLED, now
    row.save(update_fields=["cancel_asked", "state", "ended_at"])
    record(WorkCancelled(subject_id=row.pk, at=now, kind=row.kind))


def _person(actor: Actor) -> int:
    return actor.viewer.person_id if actor.viewer else 0


@command
def end_work(*, actor: Actor, work_id: int, claim: int, state: str, outcome: Outcome, now: datetime) -> None:
    """A work has ended; NotFound when another worker has taken it up in between, so that nothing counts twice."""
    row = Work.objects.select_for_update().filter(pk=work_id, claim=claim, state=RUNNING).first()
    if row is None:
        raise NotFound("work")
    row.state, row.ended_at, row.beat_at = state, now, now
    row.result, row.refusal = outcome.facts, outcome.failed
    row.file, row.file_name = outcome.file, outcome.name
    if outcome.file:
        row.expires_at = now + timedelta(days=settings.LINLI_KEEP_RESULT_DAYS)
    if state == DONE:
        row.done = row.total if row.total is not None else row.done
    row.save()
    record(WorkEnded(subject_id=row.pk, at=now, kind=row.kind, state=state, done=row.done, refusal=row.refusal))


def purge_results(now: datetime) -> int:
    """Delete result files whose time is over, and uploads nobody went on with; how many results."""
    rows = list(Work.objects.filter(expires_at__lt=now).exclude(file=""))
    for row in rows:
        files.keep_only(row.pk, "")
        Work.objects.filter(pk=row.pk).update(file="")
    files.drop_stale_uploads()
    return len(rows)
