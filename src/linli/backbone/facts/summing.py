"""The SQL that makes the tallies of a book anew from all its facts."""

from collections.abc import Iterable
from datetime import date

from linli.backbone.facts.columns import KIND, SLICE
from linli.backbone.facts.keys import EXCLUDED, TALLIED, UPPER
from linli.backbone.facts.statements import Named

# Each month is summed by one process, several beside each other, not one month by several.
BESIDE = {
    "work_mem": "128MB",
    "maintenance_work_mem": "256MB",
    "enable_sort": "off",
    "jit": "off",
    "parallel_leader_participation": "off",
    "parallel_setup_cost": "0",
    "parallel_tuple_cost": "0",
    "min_parallel_table_scan_size": "1TB",
    "min_parallel_index_scan_size": "1TB",
}
_LEVELS = [f"{level}_id" for level in TALLIED]
_HIGH = [f"{level}_id" for level in UPPER]
_LOW = _LEVELS[len(UPPER) :]
_PATH = ", ".join(["kind", *_LEVELS])
# The sorts of slices a fact may have none of, and what it then has.
_NOTHING = {
    "channel": "channel <> ''",
    "category": "category <> ''",
    "organization_id": "organization_id IS NOT NULL",
    "seat_id": "seat_id IS NOT NULL",
}


def remade(words: Named, into: str, months: Iterable[tuple[date, date]], first: int) -> tuple[str, ...]:
    """Sum all settled facts into a new table (which, unlike an INSERT, PostgreSQL makes with all its processes): day by
    day, so that what is summed up stays near the processor, and from the days their assessment months, which begin
    `first` days after the first; what is kept by month alone straight from the facts of each. Of a million cases this
    takes half the time that whole months at once took."""
    of_day, of_month = f"{into}_of_day", f"{into}_of_month"
    parts = [part for one in months for part in _month(words, *one, of_day, of_month)]
    keys = "place_id, kind, slice"
    return (
        _function(words, of_day, "date", _day_cells(words), _LEVELS),
        _function(words, of_month, "date, date", _month_cells(words), [_LEVELS[0], *_LOW]),
        f"CREATE TABLE {into} AS "
        + "\nUNION ALL ".join([*parts, f"SELECT {_row(words)} FROM ({_taken_back(words)}) x"]),
        f"DROP FUNCTION {of_day}(date), {of_month}(date, date)",
        f"INSERT INTO {into} SELECT 'm', date_trunc('month', day - {first})::date + {first} AS month, {keys}, "
        f"{words.sums} FROM {into} WHERE grain = 'd' GROUP BY month, {keys}",
    )


def _month(words: Named, start: date, stop: date, of_day: str, of_month: str) -> tuple[str, str]:
    """What is summed of an assessment month: its days, and what is kept of it as a whole alone."""
    days = f"generate_series(0, {(stop - start).days - 1}) n, {of_day}(DATE '{start}' + n) x"
    return (
        f"SELECT {_row(words)} FROM {days}",
        f"SELECT {_row(words, 'm')} FROM {of_month}(DATE '{start}', DATE '{stop}') x",
    )


def _row(words: Named, grain: str = "d") -> str:
    """The columns of a tally, as its table has them."""
    keys = (
        f"'{grain}'::varchar(1) AS grain, x.day, x.place_id, x.kind::varchar({KIND}) AS kind, x.slice::varchar({SLICE})"
    )
    return f"{keys} AS slice, " + ", ".join(f"x.{name}" for name in words.measures)


def _function(words: Named, name: str, given: str, cells: str, levels: Iterable[str]) -> str:
    """A function of a day or a month (what is joined to its sums without one keeps other processes out): its tallies by
    each level, from cells (STRICT, because what PostgreSQL may write into the statement is not shared among
    processes)."""
    columns = ", ".join(f"{one} int" for one in words.measures)
    sets = ", ".join(f"(kind, slice, {level})" for level in levels)
    return f"""
CREATE FUNCTION {name}({given}) RETURNS TABLE (day date, place_id bigint, kind text, slice text, {columns})
LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 1000 AS $sums$
SELECT $1, {_place(levels)}, kind, slice, {_whole(words)} FROM ({cells}) cells
GROUP BY GROUPING SETS ({sets}) HAVING {_place(levels)} IS NOT NULL $sums$"""


