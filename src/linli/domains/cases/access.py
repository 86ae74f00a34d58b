"""Who may see or do what with a case. Absent and forbidden answer alike."""

from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet

from linli.backbone.values import Held, Viewer
from linli.domains.cases.models import Case
from linli.domains.cases.values.search import place_mark, seat_mark
from linli.domains.duties.queries import seats_of_subjects, subjects_of_seats
from linli.domains.places.values import KEPT_KINDS
from linli.kernel.refusal import NotFound

SEEING = ("handle", "oversee", "audit")


def visible_cases(viewer: Viewer) -> QuerySet[Case]:
    """Cases at places the viewer's seats look after, and those in which their seats hold or held a duty."""
    if not viewer.seats:
        return Case.objects.none()
    places = [held for held in viewer.seats if _by_place(held)]
    if any(held.place_kind == "district" for held in places):
        return Case.objects.all()
    condition = Q()
    for held in places:
        condition |= Q(**{f"{held.place_kind}_id": held.place_id})
    if any(held.organization_id for held in viewer.seats) or not places:
        condition |= Q(pk__in=subjects_of_seats("case", viewer.seat_ids))
    return Case.objects.filter(condition)


def visible_marks(viewer: Viewer) -> tuple[str, ...] | None:
    """`visible_cases` as marks of search, one of which a case must bear; None where the viewer sees all cases."""
    places = [held for held in viewer.seats if _by_place(held)]
    if any(held.place_kind == "district" for held in places):
        return None
    found = [place_mark(held.place_id) for held in places if held.place_id]
    if any(held.organization_id for held in viewer.seats) or not places:
        found += [seat_mark(one) for one in viewer.seat_ids]
    return tuple(found)


def _by_place(held: Held) -> bool:
    return held.place_kind in KEPT_KINDS and any(right in held.rights for right in SEEING)


def case_seen(viewer: Viewer, number: str) -> Case:
    """The case of this number; NotFound for those it does not concern."""
    rows = visible_cases(viewer).filter(number=number)
    row = rows.first()
    if row is None and viewer.seats:
        # A seat may hold a duty outside its place: escalated, or called from elsewhere.
        row = Case.objects.filter(number=number, pk__in=subjects_of_seats("case", viewer.seat_ids)).first()
    if row is None:
        raise NotFound("case")
    return row


def sees(viewer: Viewer, case: Case, duty_seats: Iterable[int]) -> bool:
    """`case_seen` for a case that is already read, with the seats that hold or held a duty in it."""
    if not set(viewer.seat_ids).isdisjoint(duty_seats):
        return True
    places = [held for held in viewer.seats if _by_place(held)]
    return any(held.place_kind == "district" or _lies_in(case, held) for held in places)


def seen_of(viewer: Viewer, rows: Sequence[Case]) -> list[Case]:
    """Those of some cases that `visible_cases` holds."""
    far = [row.pk for row in rows if not sees(viewer, row, ())]
    duties = seats_of_subjects("case", far) if far else {}
    return [row for row in rows if row.pk not in far or sees(viewer, row, duties.get(row.pk, ()))]


def _lies_in(case: Case, held: Held) -> bool:
    return held.place_id is not None and getattr(case, f"{held.place_kind}_id") == held.place_id


def case_to_change(viewer: Viewer | None, number: str) -> Case:
    """The case, locked for the rest of the transaction; NotFound as in `case_seen`."""
    if viewer is None:
        raise NotFound("case")
    return Case.objects.select_for_update().get(pk=case_seen(viewer, number).pk)


def case_followed(digest: bytes, *, lock: bool = False) -> Case:
    """The case behind a secret link; NotFound for an unknown one."""
    rows = Case.objects.select_for_update() if lock else Case.objects
    row = rows.filter(follow_digest=digest).first()
    if row is None:
        raise NotFound("case")
    return row
