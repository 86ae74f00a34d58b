"""The words and marks that cases are found by, written after commit; `rebuild()` makes the same."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction

from linli.backbone import sql
from linli.backbone.moments import local_day
from linli.backbone.packs.registry import version
from linli.backbone.queries import said_of
from linli.domains.cases.models import CaseText
from linli.domains.cases.values.search import marks, written
from linli.domains.cases.values.tables import cases as cases_part
from linli.domains.duties.queries import seats_of_subjects

BATCH = 500
# Who writes the words of a case last has read it last.
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('case words'), (id %% 2147483647)::int) FROM unnest(%s::bigint[]) id"
_CASES = """
SELECT c.id, c.text, c.category, c.pack_version, c."where", c.plate, c.detail, c.procedure, c.open, c.opened_at,
  ARRAY[c.district_id, c.street_id, c.community_id, c.grid_id, c.compound_id, c.building_id], coalesce(o.number, '')
FROM cases_case c LEFT JOIN cases_order o ON o.case_id = c.id WHERE c.id = ANY(%s)
"""
_ADDED = "SELECT case_id, words FROM cases_remark WHERE id = ANY(%s) ORDER BY id"
_WRITE = """
INSERT INTO cases_casetext (id, words)
SELECT id, words::tsvector FROM unnest(%s::bigint[], %s::text[]) AS given (id, words)
ON CONFLICT (id) DO UPDATE SET words = excluded.words WHERE cases_casetext.words <> excluded.words
"""
_ABSENT = """
SELECT id FROM cases_case c WHERE id > %s AND NOT EXISTS (SELECT 1 FROM cases_casetext t WHERE t.id = c.id)
ORDER BY id LIMIT %s
"""


def index(case_ids: Sequence[int]) -> int:
    """Write the words of these cases as they stand; how many there are. Safe to repeat."""
    with transaction.atomic():
        sql.rows(_LOCK, [sorted(case_ids)])
        rows = list(vectors(case_ids))
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, [[one[0] for one in rows], [one[1] for one in rows]])
    return len(rows)


def known(case_id: int) -> bool:
    """Whether the words of a case have been written."""
    return CaseText.objects.filter(pk=case_id).exists()


def vectors(case_ids: Sequence[int]) -> Iterable[tuple[int, str]]:
    """What is to be kept of these cases, by id."""
    ids = list(case_ids)
    seats, added = seats_of_subjects("case", ids), _added(ids)
    for row in sql.rows(_CASES, [ids]):
        yield row[0], _vector(row, seats.get(row[0], ()), added.get(row[0], []))


def _added(ids: list[int]) -> dict[int, list[str]]:
    """What reporters added, by case."""
    remarks = [one["remark_id"] for one in said_of("case", ids, "WordsAdded") if one["remark_id"]]
    found: dict[int, list[str]] = defaultdict(list)
    for case_id, words in sql.rows(_ADDED, [remarks]) if remarks else ():
        found[case_id].append(words)
    return found


def _vector(row: tuple[Any, ...], seats: Iterable[int], added: list[str]) -> str:
    pk, text, category, pack_version, where, plate, detail, kind, is_open, opened, places, order = row
    named = cases_part(version(pack_version)).categories.get(category)
    titles = (named.title.zh, named.title.en) if named else ()
    day = local_day(opened)
    found_by = marks(pk, places, seats, kind, day, is_open=is_open)
    return written(text, titles, where, plate, detail, [*([order] if order else []), *added], found_by)


def mend(limit: int = BATCH) -> int:
    """Write the words of cases that have none (brought over from an older version, or not yet heard of); how many."""
    last = made = 0
    while ids := [row[0] for row in sql.rows(_ABSENT, [last, limit])]:
        made, last = made + index(ids), ids[-1]
    return made


def rebuild() -> int:
    """Write the words of all cases anew; how many there are."""
    last = made = 0
    after = "SELECT id FROM cases_case WHERE id > %s ORDER BY id LIMIT %s"
    while ids := [row[0] for row in sql.rows(after, [last, BATCH])]:
        made, last = made + index(ids), ids[-1]
    return made
