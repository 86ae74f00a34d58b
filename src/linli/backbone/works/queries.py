"""Reads of long work: one's own, and nobody else's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from linli.backbone.models import Work
from linli.backbone.refusals import next_step, sentence
from linli.backbone.values import Viewer
from linli.backbone.works import files
from linli.backbone.works.commands import CANCELLED, DONE, FAILED, LIVE, RUNNING
from linli.backbone.works.kinds import Kind, Wrong, kind_of
from linli.kernel.refusal import NotFound, Refusal

SILENT = timedelta(seconds=45)
MOST = 60


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A long work as its page shows it; `said` is what came of it or what it is busy with, `silent` that its worker
    has not been heard of for a while."""

    id: int
    icon: str
    title: str
    state: str
    live: bool
    done: int
    total: int | None
    said: str
    next: str
    asked_at: datetime
    ended_at: datetime | None
    file_name: str
    expires_at: datetime | None
    cancel_asked: bool
    silent: bool
    again: str
    see: str
    wrong: Sequence[Wrong]

    @property
    def url(self) -> str:
        """Its page."""
        return f"/works/{self.id}/"

    @property
    def percent(self) -> int | None:
        """How much of a hundred is done, where that is known."""
        return min(100, self.done * 100 // self.total) if self.total else None


def my_works(viewer: Viewer, before: int = 0) -> Sequence[WorkRow]:
    """What the viewer asked for, newest first."""
    rows = Work.objects.filter(person_id=viewer.person_id).order_by("-id")
    rows = rows.filter(pk__lt=before) if before else rows
    return [_row(row) for row in rows[:MOST]]


def work(viewer: Viewer, work_id: int) -> WorkRow:
    """One of the viewer's own works; NotFound for any other."""
    return _row(_own(viewer, work_id))


def titles_seen(viewer: Viewer, ids: Iterable[int]) -> dict[int, str]:
    """What those of these works do that the viewer asked for."""
    rows = Work.objects.filter(pk__in=list(ids), person_id=viewer.person_id) if viewer.person_id else ()
    return {row.pk: kind_of(row.kind).title(row.params) for row in rows}


def facts_of(viewer: Viewer, work_id: int) -> dict[str, Any]:
    """What came of one of the viewer's own works, as plain facts; NotFound for any other."""
    return dict(_own(viewer, work_id).result)


def result(viewer: Viewer, work_id: int) -> tuple[Path, str]:
    """Where the result lies and what it is called; NotFound for another's work, and once it was purged."""
    row = _own(viewer, work_id)
    return files.result_path(row.pk, row.file), row.file_name


def _own(viewer: Viewer, work_id: int) -> Work:
    row = Work.objects.filter(pk=work_id, person_id=viewer.person_id).first() if viewer.person_id else None
    if row is None:
        raise NotFound("work")
    return row


def _row(row: Work) -> WorkRow:
    kind, no = kind_of(row.kind), Refusal(row.refusal, **row.result) if row.state == FAILED else None
    beat = row.beat_at or row.asked_at
    return WorkRow(
        row.pk,
        kind.icon,
        kind.title(row.params),
        row.state,
        row.state in LIVE,
        row.done,
        row.total,
        sentence(no) if no else _said(row, kind),
        next_step(no.code) if no else "",
        row.asked_at,
        row.ended_at,
        row.file_name if row.file else "",
        row.expires_at,
        row.cancel_asked,
        row.state == RUNNING and datetime.now(UTC) - beat > SILENT,
        kind.again(row.params, row.person_id, row.pk) if no else "",
        kind.see(row.params, row.pk) if row.state == DONE else "",
        kind.wrong(row.params, row.result) if no else (),
    )


def _said(row: Work, kind: Kind) -> str:
    """What it is busy with, or what came of it: of what was stopped there is nothing to count."""
    if row.state == CANCELLED:
        return _("停下了，什么都没有留下")
    return kind.phase(row.checkpoint) if row.state in LIVE else kind.said(row.result)
