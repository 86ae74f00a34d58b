"""The figures: sums of few tallies, each of which opens to the facts behind it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Sum

from linli.backbone import sql
from linli.domains.cases.models import EXCLUDED, MEASURES, Fact
from linli.domains.cases.values import Channel

Sums = dict[str, int]
Key = tuple[int, str]
NONE: Sums = dict.fromkeys(MEASURES, 0)
TREND_DAYS = 30
PLACES = ("district_id", "street_id", "community_id", "grid_id")

_NAMES = ", ".join(MEASURES)
_TOTALS = ", ".join(f"sum({name})::int" for name in MEASURES)
# Two periods (`which` 0 and 1) as few tallies: whole months, and the days at their edges, added or taken off.
_SPANS = "unnest(%(which)s::int[], %(sign)s::int[], %(grain)s::text[], %(from)s::date[], %(to)s::date[])"
_SPAN = f"{_SPANS} AS span(which, sign, grain, start, stop)"
_WITHIN = "t.grain = span.grain AND t.day >= span.start AND t.day < span.stop"
_SIGNED = ", ".join(f"span.sign * {name} AS {name}" for name in MEASURES)
_LOOSE = """NOT f.folded AND ((f.day >= %(start)s AND f.day <= %(end)s)
  OR (f.day >= %(before_start)s AND f.day <= %(before_end)s))"""
_WHICH = "CASE WHEN f.day >= %(start)s THEN 0 ELSE 1 END"
# Both periods at once, each tally found by its key (OFFSET 0 keeps it so); facts not folded yet are added, spread over
# their places and slices as folding will do it.
_SUMS = f"""
SELECT which, place_id, slice, {_TOTALS} FROM (
  SELECT which, place.id AS place_id, '' AS slice, {_SIGNED} FROM {_SPAN}, unnest(%(places)s::bigint[]) place(id),
    LATERAL (SELECT {_NAMES} FROM cases_tally t WHERE t.place_id = place.id AND t.slice = '' AND {_WITHIN} OFFSET 0) t
  WHERE span.which = 0 OR place.id = %(place)s
  UNION ALL
  SELECT which, %(place)s, channel.slice, {_SIGNED} FROM {_SPAN}, unnest(%(channels)s::text[]) channel(slice),
    LATERAL (SELECT {_NAMES} FROM cases_tally t
      WHERE t.place_id = %(place)s AND t.slice = channel.slice AND {_WITHIN} OFFSET 0) t
  WHERE span.which = 0
  UNION ALL
  SELECT {_WHICH}, p.place_id, s.slice, {_NAMES} FROM cases_fact f,
    LATERAL unnest(ARRAY[f.district_id, f.street_id, f.community_id, f.grid_id]) p(place_id),
    LATERAL (VALUES (''), ('channel=' || f.channel), (CASE WHEN f.correction THEN '{EXCLUDED}' END)) s(slice)
  WHERE {_LOOSE} AND p.place_id = ANY(%(places)s) AND (s.slice = '' OR p.place_id = %(place)s)
    AND s.slice IS NOT NULL
) parts GROUP BY 1, 2, 3
"""
# What is drawn: received and closed by day, received by category and month, and by category over both periods.
# A category has a tally of its month wherever it has one of a day: the months name the slices to look for.
_DRAWN = f"""
WITH months AS MATERIALIZED (
  SELECT slice, day, received FROM cases_tally
  WHERE grain = 'm' AND place_id = %(place)s AND slice LIKE 'category=%%' AND day >= %(oldest)s)
SELECT 'day', '', day, sum(received)::int, sum(closed)::int, NULL FROM (
  SELECT day, received, closed FROM cases_tally
  WHERE grain = 'd' AND place_id = %(place)s AND slice = '' AND day BETWEEN %(first_day)s AND %(last_day)s
  UNION ALL
  SELECT day, received, closed FROM cases_fact
  WHERE NOT folded AND %(place)s IN (district_id, street_id, community_id, grid_id)
    AND day BETWEEN %(first_day)s AND %(last_day)s
) days GROUP BY 3
UNION ALL
SELECT 'month', substr(slice, 10), NULL, NULL, NULL, array_agg(received ORDER BY day) FROM months
WHERE day >= %(first_month)s GROUP BY 2
UNION ALL
SELECT 'topic', category, NULL, sum(received) FILTER (WHERE which = 0)::int,
  sum(received) FILTER (WHERE which = 1)::int, NULL
