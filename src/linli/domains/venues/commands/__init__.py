"""Writes about venues: register, correct, hand over, open, close (C39)."""

from dataclasses import asdict, replace
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from linli.backbone.commands import command
from linli.backbone.events import record
from linli.backbone.packs.registry import in_force
from linli.backbone.values import Actor
from linli.domains.places.queries import names_by_id
from linli.domains.places.queries.outlines import outlines
from linli.domains.venues.access import check_place, venue_to_keep
from linli.domains.venues.commands.rows import changed, fill, next_code
from linli.domains.venues.events import HandoverRecorded, VenueClosed, VenueCorrected, VenueOpened, VenueRegistered
from linli.domains.venues.models import Handover, Venue
from linli.domains.venues.projections import index_words
from linli.domains.venues.queries import facts_of
from linli.domains.venues.rules import (
    check_closing,
    check_facts,
    check_handover,
    check_new,
    check_opening,
    kind_of,
    missing,
)
from linli.domains.venues.values import Facts, Handed, Status
from linli.domains.venues.values.tables import venues
from linli.kernel.refusal import NotFound, Refusal


@command
def register_venue(
    *, actor: Actor, facts: Facts, code: str = "", status: str = Status.PREPARING, day: date, now: datetime
) -> int:
    """Enter a venue that is planned or being prepared; its id. Without a point it stands where its place does, without
    a code it gets one after its place's. Refusal: as `check_facts`, venue_status, venue_known."""
    check_place(actor, facts.place_id)
    check_new(status)
    given = _checked(facts)
    place = names_by_id([given.place_id])[given.place_id]
    row = Venue(code=code or next_code(place), status=status, status_on=day)
    try:
        with transaction.atomic():
            fill(row, given, place)
    except IntegrityError as clash:
        raise Refusal("venue_known") from clash
    index_words([row.pk])
    record(VenueRegistered(subject_id=row.pk, at=now, kind=row.kind, place_id=row.place_id, status=row.status))
    return row.pk


@command
def correct_venue(*, actor: Actor, venue_id: int, facts: Facts, now: datetime) -> tuple[str, ...]:
    """Say anew what a venue is; which facts changed. An open venue keeps what it needs to be open. Refusal: as
    `check_facts`, venue_known, venue_lacks, nothing_changed."""
    row = venue_to_keep(actor, venue_id)
    if facts.place_id != row.place_id:
        check_place(actor, facts.place_id)
    given = _checked(facts)
    different = changed(row, given)
    if not different:
        raise Refusal("nothing_changed")
    if row.status == Status.OPEN and missing(given, kind_of(venues(in_force()).kinds, given.kind)):
        raise Refusal("venue_lacks")
    try:
        with transaction.atomic():
            fill(row, given, names_by_id([given.place_id])[given.place_id])
    except IntegrityError as clash:
        raise Refusal("venue_known") from clash
    index_words([row.pk])
    record(VenueCorrected(subject_id=row.pk, at=now, changed=different))
    return different


def _checked(facts: Facts) -> Facts:
    """Facts that may be entered; a venue without a point stands where its place does, until somebody knows better."""
    place = names_by_id([facts.place_id]).get(facts.place_id)
    if place is None:
        raise NotFound("place")
    known = facts if facts.point else replace(facts, point=outlines([facts.place_id])[facts.place_id].point)
    return check_facts(known, place.kind, venues(in_force()))


@command
def record_handover(*, actor: Actor, venue_id: int, handed: Handed, now: datetime, key: str = "") -> int:
    """Note that a room was handed over to a venue, for good; the record's id, the same for a repeated key. The venue's
    room, area and right of use follow it. Refusal: as `check_handover`."""
    row = venue_to_keep(actor, venue_id)
    check_handover(handed, venues(in_force()).rooms, timezone.localdate(now))
    made = Handover.objects.create(venue=row, at=now, by=actor.label, **asdict(handed))
    row.room, row.right_until, row.area = handed.room, handed.right_until, handed.area or row.area
    row.save(update_fields=["room", "right_until", "area"])
    said = {"room": handed.room, "document": handed.document, "day": handed.day.isoformat()}
    record(HandoverRecorded(subject_id=row.pk, at=now, area=str(handed.area or ""), **said))
    return made.pk


@command
def open_venue(*, actor: Actor, venue_id: int, day: date, now: datetime) -> int:
    """Open a venue from a day on; its id. Refusal: venue_open_already, venue_lacks, venue_day."""
    row = venue_to_keep(actor, venue_id)
    lacks = missing(facts_of(row), kind_of(venues(in_force()).kinds, row.kind))
    check_opening(row.status, lacks, day, row.status_on, timezone.localdate(now))
    row.status, row.status_on, row.closed_because = Status.OPEN, day, ""
    row.save(update_fields=["status", "status_on", "closed_because"])
    record(VenueOpened(subject_id=row.pk, at=now, day=day.isoformat()))
    return row.pk


@command
def close_venue(*, actor: Actor, venue_id: int, day: date, reason: str, now: datetime) -> int:
    """Close a venue from a day on, and say why; its id. Refusal: venue_closed_already, venue_reason, venue_day."""
    row = venue_to_keep(actor, venue_id)
    check_closing(row.status, reason, day, row.status_on, timezone.localdate(now))
    row.status, row.status_on, row.closed_because = Status.CLOSED, day, reason.strip()[:120]
    row.save(update_fields=["status", "status_on", "closed_because"])
    record(VenueClosed(subject_id=row.pk, at=now, day=day.isoformat(), reason=row.closed_because))
    return row.pk
