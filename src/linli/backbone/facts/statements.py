"""The SQL of a book of figures, made from the names of its tables and measures (words of ours, never of a user)."""

from collections.abc import Iterable
from typing import NamedTuple

from linli.backbone.facts.keys import EXCLUDED, LEVELS, TALLIED, UPPER
from linli.backbone.sql import taken

TURN = """
INSERT INTO backbone_bookstate (name, generation, month_from) VALUES (%s, nextval('backbone_generation'), %s)
ON CONFLICT (name) DO UPDATE SET generation = excluded.generation, month_from = excluded.month_from RETURNING generation
"""
# What folding has still to take: ids of facts by book, written with the fact.
LOOSE = "backbone_loosefact"
TAKE_ALL = f"DELETE FROM {LOOSE} WHERE book = %s"
STATE = "SELECT generation, month_from FROM backbone_bookstate WHERE name = %s"
_UPPER = ", ".join(f"t.{level}_id" for level in UPPER)
_LOWER = ", ".join(f"t.{level}_id" for level in TALLIED[len(UPPER) :])
# A grain of a day, and the assessment month it lies in (`first` is how many days after the first of a month it begins).
_GRAINS = """(VALUES ('d', t.day),
  ('m', date_trunc('month', t.day - %(first)s::int)::date + %(first)s::int)) g(grain, day)"""
# Every fact counts at each of its places as a whole, by channel, by category and by organization, what was taken back
# apart; by channel and category together at the upper levels, by seat at the root (as `cuts_of` says it in Python).
# Seats and cuts at the lower levels count by month alone (as `Key.by_day` says it).
_KEYS = f"""(
  SELECT p.place_id, s.slice FROM (SELECT unnest(ARRAY[{_UPPER}]), true UNION ALL
      SELECT unnest(ARRAY[{_LOWER}]), g.grain = 'm') p(place_id, cut),
    LATERAL (SELECT '' UNION ALL SELECT 'channel=' || t.channel WHERE p.cut AND t.channel <> ''
      UNION ALL SELECT 'category=' || t.category WHERE p.cut AND t.category <> ''
      UNION ALL SELECT 'organization=' || t.organization_id WHERE p.cut AND t.organization_id IS NOT NULL
      UNION ALL SELECT '{EXCLUDED}' WHERE t.correction) s(slice)
  WHERE p.place_id IS NOT NULL
  UNION ALL SELECT p.place_id, 'pair=' || t.channel || '|' || t.category FROM unnest(ARRAY[{_UPPER}]) p(place_id)
  WHERE p.place_id IS NOT NULL AND t.channel <> '' AND t.category <> ''
  UNION ALL SELECT t.district_id, 'seat=' || t.seat_id
  WHERE g.grain = 'm' AND t.seat_id IS NOT NULL AND t.district_id IS NOT NULL
) k(place_id, slice)"""


# The column of a fact that holds the words of a sort of slices.
SORTS = {"channel": "channel", "category": "category", "organization": "organization_id", "seat": "seat_id"}
_NUMBERS = ("organization", "seat")
_SPANS = """unnest(%(which)s::int[], %(sign)s::int[], %(grain)s::text[], %(from)s::date[], %(to)s::date[])
      AS span(which, sign, grain, start, stop)"""


class Named(NamedTuple):
    """A book's name, tables and measures; `corrected` are those that corrections take off again."""

    book: str
    fact: str
    tally: str
    measures: tuple[str, ...]
    corrected: tuple[str, ...] = ()

    @property
    def names(self) -> str:
        """The measures, one after the other."""
        return ", ".join(self.measures)

    @property
    def settled(self) -> str:
        """That a fact f is not loose: however many statements read those that are not, the same in each while nobody
        folds."""
        return f"NOT EXISTS (SELECT 1 FROM {LOOSE} q WHERE q.book = '{self.book}' AND q.fact_id = f.id)"

    def each(self, queue: str) -> str:
        """The fact of each row of a queue, found by its number: how many wait is not what the planner thinks, and it
        would rather read all facts there are (OFFSET 0 keeps it from that)."""
        return f"LATERAL (SELECT * FROM {self.fact} WHERE id = {queue}.fact_id OFFSET 0) f"

    @property
    def sums(self) -> str:
        """The sums of the measures under their names."""
        return ", ".join(f"sum({name})::int AS {name}" for name in self.measures)


