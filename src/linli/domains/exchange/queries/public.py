"""What anybody may read: the offers that stand today, of organizations that are there."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet

from linli.backbone import sql
from linli.domains.exchange.models import Offer
from linli.domains.exchange.queries import rows_of
from linli.domains.exchange.values import OfferRow, State
from linli.domains.organizations.queries.who import open_organizations
from linli.domains.places.values import PlaceInfo

MOST = 200
_BODIES = """
SELECT organization_id FROM exchange_offer WHERE state = 'open' AND starts <= %(today)s AND ends >= %(today)s
  AND (place_id = ANY(%(path)s) OR path @> %(below)s::bigint[]) LIMIT %(limit)s
"""


def _standing(path: Sequence[int], below: int, today: date) -> QuerySet[Offer]:
    here = Q(place_id__in=path) | Q(path__contains=[below])
    return Offer.objects.filter(here, state=State.OPEN, starts__lte=today, ends__gte=today)


def offers_around(place: PlaceInfo, today: date) -> tuple[OfferRow, ...]:
    """The offers open today for a place, those above it and those below it, the newest first."""
    rows = list(_standing([step.id for step in place.path], place.id, today).order_by("-id")[:MOST])
    there = open_organizations({row.organization_id for row in rows})
    return rows_of(row for row in rows if row.organization_id in there)


def offers_near(place: PlaceInfo, today: date) -> int:
    """How many are open today around the community a place lies in, as far as its list goes."""
    community = place.of_kind("community")
    at = place.path.index(community) if community else len(place.path) - 1
    path = [step.id for step in place.path[: at + 1]]
    found = sql.rows(_BODIES, {"path": path, "below": path[-1:], "today": today, "limit": MOST})
    there = open_organizations({row[0] for row in found}) if found else {}
    return sum(row[0] in there for row in found)
