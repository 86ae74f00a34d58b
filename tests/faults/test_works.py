"""kill -9 on the worker in the middle of a long work: another takes it up, and nothing happens twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from linli.backbone import hands
from linli.backbone.cluster import hold
from tests.faults.test_kills import LOAD, until
from tests.faults.test_loader import alive

pytestmark = [pytest.mark.fault, pytest.mark.slow]

ROWS = 6000
# Asks for the import of a generated sheet, or for an export of all cases; prints the id of the work.
ASK = """
import sys
from linli.config.cli import surroundings
surroundings.set_up_django()
with surroundings.database():
    from datetime import UTC, datetime
    from linli.adapters.sheets import write_csv
    from linli.backbone.works import files
    from linli.config import wiring
    from linli.config.bench import sheets
    what, rows, now = sys.argv[1], int(sys.argv[2]), datetime.now(UTC)
    if what.startswith("import"):
        import io
        out = io.BytesIO()
        write_csv(out, sheets.HEADING, sheets.orders(rows, what, now))
        columns = {name: at for at, name in enumerate(sheets.FIELDS)}
        params = {"upload": files.keep_upload([out.getvalue()]), "file": "o.csv", "source": "12345", "head": 1}
        print(sheets.asked("district", "import_orders", {**params, "columns": columns, "options": {}}, now))
    else:
        params = {"listing": "cases", "given": {"view": "all"}, "form": what}
        print(sheets.asked("leader", "export", params, now))
"""


@dataclass
class Place:
    """A database and a folder of the test's own, and the worker that runs over them."""

    url: str
    surroundings: dict[str, str]
    worker: subprocess.Popen | None = None

    def ask(self, what: str) -> int:
        command = [sys.executable, "-W", "ignore", "-c", ASK, what, str(ROWS)]
        done = subprocess.run(command, env=self.surroundings, check=True, stdout=subprocess.PIPE, text=True)
        return int(done.stdout.split()[-1])

    def start(self) -> None:
        if self.worker is not None:
            return
        self.worker = subprocess.Popen(
            [sys.executable, "-m", "linli.config.cli", "worker"],
            env=self.surroundings,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def strike(self) -> None:
        assert self.worker is not None
        os.kill(self.worker.pid, signal.SIGKILL)
        self.worker.wait()
        self.worker = None

    def one(self, statement: str, *values: object) -> object:
        with psycopg.connect(self.url) as line:
            return line.execute(statement, values).fetchone()[0]


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with tempfile.TemporaryDirectory(prefix="linli-works-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        surroundings = {**os.environ, "LINLI_DATA": name}
        for gone in ("DATABASE_URL", "LINLI_TESTING"):
            surroundings.pop(gone, None)
        held = hold(Path(name))
        for command in (["-m", "linli.config.cli", "migrate"], ["-c", LOAD]):
            subprocess.run([sys.executable, *command], env=surroundings, check=True, stdout=subprocess.DEVNULL)
        one = Place(held.url, surroundings)
        yield one
        if one.worker is not None:
            one.worker.terminate()
            one.worker.wait(40)
        held.release()


def workers(place: Place) -> list[int]:
    """The worker that runs over a place, and its hands."""
    return [
        pid for pid, command in alive(place.surroundings["LINLI_DATA"]).items() if "linli.config.cli worker" in command
    ]


STATE = "SELECT state || ' ' || refusal FROM backbone_work WHERE id = %s"
LOADING = (
    "SELECT count(*) FROM backbone_work WHERE id = %s AND checkpoint->>'phase' = 'load' AND done BETWEEN 1 AND 5999"
)


def test_an_import_whose_worker_is_killed_comes_in_once(place):
    work = place.ask("import")
    place.start()
    assert until(lambda: place.one(LOADING, work) == 1, 90), place.one(STATE, work)
    assert len(workers(place)) == 1 + hands.number()
    place.strike()
    assert until(lambda: not workers(place), 30), "the hands of a worker end with it"
    assert place.one("SELECT count(*) FROM cases_case") == 0, "half of a sheet is nothing"
    place.start()
    assert until(lambda: place.one(STATE, work).strip() == "done", 150), place.one(STATE, work)
    assert place.one("SELECT claim FROM backbone_work WHERE id = %s", work) >= 2
    for table, where in (
        ("cases_case", "true"),
        ("cases_order", "true"),
        ("duties_duty", "state = 'open' AND subject_kind = 'case'"),
        ("backbone_eventrow", "name = 'CaseOpened'"),
        ("cases_fact", "received = 1"),
    ):
        assert place.one(f"SELECT count(*) FROM {table} WHERE {where}") == ROWS, table
    assert place.one("SELECT count(*) FROM backbone_eventrow WHERE name = 'OrdersImported'") == 1
    opened = "SELECT id FROM backbone_eventrow WHERE name = 'CaseOpened'"
    told = f"SELECT count(DISTINCT event_id) FROM duties_notice WHERE event_id IN ({opened})"
    assert until(lambda: place.one(told) == ROWS, 120), place.one(told)
    assert place.one(f"SELECT count(*) FROM duties_notice WHERE event_id IN ({opened})") == ROWS


def test_an_import_cancelled_while_it_goes_in_leaves_nothing(place):
    before = place.one("SELECT count(*) FROM cases_case")
    work = place.ask("import-b")
    place.start()
    assert until(lambda: place.one(LOADING, work) == 1, 90), place.one(STATE, work)
    with psycopg.connect(place.url) as line:
        line.execute("UPDATE backbone_work SET cancel_asked = true WHERE id = %s", [work])
    assert until(lambda: place.one(STATE, work).strip() == "cancelled", 60), place.one(STATE, work)
    assert place.one("SELECT count(*) FROM cases_case") == before
    assert place.one("SELECT count(*) FROM cases_order WHERE number LIKE 'IMPORT-B%%'") == 0
