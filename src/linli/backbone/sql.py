"""Plain SQL for the few reads that stand on every page, where building the query cost more than running it."""

from typing import Any

from django.db import connection

Params = list[Any] | dict[str, Any]


def rows(sql: str, params: Params) -> list[tuple[Any, ...]]:
    """What a statement selects, as tuples in the order of its columns. The statement is ours, values are parameters."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def one(sql: str, params: Params) -> tuple[Any, ...] | None:
    """The first row of a statement, or None."""
    found = rows(sql, params)
    return found[0] if found else None
