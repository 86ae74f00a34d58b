"""Every read about organizations, seats and who sits in them."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import get_language

from linli.backbone import sql
from linli.backbone.packs.registry import in_force, version, version_in_force
from linli.backbone.values import Held, Viewer
from linli.domains.organizations.models import Appointment, Organization, Seat
from linli.domains.organizations.rules import choose_holder, split_expression
from linli.domains.organizations.values import Holding, Incumbent, OrganizationInfo, SeatInfo
from linli.domains.organizations.values.tables import organizations
from linli.domains.people.queries import signed_in
from linli.domains.places.queries import ids_under, points_of
from linli.kernel.geometry import Lonlat, metres_between

NOBODY = Viewer(0, 0, "")
CURRENT_SEAT = "seat"


def in_term(today: date) -> Q:
    """The terms that hold on a day."""
    return Q(starts__lte=today) & (Q(ends=None) | Q(ends__gt=today))


def viewer_of_request(request: Any) -> Viewer:
    """The viewer behind a request: the person signed in, with the seats they hold today; else nobody."""
    person = signed_in(request.session)
    if person is None:
        return NOBODY
    return viewer_of(person.account_id, person.person_id, person.name, request.session.get(CURRENT_SEAT))


_HELD = """
SELECT s.id, s.post, s.title, s.place_id, s.place_kind, s.place_name, s.organization_id FROM organizations_seat s
WHERE s.closed_at IS NULL AND s.id IN (
  SELECT seat_id FROM organizations_appointment
  WHERE person_id = %s AND starts <= %s AND (ends IS NULL OR ends > %s)) ORDER BY s.id
"""


@lru_cache(maxsize=8)
def _rights(pack_version: int) -> dict[str, frozenset[str]]:
    posts = organizations(version(pack_version)).posts
    return {key: frozenset(post.rights) for key, post in posts.items()}


def viewer_of(account_id: int, person_id: int, name: str, current: int | None = None) -> Viewer:
    """A person with the seats they hold today and what each lets them do."""
    today, rights = timezone.localdate(), _rights(version_in_force())
    held = tuple(
        Held(pk, post, title, place, kind, where, body, rights.get(post, frozenset()))
        for pk, post, title, place, kind, where, body in sql.rows(_HELD, [person_id, today, today])
    )
    return Viewer(account_id, person_id, name, held, current)


# By key: an EXISTS would read every appointment of the town.
_SEAT = """
SELECT s.id, s.post, s.title, s.place_id, s.place_kind, s.place_name, s.organization_id, coalesce((
  SELECT true FROM organizations_appointment a
  WHERE a.seat_id = s.id AND a.starts <= %s AND (a.ends IS NULL OR a.ends > %s) LIMIT 1), false),
  coalesce(o.short_name, '')
FROM organizations_seat s LEFT JOIN organizations_organization o ON o.id = s.organization_id
"""
_NEAR = f"""{_SEAT} WHERE s.closed_at IS NULL AND s.post = ANY(%s)
  AND ((s.place_id = ANY(%s) AND s.organization_id IS NULL) OR s.organization_id = %s)
"""


def _near(posts: list[str], places: list[int], today: date, body: int | None) -> list[tuple[Any, ...]]:
    """The seats of these posts at these places or in this body; an import reads them once for the whole town."""
    if not sql.is_gathering():
        return sql.rows(_NEAR, [today, today, posts, places, body])
    known = sql.once(("seats", tuple(sorted(posts)), today), lambda: _by_place(posts, today))
    keys = [*((place, None) for place in places), *([(None, body)] if body else [])]
    return [row for key in keys for row in known.get(key, ())]


def _by_place(posts: list[str], today: date) -> dict[tuple[int | None, int | None], list[tuple[Any, ...]]]:
    found: dict[tuple[int | None, int | None], list[tuple[Any, ...]]] = {}
    for row in sql.rows(f"{_SEAT} WHERE s.closed_at IS NULL AND s.post = ANY(%s)", [today, today, posts]):
        found.setdefault((row[3], None) if row[6] is None else (None, row[6]), []).append(row)
    return found


def holder_for(
    expressions: Sequence[str],
    place_ids: Iterable[int],
    today: date,
    organization_id: int | None = None,
    never: int | None = None,
) -> Holding:
    """Who gets work at a place: expressions tried in order over the places from it up to the root; `never` is a seat
    that must not have it (who did the work does not judge it)."""
    posts = list({split_expression(expression)[0] for expression in expressions})
    found = _near(posts, list(place_ids), today, organization_id)
    return choose_holder(expressions, [SeatInfo(*row) for row in found if row[0] != never])


def seats_for(expressions: Sequence[str], place_ids: Iterable[int], today: date) -> tuple[SeatInfo, ...]:
    """Every occupied seat that answers to one of the expressions at these places, by id."""
    posts = list({split_expression(expression)[0] for expression in expressions})
    found = [SeatInfo(*row) for row in sql.rows(_NEAR, [today, today, posts, list(place_ids), None])]
    wanted = {split_expression(expression) for expression in expressions}
    return tuple(sorted((s for s in found if s.occupied and (s.post, s.place_kind) in wanted), key=lambda s: s.id))


def nearest_seat(post: str, point: Lonlat, among: Iterable[int], today: date) -> SeatInfo | None:
    """The occupied seat of a post whose place is nearest to a point, among seats at places below one of `among`
    (就近响应, S4-16); None where there is none."""
    seats = [
        SeatInfo(*row) for row in sql.rows(f"{_SEAT} WHERE s.post = %s AND s.closed_at IS NULL", [today, today, post])
    ]
    points = points_of([seat.place_id for seat in seats if seat.place_id], list(among))
    near = [seat for seat in seats if seat.occupied and seat.place_id in points]
    return min(near, key=lambda seat: metres_between(point, points[seat.place_id or 0]), default=None)


_PAIRED = f"""{_SEAT} JOIN organizations_pairing g ON g.organization_id = s.organization_id
WHERE s.post = %s AND s.closed_at IS NULL AND g.person_id IS NULL AND g.place_id = ANY(%s)
  AND g.starts <= %s AND (g.ends IS NULL OR g.ends > %s)
