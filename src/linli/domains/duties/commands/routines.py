"""What happens by itself with routines: occurrences open at their dates, and are missed when their window ends."""

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction

from linli.backbone.commands import command
from linli.backbone.events import record
from linli.backbone.packs.registry import in_force, version_in_force
from linli.backbone.values import Actor
from linli.domains.duties.commands import book
from linli.domains.duties.events import OccurrenceMissed, OccurrenceOpened
from linli.domains.duties.models import Occurrence
from linli.domains.duties.projections import ended
from linli.domains.duties.rules.routines import Stretch, look_back, stretch
from linli.domains.duties.values import DutyPlan, DutyRole, Subject
from linli.domains.duties.values.routines import Routine, routines
from linli.domains.duties.values.rows import OccurrenceState
from linli.domains.duties.values.tables import working_calendar
from linli.domains.organizations.queries import holder_for
from linli.domains.organizations.values import Holding
from linli.domains.places.queries import ids_of_kind, place_info
from linli.domains.places.values import PlaceInfo
from linli.kernel.cadence import Date, dates
from linli.kernel.calendar import UnknownYear
from linli.kernel.refusal import NotFound, Refusal

log = logging.getLogger(__name__)

BATCH = 2000
SUBJECT = "occurrence"


class Coming(NamedTuple):
    """An occurrence that is due to open: the routine, its date and stretch, and where."""

    key: str
    routine: Routine
    date: Date
    stretch: Stretch
    place_id: int


def coming(now: datetime) -> list[Coming]:
    """The occurrences that can still be done on time and do not exist yet; at most so many at once.

    `now` is in the zone of the place. A routine that needs the notice of an unknown year waits for it: nothing is
    guessed, the log says so.
    """
    found: list[Coming] = []
    for key, routine in routines(in_force()).items():
        try:
            for date, open_stretch in _open_dates(routine, now):
                found += _missing(key, routine, date, open_stretch)
        except UnknownYear as unknown:
            log.warning("routine %s waits for the calendar of %s", key, unknown.year)
    return found[:BATCH]


def _open_dates(routine: Routine, now: datetime) -> Iterator[tuple[Date, Stretch]]:
    calendar, today = working_calendar(), now.date()
    for date in dates(routine.cadence, today - look_back(routine), today, routine.holidays, calendar):
        found = stretch(routine, date, calendar)
        if found.opens_at <= now < found.due:
            yield date, found


def _missing(key: str, routine: Routine, date: Date, found: Stretch) -> Iterator[Coming]:
    rows = Occurrence.objects.filter(routine=key)
    known = set(rows.filter(planned=date.planned).values_list("place_id", flat=True))
    known |= set(rows.filter(day=date.day).values_list("place_id", flat=True))
    for place_id in ids_of_kind(routine.each):
        if place_id not in known:
            yield Coming(key, routine, date, found, place_id)


@command
def open_occurrence(*, actor: Actor, one: Coming, now: datetime) -> int:
    """Make an occurrence and give its duty to the seat at the place, walking up; NotFound when it exists already.

    Where no seat exists at all the occurrence stands without a holder: it is seen, and missed if nobody is found.
    """
    place = place_info(one.place_id)
    holding = _holding(one.routine, place, now)
    row = _row(one, place)
    if holding is not None:
        row.seat_id, row.seat = holding.seat.id, holding.seat.title
        row.vacant = [seat.title for seat in holding.vacant]
    else:
        row.vacant = list(one.routine.seat)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as twice:
        raise NotFound("occurrence") from twice
    if holding is not None:
        row.duty_id = book.assign(_subject(row), [_plan(row, one.key)], now)[0]
        row.save(update_fields=["duty_id"])
    record(
        OccurrenceOpened(
            **said(row, now), planned=row.planned.isoformat(), due=row.due.isoformat(), vacant=tuple(row.vacant)
        )
    )
    return row.pk


def _holding(routine: Routine, place: PlaceInfo, now: datetime) -> Holding | None:
    try:
        return holder_for(routine.seat, [step.id for step in place.path], now.date())
    except Refusal:
        return None


def _row(one: Coming, place: PlaceInfo) -> Occurrence:
    routine = one.routine
    return Occurrence(
        routine=one.key,
        pack_version=version_in_force(),
        title_zh=routine.title.zh,
        title_en=routine.title.en,
        act_zh=routine.act.zh,
        act_en=routine.act.en,
        place_id=place.id,
        place_ids=[step.id for step in place.path],
        plate=place.plate,
        where=place.where,
        planned=one.date.planned,
        day=one.date.day,
        opens_at=one.stretch.opens_at,
        due=one.stretch.due,
        closes_at=one.stretch.closes_at,
        quota=routine.quota,
    )


def number_of(row: Occurrence) -> str:
    """The number an occurrence is called by."""
    return f"R{row.day:%y%m%d}-{row.pk}"


def said(row: Occurrence, now: datetime) -> dict[str, Any]:
    """What every event of an occurrence says first."""
    return {
        "subject_id": row.pk,
        "at": now,
        "routine": row.routine,
        "number": number_of(row),
        "place_id": row.place_id,
        "seat_id": row.seat_id,
        "seat": row.seat,
    }


def _subject(row: Occurrence) -> Subject:
    return Subject(
        SUBJECT,
        row.pk,
        number_of(row),
        row.title_zh,
        row.plate[:30],
        row.where,
        "routine",
        row.place_id,
        tuple(row.place_ids),
    )


def _plan(row: Occurrence, key: str) -> DutyPlan:
    return DutyPlan(
        seat_id=row.seat_id or 0,
        role=DutyRole.MAIN,
        stage=key[:30],
        stage_words=(row.title_zh[:30], row.title_en[:60]),
        act="round",
        act_words=(row.act_zh, row.act_en),
        due=row.due,
    )


def ended_ids(now: datetime) -> list[int]:
    """Open occurrences whose window is over."""
    rows = Occurrence.objects.filter(state=OccurrenceState.OPEN, closes_at__lt=now).order_by("closes_at")
    return list(rows.values_list("pk", flat=True)[:BATCH])


@command
def miss_occurrence(*, actor: Actor, occurrence_id: int, now: datetime) -> None:
    """Note that the window of an occurrence ended before it was done; NotFound when somebody was quicker."""
    row = (
        Occurrence.objects.select_for_update(skip_locked=True)
        .filter(pk=occurrence_id, state=OccurrenceState.OPEN, closes_at__lt=now)
        .first()
    )
    if row is None:
        raise NotFound("occurrence")
    row.state, row.ended_at = OccurrenceState.MISSED, now
    row.save(update_fields=["state", "ended_at"])
    if row.duty_id is not None:
        book.cancel([row.duty_id], OccurrenceState.MISSED)
    ended(row)
    record(OccurrenceMissed(**said(row, now), count=row.count, quota=row.quota))
