"""The SQL that makes the tallies of a book anew from all its facts."""

from collections.abc import Iterable
from datetime import date

from linli.backbone.facts.columns import EXCLUDED, KIND, SLICE, TALLIED
from linli.backbone.facts.statements import Named

# Each month is summed by one process, several beside each other, not one month by several.
BESIDE = {
    "work_mem": "128MB",
    "maintenance_work_mem": "256MB",
    "enable_sort": "off",
    "jit": "off",
    "parallel_setup_cost": "0",
    "parallel_tuple_cost": "0",
    "min_parallel_table_scan_size": "1TB",
    "min_parallel_index_scan_size": "1TB",
}
_LEVELS = [f"{level}_id" for level in TALLIED]
_PATH = "kind, district_id, street_id, community_id, grid_id"
# The level a row is summed for: that which GROUPING does not leave out.
_PLACE = "CASE {} END".format(" ".join(f"WHEN GROUPING({one}) = 0 THEN {one}" for one in _LEVELS))


def remade(words: Named, into: str, months: Iterable[tuple[date, date]], first: int) -> tuple[str, ...]:
    """Sum all settled facts into a new table (which, unlike an INSERT, PostgreSQL makes with all its processes): day by
    day, so that what is summed up stays near the processor, and from the days their assessment months, which begin
    `first` days after the first. Of a million cases this takes half the time that whole months at once took."""
    of_day = f"{into}_of_day"  # a day joined to its sums without a function would keep other processes out
    days = [
        f"SELECT {_row(words)} FROM generate_series(0, {(stop - start).days - 1}) n, {of_day}(DATE '{start}' + n) x"
        for start, stop in months
    ]
    keys = "place_id, kind, slice"
    parts = "\nUNION ALL ".join([*days, f"SELECT {_row(words)} FROM ({_taken_back(words)}) x"])
    return (
        _function(words, of_day),
        f"CREATE TABLE {into} AS {parts}",
        f"DROP FUNCTION {of_day}(date)",
        f"INSERT INTO {into} SELECT 'm', date_trunc('month', day - {first})::date + {first} AS month, {keys}, "
        f"{words.sums} FROM {into} GROUP BY month, {keys}",
    )


def _row(words: Named) -> str:
    """The columns of a tally of a day, as its table has them."""
    keys = f"'d'::varchar(1) AS grain, x.day, x.place_id, x.kind::varchar({KIND}) AS kind, x.slice::varchar({SLICE})"
    return f"{keys} AS slice, " + ", ".join(f"x.{name}" for name in words.measures)


def _function(words: Named, name: str) -> str:
    """A function of a day: its tallies, first by the whole path of places and each slice, then from that by each level
    (STRICT, because what PostgreSQL may write into the statement is not shared among processes)."""
    columns = ", ".join(f"{one} int" for one in words.measures)
    return f"""
CREATE FUNCTION {name}(date) RETURNS TABLE (day date, place_id bigint, kind text, slice text, {columns})
LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 1000 AS $sums$
SELECT $1, {_PLACE}, kind, slice, {_whole(words)} FROM (
  SELECT {_PATH}, CASE GROUPING(channel, category, organization_id, seat_id) WHEN 15 THEN ''
    WHEN 7 THEN 'channel=' || channel WHEN 11 THEN 'category=' || category
    WHEN 13 THEN 'organization=' || organization_id WHEN 14 THEN 'seat=' || seat_id
    ELSE 'pair=' || channel || '|' || category END AS slice, {_sparse(words)}
  FROM {words.settled} WHERE day = $1
  GROUP BY GROUPING SETS (({_PATH}), ({_PATH}, channel), ({_PATH}, category), ({_PATH}, organization_id),
    (kind, district_id, street_id, channel, category), (kind, district_id, seat_id))
  HAVING (GROUPING(channel) = 1 OR channel <> '') AND (GROUPING(category) = 1 OR category <> '')
    AND (GROUPING(organization_id) = 1 OR organization_id IS NOT NULL)
    AND (GROUPING(seat_id) = 1 OR seat_id IS NOT NULL)) cells
GROUP BY GROUPING SETS ({_sets("kind, slice")}) HAVING {_PLACE} IS NOT NULL $sums$"""


def _sparse(words: Named) -> str:
    """The sums of the measures, NULL for nothing: most are, and what is NULL costs nothing to add up again."""
    return ", ".join(f"nullif(sum({name}), 0)::int AS {name}" for name in words.measures)


def _whole(words: Named) -> str:
    """The sums of sparse sums, 0 for nothing."""
    return ", ".join(f"coalesce(sum({name}), 0)::int" for name in words.measures)


def _taken_back(words: Named) -> str:
    """What was taken back for matters left out of the assessment, which is little: of all days at once."""
    return f"""
SELECT day, {_PLACE} AS place_id, kind, '{EXCLUDED}' AS slice, {words.sums}
FROM {words.settled} WHERE correction GROUP BY GROUPING SETS ({_sets("day, kind")}) HAVING {_PLACE} IS NOT NULL"""


def _sets(keys: str) -> str:
    """Each level by these."""
    return ", ".join(f"({keys}, {level})" for level in _LEVELS)


def swapped(words: Named, fresh: str) -> tuple[str, ...]:
    """Put a table made anew in the place of the tallies; who reads them waits for no more than this."""
    columns = ("grain", "day", "place_id", "kind", "slice", *words.measures)
    return (
        "SET LOCAL min_parallel_table_scan_size TO DEFAULT",  # the index is made by several processes
        f"ALTER TABLE {fresh} " + ", ".join(f"ALTER {one} SET NOT NULL" for one in columns),
        f"ALTER TABLE {fresh} ADD CONSTRAINT {fresh}_pkey PRIMARY KEY (place_id, grain, slice, day, kind)",
        f"DROP TABLE {words.tally}",
        f"ALTER TABLE {fresh} RENAME TO {words.tally}",
        f"ALTER TABLE {words.tally} RENAME CONSTRAINT {fresh}_pkey TO {words.tally}_pkey",
    )
