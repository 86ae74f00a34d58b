"""What people do on a round: check in at a door, fill the form, say what they found."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from json import dumps, loads
from typing import Any, TypedDict

from linli.adapters.papers import StoredPaper
from linli.adapters.photos import Stored
from linli.backbone.commands import command
from linli.backbone.crypto import seal, unseal
from linli.backbone.events import record
from linli.backbone.packs.forms import fields_of
from linli.backbone.packs.registry import version
from linli.backbone.values import Actor
from linli.domains.duties.access import may_reveal, occurrence_to_change, seen_occurrences
from linli.domains.duties.commands import book
from linli.domains.duties.commands.routines import said
from linli.domains.duties.events import (
    EntryKept,
    EntryRevealed,
    OccurrenceCheckedIn,
    OccurrenceDone,
    ProblemFound,
    ProblemLinked,
)
from linli.domains.duties.models import Entry, EntryLook, EntryPaper, EntryPhoto, Occurrence, Problem
from linli.domains.duties.projections import ended
from linli.domains.duties.rules.routines import check_entry, check_open, outcome
from linli.domains.duties.values.routines import Routine, routines
from linli.domains.duties.values.rows import OccurrenceState
from linli.domains.places.queries import door as find_door
from linli.kernel.fields import parted
from linli.kernel.ids import door_code
from linli.kernel.refusal import NotFound, Refusal


class Kept(TypedDict):
    """What a sender gets: the entry, and whether the occurrence is done with it."""

    entry: int
    done: bool


@command
def keep_entry(
    *,
    actor: Actor,
    occurrence_id: int,
    answers: Mapping[str, Any],
    now: datetime,
    code: str = "",
    photos: Sequence[Stored] = (),
    problem: str = "",
    problem_photos: Sequence[Stored] = (),
    key: str = "",
) -> Kept:
    """Keep a filled form; the last of the quota ends the occurrence. A repeated `key` answers as the first time.

    Refusals: round_over, wrong_door, door_revoked, needs, bad_field, text_too_long.
    """
    row = occurrence_to_change(actor.viewer, occurrence_id)
    check_open(row.state, row.closes_at, now)
    routine = routine_of(row)
    place_id = _check_in(row, code, now)
    words = problem.replace("\x00", "").strip() if routine.opens else ""
    checked_in = row.checked_at is not None
    papers = _stored(routine, answers)
    given = {key: value for key, value in answers.items() if papers.get(key, True)}
    values = check_entry(routine, given, checked_in=checked_in, photos=len(photos), problem=words)
    entry = _entry(row, routine, {key: one for key, one in values.items() if key not in papers}, actor, now)
    _give(entry, papers)
    _attach(entry, photos, of_problem=False)
    row.count += 1
    record(EntryKept(**said(row, now), entry_id=entry.pk, count=row.count, quota=row.quota, photos=len(photos)))
    if words:
        found = Problem.objects.create(entry=entry, text=words, kind=routine.opens or "", place_id=place_id)
        _attach(entry, problem_photos, of_problem=True)
        record(ProblemFound(**said(row, now), problem_id=found.pk, kind=found.kind))
    if row.count >= row.quota:
        _end(row, now)
    row.save(update_fields=["count", "state", "ended_at", "checked_at"])
    return Kept(entry=entry.pk, done=row.state != OccurrenceState.OPEN)


def routine_of(row: Occurrence) -> Routine:
    """The routine as the pack said when the occurrence opened."""
    return routines(version(row.pack_version))[row.routine]


def _check_in(row: Occurrence, text: str, now: datetime) -> int:
    """Note who stands at a door of the place; the place of that door, else the occurrence's own."""
    if not text.strip():
        return row.place_id
    try:
        door = find_door(door_code(text))
    except NotFound as unknown:
        raise Refusal("wrong_door") from unknown
    if row.place_id not in [step.id for step in door.place.path]:
        raise Refusal("wrong_door")
    if door.revoked:
        raise Refusal("door_revoked")
    row.checked_at = now
    record(OccurrenceCheckedIn(**said(row, now), door_id=door.id))
    return door.place.id


def _entry(row: Occurrence, routine: Routine, values: Mapping[str, Any], actor: Actor, now: datetime) -> Entry:
    shown, private = parted(fields_of(routine.form), values)
    return Entry.objects.create(
        occurrence=row,
        at=now,
        person_id=actor.person_id,
        seat=row.seat,
        answers=shown,
        private_sealed=seal(dumps(private, ensure_ascii=False) if private else ""),
    )


def _stored(routine: Routine, answers: Mapping[str, Any]) -> dict[str, list[StoredPaper]]:
    """The stored papers of each question that takes them; empty where none was given, whatever else stands there."""
    takes = [key for key, field in routine.form.items() if field.type == "file"]
    given = {key: answers.get(key) or () for key in takes}
    return {key: [one for one in found if isinstance(one, StoredPaper)] for key, found in given.items()}


def _give(entry: Entry, papers: Mapping[str, Sequence[StoredPaper]]) -> None:
    """Add papers to an entry; the names they came with are sealed, for names of files name people."""
    EntryPaper.objects.bulk_create(
        EntryPaper(entry=entry, field=key, file=one.file, kind=one.kind, size=one.size, name_sealed=seal(one.name))
        for key, several in papers.items()
        for one in several
    )


def _attach(entry: Entry, photos: Sequence[Stored], *, of_problem: bool) -> None:
    EntryPhoto.objects.bulk_create(
        EntryPhoto(entry=entry, of_problem=of_problem, file=one.file, width=one.width, height=one.height)
        for one in photos
    )


def _end(row: Occurrence, now: datetime) -> None:
    row.state, row.ended_at = outcome(now, row.due), now
    if row.duty_id is not None:
        book.finish([row.duty_id], row.state, now)
    ended(row, problems=Problem.objects.filter(entry__occurrence=row).count())
    record(OccurrenceDone(**said(row, now), late=row.state == OccurrenceState.LATE))


@command
def link_problem(*, actor: Actor, problem_id: int, case_number: str, now: datetime) -> None:
    """Leave the number of the case a found problem became; NotFound when it has one."""
    found = Problem.objects.select_for_update().filter(pk=problem_id, case_number="").first()
    if found is None:
        raise NotFound("problem")
    found.case_number = case_number
    found.save(update_fields=["case_number"])
    record(ProblemLinked(**said(found.entry.occurrence, now), problem_id=found.pk, case_number=case_number))


@command
def reveal_entry(*, actor: Actor, occurrence_id: int, entry_id: int, reason: str, now: datetime) -> dict[str, Any]:
    """The private answers of an entry by question, for who may reveal there; logged with the reason.

    Refusal(reason_needed); NotFound for those without the right.
    """
    viewer = actor.viewer
    row = seen_occurrences(viewer).filter(pk=occurrence_id).first() if viewer else None
    if viewer is None or row is None or not may_reveal(viewer, row.place_ids):
        raise NotFound("entry")
    entry = row.entries.filter(pk=entry_id).first()
    if entry is None:
        raise NotFound("entry")
    words = reason.replace("\x00", "").strip()[:200]
    if not words:
        raise Refusal("reason_needed")
    look = EntryLook.objects.create(entry=entry, reason=words, at=now)
    record(EntryRevealed(**said(row, now), entry_id=entry.pk, look_id=look.pk))
    return private_answers(entry)


def private_answers(entry: Entry) -> dict[str, Any]:
    """What is sealed in an entry, by question."""
    text = unseal(entry.private_sealed)
    return dict(loads(text)) if text else {}
