"""What is there of cases at this moment: open ones, late ones, suspended ones, by place and kind."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from linli.backbone import sql
from linli.backbone.facts import LEVELS
from linli.backbone.packs.registry import in_force
from linli.domains.cases.models import Case
from linli.domains.cases.queries.kinds import MAIN
from linli.domains.cases.queries.lists import case_rows
from linli.domains.cases.values import CaseRow
from linli.domains.cases.values.tables import cases as cases_part
from linli.domains.duties.queries.counts import paused_subjects
from linli.kernel.ids import row_number

NOW = ("open", "late", "suspended")
# Of kinds whose pack keeps a list (C69): what stands on it, what was kept off or taken from it, and both together.
LISTS = ("listed", "taken_off", "decided")
Counts = dict[tuple[int, str], dict[str, int]]
# Late is what is past its limit and not yet handed to its judge; suspended is what waits for a review date (挂账).
_STATES = {
    "open": "open",
    "late": "open AND rate_by IS NULL AND due < %(now)s",
    "suspended": "open AND id = ANY(%(paused)s)",
}


def open_counts(
    places: Mapping[str, Collection[int]],
    measures: Collection[str],
    kinds: Collection[str] | None,
    categories: Collection[str],
    now: datetime,
) -> Counts:
    """The measures asked for, by place (given by its level) and by kind of case, in one reading however many levels;
    ValueError for an unknown level or measure."""
    if not set(places) <= set(LEVELS) or not set(measures) <= {*NOW, *LISTS}:
        raise ValueError("no such figure")
    if set(measures) & set(LISTS):
        return {key: one for level, ids in places.items() for key, one in _listed(level, ids, kinds).items()}
    wanted = [name for name in NOW if name in measures]
    columns = ", ".join(f"count(*) FILTER (WHERE {_STATES[name]})::int" for name in wanted)
    only = "open"
    if wanted == ["late"]:  # the index of limits finds and counts them; no case need be read
        only, columns = _STATES["late"], "count(*)::int"
    path = ", ".join(f"{level}_id" for level in places)
    statement = f"""
SELECT procedure, {columns}, {path} FROM cases_case c
WHERE {only} AND ({" OR ".join(f"{level}_id = ANY(%({level})s)" for level in places)})
  AND (%(kinds)s::text[] IS NULL OR procedure = ANY(%(kinds)s))
  AND (%(categories)s = '{{}}'::text[] OR category = ANY(%(categories)s))
GROUP BY procedure, {path}"""
    params = {
        "now": now,
        **{level: list(ids) for level, ids in places.items()},
        "kinds": None if kinds is None else list(kinds),
        "categories": list(categories),
        "paused": paused_subjects("case") if "suspended" in measures else [],
    }
    asked = {one for ids in places.values() for one in ids}
    return _added_up(sql.rows(statement, params) if places else [], wanted, asked)


def _added_up(rows: Iterable[Sequence[Any]], names: Sequence[str], asked: Collection[int]) -> Counts:
    """Counts by kind and path of places, at each place of the path that is asked for."""
    found: Counts = {}
    for kind, *row in rows:
        for place in row[len(names) :]:
            if place in asked:
                have = found.setdefault((place, kind), dict.fromkeys(names, 0))
                for name, count in zip(names, row, strict=False):
                    have[name] += count
    return found


def _stages(kinds: Collection[str] | None) -> tuple[list[str], list[str], list[str]]:
    """The kinds that keep a list, and “kind/stage” of what stands on it and of what is off it."""
    tables = {
        key: one.listing
        for key, one in cases_part(in_force()).procedures.items()
        if one.listing and key != MAIN and (kinds is None or key in kinds)
    }
    on = [f"{key}/{stage}" for key, one in tables.items() for stage in one.stages]
    off = [f"{key}/{stage}" for key, one in tables.items() for stage in one.out]
    return list(tables), on, off


def _listed(level: str, places: Iterable[int], kinds: Collection[str] | None) -> Counts:
    known, on, off = _stages(kinds)
    statement = f"""
SELECT {level}_id, procedure, count(*) FILTER (WHERE procedure || '/' || stage = ANY(%(on)s))::int,
  count(*) FILTER (WHERE procedure || '/' || stage = ANY(%(off)s))::int
