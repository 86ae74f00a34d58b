"""What is counted of organizations now: seats and who sits in them, bodies, what they reach, links and idle ones."""

from collections.abc import Iterable
from datetime import date, timedelta
from json import dumps
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce, TruncDate

from linli.backbone import sql
from linli.backbone.packs.registry import in_force
from linli.domains.organizations.models import Appointment, Organization, Pairing, Seat
from linli.domains.organizations.queries import in_term
from linli.domains.organizations.values.tables import organizations
from linli.domains.places.queries import ids_within, names_of
from linli.domains.places.queries.counts import ancestors_of

Counts = dict[tuple[int, str], dict[str, int]]
_SEATS = """
SELECT t.id, s.post, count(*)::int, count(*) FILTER (WHERE held > 0)::int, count(*) FILTER (WHERE held = 0)::int,
  sum(held)::int
FROM unnest(%(places)s::bigint[]) t(id) JOIN organizations_seat s ON s.place_ancestors @> ARRAY[t.id],
  LATERAL (SELECT count(*) FROM organizations_appointment a WHERE a.seat_id = s.id
    AND a.starts <= %(today)s AND (a.ends IS NULL OR a.ends > %(today)s)) h(held)
WHERE s.closed_at IS NULL AND (%(kinds)s::text[] IS NULL OR s.post = ANY(%(kinds)s)) GROUP BY 1, 2
"""
_BODIES = """
SELECT place_id, kind, count(*)::int FROM organizations_organization
WHERE closed_at IS NULL AND place_id IS NOT NULL AND (%(kinds)s::text[] IS NULL OR kind = ANY(%(kinds)s)) GROUP BY 1, 2
"""
_PAIRINGS = """
SELECT place_id, scheme, count(*)::int, count(*) FILTER (
  WHERE coalesce(contacted_at::date, starts) < %(today)s::date - (%(idle)s::json ->> scheme)::int)::int
FROM organizations_pairing WHERE starts <= %(today)s AND (ends IS NULL OR ends > %(today)s)
  AND (%(kinds)s::text[] IS NULL OR scheme = ANY(%(kinds)s)) GROUP BY 1, 2
"""


def seat_counts(places: Iterable[int], posts: Iterable[str] | None, today: date) -> Counts:
    """How many seats of each post stand at or under each place, and how many are held on a day."""
    params = {"places": list(places), "kinds": None if posts is None else list(posts), "today": today}
    return {
        (row[0], row[1]): dict(zip(("all", "filled", "vacant", "people"), row[2:], strict=True))
        for row in sql.rows(_SEATS, params)
    }


def body_counts(places: Iterable[int], kinds: Iterable[str] | None) -> Counts:
    """How many bodies of each kind are seated at or under each place."""
    params = {"kinds": None if kinds is None else list(kinds)}
    return _rolled(sql.rows(_BODIES, params), places, ("all",))


def pairing_counts(places: Iterable[int], schemes: Iterable[str] | None, today: date) -> Counts:
    """How many links of each scheme bind somebody to each place or one under it, and how many of them are idle."""
    idle = {key: one.idle for key, one in organizations(in_force()).schemes.items()}
    params = {"kinds": None if schemes is None else list(schemes), "today": today, "idle": dumps(idle)}
    return _rolled(sql.rows(_PAIRINGS, params), places, ("all", "idle"))


def covered_places(kinds: Iterable[str], today: date) -> list[int]:
    """The places that bodies of these kinds reach on a day (any kind, when none is named)."""
    wanted = list(kinds)
    found = sql.rows(
        """SELECT DISTINCT c.place_id FROM organizations_coverage c
        JOIN organizations_organization o ON o.id = c.organization_id
        WHERE o.closed_at IS NULL AND c.starts <= %(today)s AND (c.ends IS NULL OR c.ends > %(today)s)
          AND (%(kinds)s = '{}'::text[] OR o.kind = ANY(%(kinds)s))""",
        {"today": today, "kinds": wanted},
    )
    return [row[0] for row in found]


def _rolled(rows: list[tuple[Any, ...]], places: Iterable[int], names: tuple[str, ...]) -> Counts:
    """Counts by place, added up for each of the places asked for."""
    wanted, above = set(places), ancestors_of({row[0] for row in rows})
    found: Counts = {}
    for place, kind, *values in rows:
        for one in wanted.intersection(above.get(place, ())):
            have = found.setdefault((one, kind), dict.fromkeys(names, 0))
            for name, value in zip(names, values, strict=True):
                have[name] += value
    return found


class Listed(NamedTuple):
    """A line behind a figure of a register."""

    id: int
    title: str
    where: str
    kind: str
    since: date | None


def seats_listed(
    place_id: int, posts: Iterable[str] | None, measure: str, today: date, after: int, limit: int
) -> list[Listed]:
    """The seats a figure counts at or under a place, by id."""
    rows = Seat.objects.filter(place_ancestors__contains=[place_id], closed_at=None, pk__gt=after)
    if posts is not None:
        rows = rows.filter(post__in=list(posts))
    held = Exists(Appointment.objects.filter(in_term(today), seat=OuterRef("pk")))
    rows = {"filled": rows.filter(held), "people": rows.filter(held), "vacant": rows.exclude(held)}.get(measure, rows)
    return [Listed(row.pk, row.title, row.place_name, row.post, None) for row in rows.order_by("pk")[:limit]]


def bodies_listed(place_id: int, kinds: Iterable[str] | None, after: int, limit: int) -> list[Listed]:
    """The bodies a figure counts at or under a place, by id."""
    rows = Organization.objects.filter(place_id__among=ids_within([place_id]), closed_at=None, pk__gt=after)
    if kinds is not None:
        rows = rows.filter(kind__in=list(kinds))
    found = list(rows.order_by("pk")[:limit])
    names = names_of(row.place_id for row in found if row.place_id)
    return [Listed(row.pk, row.name, names.get(row.place_id or 0, ""), row.kind, None) for row in found]


def pairings_listed(
    place_id: int, schemes: Iterable[str] | None, measure: str, today: date, after: int, limit: int
) -> list[Listed]:
    """The links a figure counts at or under a place, by id; the idle ones when those are asked for."""
    rows = Pairing.objects.filter(in_term(today), place_id__among=ids_within([place_id]), pk__gt=after)
    if schemes is not None:
        rows = rows.filter(scheme__in=list(schemes))
    found = []
    last = Coalesce(TruncDate("contacted_at"), "starts")
    for row in rows.annotate(last=last).select_related("organization").order_by("pk").iterator(chunk_size=500):
        if measure != "idle" or row.last < idle_before(row.scheme, today):
            unit = row.organization.name if row.organization else ""
            found.append(Listed(row.pk, unit or row.place_name, row.place_name, row.scheme, row.last))
        if len(found) == limit:
            break
    return found


def idle_before(scheme: str, today: date) -> date:
    """The day of the last contact before which a link of a scheme is idle."""
    return today - timedelta(days=organizations(in_force()).schemes[scheme].idle)