def _day_cells(words: Named) -> str:
    """Of a day: the whole at each place, its cuts at the upper levels."""
    upper = f"kind, {', '.join(_HIGH)}"
    return f"""
  SELECT {_PATH}, CASE GROUPING(channel, category, organization_id)
    WHEN 7 THEN '' WHEN 3 THEN 'channel=' || channel WHEN 5 THEN 'category=' || category
    WHEN 6 THEN 'organization=' || organization_id ELSE 'pair=' || channel || '|' || category END AS slice,
    {_sparse(words)}
  FROM {words.fact} f WHERE {words.settled} AND day = $1
  GROUP BY GROUPING SETS (({_PATH}), ({upper}, channel), ({upper}, category), ({upper}, organization_id),
    ({upper}, channel, category))
  HAVING {_said("channel", "category", "organization_id")}"""


def _month_cells(words: Named) -> str:
    """Of a month: seats at the root, the other cuts at the lower levels."""
    lower = f"kind, {', '.join(_LOW)}"
    return f"""
  SELECT kind, {_LEVELS[0]}, {", ".join(_LOW)}, CASE GROUPING(channel, category, organization_id, seat_id)
    WHEN 7 THEN 'channel=' || channel WHEN 11 THEN 'category=' || category
    WHEN 13 THEN 'organization=' || organization_id ELSE 'seat=' || seat_id END AS slice, {_sparse(words)}
  FROM {words.fact} f WHERE {words.settled} AND day >= $1 AND day < $2
  GROUP BY GROUPING SETS (({lower}, channel), ({lower}, category), ({lower}, organization_id),
    (kind, {_LEVELS[0]}, seat_id))
  HAVING {_said(*_NOTHING)}"""


def _said(*columns: str) -> str:
    """That a cell is not of facts which have nothing in the column it is cut by."""
    return " AND ".join(f"(GROUPING({one}) = 1 OR {_NOTHING[one]})" for one in columns)


def _place(levels: Iterable[str]) -> str:
    """The place a row is summed for: that which GROUPING does not leave out."""
    return "CASE {} END".format(" ".join(f"WHEN GROUPING({one}) = 0 THEN {one}" for one in levels))


def _sparse(words: Named) -> str:
    """The sums of the measures, NULL for nothing: most are, and what is NULL costs nothing to add up again."""
    return ", ".join(f"sum({name}) FILTER (WHERE {name} <> 0)::int AS {name}" for name in words.measures)


def _whole(words: Named) -> str:
    """The sums of sparse sums."""
    return ", ".join(f"sum({name}) FILTER (WHERE {name} IS NOT NULL)::int" for name in words.measures)


def _taken_back(words: Named) -> str:
    """What was taken back for matters left out of the assessment, which is little: of all days at once."""
    sets = ", ".join(f"(day, kind, {level})" for level in _LEVELS)
    return f"""
SELECT day, {_place(_LEVELS)} AS place_id, kind, '{EXCLUDED}' AS slice, {words.sums}
FROM {words.fact} f WHERE {words.settled} AND correction
GROUP BY GROUPING SETS ({sets}) HAVING {_place(_LEVELS)} IS NOT NULL"""


def swapped(words: Named, fresh: str) -> tuple[str, ...]:
    """Put a table made anew in the place of the tallies; who reads them waits for no more than this."""
    return (
        "SET LOCAL min_parallel_table_scan_size TO DEFAULT",  # the index is made by several processes
        f"ALTER TABLE {fresh} ADD CONSTRAINT {fresh}_pkey PRIMARY KEY (place_id, grain, slice, day, kind)",
        f"DROP TABLE {words.tally}",
        f"ALTER TABLE {fresh} RENAME TO {words.tally}",
        f"ALTER TABLE {words.tally} RENAME CONSTRAINT {fresh}_pkey TO {words.tally}_pkey",
    )
