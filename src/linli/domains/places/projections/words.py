"""The words and initials that places are found by; written with the places, `rebuild()` makes the same."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from linli.backbone import sql
from linli.domains.places.values.search import initial_marks, kind_mark, within_mark
from linli.kernel.words import vector

BATCH = 1000
_PLACES = """
SELECT id, kind, code, name, ancestors FROM places_place WHERE id > %s ORDER BY id LIMIT %s
"""
_WRITE = """
INSERT INTO places_placetext (id, words)
SELECT id, words::tsvector FROM unnest(%s::bigint[], %s::text[]) AS given (id, words)
ON CONFLICT (id) DO UPDATE SET words = excluded.words WHERE places_placetext.words <> excluded.words
"""


def rebuild() -> int:
    """Write the words of all places anew; how many there are."""
    last = made = 0
    while rows := sql.rows(_PLACES, [last, BATCH]):
        _write(rows)
        made, last = made + len(rows), rows[-1][0]
    return made


def _write(rows: Sequence[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [[row[0] for row in rows], [_vector(*row[1:]) for row in rows]])


def _vector(kind: str, code: str, name: str, ancestors: Sequence[int]) -> str:
    return vector((name, code), [*map(within_mark, ancestors), kind_mark(kind), *initial_marks(name)])
