"""The figures: sums of few tallies, each of which opens to the facts behind it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Sum

from linli.backbone import sql
from linli.domains.cases.models import MEASURES, Fact

Sums = dict[str, int]
Key = tuple[int, str]
NONE: Sums = dict.fromkeys(MEASURES, 0)
PLACES = ("district_id", "street_id", "community_id", "grid_id")

_NAMES = ", ".join(MEASURES)
_TOTALS = ", ".join(f"sum({name})::int" for name in MEASURES)
# The tallies of a period: whole months, and the days before and after them; %(…)s are two half-open stretches of days.
_PERIOD = """((grain = 'm' AND day >= %s AND day < %s)
  OR (grain = 'd' AND ((day >= %s AND day < %s) OR (day >= %s AND day < %s))))"""
# Both periods at once; facts not folded yet are added, spread over their places and slices as folding will do it.
_SUMS = f"""
SELECT which, place_id, slice, {_TOTALS} FROM (
  SELECT 0 AS which, place_id, slice, {_NAMES} FROM cases_tally
  WHERE place_id = ANY(%s) AND slice = '' AND {_PERIOD}
  UNION ALL
  SELECT 0, place_id, slice, {_NAMES} FROM cases_tally
  WHERE place_id = %s AND slice LIKE 'channel=%%' AND {_PERIOD}
  UNION ALL
  SELECT 1, place_id, slice, {_NAMES} FROM cases_tally
  WHERE place_id = %s AND slice = '' AND {_PERIOD}
  UNION ALL
  SELECT CASE WHEN f.day >= %s THEN 0 ELSE 1 END, p.place_id, s.slice, {_NAMES} FROM cases_fact f,
    LATERAL unnest(ARRAY[f.district_id, f.street_id, f.community_id, f.grid_id]) p(place_id),
    LATERAL (VALUES (''), ('channel=' || f.channel)) s(slice)
  WHERE NOT f.folded AND ((f.day >= %s AND f.day <= %s) OR (f.day >= %s AND f.day <= %s))
    AND p.place_id = ANY(%s) AND (s.slice = '' OR p.place_id = %s)
) parts GROUP BY 1, 2, 3
"""
_TOPICS = f"""
SELECT which, category, sum(received)::int FROM (
  SELECT 0 AS which, substr(slice, 10) AS category, received FROM cases_tally
  WHERE place_id = %s AND slice LIKE 'category=%%' AND {_PERIOD}
  UNION ALL
  SELECT 1, substr(slice, 10), received FROM cases_tally
  WHERE place_id = %s AND slice LIKE 'category=%%' AND {_PERIOD}
  UNION ALL
  SELECT CASE WHEN day >= %s THEN 0 ELSE 1 END, category, received FROM cases_fact
  WHERE NOT folded AND ((day >= %s AND day <= %s) OR (day >= %s AND day <= %s))
    AND %s IN (district_id, street_id, community_id, grid_id)
) parts GROUP BY 1, 2
"""
_DAILY = """
SELECT day, sum(received)::int, sum(closed)::int FROM (
  SELECT day, received, closed FROM cases_tally
  WHERE grain = 'd' AND place_id = %(place)s AND slice = '' AND day BETWEEN %(start)s AND %(end)s
  UNION ALL
  SELECT day, received, closed FROM cases_fact
  WHERE NOT folded AND %(place)s IN (district_id, street_id, community_id, grid_id)
    AND day BETWEEN %(start)s AND %(end)s
) parts GROUP BY 1
"""
_MONTHS = """
SELECT substr(slice, 10), day, received FROM cases_tally
WHERE grain = 'm' AND place_id = %s AND slice LIKE 'category=%%' AND day >= %s ORDER BY day
"""


def stretches(start: date, end: date) -> list[date]:
    """A period, both days included, as three half-open stretches: whole months, the days before, the days after."""
    first = start if start.day == 1 else _next_month(start)
    last = _next_month(end) if (end + timedelta(days=1)).day == 1 else end.replace(day=1)
    stop = end + timedelta(days=1)
    if first >= last:
        return [start, start, start, stop, start, start]
    return [first, last, start, first, last, stop]


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def both_periods(
    place_id: int, below: Iterable[int], days: tuple[date, date], before: tuple[date, date]
) -> tuple[dict[Key, Sums], Sums]:
    """Every measure by (place, slice) over a period: a place as a whole (“”) and by channel (“channel=…”), and each
    place below as a whole; and the whole of the place over the period before."""
    places = [place_id, *below]
    now = stretches(*days)
    params = [places, *now, place_id, *now, place_id, *stretches(*before), days[0], *days, *before, places, place_id]
    found: dict[Key, Sums] = {}
    was = NONE
    for which, place, name, *values in sql.rows(_SUMS, params):
        measures = dict(zip(MEASURES, values, strict=True))
        if which == 0:
            found[(place, name)] = measures
        elif place == place_id and name == "":
            was = measures
    return found, was


def topics(place_id: int, days: tuple[date, date], before: tuple[date, date]) -> tuple[dict[str, int], dict[str, int]]:
    """Received by category at a place, over a period and over the one before."""
    params = [place_id, *stretches(*days), place_id, *stretches(*before), days[0], *days, *before, place_id]
    found: tuple[dict[str, int], dict[str, int]] = ({}, {})
    for which, category, received in sql.rows(_TOPICS, params):
        found[which][category] = received
    return found


def daily(place_id: int, start: date, end: date) -> dict[date, tuple[int, int]]:
    """Received and closed by day at one place."""
    rows = sql.rows(_DAILY, {"place": place_id, "start": start, "end": end})
    return {day: (received, closed) for day, received, closed in rows}


def by_category_and_month(place_id: int, start: date) -> dict[str, list[int]]:
    """Received by category, a count for each month since `start`, for the small trends of topics."""
    found: dict[str, list[int]] = {}
    for category, _month, received in sql.rows(_MONTHS, [place_id, start]):
        found.setdefault(category, []).append(received)
    return found


def late_now(kind: str, place_id: int, below: str, now: datetime) -> dict[int | None, int]:
    """How many open cases at a place are past their limit now: by the place below, and under None in all."""
    if f"{kind}_id" not in PLACES or f"{below}_id" not in PLACES:
        return {None: 0}
    statement = f"""
        SELECT {below}_id, count(*)::int FROM cases_case
        WHERE open AND rate_by IS NULL AND due < %s AND {kind}_id = %s GROUP BY 1"""
    rows: dict[int | None, int] = dict(sql.rows(statement, [now, place_id]))
    total = sum(rows.values())
    return {**rows, None: total}


def cases_behind(
    measure: str, column: str, place_id: int, days: tuple[date, date], slices: Mapping[str, str], after: int, limit: int
) -> tuple[list[tuple[int, int]], int]:
    """(fact id, case id) of what a figure counts, newest first, and how much it adds up to."""
    rows: Any = Fact.objects.filter(**{column: place_id, f"{measure}__gt": 0}, day__range=days, **slices)
    total = rows.aggregate(total=Sum(measure))["total"] or 0
    if after:
        rows = rows.filter(pk__lt=after)
    return list(rows.order_by("-id").values_list("pk", "case_id")[:limit]), total
