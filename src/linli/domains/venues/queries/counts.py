"""What is counted of venues now: how many are open and coming, how large they are, by level and by kind (C39)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from linli.backbone import sql
from linli.backbone.values import Viewer
from linli.domains.organizations.queries.reach import read_tops, reads_registers
from linli.domains.venues.models import Venue
from linli.domains.venues.queries import level_words
from linli.domains.venues.values import LevelSum, Status

_SUMS = """
SELECT place_kind, count(*) FILTER (WHERE status = 'open')::int,
  count(*) FILTER (WHERE status IN ('planned', 'preparing'))::int,
  coalesce(sum(area) FILTER (WHERE status = 'open'), 0)
FROM venues_venue WHERE path && %s::bigint[] AND status <> 'closed' GROUP BY 1
"""
_COUNTS = """
SELECT t.id, v.kind, count(*)::int, coalesce(sum(round(v.area)), 0)::int
FROM unnest(%(places)s::bigint[]) t(id) JOIN venues_venue v ON v.path @> ARRAY[t.id]
WHERE v.status = 'open' AND (%(kinds)s::text[] IS NULL OR v.kind = ANY(%(kinds)s)) GROUP BY 1, 2
"""


def level_sums(viewer: Viewer) -> tuple[LevelSum, ...]:
    """The venues in the viewer's reach by the level of the place they stand at, from the root down."""
    reads_registers(viewer)
    rows = {row[0]: row[1:] for row in sql.rows(_SUMS, [read_tops(viewer)])}
    return tuple(LevelSum(key, title, *rows[key]) for key, title in level_words().items() if key in rows)


def venue_counts(places: Iterable[int], kinds: Iterable[str] | None) -> dict[tuple[int, str], dict[str, int]]:
    """How many open venues of each kind stand at or under each place, and their square metres."""
    params = {"places": list(places), "kinds": None if kinds is None else list(kinds)}
    return {(row[0], row[1]): {"open": row[2], "area": row[3]} for row in sql.rows(_COUNTS, params)}


class VenueLine(NamedTuple):
    """A venue as a line behind a figure."""

    id: int
    name: str
    place: str
    kind: str
    since: Any
    area: Decimal | None


def venues_listed(place_id: int, kinds: Iterable[str] | None, measure: str, after: int, limit: int) -> list[VenueLine]:
    """The open venues a figure counts at or under a place, by id; those with an area where areas are added up."""
    rows = Venue.objects.filter(path__contains=[place_id], status=Status.OPEN, pk__gt=after)
    if kinds is not None:
        rows = rows.filter(kind__in=list(kinds))
    if measure == "area":
        rows = rows.filter(area__isnull=False)
    names = ("pk", "name", "place_name", "kind", "status_on", "area")
    return [VenueLine(*row) for row in rows.order_by("pk").values_list(*names)[:limit]]
