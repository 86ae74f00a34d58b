"""Every write about offers: made, vetted, taken back, brought in from a workbook."""

from dataclasses import asdict, replace
from datetime import datetime

from django.db import IntegrityError, transaction

from linli.backbone.commands import command
from linli.backbone.events import record
from linli.backbone.packs.registry import in_force
from linli.backbone.queries import said_by
from linli.backbone.values import Actor
from linli.domains.exchange.access import check_maker, offer_to_change
from linli.domains.exchange.events import OfferMade, OfferVetted, OfferWithdrawn
from linli.domains.exchange.models import Offer
from linli.domains.exchange.projections import index_offers
from linli.domains.exchange.rules import after, check_given, check_reason
from linli.domains.exchange.values import HANDS, Given
from linli.domains.exchange.values.tables import offers
from linli.domains.organizations.queries.who import open_organizations
from linli.domains.places.queries import place_info
from linli.kernel.refusal import NotFound, Refusal


@command
def make_offer(*, actor: Actor, organization_id: int, place_id: int, given: Given, now: datetime, key: str = "") -> int:
    """Offer something of an organization to a place and all below it, to be vetted there; the offer's id. Refusal:
    offer_known for one that is made already, and what `check_given` refuses; NotFound for an organization that is
    dissolved or not the actor's."""
    path = [step.id for step in place_info(place_id).path]
    check_maker(actor, organization_id, path)
    if organization_id not in open_organizations([organization_id]):
        raise NotFound("organization")
    given = plain(given)
    check_given(offers(in_force()).kinds, given)
    try:
        with transaction.atomic():
            row = Offer.objects.create(
                organization_id=organization_id, place_id=place_id, path=path, offered_at=now, **asdict(given)
            )
    except IntegrityError as clash:
        raise Refusal("offer_known") from clash
    index_offers([row.pk])
    record(OfferMade(subject_id=row.pk, at=now, kind=row.kind, organization_id=organization_id, place_id=place_id))
    return row.pk


def plain(given: Given) -> Given:
    """What is offered, in plain words."""

    def line(words: str, most: int) -> str:
        return " ".join(words.replace("\x00", "").split())[:most]

    return replace(
        given,
        title=line(given.title, 200),
        text=given.text.replace("\x00", "").replace("\r\n", "\n").strip(),
        contact=line(given.contact, 40),
        phone=line(given.phone, 20),
    )


@command
def vet_offer(*, actor: Actor, offer_id: int, accepted: bool, reason: str = "", now: datetime) -> None:
    """Open an offer to everybody, or refuse it. Refusal: own_offer for who entered it, offer_not_now, offer_reason for
    a no without one."""
    row = offer_to_change(actor, offer_id, vetting=True)
    if said_by("offer", row.pk, actor.person_id, HANDS):
        raise Refusal("own_offer")
    row.state, row.vetted_at = after("accept" if accepted else "refuse", row.state), now
    row.reason = "" if accepted else check_reason(reason)
    row.save(update_fields=["state", "vetted_at", "reason"])
    record(OfferVetted(subject_id=row.pk, at=now, accepted=accepted))


@command
def withdraw_offer(*, actor: Actor, offer_id: int, reason: str, now: datetime) -> None:
    """Take an offer back. Refusal: offer_not_now, offer_reason."""
    row = offer_to_change(actor, offer_id, vetting=False)
    was = row.state
    row.state, row.ended_at, row.reason = after("withdraw", row.state), now, check_reason(reason)
    row.save(update_fields=["state", "ended_at", "reason"])
    record(OfferWithdrawn(subject_id=row.pk, at=now, was=was))