def _sum(what: str) -> str:
    """The sum of a measure, of which facts and tallies have NULL for nothing."""
    return f"coalesce(sum({what}), 0)::int"


def added(tally: str, name: str) -> str:
    """What a measure of a tally is once more of it was found: NULL as long as there was none."""
    return f"coalesce({tally}.{name} + excluded.{name}, {tally}.{name}, excluded.{name})"


def fold(words: Named) -> str:
    """Take a batch of facts and add them to the tallies; how many facts were taken."""
    adds = ", ".join(f"{name} = {added(words.tally, name)}" for name in words.measures)
    batch = taken(LOOSE, "fact_id", "%(batch)s", "fact_id", f"book = '{words.book}'")
    return f"""
WITH gone AS ({batch}),
taken AS (SELECT f.* FROM gone, {words.each("gone")}),
added AS (INSERT INTO {words.tally} (grain, day, place_id, kind, slice, {words.names})
  SELECT g.grain, g.day, k.place_id, t.kind, k.slice, {words.sums} FROM taken t, LATERAL {_GRAINS}, LATERAL {_KEYS}
  GROUP BY 1, 2, 3, 4, 5
  ON CONFLICT (place_id, grain, slice, day, kind) DO UPDATE SET {adds})
SELECT count(*) FROM gone
"""


_DIMS = "day, kind, channel, category, organization_id, seat_id, correction, " + ", ".join(
    f"{level}_id" for level in TALLIED
)


def loose(words: Named) -> str:
    """The facts not folded yet, summed, beside the state of the tallies and the first day of all at the same moment."""
    sums = ", ".join(_sum(name) for name in words.measures)
    return f"""
SELECT s.generation, s.month_from, (SELECT min(day) FROM {words.fact}), l.* FROM (VALUES (1)) one(n)
LEFT JOIN backbone_bookstate s ON s.name = %(book)s LEFT JOIN (
  SELECT {_DIMS}, {sums} FROM {LOOSE} q, {words.each("q")}
  WHERE q.book = '{words.book}' GROUP BY {_DIMS}) l ON true
"""


def late(words: Named) -> str:
    """The facts of a period that came after its `last`, summed as the loose ones are; looked for day by day, because
    those that came before are many."""
    sums = ", ".join(_sum(name) for name in words.measures)
    return f"""
SELECT {_DIMS}, {sums} FROM generate_series(%(start)s::date, %(end)s::date, interval '1 day') one(at),
  LATERAL (SELECT * FROM {words.fact} WHERE day = one.at::date AND id > %(last)s OFFSET 0) f GROUP BY {_DIMS}
"""


def asked(words: Named, by: str, straight: Iterable[tuple[str, str]] = ()) -> str:
    """The tallies of so many places and slices over so many periods, each found by its key (OFFSET 0 keeps it so),
    beside the state they were read in; `by` d or m keeps days or months apart. Days that no tally keeps are summed
    `straight` from the facts, by level and sort of slice."""
    signed = ", ".join(_sum(f"span.sign * t.{name}") for name in words.measures)
    day = "t.day" if by else "NULL::date"
    return f"""
SELECT (SELECT generation FROM backbone_bookstate WHERE name = %(book)s), f.* FROM (VALUES (1)) one(n) LEFT JOIN (
  SELECT span.which, k.place_id, k.slice, t.kind, {day}, {signed}
  FROM {_SPANS}, unnest(%(places)s::bigint[], %(slices)s::text[], %(by_day)s::bool[]) AS k(place_id, slice, by_day),
    LATERAL (SELECT kind, day, {words.names} FROM {words.tally} t WHERE t.place_id = k.place_id
      AND t.grain = span.grain AND t.slice = k.slice AND t.day >= span.start AND t.day < span.stop OFFSET 0) t
  WHERE k.by_day OR span.grain = 'm' GROUP BY 1, 2, 3, 4, 5
  {" ".join(_of_facts(words, day, signed, level, sort) for level, sort in straight)}) f ON true
"""


