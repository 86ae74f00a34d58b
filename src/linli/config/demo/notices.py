"""The notices of the demo town: composed texts of kinds its pack has, some over, some to come; nobody is named."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

import yaml

from linli.backbone.packs.registry import in_force
from linli.backbone.values import Actor
from linli.domains.organizations.models import Seat
from linli.domains.places.models import Place
from linli.domains.publishing.commands import draft_notice, publish_notice
from linli.domains.publishing.values import Content
from linli.domains.publishing.values.tables import notices

COMMUNITIES = 14


class Told(NamedTuple):
    """A text for a level of place; `{place}` and `{day}` are filled in."""

    kind: str
    level: str
    title: str
    text: str
    pinned: bool = False


TOLD = tuple(Told(**one) for one in yaml.safe_load(Path(__file__).with_name("told.yaml").read_text("utf-8")))


def post(seed: int, now: datetime) -> int:
    """Draft and publish notices at some communities, their compounds and streets; how many. The same seed gives the
    same notices."""
    random, kinds = Random(seed + 3), notices(in_force()).kinds  # noqa: S311 - texts, not secrets
    made = [_publish(told, place, random, now) for told, place in _chosen(random) if told.kind in kinds]
    return len(made)


def _chosen(random: Random) -> Iterator[tuple[Told, Place]]:
    places = list(Place.objects.filter(kind__in={one.level for one in TOLD}).order_by("code"))
    communities = [one for one in places if one.kind == "community"]
    # The guided tour begins in the first.
    some = [*communities[:1], *random.sample(communities[1:], min(COMMUNITIES, len(communities) - 1))]
    for at, community in enumerate(some):
        compounds = [one for one in places if one.kind == "compound" and community.pk in one.ancestors]
        told = [one for one in TOLD if one.level in ("community", "compound")]
        for one in told if at == 0 else random.sample(told, 2):
            yield one, community if one.level == "community" or not compounds else compounds[0]
    above = {pk for one in some for pk in one.ancestors[:-1]}
    for one in TOLD:
        yield from ((one, place) for place in places if place.kind == one.level and place.pk in above)


def _publish(told: Told, place: Place, random: Random, now: datetime) -> int:
    """Most stand today; the rest were published so long ago that they are over."""
    kind = notices(in_force()).kinds[told.kind]
    began = now - timedelta(days=random.randint(0, min(kind.usual - 1, 5)) + (60 if random.random() < 0.2 else 0))
    starts = began.date()
    about = max(now.date() if starts > now.date() - timedelta(days=30) else starts, starts) + timedelta(days=2)
    day = f"{about.month} 月 {about.day} 日"
    words = {"place": place.name, "day": day}
    actor, contact = _seated("desk", place)
    writer, _title = _seated("secretary", place) if kind.second else (actor, contact)
    content = Content(
        told.title.format(**words),
        told.text.format(**words),
        starts,
        starts + timedelta(days=kind.usual - 1),
        contact,
        place.phone,
        told.pinned,
    )
    made = draft_notice(actor=writer, kind=told.kind, place_id=place.pk, content=content, now=began)
    publish_notice(actor=actor, notice_id=made, version=1, now=began)
    return made


def _seated(post: str, place: Place) -> tuple[Actor, str]:
    """In whose name a notice is written or published: this post of the place, or of the nearest one above it."""
    seats = {one.place_id: one for one in Seat.objects.filter(post=post, place_id__in=place.ancestors)}
    seat = next((seats[pk] for pk in reversed(place.ancestors) if pk in seats), None)
    title = seat.title if seat else place.name
    return Actor("system", seat_id=seat.pk if seat else None, label=title), title
