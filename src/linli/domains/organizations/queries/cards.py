"""Every read about public cards (三亮, C08): duties and promise of a seat; name and phone by consent."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import get_language

from linli.backbone.packs.registry import in_force
from linli.backbone.values import Viewer
from linli.domains.organizations.access import check_reader, reach
from linli.domains.organizations.models import Appointment, PromiseDraft, Seat
from linli.domains.organizations.queries import in_term
from linli.domains.organizations.values.registers import Card, Draft
from linli.domains.organizations.values.tables import Post, organizations
from linli.domains.people.queries import public_persons
from linli.domains.people.values import PublicPerson
from linli.domains.places.queries import ids_under, names_by_id
from linli.kernel.ids import masked_phone
from linli.kernel.refusal import NotFound


def shown_posts() -> dict[str, Post]:
    """The posts whose cards may stand on the wall."""
    return {key: post for key, post in organizations(in_force()).posts.items() if post.shown}


def shown_choices() -> tuple[tuple[str, str], ...]:
    """The same, for a choice."""
    language = get_language() or ""
    return tuple((key, post.title.to(language)) for key, post in shown_posts().items())


def cards(
    viewer: Viewer, *, post: str = "", words: str = "", place_id: int = 0, after: int = 0, limit: int = 37
) -> tuple[Card, ...]:
    """Cards of seats in reach by id from a cursor; of one post, or at one place and below."""
    check_reader(viewer)
    rows = Seat.objects.filter(closed_at=None, post__in=list(shown_posts()), place_id__among=reach(viewer))
    rows = rows.filter(organization=None, pk__gt=after)
    if post:
        rows = rows.filter(post=post)
    if words:
        rows = rows.filter(title__contains=words)
    if place_id:
        rows = rows.filter(place_id__among=[place_id, *ids_under(place_id)])
    return _cards(rows.order_by("id")[:limit])


def wall(viewer: Viewer, place_id: int, limit: int = 60) -> tuple[str, str, tuple[Card, ...]]:
    """What the wall of a compound or building shows: its name, the place above, the cards there and below."""
    place = names_by_id([place_id]).get(place_id)
    if place is None or place_id not in reach(viewer):
        raise NotFound("place")
    return place.name, place.above, cards(viewer, place_id=place_id, limit=limit)


def card(viewer: Viewer, seat_id: int) -> Card:
    """One card; NotFound outside of reach or for a post not shown."""
    rows = Seat.objects.filter(pk=seat_id, closed_at=None, post__in=list(shown_posts()), organization=None)
    found = _cards(rows.filter(place_id__among=reach(viewer)))
    if not found:
        raise NotFound("card")
    return found[0]


def draft(draft_id: int) -> Draft:
    """A promise that was proposed in a workbook."""
    row = PromiseDraft.objects.select_related("seat").get(pk=draft_id)
    seat = row.seat
    return Draft(seat.pk, f"{seat.post}@{seat.place_kind}", seat.place_id or 0, row.words, row.due, row.case_number)


def promise_case(seat_id: int) -> int | None:
    """The case of the promise that stands on a seat's card; None where none does."""
    return Seat.objects.filter(pk=seat_id).values_list("promise_case", flat=True).first()


def _cards(page: Iterable[Seat]) -> tuple[Card, ...]:
    seats, posts, language = list(page), shown_posts(), get_language() or ""
    terms = Appointment.objects.filter(in_term(timezone.localdate()), seat__in=[seat.pk for seat in seats])
    sitting = dict(terms.order_by("-id").values_list("seat_id", "person_id"))
    persons = public_persons(set(sitting.values()))
    return tuple(_card(seat, posts[seat.post], persons.get(sitting.get(seat.pk, 0)), language) for seat in seats)


def _card(seat: Seat, post: Post, person: PublicPerson | None, language: str) -> Card:
    return Card(
        seat.pk,
        seat.title,
        post.title.to(language),
        seat.place_name,
        person.name if person else "",
        person.surname if person else "",
        person.phone if person else "",
        masked_phone(person.phone) if person else "",
        person is None,
        person is not None and not person.name,
        tuple(words.to(language) for words in post.duties),
        seat.promise,
        seat.promise_due,
        seat.promise_kept,
        seat.promise_due is not None and seat.promise_kept is None and seat.promise_due < timezone.localdate(),
        seat.promise_number,
    )
