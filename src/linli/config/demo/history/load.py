"""Into the database: blocks for COPY through one connection and one transaction; a load that fails leaves nothing."""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from threading import Thread

from django.db import DatabaseError, connection
from django.db.backends.utils import CursorWrapper

from linli.config.demo.history.rows import NULLS, TABLES

# From here on rows go in without secondary indexes and foreign keys, which are made again at the end.
BIG = 20_000
_FEW = 1000
# Who makes an index works itself: as many helpers as there are cores beside it, who else wait for each other.
AT_WORK = (
    "SET LOCAL maintenance_work_mem = '256MB'",
    f"SET LOCAL max_parallel_maintenance_workers = {min(2, len(os.sched_getaffinity(0)) - 1)}",
    "SET LOCAL synchronous_commit = off",
)
_CONSTRAINTS = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = ANY(%(tables)s::regclass[]) AND contype IN ('f', 'u')
  OR confrelid = ANY(%(tables)s::regclass[]) AND contype = 'f' ORDER BY contype, conname
"""
_INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
WHERE i.indrelid = ANY(%s::regclass[]) AND NOT i.indisprimary
AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('u', 'x'))
"""
# What the planner asks about, and how closely: long texts, sealed bytes and JSON take half the time of looking at a
# table, and the autovacuum looks at all of them again, as closely as ever, once they are written.
_CLOSELY = 20
_PLANNED = """
SELECT attrelid::regclass::text, string_agg(quote_ident(attname), ', ') FROM pg_attribute
WHERE attrelid = ANY(%(tables)s::regclass[]) AND attnum > 0 AND NOT attisdropped
AND atttypid NOT IN ('text'::regtype, 'bytea'::regtype, 'jsonb'::regtype) GROUP BY attrelid ORDER BY attrelid
"""


def copy(blocks: Mapping[str, bytes | memoryview], anew: Collection[str] = ()) -> None:
    """Write blocks in the order the tables refer to each other. Rows of tables begun anew are seen by everybody at
    once: nobody has to go through them again to mark them so."""
    with connection.cursor() as cursor:
        for table, columns in TABLES.items():
            if table in blocks:
                named, how = ", ".join(f'"{name}"' for name in columns), ", FREEZE" if table in anew else ""
                with cursor.copy(f"COPY {table} ({named}) FROM STDIN (NULL '{NULLS[table]}'{how})") as stream:
                    stream.write(blocks[table])


@contextmanager
def bare_tables(cases: int, hot: Iterable[str] = TABLES) -> Iterator[Collection[str]]:
    """Around a big load: the hot tables without secondary indexes and foreign keys, within the running transaction;
    those that were empty are begun anew."""
    if cases < BIG:
        yield ()
        return
    tables = list(hot)
    with connection.cursor() as cursor:
        for setting in AT_WORK:
            cursor.execute(setting)
        cursor.execute(_CONSTRAINTS, {"tables": tables})  # a table that another refers to cannot be emptied
        constraints = cursor.fetchall()
        for table, name, _definition in constraints:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        cursor.execute(_INDEXES, [tables])
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
        yield [table for table in tables if _begin_anew(cursor, table)]
        with _written_out():
            for _name, definition in indexes:
                cursor.execute(definition)
            for table, name, definition in sorted(constraints, key=lambda one: "FOREIGN" in one[2]):
                cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


@contextmanager
def _written_out() -> Iterator[None]:
    """Within: PostgreSQL writes to the disk what was copied, which else whoever commits waits for."""
    at_work = Thread(target=_ask_for_writing)
    at_work.start()
    try:
        yield
    finally:
        at_work.join()


def _ask_for_writing() -> None:
    """In a thread, which has a line of its own; who may not ask for that does without."""
    with suppress(DatabaseError), closing(connection), connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")


def _begin_anew(cursor: CursorWrapper, table: str) -> bool:
    """Give a table that is empty, or has a few rows as the event log of a new town does, new files in this transaction:
    a private cluster then writes its rows once, not to its own log as well. Whether that was done."""
    cursor.execute(f"SELECT count(*) FROM (SELECT 1 FROM {table} LIMIT {_FEW + 1}) found")
    rows = int(cursor.fetchone()[0])
    if not rows:
        cursor.execute(f"TRUNCATE {table}")
    elif rows <= _FEW:
        cursor.execute(f"CLUSTER {table} USING {table}_pkey")  # they are written again, and the log stays append-only
        cursor.execute(f"ALTER TABLE {table} SET WITHOUT CLUSTER")
    return rows <= _FEW


def first_ids() -> dict[str, int]:
    """The next id of every table, and of case numbers under `seq`."""
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}")
            found[table] = cursor.fetchone()[0]
        cursor.execute("SELECT nextval('cases_number')")
        found["seq"] = cursor.fetchone()[0]
    return found


def settle(last_number: int) -> None:
    """Let the sequences go on after what was loaded, and the planner know the tables."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), greatest(max(id), 1)) FROM {table}")
        cursor.execute("SELECT setval('cases_number', %s)", [last_number])
        cursor.execute(f"SET LOCAL default_statistics_target = {_CLOSELY}")
        cursor.execute(_PLANNED, {"tables": list(TABLES)})
        for table, columns in cursor.fetchall():
            cursor.execute(f"ANALYZE {table} ({columns})")
