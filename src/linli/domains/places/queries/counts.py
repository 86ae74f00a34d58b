"""What is counted of places: openings of doors, how many places of a kind there are, which keep the rule of size."""

from collections.abc import Hashable, Iterable
from datetime import date
from json import dumps
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from linli.backbone import sql
from linli.backbone.facts import EVER, Answer, Question, answer, since, stamp
from linli.backbone.packs.registry import in_force
from linli.domains.places.models import BOOK, Door, Place
from linli.domains.places.values import KEPT_KINDS
from linli.domains.places.values.tables import territory

Counts = dict[tuple[int, str], dict[str, int]]
_STOCK = """
SELECT t.id, p.kind, count(*)::int, coalesce(sum(p.households), 0)::int,
  count(*) FILTER (WHERE p.id = ANY(%(covered)s))::int,
  count(*) FILTER (WHERE p.households BETWEEN (%(least)s::json ->> p.kind)::int
    AND (%(most)s::json ->> p.kind)::int)::int,
  count(*) FILTER (WHERE p.households NOT BETWEEN (%(least)s::json ->> p.kind)::int
    AND (%(most)s::json ->> p.kind)::int)::int
FROM unnest(%(places)s::bigint[]) t(id) JOIN places_place p ON p.ancestors @> ARRAY[t.id]
WHERE p.closed_at IS NULL AND (%(kinds)s::text[] IS NULL OR p.kind = ANY(%(kinds)s)) GROUP BY 1, 2
"""


def levels_of(place_ids: Iterable[int]) -> dict[str, int]:
    """The ids among these by level, for the levels figures keep."""
    rows = Place.objects.filter(pk__in=list(place_ids), kind__in=KEPT_KINDS).values_list("kind", "pk")
    return dict(rows)


def doorless(place_id: int) -> "QuerySet[Place]":
    """The buildings under a place that stand and have no door code in use."""
    standing = Place.objects.filter(ancestors__contains=[place_id], kind="building", closed_at=None)
    return standing.exclude(Exists(Door.objects.filter(place=OuterRef("pk"), revoked_at=None)))


def openings(question: Question) -> Answer:
    """The sums of a question over openings of doors."""
    return answer(BOOK, question)


def openings_counted(column: str, place_id: int, days: tuple[date, date], last: int = EVER) -> dict[str, int]:
    """The openings at a place below the grid, straight from their facts."""
    return BOOK.counted(column, place_id, days, {}, last)


def openings_behind(
    column: str, place_id: int, days: tuple[date, date], after: str, limit: int, last: int = EVER
) -> list[tuple[str, date, str, int, int]]:
    """(cursor, day, door's place, place id, openings) of what was counted, newest day first."""
    found = BOOK.behind("opened", column, place_id, days, {}, after, limit, last)
    doors = Door.objects.select_related("place").in_bulk({one.subject for one in found})
    return [
        (one.cursor, one.day, doors[one.subject].place.name, doors[one.subject].place_id, one.amount) for one in found
    ]


def stock(places: Iterable[int], kinds: Iterable[str] | None, covered: Iterable[int] = ()) -> Counts:
    """How many places of each kind stand at or under each place now, their households, how many of them are among
    `covered`, and how many keep the rule of size of the pack (C03) or break it."""
    rules = _rules()
    least = {kind: bounds[0] for kind, bounds in rules.items()}
    most = {kind: bounds[1] for kind, bounds in rules.items()}
    params = {
        "places": list(places),
        "kinds": None if kinds is None else list(kinds),
        "covered": list(covered),
        "least": dumps(least),
        "most": dumps(most),
    }
    names = ("all", "households", "covered", "sized", "outsized")
    return {(row[0], row[1]): dict(zip(names, row[2:], strict=True)) for row in sql.rows(_STOCK, params)}


def ancestors_of(place_ids: Iterable[int]) -> dict[int, list[int]]:
    """The way from the root to each place, itself last."""
    found = sql.rows("SELECT id, ancestors FROM places_place WHERE id = ANY(%s)", [list(place_ids)])
    return dict(found)


class PlaceLine(NamedTuple):
    """A place as a line behind a figure."""

    id: int
    name: str
    code: str
    kind: str
    households: int | None


def places_listed(
    place_id: int, kinds: Iterable[str] | None, measure: str, covered: Iterable[int], after: int, limit: int
) -> list[PlaceLine]:
    """The places a figure counts at or under a place, by id."""
    rows = Place.objects.filter(ancestors__contains=[place_id], closed_at=None, pk__gt=after)
    if kinds is not None:
        rows = rows.filter(kind__in=list(kinds))
    if measure == "covered":
        rows = rows.filter(pk__in=list(covered))
    elif measure == "households":
        rows = rows.filter(households__gt=0)
    elif measure in ("sized", "outsized"):
        rows = rows.filter(_sized()) if measure == "sized" else rows.filter(_ruled()).exclude(_sized())
    found = rows.order_by("pk").values_list("pk", "name", "code", "kind", "households")[:limit]
    return [PlaceLine(*row) for row in found]


def _rules() -> dict[str, tuple[int, int]]:
    levels = territory(in_force()).levels
    return {key: one.size.households for key, one in levels.items() if one.size and one.size.households}


def _sized() -> Q:
    found = Q(pk__in=[])
    for kind, (least, most) in _rules().items():
        found |= Q(kind=kind, households__gte=least, households__lte=most)
    return found


def _ruled() -> Q:
    return Q(kind__in=list(_rules()), households__isnull=False)


def last_fact() -> int:
    """The last fact there is; until the transaction ends nobody adds one."""
    return BOOK.close()


def known_since() -> date | None:
    """The first day its book of figures knows of."""
    return since(BOOK)


def stamped() -> Hashable:
    """What its book of figures holds at this moment."""
    return stamp(BOOK)
