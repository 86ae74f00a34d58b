"""What a dissolved organization offered is taken back (C55): after commit, safe to repeat."""

from django.utils.translation import gettext as _

from linli.backbone.events import Recorded
from linli.backbone.values import SYSTEM
from linli.domains.exchange.commands import withdraw_offer
from linli.domains.exchange.queries.bodies import offers_of_body


def take_offers_back(event: Recorded) -> None:
    """Take back the offers of an organization that are to be vetted or open."""
    for offer_id in offers_of_body(event.subject_id):
        withdraw_offer(actor=SYSTEM, offer_id=offer_id, reason=_("单位撤销了"), now=event.at)