ORDER BY array_position(%s, g.place_id) DESC, s.id LIMIT 1
"""


def paired_seat(post: str, place_ids: Iterable[int], today: date) -> SeatInfo | None:
    """The seat of a post in the unit paired with the innermost of these places (一联双包, S1-12); None without one."""
    places = list(place_ids)
    found = sql.rows(_PAIRED, [today, today, post, places, today, today, places])
    return SeatInfo(*found[0]) if found else None


def seats_by_id(seat_ids: Iterable[int]) -> dict[int, SeatInfo]:
    """Seats by id, with whether somebody sits there today."""
    today, wanted = timezone.localdate(), list(seat_ids)
    found = sql.rows(f"{_SEAT} WHERE s.id = ANY(%s)", [today, today, wanted]) if wanted else []
    return {row[0]: SeatInfo(*row) for row in found}


def occupied_under(place_id: int, posts: Iterable[str], limit: int = 60) -> tuple[SeatInfo, ...]:
    """The occupied seats of these posts at a place and below it, by title."""
    today, wanted = timezone.localdate(), list(posts)
    places = [place_id, *ids_under(place_id)]
    rows = sql.rows(
        f"{_SEAT} WHERE s.closed_at IS NULL AND s.post = ANY(%s) AND s.place_id = ANY(%s)",
        [today, today, wanted, places],
    )
    found = [SeatInfo(*row) for row in rows]
    return tuple(sorted((one for one in found if one.occupied), key=lambda one: one.title)[:limit])


_NAMES = "SELECT id, kind, name, short_name FROM organizations_organization WHERE id = ANY(%s)"


def organization_names(ids: Iterable[int]) -> dict[int, OrganizationInfo]:
    """Organizations by id."""
    return {row[0]: OrganizationInfo(*row) for row in sql.rows(_NAMES, [list(ids)])}


def callable_organizations(place_ids: Iterable[int], expressions: Iterable[str] = ()) -> tuple[OrganizationInfo, ...]:
    """The organizations of kinds that can be called to a place, with a seat one of these expressions names, or any."""
    kinds = [key for key, kind in organizations(in_force()).kinds.items() if kind.called]
    posts = [one.partition("@")[0] for one in expressions if one.endswith("@organization")]
    seats = Seat.objects.filter(organization=OuterRef("pk"), closed_at=None)
    desks = Exists(seats.filter(post__in=posts) if posts else seats)
    near = Q(place_id=None) | Q(place_id__in=list(place_ids))
    rows = Organization.objects.filter(desks, near, kind__in=kinds, closed_at=None).order_by("id")
    return tuple(OrganizationInfo(row.pk, row.kind, row.name, row.short_name) for row in rows)


def unit_choices(limit: int = 500) -> tuple[tuple[str, str], ...]:
    """Every organization that is not closed, for a choice, by name."""
    rows = Organization.objects.filter(closed_at=None).order_by("name").values_list("pk", "name")[:limit]
    return tuple((str(pk), name) for pk, name in rows)


_INCUMBENTS = """
SELECT a.seat_id, s.title, s.post, s.promise, a.person_id
FROM organizations_appointment a JOIN organizations_seat s ON s.id = a.seat_id
WHERE a.starts <= %s AND (a.ends IS NULL OR a.ends > %s) AND s.place_id = ANY(%s) AND s.post = ANY(%s)
  AND s.organization_id IS NULL AND s.closed_at IS NULL ORDER BY a.seat_id, a.id
"""


def incumbents(place_ids: Iterable[int], posts: Iterable[str]) -> tuple[Incumbent, ...]:
    """Who sits today in seats of these posts at these places."""
    today = timezone.localdate()
    return tuple(Incumbent(*row) for row in sql.rows(_INCUMBENTS, [today, today, list(place_ids), list(posts)]))


def sitting_in(seat_ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """The ids of the persons who sit today in each seat."""
    found: dict[int, tuple[int, ...]] = {}
    rows = Appointment.objects.filter(in_term(timezone.localdate()), seat_id__in=list(seat_ids)).order_by("id")
    for seat_id, person_id in rows.values_list("seat_id", "person_id"):
        found[seat_id] = (*found.get(seat_id, ()), person_id)
    return found


def post_choices() -> tuple[tuple[str, str], ...]:
    """The posts of the pack in force, for a choice."""
    language = get_language() or ""
    return tuple((key, post.title.to(language)) for key, post in organizations(in_force()).posts.items())


def way_choices() -> tuple[tuple[str, str], ...]:
    """The ways of choosing of the pack in force."""
    language = get_language() or ""
    return tuple((key, words.to(language)) for key, words in organizations(in_force()).ways.items())
