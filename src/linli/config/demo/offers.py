"""The offers of the demo town: a few organizations at some communities, most vetted, some still waiting."""

from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import yaml

from linli.backbone.packs.registry import in_force
from linli.backbone.values import SYSTEM
from linli.domains.exchange.commands import make_offer, vet_offer
from linli.domains.exchange.values import Given
from linli.domains.exchange.values.tables import offers
from linli.domains.organizations.commands.bodies import found_body
from linli.domains.places.models import Place

COMMUNITIES = 9
OFFERED = tuple(yaml.safe_load(Path(__file__).with_name("offered.yaml").read_text("utf-8")))


def offer(seed: int, now: datetime) -> int:
    """Found the organizations, make and mostly vet what they offer; how many. The same seed gives the same offers."""
    random = Random(seed + 4)  # noqa: S311 - texts, not secrets
    communities = list(Place.objects.filter(kind="community").order_by("code"))
    some = [*communities[:1], *random.sample(communities[1:], min(COMMUNITIES, len(communities) - 1))]
    kinds, made = offers(in_force()).kinds, 0
    for at, place in enumerate(some):
        known = [one for one in OFFERED if one["kind"] in kinds]
        for one in known if at == 0 else random.sample(known, min(3, len(known))):
            made += _make(one, place, random, now)
    return made


def _make(one: dict[str, str], place: Place, random: Random, now: datetime) -> int:
    """One organization and what it offers to its community."""
    name, began = f"{place.name}{one['unit']}", now - timedelta(days=random.randint(3, 40))
    body = found_body(actor=SYSTEM, kind=one["body"], name=name, place_id=place.pk, now=began)
    given = Given(
        one["kind"],
        one["title"],
        one["text"],
        began.date(),
        began.date() + timedelta(days=120),
        int(one.get("times", 0)),
        one["contact"],
        place.phone,
    )
    made = make_offer(actor=SYSTEM, organization_id=body, place_id=place.pk, given=given, now=began)
    if random.random() < 0.85:
        vet_offer(actor=SYSTEM, offer_id=made, accepted=True, now=began + timedelta(days=1))
    return 1
