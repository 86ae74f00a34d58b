"""An issue counted from its messages: people, buildings, weeks, heat, where all of it lies and what it is called."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import numpy as np
from django.utils import timezone

from linli.backbone.packs.registry import in_force
from linli.domains.cases.queries.heard import heard, still_open
from linli.domains.cases.queries.lists import category_title
from linli.domains.cases.values.heard import Heard
from linli.domains.insights.models import Issue, Membership
from linli.domains.insights.rules.heat import Said, Sums, heat, sums
from linli.domains.insights.rules.placing import Thing, unpacked
from linli.domains.insights.rules.titles import central_clause
from linli.domains.insights.values.hot import hot
from linli.domains.places.queries.addresses import place_infos
from linli.domains.places.values import PathStep, PlaceInfo
from linli.kernel.features import BOXES

# A title is looked for anew while an issue is small; later only at night.
YOUNG = 12
# What the sum of the terms says is weighed already.
_EVEN = np.ones(BOXES, np.float32)


def measured(
    row: Issue,
    said: Sequence[Heard],
    members: Iterable[Membership],
    now: datetime,
    places: Mapping[int, PlaceInfo] | None = None,
) -> Issue:
    """Count an issue, not kept yet: of `members` where there are some, else of exactly what was said. Places are looked
    up where they are not given."""
    kept = list(members)
    found = _sums(kept, said, now)
    row.count, row.people, row.buildings = found.count, found.people, found.buildings
    row.week, row.week_before, row.unsolved = found.week, found.week_before, found.unsolved
    row.days, row.heat = list(found.days), heat(found, **hot(in_force()).heat.model_dump())
    moments = [one.at for one in kept] or [one.opened_at for one in said]
    row.first_at, row.last_at = min(moments), max(moments)
    row.category = max(sorted(row.categories), key=lambda key: row.categories[key])
    if not kept or row.count <= YOUNG:
        _name(row, said if not kept else heard(one.case_id for one in kept), places)
    return row


def _sums(kept: Sequence[Membership], said: Sequence[Heard], now: datetime) -> Sums:
    waiting = still_open(one.case_id for one in kept) if kept else {one.id for one in said if one.open}
    facts = [(one.case_id, bytes(one.person), one.building_id, one.at) for one in kept]
    facts = facts or [(one.id, one.person, one.building_id, one.opened_at) for one in said]
    lines = [Said(who, where, timezone.localtime(at).date(), pk in waiting) for pk, who, where, at in facts]
    return sums(lines, timezone.localtime(now).date())


def _name(row: Issue, said: Sequence[Heard], known: Mapping[int, PlaceInfo] | None) -> None:
    """Where all of it lies and what it is called."""
    places = {one.place_id for one in said}
    infos = place_infos(places) if known is None else known
    path = _common([infos[one].path for one in places if one in infos])
    row.path, row.place_id = [step.id for step in path], path[-1].id
    names = [step.name for step in path if step.kind in ("community", "grid", "compound", "building")]
    row.place_name = " · ".join(names[-2:] if len(names) > 1 else [path[-1].name])[:120]
    row.community_id = next(one.community_id for one in said if one.community_id)
    boxes, found = unpacked(bytes(row.words))
    thing = Thing(0, row.count, boxes, found, row.categories, None, 0)
    row.title = central_clause((one.text for one in said), thing, _EVEN) or category_title(row.category)


def _common(paths: Sequence[Sequence[PathStep]]) -> Sequence[PathStep]:
    shared = paths[0]
    for path in paths[1:]:
        shared = [one for one, other in zip(shared, path, strict=False) if one.id == other.id]
    return shared
