"""Plain SQL for the few reads that stand on every page, where building the query cost more than running it.

The statements are few and fixed, so PostgreSQL keeps their plans: each is prepared once a connection, unless the
database's URL says `prepare_threshold=none` (a pooler that hands a connection to somebody else after each transaction).
"""

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from operator import itemgetter
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.utils import CursorWrapper
from django.db.models import JSONField, Model
from django.db.models.base import ModelState
from django.db.models.fields import NOT_PROVIDED
from psycopg.types.datetime import TimestamptzLoader
from psycopg.types.json import Jsonb

from linli.backbone.writing import Block, Spelling, block, spelling

Params = list[Any] | dict[str, Any]
T = TypeVar("T")


def taken(queue: str, key: str, most: str, given: str, only: str = "TRUE") -> str:
    """The statement that takes the first rows of a queue that nobody else is taking, and gives these columns of them.

    An ARRAY is looked up once; what stands IN a join may be looked up for every row, and finds another batch each time.
    """
    first = f"SELECT {key} FROM {queue} WHERE {only} ORDER BY {key} LIMIT {most} FOR UPDATE SKIP LOCKED"  # noqa: S608 - ours
    return f"DELETE FROM {queue} WHERE {only} AND {key} = ANY(ARRAY({first})) RETURNING {given}"  # noqa: S608 - ours


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
    if made is None or made.closed:
        made = _kept[line.connection] = _Kept(line.connection)
    return line.make_debug_cursor(made) if line.queries_logged else line.make_cursor(made)


def rows(sql: str, params: Params) -> list[tuple[Any, ...]]:
    """What a statement selects, as tuples in the order of its columns. The statement is ours, values are parameters."""
    cursor = _cursor()
    cursor.execute(sql, params)
    return list(cursor.fetchall())