FROM cases_case
WHERE procedure <> '{MAIN}' AND procedure = ANY(%(kinds)s) AND {level}_id = ANY(%(places)s) GROUP BY 1, 2"""
    found = sql.rows(statement, {"on": on, "off": off, "kinds": known, "places": list(places)})
    return {(row[0], row[1]): {"listed": row[2], "taken_off": row[3], "decided": row[2] + row[3]} for row in found}


def _of_list(
    level: str, place_id: int, measure: str, kinds: Collection[str] | None, after: str, limit: int
) -> list[int]:
    known, on, off = _stages(kinds)
    stages = {"listed": on, "taken_off": off, "decided": [*on, *off]}[measure]
    statement = f"""
SELECT id FROM cases_case WHERE procedure <> '{MAIN}' AND procedure = ANY(%(kinds)s) AND {level}_id = %(place)s
  AND procedure || '/' || stage = ANY(%(stages)s) AND id < %(after)s ORDER BY id DESC LIMIT %(limit)s"""
    last = row_number(after, 2**62)
    params = {"kinds": known, "place": place_id, "stages": stages, "after": last, "limit": limit}
    return [row[0] for row in sql.rows(statement, params)]


class Spot(NamedTuple):
    """How many open cases stand at a place, and how many of them are late."""

    place_id: int
    open: int
    late: int


def open_spots(level: str, place_id: int, kinds: Collection[str] | None, now: datetime) -> tuple[Spot, ...]:
    """The open cases under a place by the building, else the smallest place, they keep; confidential ones are left
    out. ValueError for an unknown level."""
    if level not in LEVELS:
        raise ValueError("no such level")
    smallest = ", ".join(f"{one}_id" for one in reversed(LEVELS))
    statement = f"""
SELECT coalesce({smallest}), count(*)::int, count(*) FILTER (WHERE {_STATES["late"]})::int FROM cases_case c
WHERE open AND NOT confidential AND {level}_id = %(place)s
  AND (%(kinds)s::text[] IS NULL OR procedure = ANY(%(kinds)s)) GROUP BY 1 ORDER BY 1"""
    params = {"place": place_id, "kinds": None if kinds is None else list(kinds), "now": now}
    return tuple(Spot(*row) for row in sql.rows(statement, params))


def open_behind(
    level: str,
    place_id: int,
    measure: str,
    kinds: Collection[str] | None,
    categories: Collection[str],
    now: datetime,
    after: str,
    limit: int,
) -> tuple[tuple[CaseRow, ...], str]:
    """A page of the cases a figure of this moment counts, newest first, and its cursor."""
    if level not in LEVELS or measure not in (*NOW, *LISTS):
        raise ValueError("no such figure")
    if measure in LISTS:
        ids = _of_list(level, place_id, measure, kinds, after, limit + 1)
    else:
        ids = _of_state(level, place_id, measure, kinds, categories, now, after, limit + 1)
    found = Case.objects.in_bulk(ids[:limit])
    cursor = str(ids[limit - 1]) if len(ids) > limit else ""
    return tuple(case_rows([found[pk] for pk in ids[:limit]], now)), cursor


def _of_state(
    level: str,
    place_id: int,
    measure: str,
    kinds: Collection[str] | None,
    categories: Collection[str],
    now: datetime,
    after: str,
    limit: int,
) -> list[int]:
    statement = f"""
SELECT id FROM cases_case c WHERE {_STATES[measure]} AND {level}_id = %(place)s
  AND (%(kinds)s::text[] IS NULL OR procedure = ANY(%(kinds)s))
  AND (%(categories)s = '{{}}'::text[] OR category = ANY(%(categories)s)) AND id < %(after)s
ORDER BY id DESC LIMIT %(limit)s"""
    params = {
        "now": now,
        "place": place_id,
        "kinds": None if kinds is None else list(kinds),
        "categories": list(categories),
        "after": row_number(after, 2**62),
        "limit": limit,
        "paused": paused_subjects("case") if measure == "suspended" else [],
    }
    return [row[0] for row in sql.rows(statement, params)]
