"""Reads of the occurrences of routines: today's round, one of them, and the entries made."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.backbone.packs.registry import version
from linli.backbone.values import Viewer
from linli.domains.duties.access import may_reveal, may_walk, seen_occurrences
from linli.domains.duties.models import Entry, EntryPhoto, Occurrence, Problem
from linli.domains.duties.values.routines import FormField, Routine, routines
from linli.domains.duties.values.rows import (
    EntryRow,
    FoundProblem,
    OccurrenceState,
    Question,
    RoundGroup,
    RoundPage,
    RoundRow,
    Today,
)
from linli.domains.people.queries import names_of
from linli.kernel.refusal import NotFound

MOST = 200
ENTRIES = 50
RATINGS = ("5", "4", "3", "2", "1")


def today(viewer: Viewer, now: datetime) -> Today:
    """What the viewer's seats have to do now, by place, most urgent first; NotFound for seats without rounds.

    `now` is in the zone of the place. What ended today is counted and listed apart.
    """
    may_walk(viewer)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    live = Q(state=OccurrenceState.OPEN, opens_at__lte=now, closes_at__gte=now)
    ended = Q(ended_at__gte=midnight, ended_at__lt=midnight + timedelta(days=1))
    # What is missed ends at most minutes after its window: the bound keeps the seat's history out of the search.
    recent = Occurrence.objects.filter(seat_id__in=viewer.seat_ids, closes_at__gte=midnight - timedelta(days=1))
    found = recent.filter(live | ended).order_by("due", "place_id", "id")
    rows = [(row, round_row(row, now)) for row in found[:MOST]]
    todo = [line for row, line in rows if row.state == OccurrenceState.OPEN]
    finished = tuple(line for row, line in rows if row.state != OccurrenceState.OPEN)
    done = sum(line.state != OccurrenceState.MISSED for line in finished)
    return Today(_groups(todo), finished, todo[0] if todo else None, done, len(rows))


def _groups(rows: Iterable[RoundRow]) -> tuple[RoundGroup, ...]:
    split: dict[str, list[RoundRow]] = {}
    for line in rows:
        split.setdefault(line.where, []).append(line)
    return tuple(RoundGroup(where, tuple(sorted(lines, key=_by_building))) for where, lines in split.items())


def _by_building(line: RoundRow) -> tuple[int, str, datetime]:
    digits = "".join(sign for sign in line.plate if sign.isdigit())
    return int(digits or 0), line.plate, line.due


def round_row(row: Occurrence, now: datetime) -> RoundRow:
    """An occurrence as a line, in the reader's language."""
    english = (get_language() or "").startswith("en")
    return RoundRow(
        row.pk,
        (english and row.title_en) or row.title_zh,
        row.plate,
        row.where,
        row.state,
        row.count,
        row.quota,
        row.opens_at,
        row.due,
        row.closes_at,
        row.checked_at is not None,
        row.state == OccurrenceState.LATE or (row.state == OccurrenceState.OPEN and row.due < now),
        (english and row.act_en) or row.act_zh,
    )


def seen(viewer: Viewer, occurrence_id: int) -> Occurrence:
    """An occurrence the viewer may see; NotFound for everybody else."""
    row = seen_occurrences(viewer).filter(pk=occurrence_id).first()
    if row is None:
        raise NotFound("occurrence")
    return row


def round_page(viewer: Viewer, occurrence_id: int, now: datetime) -> RoundPage:
    """One occurrence with its form and entries; NotFound for those it does not concern."""
    row, language = seen(viewer, occurrence_id), get_language() or ""
    routine = routines(version(row.pack_version))[row.routine]
    mine = row.seat_id in viewer.seat_ids
    form = routine.form
    return RoundPage(
        row=round_row(row, now),
        routine=row.routine,
        about=routine.about.to(language) if routine.about else "",
        day=row.day,
        seat=row.seat,
        vacant=tuple(row.vacant),
        mine=mine,
        open=row.state == OccurrenceState.OPEN and row.closes_at >= now,
        asks_door="door" in routine.evidence,
        asks_photo="photo" in routine.evidence or any(one.type == "photo" for one in form),
        takes_problem=routine.opens is not None,
        questions=tuple(question(one, language) for one in form if one.type != "photo"),
        entries=_entries(row, routine, language),
        can_reveal=may_reveal(viewer, row.place_ids),
        checked_at=row.checked_at,
    )


