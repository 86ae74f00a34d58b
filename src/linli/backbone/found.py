"""What rows are found by: a side table of words beside a table, written with its rows and made anew from them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

Row = tuple[Any, ...]
BATCH = 1000


@dataclass(frozen=True, slots=True)
class WordIndex:
    """The words of the rows of one table: `table` keeps them by id; `rows` are tuples that begin with the id; `words`
    says of some of them what each is found by, as PostgreSQL reads a tsvector."""

    table: str
    rows: Callable[[], QuerySet[Any, Row]]
    words: Callable[[list[Row]], list[str]]

    def write(self, ids: Iterable[int]) -> int:
        """Write the words of these rows; how many."""
        return self._write(list(self.rows().filter(pk__in=list(ids))))

    def rebuild(self) -> int:
        """Write the words of all rows anew; how many there are."""
        last = made = 0
        rows = self.rows().order_by("pk")
        while some := list(rows.filter(pk__gt=last)[:BATCH]):
            made, last = made + self._write(some), some[-1][0]
        return made

    def _write(self, rows: list[Row]) -> int:
        statement = f"""
INSERT INTO {self.table} (id, words)
SELECT id, words::tsvector FROM unnest(%s::bigint[], %s::text[]) AS given (id, words)
ON CONFLICT (id) DO UPDATE SET words = excluded.words WHERE {self.table}.words <> excluded.words
"""  # noqa: S608 - a table of ours
        with connection.cursor() as cursor:
            cursor.execute(statement, [[row[0] for row in rows], self.words(rows)])
        return len(rows)
