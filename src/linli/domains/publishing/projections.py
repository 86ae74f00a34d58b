"""The words that notices are found by; written with them, `rebuild()` makes the same."""

from collections.abc import Iterable
from typing import Any

from django.db import connection

from linli.domains.places.values.search import marks
from linli.domains.publishing.models import Notice
from linli.kernel.words import vector

BATCH = 1000
_WRITE = """
INSERT INTO publishing_noticetext (id, words)
SELECT id, words::tsvector FROM unnest(%s::bigint[], %s::text[]) AS given (id, words)
ON CONFLICT (id) DO UPDATE SET words = excluded.words WHERE publishing_noticetext.words <> excluded.words
"""
_SAID = ("id", "title", "text", "contact", "path")


def index_notices(notice_ids: Iterable[int]) -> int:
    """Write the words of these notices; how many."""
    return _write(list(Notice.objects.filter(pk__in=list(notice_ids)).values_list(*_SAID)))


def rebuild() -> int:
    """Write the words of all notices anew; how many there are."""
    last = made = 0
    rows = Notice.objects.order_by("id").values_list(*_SAID)
    while some := list(rows.filter(pk__gt=last)[:BATCH]):
        made, last = made + _write(some), some[-1][0]
    return made


def _write(rows: list[tuple[Any, ...]]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [[row[0] for row in rows], [_vector(*row[1:]) for row in rows]])
    return len(rows)


def _vector(title: str, text: str, contact: str, path: list[int]) -> str:
    return vector((title, text, contact), marks(path))
