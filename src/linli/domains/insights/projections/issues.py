"""Issues and their messages: a new message is placed among the issues of its community, and at night all of a community
are grouped anew, under what hands tied together or apart; an issue keeps its number as long as most of it stays."""

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
from django.db import connection, transaction
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
from linli.domains.places.queries.addresses import place_infos
from linli.kernel.features import BOXES

# So many of the newest issues of a community are looked through, so many messages of one grouped anew, so many learnt
# from.
LOOKED, MOST, LEARNT = 300, 4000, 3000
_CANDIDATES = """
SELECT id, count, words, categories, lon, lat, (extract(epoch FROM last_at) / 86400)::float8 FROM insights_issue
WHERE community_id = %s AND open AND last_at >= %s ORDER BY last_at DESC LIMIT %s
"""
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('issues'), (%s %% 2147483647)::int)"
_MEMBER = ("case_id", "issue_id", "person", "building_id", "at")
# What is as it was is not written again.
_MEMBERS = """
INSERT INTO insights_membership AS m (case_id, issue_id, person, building_id, at)
SELECT * FROM unnest(%(case_id)s::bigint[], %(issue_id)s::bigint[], %(person)s::bytea[], %(building_id)s::bigint[],
  %(at)s::timestamptz[])
ON CONFLICT (case_id) DO UPDATE SET issue_id = EXCLUDED.issue_id, person = EXCLUDED.person,
  building_id = EXCLUDED.building_id, at = EXCLUDED.at
WHERE (m.issue_id, m.person, m.building_id, m.at)
  IS DISTINCT FROM (EXCLUDED.issue_id, EXCLUDED.person, EXCLUDED.building_id, EXCLUDED.at)
"""
# What is counted; the rest of an issue is what hands and nights did with it.
_MEASURED = (
    *("title", "category", "place_id", "place_name", "path", "community_id", "first_at", "last_at", "count", "people"),
    *("buildings", "week", "week_before", "unsolved", "heat", "days", "words", "categories", "lon", "lat"),
)


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
    one = next(iter(heard([case_id])), None)
    if one is None or one.community_id is None:
        return None
    _wait_for(one.community_id)
    kept = Membership.objects.filter(case_id=case_id).values_list("issue_id", flat=True).first()
    if kept is not None:
        return kept
    weights, message = rarity(now), message_of(one)
    near = measure()
    rows = _candidates(one.community_id, one.opened_at - timedelta(days=3 * near.near(one.category)[1]))
    best = best_place(message, rows, near, weights)
    thing = with_one(best[0], message, weights) if best else thing_of(0, [message], weights)
    row = _kept(Issue.objects.select_for_update().get(pk=thing.key) if best else Issue(), thing)
    if best is None:
        measured(row, [one], (), now).save()
    Membership.objects.create(**_membership(one), issue=row)
    if best is not None:
        measured(row, [one], Membership.objects.filter(issue=row), now).save()
    return row.pk


def _wait_for(community_id: int) -> None:
    """One at a time brings together what a community says, until its transaction ends."""
    sql.rows(_LOCK, [community_id])


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
    _keep([(row, said)], now)
    return row


def _keep(found: Sequence[tuple[Issue, Sequence[Heard]]], now: datetime) -> None:
    """Make each issue of exactly its requests, all with a few statements."""
    weights, places = rarity(now), place_infos({one.place_id for _row, said in found for one in said})
    for row, said in found:
        _kept(row, thing_of(row.pk or 0, [message_of(one) for one in said], weights))
        measured(row, said, (), now, places)
    rows = [row for row, _said in found]
    Issue.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=_MEASURED)
    lines = [{**_membership(one), "issue_id": row.pk} for row, said in found for one in said]
    with connection.cursor() as cursor:
        cursor.execute(_MEMBERS, {name: [one[name] for one in lines] for name in _MEMBER})


@transaction.atomic
def regroup(community_id: int, now: datetime) -> list[int]:
    """Group the requests of a community anew; the issues there are then. What is closed stays as it was."""
    _wait_for(community_id)
    since = now - timedelta(days=hot(in_force()).keep)
    rows = heard_in(community_id, since, MOST)
    before = dict(Membership.objects.filter(case_id__in=[one.id for one in rows]).values_list("case_id", "issue_id"))
    there = Issue.objects.select_for_update().filter(pk__in=set(before.values())).order_by("pk").in_bulk()
    closed = {pk for pk, row in there.items() if not row.open}
    said = {one.id: one for one in rows if before.get(one.id) not in closed}
    together, apart = _ties(said)
    found = groups(
        [message_of(one) for one in said.values()], measure(), rarity=rarity(now), together=together, apart=apart
    )
    made = list(_settled(found, said, {key: there[pk] for key, pk in before.items() if pk in there}))
    _keep(made, now)
    _clear(community_id)
    return sorted(row.pk for row, _said in made)


def _ties(said: Iterable[int]) -> tuple[frozenset[tuple[int, int]], frozenset[tuple[int, int]]]:
    rows = list(HandTie.objects.filter(one__in=list(said)).values_list("one", "other", "together"))
    return (
        frozenset((one, other) for one, other, together in rows if together),
        frozenset((one, other) for one, other, together in rows if not together),
    )


def _settled(
    found: Iterable[Sequence[int]], said: Mapping[int, Heard], before: Mapping[int, Issue]
) -> Iterator[tuple[Issue, list[Heard]]]:
    """Each group is the issue most of it was."""
    used: set[int] = set()
    for keys in found:
        was = [before[key].pk for key in keys if key in before and before[key].pk not in used]
        best = max(sorted(set(was)), key=was.count, default=None)
        row = next(before[key] for key in keys if key in before and before[key].pk == best) if best else Issue()
        used.update([best] if best else ())
        yield row, [said[key] for key in keys]


def _clear(community_id: int) -> None:
    """What is left without messages is no more, unless it was taken on."""
    empty = Issue.objects.filter(community_id=community_id, open=True, members=None)
    empty.filter(taken_at=None).delete()
    empty.update(open=False)


def rebuild(now: datetime | None = None) -> None:
    """Everything anew, community by community; numbers of issues stay with most of their messages."""
    moment = now or timezone.now()
    learn(moment)
    for community_id in ids_of_kind("community"):
        regroup(community_id, moment)
