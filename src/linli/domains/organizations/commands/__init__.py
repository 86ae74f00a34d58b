"""Every write about organizations, seats and appointments."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction

from linli.backbone.commands import command
from linli.backbone.events import record
from linli.backbone.moments import local_day
from linli.backbone.packs.registry import in_force
from linli.backbone.values import Actor
from linli.domains.organizations.access import fillable_seats
from linli.domains.organizations.events import AppointmentEnded, OrganizationAdded, PersonAppointed, SeatCreated
from linli.domains.organizations.models import Appointment, Organization, Seat
from linli.domains.organizations.projections import index_names
from linli.domains.organizations.rules import check_term, first_day_without
from linli.domains.organizations.values.tables import organizations
from linli.kernel.refusal import NotFound, Refusal
from linli.ui.timewords import full_day


@command
def add_organization(
    *, actor: Actor, kind: str, name: str, short_name: str, place_id: int | None, now: datetime
) -> int:
    """Enter an organization; its id."""
    row = Organization.objects.create(kind=kind, name=name, short_name=short_name, place_id=place_id)
    index_names([row.pk])
    record(OrganizationAdded(subject_id=row.pk, at=now, kind=kind, name=name))
    return row.pk


@command
def create_seat(
    *,
    actor: Actor,
    post: str,
    title: str,
    place: tuple[int, str, str, Sequence[int]],
    organization_id: int | None = None,
    now: datetime,
) -> int:
    """Create a seat at a place (id, kind, name, ids from the root), or in an organization seated there; its id."""
    place_id, kind, name, ancestors = place
    rules = organizations(in_force()).posts[post]
    row = Seat.objects.create(
        post=post,
        title=title,
        place_id=place_id,
        place_kind="" if organization_id else kind,
        place_name=name,
        place_ancestors=list(ancestors),
        organization_id=organization_id,
        many=rules.many,
        promise=str(rules.promise or ""),
    )
    record(SeatCreated(subject_id=row.pk, at=now, post=post, title=title))
    return row.pk


@command
def appoint(
    *,
    actor: Actor,
    seat_id: int,
    person_id: int,
    way: str,
    starts: date,
    ends: date | None = None,
    filing: str = "",
    now: datetime,
) -> int:
    """Put a person in a seat for a term; the appointment's id. Refusal: bad_term, wrong_way, seat_taken."""
    seat = _seat_to_fill(actor, seat_id)
    check_term(starts, ends)
    if way not in organizations(in_force()).ways:
        raise Refusal("wrong_way")
    try:
        with transaction.atomic():
            row = Appointment.objects.create(
                seat=seat, person_id=person_id, starts=starts, ends=ends, way=way, filing=filing, single=not seat.many
            )
    except IntegrityError as clash:
        raise Refusal("seat_taken") from clash
    record(PersonAppointed(subject_id=seat_id, at=now, person_id=person_id, way=way, starts=starts.isoformat()))
    return row.pk


@command
def end_appointment(
    *,
    actor: Actor,
    appointment_id: int,
    ends: date,
    reason: str,
    successor_id: int | None = None,
    way: str = "",
    filing: str = "",
    now: datetime,
) -> None:
    """End a term; with a successor the seat is handed over the same day. A term that has not begun is taken back,
    whatever day is said, and who was to be replaced goes on as before. Duties stay with the seat. Refusal: sits_since,
    last_to_appoint, and those of `appoint`."""
    row = Appointment.objects.select_for_update().select_related("seat").filter(pk=appointment_id).first()
    if row is None:
        raise NotFound("appointment")
    today, administering = local_day(now), _administering(row.seat)
    _seat_to_fill(actor, row.seat_id)
    alone_from = first_day_without(_terms_of(administering), today)
    stays = None
    if row.starts > today:
        stays = _take_back(row, followed=successor_id is not None)
    elif ends <= row.starts:
        raise Refusal("sits_since", since=full_day(row.starts))
    else:
        Appointment.objects.filter(pk=row.pk).update(ends=ends, ended_because=reason)
    if successor_id:
        successor = appoint(
            actor=actor,
            seat_id=row.seat_id,
            person_id=successor_id,
            way=way or row.way,
            starts=ends,
            filing=filing,
            now=now,
        )
        _replace(row, successor)
    _check_administered(alone_from, first_day_without(_terms_of(administering), today))
    _record_end(row, reason, successor_id, stays, now)


def _record_end(row: Appointment, reason: str, successor: int | None, stays: int | None, now: datetime) -> None:
    ended = AppointmentEnded(
        subject_id=row.seat_id, at=now, person_id=row.person_id, reason=reason, successor_id=successor, stays_id=stays
    )
    record(ended)


def _take_back(row: Appointment, *, followed: bool) -> int | None:
    """Delete a term that has not begun; the person who stays because of it, if nobody is to follow in its place."""
    row.delete()
    if followed or row.replaces_id is None:
        return None
    before = Appointment.objects.select_for_update().filter(pk=row.replaces_id, ends=row.starts).first()
    if before is None:
        return None
    before.ends, before.ended_because = row.replaced_until, row.replaced_because
    before.save(update_fields=["ends", "ended_because"])
    return before.person_id


def _replace(row: Appointment, successor: int) -> None:
    """Remember how a term stood that another one cuts short; one that was taken back never stood."""
    if row.pk:
        before = {"replaces": row.pk, "replaced_until": row.ends, "replaced_because": row.ended_because}
        Appointment.objects.filter(pk=successor).update(**before)


def _administering(seat: Seat) -> list[int]:
    """The seats whose holders may fill this one, if it is one of those that fill others: locked, so that two who leave
    at once do not each count on the other."""
    posts = [key for key, post in organizations(in_force()).posts.items() if "appoint" in post.rights]
    if seat.post not in posts:
        return []
    rows = Seat.objects.filter(post__in=posts, place_id__in=seat.place_ancestors, closed_at=None)
    return list(rows.select_for_update().order_by("id").values_list("pk", flat=True))


def _terms_of(seat_ids: list[int]) -> list[tuple[date, date | None]]:
    return list(Appointment.objects.filter(seat__in=seat_ids).values_list("starts", "ends")) if seat_ids else []


def _check_administered(before: date | None, after: date | None) -> None:
    """Refusal(last_to_appoint) where nobody could appoint any more, from an earlier day than was foreseen."""
    if after is not None and (before is None or after < before):
        raise Refusal("last_to_appoint", day=full_day(after))


def _seat_to_fill(actor: Actor, seat_id: int) -> Seat:
    rows = Seat.objects.filter(closed_at=None) if actor.kind == "system" else None
    if rows is None:
        if actor.viewer is None:
            raise NotFound("seat")
        rows = fillable_seats(actor.viewer)
    seat = rows.select_for_update().filter(pk=seat_id).first()
    if seat is None:
        raise NotFound("seat")
    return seat
