"""Issues and their messages: a new message is placed among the issues of its community, and at night all of a community
are grouped anew, under what hands tied together or apart; an issue keeps its number as long as most of it stays."""

import io
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
from django.utils import timezone

from linli.backbone import sql
from linli.backbone.packs.registry import in_force
from linli.domains.cases.queries.heard import heard, heard_in, newest_words
from linli.domains.cases.values.heard import Heard
from linli.domains.insights.models import HandTie, Issue, Membership, Rarity
from linli.domains.insights.projections.measuring import measured
from linli.domains.insights.rules.grouping import groups
from linli.domains.insights.rules.hot import Floats, Measure, Message, rarity_of, terms
from linli.domains.insights.rules.placing import Thing, best_place, thing_of, unpacked, with_one
from linli.domains.insights.values.advice import advice
from linli.domains.insights.values.hot import hot
from linli.domains.places.queries import ids_of_kind
from linli.kernel.features import BOXES

# So many of the newest issues of a community are looked through, so many messages of one grouped anew, so many learnt
# from.
LOOKED, MOST, LEARNT = 300, 4000, 3000
_CANDIDATES = """
SELECT id, count, words, categories, lon, lat, (extract(epoch FROM last_at) / 86400)::float8 FROM insights_issue
WHERE community_id = %s AND open AND last_at >= %s ORDER BY last_at DESC LIMIT %s
"""


def measure() -> Measure:
    """How near is near, as the pack says."""
    part, near = hot(in_force()), advice(in_force()).near_by
    by = {key: (float(max(part.metres, one.metres)), float(max(part.days, one.days))) for key, one in near.items()}
    return Measure(metres=part.metres, days=part.days, by=by)


def message_of(one: Heard) -> Message:
    """A request as messages are compared."""
    point = (one.lon, one.lat) if one.lon is not None and one.lat is not None else None
    return Message(one.id, one.text, one.opened_at.timestamp() / 86400, "", one.category, point, one.person.hex())


def rarity(now: datetime) -> Floats:
    """How telling each term is in this town; learnt once, and again each night."""
    made = Rarity.objects.order_by("-id").values_list("pk", flat=True).first()
    return _rarity(made if made is not None else learn(now))


@lru_cache(maxsize=2)
def _rarity(pk: int) -> Floats:
    with np.load(io.BytesIO(bytes(Rarity.objects.values_list("weights", flat=True).get(pk=pk)))) as kept:
        found = np.full(BOXES, float(kept["rest"]), np.float32)
        found[kept["boxes"]] = kept["weights"].astype(np.float32)
    return found


def learn(now: datetime) -> int:
    """Learn how telling terms are from the newest requests, and keep only that."""
    said = newest_words(LEARNT)
    counted = [terms(text) for text, _category in said]
    weights = rarity_of(counted, [category for _text, category in said])
    boxes = np.unique(np.array([box for one in counted for box in one], np.int32))
    rest = float(np.median(weights[boxes])) if len(boxes) else 1.0
    out = io.BytesIO()
    np.savez_compressed(out, boxes=boxes, weights=weights[boxes].astype(np.float16), rest=np.float64(rest))
    row = Rarity.objects.create(made_at=now, rows=len(said), weights=out.getvalue())
    Rarity.objects.exclude(pk=row.pk).delete()
    return row.pk


def place_case(case_id: int, now: datetime) -> int | None:
    """The issue a request belongs to, made where there is none; None for what is not brought together. A request that
    has its place keeps it."""
    kept = Membership.objects.filter(case_id=case_id).values_list("issue_id", flat=True).first()
    if kept is not None:
        return kept
    one = next(iter(heard([case_id])), None)
    if one is None or one.community_id is None:
        return None
    weights, message = rarity(now), message_of(one)
    near = measure()
    rows = _candidates(one.community_id, one.opened_at - timedelta(days=3 * near.near(one.category)[1]))
    best = best_place(message, rows, near, weights)
    thing = with_one(best[0], message, weights) if best else thing_of(0, [message], weights)
    row = _kept(Issue.objects.select_for_update().get(pk=thing.key) if best else Issue(), thing)
    if best is None:
        measured(row, [one], (), now)
    Membership.objects.create(**_membership(one), issue=row)
    if best is not None:
        measured(row, [one], Membership.objects.filter(issue=row), now)
    return row.pk


def _candidates(community_id: int, since: datetime) -> Iterator[Thing]:
    for row in sql.rows(_CANDIDATES, [community_id, since, LOOKED]):
        key, count, words, categories, lon, lat, day = row
        boxes, found = unpacked(words)
        point = (lon, lat) if None not in (lon, lat) else None
        yield Thing(key, count, boxes, found, json.loads(categories), point, day)


def _kept(row: Issue, thing: Thing) -> Issue:
    row.words, row.categories = thing.words(), dict(thing.categories)
    row.lon, row.lat = thing.point or (None, None)
    return row


def _membership(one: Heard) -> dict[str, Any]:
    return {"case_id": one.id, "person": one.person, "building_id": one.building_id, "at": one.opened_at}


def gather(row: Issue, said: Sequence[Heard], now: datetime) -> Issue:
    """Make an issue of exactly these requests."""
    weights = rarity(now)
    _kept(row, thing_of(row.pk or 0, [message_of(one) for one in said], weights))
    measured(row, said, (), now)
    Membership.objects.bulk_create(
        [Membership(**_membership(one), issue=row) for one in said],
        update_conflicts=True,
        unique_fields=["case_id"],
        update_fields=["issue", "person", "building_id", "at"],
    )
    return row


def regroup(community_id: int, now: datetime) -> list[int]:
    """Group the requests of a community anew; the issues there are then. What is closed stays as it was."""
    since = now - timedelta(days=hot(in_force()).keep)
    rows = heard_in(community_id, since, MOST)
    before = dict(Membership.objects.filter(case_id__in=[one.id for one in rows]).values_list("case_id", "issue_id"))
    closed = set(Issue.objects.filter(pk__in=set(before.values()), open=False).values_list("pk", flat=True))
    said = {one.id: one for one in rows if before.get(one.id) not in closed}
    together, apart = _ties(said)
    found = groups(
        [message_of(one) for one in said.values()], measure(), rarity=rarity(now), together=together, apart=apart
    )
    return _settled(community_id, found, said, before, now)


def _ties(said: Iterable[int]) -> tuple[frozenset[tuple[int, int]], frozenset[tuple[int, int]]]:
    rows = list(HandTie.objects.filter(one__in=list(said)).values_list("one", "other", "together"))
    return (
        frozenset((one, other) for one, other, together in rows if together),
        frozenset((one, other) for one, other, together in rows if not together),
    )


def _settled(
    community_id: int, found: list[list[int]], said: dict[int, Heard], before: dict[int, int], now: datetime
) -> list[int]:
    """Each group is the issue most of it was; what is left without messages is no more, unless it was taken on."""
    used: set[int] = set()
    for keys in found:
        was = [before[key] for key in keys if key in before and before[key] not in used]
        best = max(sorted(set(was)), key=was.count, default=None)
        row = (Issue.objects.filter(pk=best).first() if best else None) or Issue()
        used.add(gather(row, [said[key] for key in keys], now).pk)
    empty = Issue.objects.filter(community_id=community_id, open=True, members=None)
    empty.filter(taken_at=None).delete()
    empty.update(open=False)
    return sorted(used)


def rebuild(now: datetime | None = None) -> None:
    """Everything anew, community by community; numbers of issues stay with most of their messages."""
    moment = now or timezone.now()
    learn(moment)
    for community_id in ids_of_kind("community"):
        regroup(community_id, moment)
