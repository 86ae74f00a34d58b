"""Rows as COPY takes them: spelled by whoever made them, written by who holds the transaction."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from io import BytesIO
from typing import Any, NamedTuple

import msgspec
from django.contrib.postgres.fields import ArrayField
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import DateField, Field, IntegerField, JSONField
from psycopg import Copy
from psycopg.copy import FileWriter

_json = msgspec.json.encode
Spelling = Callable[[Any], str | None]


class Block(NamedTuple):
    """Rows of one table as COPY takes them."""

    statement: str
    rows: bytes


def block(table: str, columns: Iterable[str], rows: Iterable[list[Any]]) -> Block:
    """Rows of a table of ours, spelled as COPY takes them."""
    listed, out, line = ", ".join(f'"{one}"' for one in columns), BytesIO(), connections[DEFAULT_DB_ALIAS]
    line.ensure_connection()
    with line.connection.cursor() as cursor, Copy(cursor, writer=FileWriter(out)) as stream:
        for row in rows:
            stream.write_row(row)
    return Block(f'COPY "{table}" ({listed}) FROM STDIN', out.getvalue())


def copy(blocks: Iterable[Block]) -> None:
    """Write blocks in their order, in the running transaction."""
    line = connections[DEFAULT_DB_ALIAS].connection
    with line.cursor() as cursor:
        for one in blocks:
            with cursor.copy(one.statement) as stream:
                stream.write(one.rows)


@lru_cache(maxsize=4096)  # the moment of a command stands in most columns
def _said(moment: date | None) -> str | None:
    return None if moment is None else moment.isoformat()


def spelling(field: "Field[Any, Any]") -> Spelling | None:
    """How COPY takes the values of a column, where the driver would spell them one by one in Python."""
    if isinstance(field, JSONField):
        return lambda value: _json(value).decode()
    if isinstance(field, DateField):  # moments too
        return _said
    if isinstance(field, ArrayField) and isinstance(field.base_field, IntegerField):
        return lambda value: None if value is None else "{" + ",".join(map(str, value)) + "}"
    return None