def planned(sql: str, params: Params) -> list[tuple[Any, ...]]:
    """As `rows`, with a plan made for these values each time: a plan for any value would read the table, where for
    nearly every value the index is right."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def one(sql: str, params: Params) -> tuple[Any, ...] | None:
    """The first row of a statement, or None."""
    found = rows(sql, params)
    return found[0] if found else None


M = TypeVar("M", bound=Model)
_plain_rows: dict[type[Model], tuple[dict[str, Any], tuple[str, ...]]] = {}


def fresh(model: type[M], **values: Any) -> M:
    """A new row of a model, by column; as its constructor makes it, which asks every field anew each time and took a
    third of accepting a report."""
    known = _plain_rows.get(model)
    if known is None:
        plain = {name: value for name, value in vars(model()).items() if name != "_state"}
        known = _plain_rows[model] = plain, tuple(key for key, one in plain.items() if isinstance(one, (list, dict)))
    row = model.__new__(model)
    row.__dict__ = made = {**known[0], **values}  # a dict that grows with each column takes twice as long
    made["_state"] = ModelState()
    for name in known[1]:
        if name not in values:
            made[name] = type(made[name])()
    return row


class Queue(NamedTuple):
    """A table that keeps the ids of rows somebody has still to look at, with columns that say the same of each (and
    what they say of rows written in bulk)."""

    table: str
    column: str
    also: Mapping[str, Any] = MappingProxyType({})
    bulk: Mapping[str, Any] = MappingProxyType({})

    def beside(self, insert: str) -> str:
        """An INSERT that returns the id first, made to put it into the queue in the same statement."""
        names, values = ", ".join(self.also), ", ".join(f"'{one}'" for one in self.also.values())
        queued = f"INSERT INTO {self.table} ({self.column}, {names}) SELECT id, {values} FROM made"  # noqa: S608
        return f"WITH made AS ({insert}), queued AS ({queued}) SELECT * FROM made"  # noqa: S608

    def block(self, ids: Iterable[int]) -> Block:
        """What puts the ids of rows written in bulk into the queue."""
        also = {**self.also, **self.bulk}
        return block(self.table, (self.column, *also), ([one, *also.values()] for one in ids))


class Insert:
    """Writes rows of one model by a statement built once: for the few tables that every report writes.

    Columns the database fills (identity, generated, defaults the model does not know) are left to it; those named in
    `returning` are set on the row. What a `queue` takes care of is put into it in the same statement.
    """

    def __init__(
        self,
        model: Callable[[], type[Model]],
        *returning: str,
        numbers: Mapping[str, str] | None = None,
        made: Callable[[Any], None] | None = None,
        queue: Queue | None = None,
    ) -> None:
        self._model, self._returning = model, returning or ("id",)
        self._statement = ""
        self._columns: list[tuple[str, bool, Spelling | None]] = []
        self._numbers, self._made, self._queue = dict(numbers or {}), made, queue

    def _build(self) -> None:
        meta = self._model()._meta
        fields = [
            one
            for one in meta.concrete_fields
            if not one.primary_key
            and not one.generated
            and (one.db_default is NOT_PROVIDED or one.default is not NOT_PROVIDED)
        ]
        self._columns = [(one.attname, isinstance(one, JSONField), spelling(one)) for one in fields]
        names = ", ".join(f'"{one.column}"' for one in fields)
        places, back = ", ".join(["%s"] * len(fields)), ", ".join(self._returning)
        self._statement = f'INSERT INTO "{meta.db_table}" ({names}) VALUES ({places}) RETURNING {back}'  # noqa: S608
        if self._queue is not None:
            self._statement = self._queue.beside(self._statement)

    def __call__(self, row: Model) -> None:
        """Write a new row."""
        if not self._statement:
            self._build()
        rows_ahead = _gathered.get()
        if rows_ahead is not None:
            rows_ahead.take(self, row)
            return
        held = vars(row)
        values = [Jsonb(held[name]) if json else held[name] for name, json, _spelling in self._columns]
        found = rows(self._statement, values)[0]
        for name, value in zip(self._returning, found, strict=True):
            setattr(row, name, value)
        row._state.adding, row._state.db = False, "default"

    @property
    def table(self) -> str:
        """The table it writes to."""
        return self._model()._meta.db_table

    def sequences(self) -> dict[str, str]:
        """The sequences of the columns the database would have filled, by column, that of the id first."""
        found = one("SELECT pg_get_serial_sequence(%s, 'id')", [f'"{self.table}"'])
        return {"id": str(found[0]) if found else "", **self._numbers}

    def made(self, row: Model) -> None:
        """What is made of the numbers of a row."""
        if self._made is not None:
            self._made(row)

    def blocks(self, gathered: list[Model]) -> Iterator[Block]:
        """Rows that have their numbers, as COPY takes them."""
        names = [*("id", *self._numbers), *(name for name, _json, _spelling in self._columns)]
        read, before = itemgetter(*names), 1 + len(self._numbers)
        spelled = [(at, how) for at, (_name, _json, how) in enumerate(self._columns, before) if how is not None]
        columns = {one.attname: one.column for one in self._model()._meta.concrete_fields}

        def values(row: Model) -> list[Any]:
            found = list(read(vars(row)))
            for at, how in spelled:
                found[at] = how(found[at])
            return found

        yield block(self.table, [columns[name] or name for name in names], map(values, gathered))
        if self._queue is not None:
            yield self._queue.block(row.pk for row in gathered)


class Gathered:
    """Rows that would have been inserted one by one, kept until they are copied together; numbers are taken ahead from
    the same sequences, and a question asked `once` is not asked again. `expected` is about how many rows a table."""

    AHEAD = 2000

    def __init__(self, expected: int) -> None:
        self._at_once = min(expected, self.AHEAD)
        self._rows: dict[Insert, list[Model]] = {}
        self._ahead: dict[Insert, list[tuple[str, str, deque[int]]]] = {}
        self.answers: dict[Hashable, Any] = {}

    def take(self, insert: Insert, row: Model) -> None:
        """Keep a row; it gets its numbers now."""
        if insert not in self._ahead:
            self._ahead[insert] = [(column, name, deque()) for column, name in insert.sequences().items()]
        held = vars(row)
        for column, sequence, ahead in self._ahead[insert]:
            held[column] = ahead.popleft() if ahead else self._next(sequence, ahead)
        insert.made(row)
        self._rows.setdefault(insert, []).append(row)

    def _next(self, sequence: str, ahead: deque[int]) -> int:
        found = rows("SELECT nextval(%s) FROM generate_series(1, %s)", [sequence, self._at_once])
        ahead.extend(row[0] for row in found)
        return ahead.popleft()

    def blocks(self) -> list[Block]:
        """What was gathered, table by table, in the order in which they came; it is gathered no more."""
        waiting, self._rows = self._rows, {}
        return [block for insert, gathered in waiting.items() for block in insert.blocks(gathered)]


_gathered: ContextVar[Gathered | None] = ContextVar("gathered", default=None)


@contextmanager
def gathering(kept: Gathered) -> Iterator[Gathered]:
    """Within: what `Insert` writes is gathered, for the caller to take and to copy. The rules that decide what is
    written are the same; what they read of the database does not hold what is not copied yet."""
    token = _gathered.set(kept)
    try:
        yield kept
    except BaseException:
        kept.blocks()
        raise
    finally:
        _gathered.reset(token)


def is_gathering() -> bool:
    """Whether rows are being gathered."""
    return _gathered.get() is not None


def once(key: Hashable, read: Callable[[], T]) -> T:
    """The answer to a question that, while rows are gathered, is asked only once; else simply the answer."""
    kept = _gathered.get()
    if kept is None:
        return read()
    if key not in kept.answers:
        kept.answers[key] = read()
    return kept.answers[key]  # type: ignore[no-any-return]
