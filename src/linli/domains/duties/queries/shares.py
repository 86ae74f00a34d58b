"""How routines are kept: done, late and missed over a period, by routine and by place, for a seat's scope."""

from collections.abc import Iterable
from datetime import date

from linli.backbone import sql
from linli.backbone.packs.registry import in_force
from linli.backbone.values import Viewer
from linli.domains.duties.access import WALKING, may_walk
from linli.domains.duties.values.routines import routines
from linli.domains.duties.values.rows import Shares
from linli.domains.places.queries import names_of, visible_place
from linli.kernel.refusal import NotFound

_COUNTS = """
count(*), count(*) FILTER (WHERE state = 'done'), count(*) FILTER (WHERE state = 'late'),
  count(*) FILTER (WHERE state = 'missed'), count(*) FILTER (WHERE cardinality(vacant) > 0)
FROM duties_occurrence WHERE day BETWEEN %s AND %s AND place_ids && %s::bigint[]
"""
_BY_ROUTINE = f"SELECT routine, min(title_zh), min(title_en), {_COUNTS} GROUP BY routine ORDER BY routine"
_BY_PLACE = f"""
SELECT coalesce(place_ids[array_position(place_ids, %s::bigint) + 1], place_id), {_COUNTS}
  AND routine = %s GROUP BY 1 ORDER BY 1
"""


def by_routine(viewer: Viewer, start: date, end: date, language: str) -> tuple[Shares, ...]:
    """Every routine at the places the viewer looks after, from `start` to `end`; NotFound for seats without."""
    may_walk(viewer)
    rows = sql.rows(_BY_ROUTINE, [start, end, list(_tops(viewer))])
    return tuple(
        Shares(key, (language.startswith("en") and english) or chinese, *numbers)
        for key, chinese, english, *numbers in rows
    )


def by_place(viewer: Viewer, routine: str, start: date, end: date, place_id: int | None = None) -> tuple[Shares, ...]:
    """One routine by the places next below `place_id` (or below the viewer's own); NotFound outside the scope."""
    may_walk(viewer)
    if routine not in routines(in_force()):
        raise NotFound("routine")
    tops = _tops(viewer)
    top = tops[0] if place_id is None else place_id
    scope = [one for one in tops if one == top] or _under(viewer, top)
    rows = sql.rows(_BY_PLACE, [top, start, end, scope, routine])
    names = names_of(row[0] for row in rows)
    return tuple(Shares(str(pk), names.get(pk, ""), *numbers) for pk, *numbers in rows)


def _under(viewer: Viewer, place_id: int) -> list[int]:
    visible_place(viewer, place_id)
    return [place_id]


def _tops(viewer: Viewer) -> list[int]:
    return [held.place_id for held in viewer.at_places(*WALKING) if held.place_id]


def total(rows: Iterable[Shares]) -> Shares:
    """The sum of rows."""
    rows = list(rows)
    return Shares(
        "",
        "",
        sum(row.total for row in rows),
        sum(row.done for row in rows),
        sum(row.late for row in rows),
        sum(row.missed for row in rows),
        sum(row.vacant for row in rows),
    )
