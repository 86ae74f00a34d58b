"""What stands in a database is made once for a run, in a database of its own; who needs it works in a copy.

Copying a database costs a tenth of loading a town, and of emptying every table afterwards.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from linli.backbone import facts
from linli.backbone.packs import registry
from linli.domains.insights.queries.locks import forget_locks
from linli.domains.places.queries import forget_areas

Load = Callable[[], object]
OUTSIDE = "postgres"
# So far apart do the ids of two databases begin: what a process keeps by an id is never taken for that of another one.
APART = 1_000_000


class Worlds:
    """The worlds of a run as one of its processes sees them; each is known by its name, and made by its `load`."""

    def __init__(self, process: str) -> None:
        self._process, self._kept = process, dict[str, str]()

    @contextmanager
    def empty(self) -> Iterator[None]:
        """Work in the copy that this process keeps of a database without a town."""
        with self.kept("empty", _migrate):
            yield

    @contextmanager
    def kept(self, name: str, load: Load) -> Iterator[None]:
        """Work in the copy that this process keeps of a world; for those who roll back what they do."""
        if name not in self._kept:
            self._kept[name] = self._copied(name, load)
        with _in(self._kept[name]):
            yield

    @contextmanager
    def own(self, name: str, load: Load) -> Iterator[None]:
        """Work in a new copy of a world; what is written is seen by all connections, and goes with the copy."""
        database = self._copied(name, load)
        with _in(database):
            yield
        _drop(database)

    def _copied(self, name: str, load: Load) -> str:
        source = _made(name, load)
        number = _number()
        _at_once(f'CREATE DATABASE "{self._process}_{number}" TEMPLATE "{source}"')
        if load is not _migrate:
            _set_apart(f"{self._process}_{number}", number)
        return f"{self._process}_{number}"


def _made(name: str, load: Load) -> str:
    """The database in which a world stands as it was loaded today, by whichever process asked first."""
    database = f"world_{hashlib.sha256(f'{name} {timezone.localdate()}'.encode()).hexdigest()[:12]}"
    with _alone(database):
        if not _at_once(f"SELECT 1 FROM pg_database WHERE datname = '{database}'"):
            unfinished, source = f"{database}_unfinished", "template1" if load is _migrate else _made("empty", _migrate)
            _drop(unfinished)
            _at_once(f'CREATE DATABASE "{unfinished}" TEMPLATE "{source}"')
            if load is not _migrate:
                _set_apart(unfinished, _number())
            with _in(unfinished):
                load()
            _at_once(f'ALTER DATABASE "{unfinished}" RENAME TO "{database}"')
    return database


def _migrate() -> None:
    call_command("migrate", verbosity=0)


def _number() -> int:
    """A number that no other database of the run has."""
    with _alone("numbers"):
        _at_once("CREATE SEQUENCE IF NOT EXISTS worlds")
        return _at_once("SELECT nextval('worlds')")[0][0]


def _set_apart(database: str, number: int) -> None:
    """Let ids begin where no other database has any; numbers of cases are not ids."""
    with _in(database), connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(format('%%I.%%I', schemaname, sequencename)::regclass, %s)"
            " FROM pg_sequences WHERE schemaname = current_schema() AND sequencename <> 'cases_number'",
            [number * APART],
        )


def _drop(database: str) -> None:
    _at_once(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')


@contextmanager
def _in(database: str) -> Iterator[None]:
    """The connections of this process lead to this database, and back again."""
    before = connection.settings_dict["NAME"]
    _go_to(database)
    try:
        yield
    finally:
        _go_to(before)


def _go_to(database: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = database
    registry.forget()
    facts.forget()
    forget_areas()
    forget_locks()


def _at_once(statement: str) -> list[tuple]:
    """Run a statement outside of every world, and without a transaction."""
    with _in(OUTSIDE), connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """Of the processes of a run, one at a time."""
    with (Path(os.environ["LINLI_DATA"]) / name).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
