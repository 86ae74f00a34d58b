"""The offers of an organization, whoever asks: for journeys."""

from linli.domains.exchange.models import Offer
from linli.domains.exchange.values import State


def offers_of_body(organization_id: int) -> list[int]:
    """The ids of its offers that are to be vetted or open."""
    rows = Offer.objects.filter(organization_id=organization_id, state__in=[State.OFFERED, State.OPEN])
    return list(rows.order_by("id").values_list("id", flat=True))
