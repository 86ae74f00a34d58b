"""The figures: facts written with their cause, folded by a job into tallies by place, day and month."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone

from linli.backbone import sql
from linli.domains.cases.models import EXCLUDED, MEASURES, Case, Fact
from linli.domains.cases.values.tables import procedure

BATCH = 5000
# What is taken back for a case that is left out of the assessment (剔除).
ASSESSED = ("due", "on_time", "valid", "contacted", "solved", "satisfied")

_SUMS = ", ".join(f"sum({name})" for name in MEASURES)
_NAMES = ", ".join(MEASURES)
_ADDS = ", ".join(f"{name} = cases_tally.{name} + excluded.{name}" for name in MEASURES)

# Every fact counts at each of its places, by day and month, as a whole and by channel and category.
_SPREAD = f"""
INSERT INTO cases_tally (grain, day, place_id, slice, {_NAMES})
SELECT g.grain, g.day, p.place_id, s.slice, {_SUMS} FROM taken t,
  LATERAL (VALUES ('d', t.day), ('m', date_trunc('month', t.day)::date)) g(grain, day),
  LATERAL unnest(ARRAY[t.district_id, t.street_id, t.community_id, t.grid_id]) p(place_id),
  LATERAL (SELECT '' UNION ALL SELECT 'channel=' || t.channel UNION ALL SELECT 'category=' || t.category
    UNION ALL SELECT '{EXCLUDED}' WHERE t.correction) s(slice)
WHERE p.place_id IS NOT NULL GROUP BY 1, 2, 3, 4
"""
# A rebuild sums the facts by day, grid and slice before it spreads what is left over places and months.
_BY_DAY = ", ".join(f"sum({name})::integer AS {name}" for name in MEASURES)
_PLACES = "day, district_id, street_id, community_id, grid_id"
_REBUILD = f"""
WITH base AS MATERIALIZED (
  SELECT {_PLACES}, '' AS slice, {_BY_DAY} FROM cases_fact GROUP BY 1, 2, 3, 4, 5, 6
  UNION ALL SELECT {_PLACES}, 'channel=' || channel, {_BY_DAY} FROM cases_fact GROUP BY 1, 2, 3, 4, 5, 6
  UNION ALL SELECT {_PLACES}, 'category=' || category, {_BY_DAY} FROM cases_fact GROUP BY 1, 2, 3, 4, 5, 6
  UNION ALL SELECT {_PLACES}, '{EXCLUDED}', {_BY_DAY} FROM cases_fact WHERE correction GROUP BY 1, 2, 3, 4, 5, 6)
INSERT INTO cases_tally (grain, day, place_id, slice, {_NAMES})
SELECT g.grain, g.day, p.place_id, t.slice, {_SUMS} FROM base t,
  LATERAL (VALUES ('d', t.day), ('m', date_trunc('month', t.day)::date)) g(grain, day),
  LATERAL unnest(ARRAY[t.district_id, t.street_id, t.community_id, t.grid_id]) p(place_id)
WHERE p.place_id IS NOT NULL GROUP BY 1, 2, 3, 4
"""
_FOLD = f"""
WITH taken AS (
  UPDATE cases_fact SET folded = true WHERE id IN (
    SELECT id FROM cases_fact WHERE NOT folded ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED) RETURNING *)
{_SPREAD} ON CONFLICT (place_id, grain, slice, day) DO UPDATE SET {_ADDS}
"""


_insert = sql.Insert(lambda: Fact)


def fact(case: Case, now: datetime, *, correction: bool = False, **measures: int) -> None:
    """Add to the figures of the day, if its kind is counted; nothing that is assessed, once a case is left out."""
    if not procedure(case.pack_version, case.procedure).counts:
        return
    if case.excluded and not correction:
        measures = {name: value for name, value in measures.items() if name not in ASSESSED}
    _insert(
        sql.fresh(
            Fact,
            case_id=case.pk,
            day=timezone.localtime(now).date(),
            district_id=case.district_id,
            street_id=case.street_id,
            community_id=case.community_id,
            grid_id=case.grid_id,
            channel=case.channel,
            category=case.category,
            correction=correction,
            **measures,
        )
    )


def leave_out(case: Case, now: datetime) -> None:
    """Take back what a case has counted in the assessment, on the day this is decided (domain 1.18)."""
    counted = Fact.objects.filter(case_id=case.pk).aggregate(**{f"sum_{one}": Sum(one) for one in ASSESSED})
    fact(case, now, correction=True, **{one: -(counted[f"sum_{one}"] or 0) for one in ASSESSED})


def fold() -> int:
    """Fold a batch of facts into the tallies; how many tallies were touched."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_FOLD, [BATCH])
        return cursor.rowcount


def rebuild() -> int:
    """Make the tallies anew from the facts; how many there are."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE cases_tally IN EXCLUSIVE MODE")
        cursor.execute("TRUNCATE cases_tally")
        cursor.execute("UPDATE cases_fact SET folded = true WHERE NOT folded")
        cursor.execute("SET LOCAL work_mem = '128MB'")
        cursor.execute(_REBUILD)
        return cursor.rowcount
