"""How routines are kept: done, late and missed over a period, by routine and by place, for a seat's scope.

An occurrence belongs to every period its window touches: a quarterly visit is seen in each of its weeks.
"""

from collections.abc import Iterable
from datetime import date, datetime

from linli.backbone import sql
from linli.backbone.moments import midnight
from linli.backbone.values import Viewer
from linli.domains.duties.access import WALKING, may_walk
from linli.domains.duties.models import Occurrence
from linli.domains.duties.queries.rounds import round_row
from linli.domains.duties.values.rows import OccurrenceState, RoundRow, Shares
from linli.domains.places.queries import names_of, visible_place
from linli.kernel.refusal import NotFound

PAGE = 50
_COUNTS = """
count(*), count(*) FILTER (WHERE state = 'done'), count(*) FILTER (WHERE state = 'late'),
  count(*) FILTER (WHERE state = 'missed'), count(*) FILTER (WHERE cardinality(vacant) > 0)
FROM duties_occurrence WHERE due >= %s AND day <= %s AND place_ids && %s::bigint[]
"""
_BY_ROUTINE = f"SELECT routine, min(title_zh), min(title_en), {_COUNTS} GROUP BY routine ORDER BY routine"
_BY_PLACE = f"""
SELECT coalesce(place_ids[array_position(place_ids, %s::bigint) + 1], place_id), {_COUNTS}
  AND routine = %s GROUP BY 1 ORDER BY 1
"""


def by_routine(viewer: Viewer, start: date, end: date, language: str) -> tuple[Shares, ...]:
    """Every routine at the places the viewer looks after, from `start` to `end`; NotFound for seats without."""
    may_walk(viewer)
    rows = sql.rows(_BY_ROUTINE, [midnight(start), end, _tops(viewer)])
    return tuple(
        Shares(key, (language.startswith("en") and english) or chinese, *numbers)
        for key, chinese, english, *numbers in rows
    )


def by_place(viewer: Viewer, routine: str, start: date, end: date, place_id: int | None = None) -> tuple[Shares, ...]:
    """One routine by the places next below `place_id` (or below the viewer's own); NotFound outside the scope."""
    top, scope = _scope(viewer, routine, place_id)
    rows = sql.rows(_BY_PLACE, [top, midnight(start), end, scope, routine])
    names = names_of(row[0] for row in rows)
    return tuple(Shares(str(pk), names.get(pk, ""), *numbers) for pk, *numbers in rows)


def records(
    viewer: Viewer, routine: str, start: date, end: date, now: datetime, *, place_id: int | None, state: str, after: int
) -> tuple[RoundRow, ...]:
    """The occurrences behind a figure, newest first from a cursor; NotFound outside the scope."""
    _top, scope = _scope(viewer, routine, place_id)
    rows = Occurrence.objects.filter(routine=routine, due__gte=midnight(start), day__lte=end)
    rows = rows.filter(place_ids__overlap=scope)
    if state in list(OccurrenceState):
        rows = rows.filter(state=state)
    if after:
        rows = rows.filter(pk__lt=after)
    return tuple(round_row(row, now) for row in rows.order_by("-id")[:PAGE])


def _scope(viewer: Viewer, routine: str, place_id: int | None) -> tuple[int, list[int]]:
    may_walk(viewer)
    if not Occurrence.objects.filter(routine=routine).exists():
        raise NotFound("routine")
    tops = _tops(viewer)
    if place_id is None or place_id in tops:
        return place_id or tops[0], tops if place_id is None else [place_id]
    visible_place(viewer, place_id)
    return place_id, [place_id]


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