def question(one: FormField, language: str) -> Question:
    """A question of a pack in the reader's language."""
    options = tuple((option.key, option.to(language)) for option in one.options)
    if one.type == "rating":
        options = tuple(zip(RATINGS, (_("很满意"), _("满意"), _("一般"), _("不太满意"), _("不满意")), strict=True))
    return Question(
        one.key,
        one.title.to(language),
        one.type,
        one.hint.to(language) if one.hint else "",
        one.required,
        one.private,
        options,
        one.least,
        one.most,
    )


def _entries(row: Occurrence, routine: Routine, language: str) -> tuple[EntryRow, ...]:
    found = list(row.entries.order_by("-id").prefetch_related("photos").select_related("problem")[:ENTRIES])
    names = names_of(entry.person_id for entry in found if entry.person_id)
    return tuple(_entry(row, entry, routine, names, language) for entry in found)


def _entry(row: Occurrence, entry: Entry, routine: Routine, names: dict[int, str], language: str) -> EntryRow:
    problem = getattr(entry, "problem", None)
    asked, said = [question(one, language) for one in routine.form], entry.answers
    answers = tuple((one.title, answer(one, said[one.key])) for one in asked if one.key in said)
    private = [one.title for one in asked if one.private] if entry.private_sealed else []
    urls = [f"/rounds/{row.pk}/photos/{photo.pk}/" for photo in entry.photos.all()]
    return EntryRow(
        entry.pk,
        entry.at,
        names.get(entry.person_id or 0, entry.seat),
        answers,
        tuple(private),
        tuple((url, f"{url}small/") for url in urls),
        problem.text if problem else "",
        problem.case_number if problem else "",
    )


def answer(asked: Question, value: Any) -> str:
    """An answer in words: options by their titles."""
    titles = dict(asked.options)
    if isinstance(value, list):
        return _("、").join(titles.get(str(one), str(one)) for one in value)
    return titles.get(str(value), str(value))


def revealed(viewer: Viewer, occurrence_id: int, answers: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Private answers just revealed, with the titles of their questions."""
    row, language = seen(viewer, occurrence_id), get_language() or ""
    form = routines(version(row.pack_version))[row.routine].form
    asked = [question(one, language) for one in form if one.key in answers]
    return tuple((one.title, answer(one, answers[one.key])) for one in asked)


def entry_photo(viewer: Viewer, occurrence_id: int, photo_id: int) -> str:
    """The file of a picture; NotFound for those the occurrence does not concern."""
    row = seen(viewer, occurrence_id)
    file = EntryPhoto.objects.filter(pk=photo_id, entry__occurrence=row).values_list("file", flat=True).first()
    if file is None:
        raise NotFound("photo")
    return file


def found_problem(problem_id: int) -> FoundProblem:
    """A found problem, for the journey that opens its case."""
    found = Problem.objects.select_related("entry").filter(pk=problem_id).first()
    if found is None:
        raise NotFound("problem")
    photos = found.entry.photos.filter(of_problem=True).order_by("id").values_list("file", "width", "height")
    return FoundProblem(
        found.pk, found.entry.occurrence_id, found.text, found.kind, found.place_id, found.case_number, tuple(photos)
    )


def open_at_door(viewer: Viewer, place_id: int, now: datetime) -> int | None:
    """The viewer's most urgent open occurrence at a place, for who scanned its door; None when there is none."""
    rows = Occurrence.objects.filter(
        state=OccurrenceState.OPEN,
        place_id=place_id,
        seat_id__in=viewer.seat_ids,
        opens_at__lte=now,
        closes_at__gte=now,
    )
    return rows.order_by("due", "id").values_list("pk", flat=True).first()


def titled(occurrence_id: int) -> str:
    """An occurrence as a notice names it: what and where."""
    row = Occurrence.objects.only("title_zh", "plate").get(pk=occurrence_id)
    return f"{row.title_zh} {row.plate}"
