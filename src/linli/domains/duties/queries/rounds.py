"""Reads of the occurrences of routines: today's round, one of them, and the entries made."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import get_language

from linli.backbone.crypto import unseal
from linli.backbone.packs.forms import fields_of
from linli.backbone.packs.registry import version
from linli.backbone.values import Viewer
from linli.domains.duties.access import may_reveal, may_walk, seen_occurrences
from linli.domains.duties.models import Entry, EntryPaper, EntryPhoto, Occurrence, Problem
from linli.domains.duties.rules.routines import questions
from linli.domains.duties.values.routines import routines
from linli.domains.duties.values.rows import (
    EntryFile,
    EntryRow,
    FoundProblem,
    OccurrenceState,
    RoundGroup,
    RoundPage,
    RoundRow,
    Today,
)
from linli.domains.organizations.queries import organization_names, unit_choices
from linli.domains.people.queries import names_of
from linli.domains.places.queries import names_of as place_names
from linli.domains.places.queries import under
from linli.kernel.fields import Field
from linli.kernel.refusal import NotFound
from linli.ui.packed import in_language, shown
from linli.ui.papers import size_words

MOST = 200
ENTRIES = 50


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
    digits = "".join(sign for sign in line.plate if sign.isdecimal())
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
    asked, _photo = questions(routine)
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
        asks_photo="photo" in routine.evidence or len(asked) < len(routine.form),
        takes_problem=routine.opens is not None,
        questions=asked,
        entries=_entries(row, fields_of(routine.form)),
        can_reveal=may_reveal(viewer, row.place_ids),
        checked_at=row.checked_at,
        units=unit_choices() if any(one.type == "organization" for one in asked) else (),
        places=_places(row) if any(one.type == "place" for one in asked) else (),
    )


def _places(row: Occurrence) -> tuple[tuple[str, str], ...]:
    """The doors at the occurrence's place, for a question that asks where."""
    return tuple((str(one.id), one.name) for one in under(row.place_id, "building"))


def _entries(row: Occurrence, form: tuple[Field, ...]) -> tuple[EntryRow, ...]:
    found = list(row.entries.order_by("-id").prefetch_related("photos", "papers").select_related("problem")[:ENTRIES])
    people = names_of(entry.person_id for entry in found if entry.person_id)
    chosen = _chosen(form, [entry.answers for entry in found])
    return tuple(_entry(row, entry, form, people, chosen) for entry in found)


def _entry(
    row: Occurrence, entry: Entry, form: tuple[Field, ...], people: dict[int, str], chosen: dict[int, str]
) -> EntryRow:
    problem = getattr(entry, "problem", None)
    hidden = [in_language(one.words) for one in form if one.private] if entry.private_sealed else []
    urls = [f"/rounds/{row.pk}/photos/{photo.pk}/" for photo in entry.photos.all()]
    return EntryRow(
        entry.pk,
        entry.at,
        people.get(entry.person_id or 0, entry.seat),
        _said(form, entry.answers, chosen),
        tuple(hidden),
        tuple((url, f"{url}small/") for url in urls),
        problem.text if problem else "",
        problem.case_number if problem else "",
        _files(row, entry, form),
    )


def _files(row: Occurrence, entry: Entry, form: tuple[Field, ...]) -> tuple[EntryFile, ...]:
    """The papers of an entry, in the order they were given."""
    titles = {one.key: in_language(one.words) for one in form}
    return tuple(
        EntryFile(
            titles.get(one.field, ""),
            unseal(bytes(one.name_sealed)),
            size_words(one.size),
            f"/rounds/{row.pk}/papers/{one.pk}/",
        )
        for one in sorted(entry.papers.all(), key=lambda one: one.pk)
    )


def entry_paper(viewer: Viewer, occurrence_id: int, paper_id: int) -> tuple[str, str, str]:
    """The file, kind and name of a paper; NotFound for those the occurrence does not concern."""
    row = seen(viewer, occurrence_id)
    found = EntryPaper.objects.filter(pk=paper_id, entry__occurrence=row).first()
    if found is None:
        raise NotFound("paper")
    return found.file, found.kind, unseal(bytes(found.name_sealed))


def _said(form: tuple[Field, ...], values: Mapping[str, Any], chosen: Mapping[int, str]) -> tuple[tuple[str, str], ...]:
    """Answers in words, in the order of the form."""
    return tuple((in_language(one.words), shown(one, values[one.key], chosen)) for one in form if one.key in values)


def _chosen(form: tuple[Field, ...], values: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    """The names of the units and places that answers speak of."""
    ids: dict[str, set[int]] = {"organization": set(), "place": set()}
    for field in form:
        if field.type in ids:
            ids[field.type] |= {given[field.key] for given in values if field.key in given}
    units = organization_names(ids["organization"]) if ids["organization"] else {}
    places = place_names(ids["place"]) if ids["place"] else {}
    return {**{pk: one.name for pk, one in units.items()}, **places}


def revealed(viewer: Viewer, occurrence_id: int, answers: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Private answers just revealed, with the titles of their questions."""
    row = seen(viewer, occurrence_id)
    form = fields_of(routines(version(row.pack_version))[row.routine].form)
    return _said(form, answers, _chosen(form, [answers]))


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