def _of_facts(words: Named, day: str, signed: str, level: str, sort: str) -> str:
    """What the facts say of the days of a period, by the words of a sort at the places of a level."""
    at, word, kind = f"{level}_{sort}", SORTS[sort], "bigint" if sort in _NUMBERS else "text"
    return f"""UNION ALL
  SELECT span.which, p.place_id, '{sort}=' || t.{word}, t.kind, {day}, {signed}
  FROM {_SPANS}, unnest(%({at}_places)s::bigint[]) AS p(place_id),
    LATERAL (SELECT kind, day, {word}, {words.names} FROM {words.fact} f
      WHERE {words.settled} AND f.{level}_id = p.place_id AND f.day >= span.start AND f.day < span.stop
        AND f.{word} = ANY(%({at}_words)s::{kind}[]) OFFSET 0) t
  WHERE span.grain = 'd' GROUP BY 1, 2, 3, 4, 5"""


def slices(words: Named) -> str:
    """The slices of one sort that a place has had, from the months (every slice of a day is one of its month)."""
    return f"""
SELECT DISTINCT slice FROM {words.tally}
WHERE place_id = %s AND grain = 'm' AND slice >= %s AND slice < %s AND day >= %s
"""


def facts_behind(words: Named, column: str, amount: str, narrowed: tuple[str, ...], after: bool) -> str:
    """A page of the facts a figure adds up, newest day first, with what each adds (corrections take off): their sum is
    the figure; facts after the `last` do not count. `amount` is a measure, or one less another (“due-on_time”: those
    that were not)."""
    names = amount.split("-")
    if column.removesuffix("_id") not in LEVELS or not set(names) <= set(words.measures):
        raise ValueError("not a column of a book")
    what = " - ".join(f"coalesce(f.{name}, 0)" for name in names) if names[1:] else f"f.{amount}"
    # What is never taken off again is more than nothing; what may be, other than nothing, as the indexes say it too.
    adds = "> 0" if len(names) == 1 and names[0] not in words.corrected else "<> 0"
    if len(names) > 1:  # said of each by itself, so that the indexes of what counts are known to hold all of them
        adds += f" AND ({' OR '.join(f'f.{name} <> 0' for name in names)})"
    more = "".join(f" AND f.{name} = ANY(%({name})s)" for name in narrowed)
    beyond = " AND (f.day, f.id) < (%(after_day)s, %(after_id)s)" if after else ""
    return f"""
SELECT f.id, f.subject_id, f.day, {what} FROM {words.fact} f
WHERE f.{column} = %(place)s AND f.day BETWEEN %(start)s AND %(end)s AND ({what}) {adds}
  AND f.id <= %(last)s{more}{beyond}
ORDER BY f.day DESC, f.id DESC LIMIT %(limit)s
"""


def counted(words: Named, column: str, narrowed: tuple[str, ...]) -> str:
    """The sums of a place without tallies, or of a cut no tally keeps: straight from the facts, by kind."""
    if column.removesuffix("_id") not in LEVELS:
        raise ValueError("not a column of a book")
    more = "".join(f" AND {name} = ANY(%({name})s)" for name in narrowed)
    sums = ", ".join(_sum(name) for name in words.measures)
    return f"""
SELECT kind, {sums} FROM {words.fact}
WHERE {column} = %(place)s AND day BETWEEN %(start)s AND %(end)s AND id <= %(last)s{more} GROUP BY 1
"""
