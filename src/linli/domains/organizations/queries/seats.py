"""Reads of seats for pages: the roster, one seat with all its terms, where a viewer sits."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from linli.backbone.packs.registry import in_force
from linli.backbone.values import Viewer
from linli.domains.organizations.access import visible_seats
from linli.domains.organizations.models import Appointment, Seat
from linli.domains.organizations.queries import in_term
from linli.domains.organizations.values import MySeat, SeatRow, TermRow
from linli.domains.organizations.values.tables import organizations
from linli.domains.people.queries import names_of
from linli.kernel.ids import masked_name
from linli.kernel.refusal import NotFound


def roster(
    viewer: Viewer, *, vacant_only: bool = False, post: str = "", words: str = "", after: int = 0, limit: int = 50
) -> tuple[SeatRow, ...]:
    """Seats of the viewer's scope with who sits there, by id from a cursor."""
    today = timezone.localdate()
    rows = visible_seats(viewer).filter(pk__gt=after).select_related("organization").order_by("id")
    if post:
        rows = rows.filter(post=post)
    if words:
        rows = rows.filter(title__contains=words)
    if vacant_only:
        rows = rows.exclude(Exists(Appointment.objects.filter(in_term(today), seat=OuterRef("pk"))))
    page = list(rows[:limit])
    terms: dict[int, list[Appointment]] = {}
    for term in Appointment.objects.filter(in_term(today), seat__in=page).order_by("starts", "id"):
        terms.setdefault(term.seat_id, []).append(term)
    names = names_of(term.person_id for several in terms.values() for term in several)
    return tuple(_row(seat, terms.get(seat.pk, []), names) for seat in page)


def _row(seat: Seat, terms: list[Appointment], names: dict[int, str]) -> SeatRow:
    """A seat with all who sit there; since when and how of the one who has sat there longest."""
    pack = organizations(in_force())
    first = terms[0] if terms else None
    return SeatRow(
        id=seat.pk,
        title=seat.title,
        post=str(pack.posts[seat.post].title) if seat.post in pack.posts else seat.post,
        where=seat.organization.short_name if seat.organization else seat.place_name,
        holder="、".join(names.get(one.person_id, "") for one in terms),
        since=first.starts if first else None,
        way=str(pack.ways.get(first.way, first.way)) if first else "",
        vacant=first is None,
        many=seat.many,
        url=f"/seats/{seat.pk}/",
    )


def vacancies(viewer: Viewer) -> int:
    """How many seats of the viewer's scope stand empty today."""
    today = timezone.localdate()
    sitting = Exists(Appointment.objects.filter(in_term(today), seat=OuterRef("pk")))
    return visible_seats(viewer).exclude(sitting).count()


def seat_history(viewer: Viewer, seat_id: int) -> tuple[SeatRow, tuple[TermRow, ...]]:
    """A seat and all its terms, newest first; NotFound outside the viewer's scope."""
    seat = visible_seats(viewer).select_related("organization").filter(pk=seat_id).first()
    if seat is None:
        raise NotFound("seat")
    terms, today = list(seat.appointments.order_by("starts", "id")), timezone.localdate()
    names = names_of(term.person_id for term in terms)
    now = [one for one in terms if one.starts <= today and (one.ends is None or one.ends > today)]
    return _row(seat, now, names), tuple(_term(one, names, today) for one in reversed(terms))


def _term(row: Appointment, names: dict[int, str], today: date) -> TermRow:
    ways = organizations(in_force()).ways
    return TermRow(
        id=row.pk,
        person=names.get(row.person_id, ""),
        since=row.starts,
        until=row.ends,
        way=str(ways.get(row.way, row.way)),
        filing=row.filing,
        ended_because=row.ended_because,
        coming=row.starts > today,
        ended=row.ends is not None and row.ends <= today,
        leaves=max(today, row.starts + timedelta(days=1)),
    )


def present_term(viewer: Viewer, seat_id: int) -> int | None:
    """The id of the term that holds in a single seat today, or None; NotFound outside the viewer's scope."""
    seat = visible_seats(viewer).filter(pk=seat_id).first()
    if seat is None:
        raise NotFound("seat")
    if seat.many:
        return None
    return seat.appointments.filter(in_term(timezone.localdate())).values_list("pk", flat=True).first()


def name_shown(viewer: Viewer, person_id: int) -> str:
    """The name of somebody who sits or sat where the viewer sees it; masked for others."""
    name = names_of([person_id]).get(person_id, "")
    known = Appointment.objects.filter(person_id=person_id, seat__in=visible_seats(viewer)).exists()
    return name if known else masked_name(name)


def seat_held(person_id: int, today: date) -> str:
    """A seat in which a person sits, or is to sit; empty where they have left all."""
    terms = Appointment.objects.filter(Q(ends=None) | Q(ends__gt=today), person_id=person_id)
    term = terms.select_related("seat").order_by("starts", "pk").first()
    return term.seat.title if term else ""


def my_seats(viewer: Viewer) -> tuple[MySeat, ...]:
    """The seats the viewer holds today."""
    rows = Appointment.objects.filter(in_term(timezone.localdate()), person_id=viewer.person_id).select_related("seat")
    return tuple(
        MySeat(row.seat_id, row.seat.title, row.seat.place_name, row.starts) for row in rows.order_by("seat_id")
    )