FROM (
  SELECT which, substr(slice, 10) AS category, span.sign * received AS received FROM {_SPAN}
  JOIN months t ON span.grain = 'm' AND t.day >= span.start AND t.day < span.stop
  UNION ALL
  SELECT which, substr(slice, 10), span.sign * received FROM {_SPAN} JOIN cases_tally t
    ON t.place_id = %(place)s AND t.slice = ANY(ARRAY(SELECT DISTINCT slice FROM months)) AND {_WITHIN}
  WHERE span.grain = 'd'
  UNION ALL
  SELECT {_WHICH}, category, received FROM cases_fact f
  WHERE {_LOOSE} AND %(place)s IN (district_id, street_id, community_id, grid_id)
) topics GROUP BY 2
"""


class Span(NamedTuple):
    """A stretch of tallies, its end not included: of whole months or of days, added (1) or taken off (-1)."""

    sign: int
    grain: str
    start: date
    stop: date


class Drawn(NamedTuple):
    """What a board draws of one place."""

    days: dict[date, tuple[int, int]]
    months: dict[str, list[int]]
    topics: dict[str, tuple[int, int]]


def spans(start: date, end: date) -> list[Span]:
    """A period, both days included, as the fewest tallies: months, with the days at either edge added or taken off."""
    stop = end + timedelta(days=1)
    pairs = [(low, high) for low in _months_beside(start) for high in _months_beside(stop) if low <= high]
    low, high = min(pairs, key=lambda pair: abs((start - pair[0]).days) + abs((stop - pair[1]).days))
    if (stop - start).days <= abs((start - low).days) + abs((stop - high).days):
        return [Span(1, "d", start, stop)]
    found = [Span(1, "m", low, high), _edge(start, low), _edge(high, stop)]
    return [one for one in found if one.start < one.stop]


def _months_beside(day: date) -> tuple[date, date]:
    """The firsts of months before and after a day; twice the same for a first."""
    first = day.replace(day=1)
    return first, first if day == first else (first + timedelta(days=32)).replace(day=1)


def _edge(start: date, stop: date) -> Span:
    """Days between an edge of the period and one of the months: added, or taken off when the months reach too far."""
    return Span(1, "d", start, stop) if start <= stop else Span(-1, "d", stop, start)


def _params(place_id: int, days: tuple[date, date], before: tuple[date, date]) -> dict[str, Any]:
    cut = [(0, one) for one in spans(*days)] + [(1, one) for one in spans(*before)]
    return {
        "place": place_id,
        "which": [which for which, _one in cut],
        "sign": [one.sign for _which, one in cut],
        "grain": [one.grain for _which, one in cut],
        "from": [one.start for _which, one in cut],
        "to": [one.stop for _which, one in cut],
        "start": days[0],
        "end": days[1],
        "before_start": before[0],
        "before_end": before[1],
    }


def both_periods(
    place_id: int, below: Iterable[int], days: tuple[date, date], before: tuple[date, date]
) -> tuple[dict[Key, Sums], Sums]:
    """Every measure by (place, slice) over a period: a place as a whole (“”) and by channel (“channel=…”), what was
    taken back for cases left out of the assessment (“excluded”), and each place below as a whole; and the whole of
    the place over the period before."""
    channels = [EXCLUDED, *(f"channel={one}" for one in Channel)]
    params = {**_params(place_id, days, before), "places": [place_id, *below], "channels": channels}
    found: dict[Key, Sums] = {}
    was = NONE
    for which, place, name, *values in sql.rows(_SUMS, params):
        measures = dict(zip(MEASURES, values, strict=True))
        if which == 0:
            found[(place, name)] = measures
        elif place == place_id and name == "":
            was = measures
    return found, was


def drawn(place_id: int, days: tuple[date, date], before: tuple[date, date], today: date) -> Drawn:
    """The trend of the last thirty days, the categories of half a year by month, and those of both periods."""
    half_a_year = (days[1] - timedelta(days=180)).replace(day=1)
    params = {
        **_params(place_id, days, before),
        "first_day": today - timedelta(days=TREND_DAYS - 1),
        "last_day": today,
        "first_month": half_a_year,
        "oldest": min(half_a_year, before[0].replace(day=1), days[0].replace(day=1)),
    }
    found = Drawn({}, {}, {})
    for kind, key, day, first, second, several in sql.rows(_DRAWN, params):
        if kind == "day":
            found.days[day] = (first, second)
        elif kind == "month":
            found.months[key] = several
        else:
            found.topics[key] = (first or 0, second or 0)
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
    """(fact id, case id) of what a figure counts, newest first, and how much it adds up to; what was taken back within
    the period does not count."""
    rows: Any = Fact.objects.filter(**{column: place_id, f"{measure}__gt": 0}, day__range=days, **slices)
    total = Fact.objects.filter(**{column: place_id}, day__range=days, **slices).aggregate(n=Sum(measure))["n"] or 0
    taken_back = Fact.objects.filter(**{column: place_id, f"{measure}__lt": 0}, day__range=days, **slices)
    rows = rows.exclude(case_id__in=taken_back.values("case_id"))
    if after:
        rows = rows.filter(pk__lt=after)
    return list(rows.order_by("-id").values_list("pk", "case_id")[:limit]), total
