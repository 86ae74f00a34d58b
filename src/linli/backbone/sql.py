"""Plain SQL for the few reads that stand on every page, where building the query cost more than running it.

The statements are few and fixed, so PostgreSQL keeps their plans: each is prepared once a connection, unless the
database's URL says `prepare_threshold=none` (a pooler that hands a connection to somebody else after each transaction).
"""

from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.utils import CursorWrapper
from django.db.models import JSONField, Model
from django.db.models.fields import NOT_PROVIDED
from psycopg.types.datetime import TimestamptzLoader
from psycopg.types.json import Jsonb

Params = list[Any] | dict[str, Any]


class _Kept(psycopg.Cursor[Any]):
    """A cursor whose statements are prepared at first use; moments come in UTC, as the connection speaks it."""

    def __init__(self, line: "psycopg.Connection[Any]") -> None:
        super().__init__(line)
        self.adapters.register_loader("timestamptz", TimestamptzLoader)
        self._keep = line.prepare_threshold is not None

    def execute(self, query: Any, params: Any = None, **_more: Any) -> "_Kept":
        """As any cursor does, the plan kept."""
        return super().execute(query, params, prepare=self._keep)


# One for each connection, used again for every statement: making one cost more than most statements do.
_kept: WeakKeyDictionary["psycopg.Connection[Any]", _Kept] = WeakKeyDictionary()


def _cursor() -> CursorWrapper:
    line = connections[DEFAULT_DB_ALIAS]  # not through the proxy, which looks it up anew for each word
    line.ensure_connection()
    made: Any = _kept.get(line.connection)
    if made is None:
        made = _kept[line.connection] = _Kept(line.connection)
    return line.make_debug_cursor(made) if line.queries_logged else line.make_cursor(made)


def rows(sql: str, params: Params) -> list[tuple[Any, ...]]:
    """What a statement selects, as tuples in the order of its columns. The statement is ours, values are parameters."""
    cursor = _cursor()
    cursor.execute(sql, params)
    return list(cursor.fetchall())


def one(sql: str, params: Params) -> tuple[Any, ...] | None:
    """The first row of a statement, or None."""
    found = rows(sql, params)
    return found[0] if found else None


class Insert:
    """Writes rows of one model by a statement built once: for the few tables that every report writes.

    Columns the database fills (identity, generated, defaults the model does not know) are left to it; those named in
    `returning` are set on the row.
    """

    def __init__(self, model: Callable[[], type[Model]], *returning: str) -> None:
        self._model, self._returning = model, returning or ("id",)
        self._statement = ""
        self._columns: list[tuple[str, bool]] = []

    def _build(self) -> None:
        meta = self._model()._meta
        fields = [
            one
            for one in meta.concrete_fields
            if not one.primary_key
            and not one.generated
            and (one.db_default is NOT_PROVIDED or one.default is not NOT_PROVIDED)
        ]
        self._columns = [(one.attname, isinstance(one, JSONField)) for one in fields]
        names = ", ".join(f'"{one.column}"' for one in fields)
        places, back = ", ".join(["%s"] * len(fields)), ", ".join(self._returning)
        self._statement = f'INSERT INTO "{meta.db_table}" ({names}) VALUES ({places}) RETURNING {back}'  # noqa: S608

    def __call__(self, row: Model) -> None:
        """Write a new row."""
        if not self._statement:
            self._build()
        values = [Jsonb(getattr(row, name)) if json else getattr(row, name) for name, json in self._columns]
        found = rows(self._statement, values)[0]
        for name, value in zip(self._returning, found, strict=True):
            setattr(row, name, value)
        row._state.adding, row._state.db = False, "default"
