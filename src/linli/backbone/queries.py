"""Reads of the backbone's own books: the log, the state of its chain, failed deliveries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from linli.backbone.jobs import retry_dead_letter
from linli.backbone.models import DeadLetter, EventRow, SealRow
from linli.kernel.ids import case_number
from linli.kernel.refusal import NotFound


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the log."""

    id: int
    at: datetime
    name: str
    subject_kind: str
    subject_id: int
    actor: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ChainState:
    """How far the log is sealed; `broken` says what the last proof found, empty when it held."""

    events: int
    sealed: int
    waiting: int
    last_seal_at: datetime | None
    last_digest: str
    broken: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A delivery that failed for good."""

    id: int
    event_id: int
    listener: str
    error: str
    tries: int
    failed_at: datetime


def entries(*, after: int, name: str, words: str, limit: int) -> Sequence[Entry]:
    """Lines of the log, newest first, from a cursor; `words` is a case number or part of an actor's name."""
    rows = EventRow.objects.order_by("-id")
    if after:
        rows = rows.filter(pk__lt=after)
    if name:
        rows = rows.filter(name=name)
    if words:
        number = case_number(words)
        rows = rows.filter(data__number=number) if "-" in number else rows.filter(actor_label__contains=words)
    return [_entry(row) for row in rows[:limit]]


def entries_with(event_ids: Iterable[int]) -> dict[int, Entry]:
    """Lines of the log by number."""
    return {row.pk: _entry(row) for row in EventRow.objects.filter(pk__in=list(event_ids))}


def _entry(row: EventRow) -> Entry:
    return Entry(row.pk, row.at, row.name, row.subject_kind, row.subject_id, row.actor_label, row.data)


def said_by(subject_kind: str, subject_id: int, person_id: int | None, names: Sequence[str]) -> bool:
    """Whether the log has one of these events about a subject by a person."""
    return person_id is not None and person_id in persons_of(subject_kind, subject_id, names)


def persons_of(subject_kind: str, subject_id: int, names: Sequence[str]) -> set[int]:
    """The persons by whom the log has one of these events about a subject."""
    rows = EventRow.objects.filter(subject_kind=subject_kind, subject_id=subject_id, name__in=names)
    return {one for one in rows.values_list("actor_person", flat=True) if one is not None}


def seats_of(subject_kind: str, subject_id: int, names: Sequence[str]) -> set[int]:
    """The seats in which the log has one of these events about a subject done."""
    rows = EventRow.objects.filter(subject_kind=subject_kind, subject_id=subject_id, name__in=names)
    return {one for one in rows.values_list("actor_seat", flat=True) if one is not None}


def chain_state() -> ChainState:
    """How far the log is sealed; the whole proof is `linli audit verify`."""
    last = SealRow.objects.order_by("-id").first()
    newest = EventRow.objects.order_by("-id").values_list("pk", flat=True).first() or 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(count), 0) FROM backbone_sealrow")
        sealed = int(cursor.fetchone()[0])
    waiting = EventRow.objects.filter(tx__gt=last.last_tx).count() if last else newest
    return ChainState(
        sealed + waiting, sealed, waiting, last.at if last else None, bytes(last.digest).hex()[:32] if last else "", ""
    )


def dead_letters() -> Sequence[Letter]:
    """Failed deliveries not yet solved, newest first."""
    rows = DeadLetter.objects.filter(solved_at=None).order_by("-id")[:200]
    return [Letter(row.pk, row.event_id, row.listener, row.error, row.tries, row.failed_at) for row in rows]


def retry(letter_id: int) -> None:
    """Try a failed delivery again; NotFound for one that is solved or absent."""
    row = DeadLetter.objects.filter(pk=letter_id, solved_at=None).first()
    if row is None:
        raise NotFound("job")
    DeadLetter.objects.filter(pk=letter_id).update(solved_at=datetime.now(UTC))
    retry_dead_letter(row)


def said_of(subject_kind: str, subject_ids: Sequence[int], name: str) -> list[dict[str, Any]]:
    """What the events of one name say of these subjects, oldest first."""
    rows = EventRow.objects.filter(subject_kind=subject_kind, subject_id__in=list(subject_ids), name=name)
    return list(rows.order_by("id").values_list("data", flat=True))


def log_of(subject_kind: str, subject_id: int, limit: int = 50) -> Sequence[Entry]:
    """What the log has about one subject, newest first."""
    rows = EventRow.objects.filter(subject_kind=subject_kind, subject_id=subject_id).order_by("-id")
    return [_entry(row) for row in rows[:limit]]
