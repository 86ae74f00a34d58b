"""kill -9 under a load of reports: what was accepted is there exactly once with its duty, and its reaction ran once."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import psycopg
import pytest

from linli.backbone.cluster import hold

pytestmark = [pytest.mark.fault, pytest.mark.slow]

TOKEN = "a" * 32
ENOUGH = 20  # reports accepted in a storm
LOAD = """
from linli.config.cli import surroundings
surroundings.set_up_django()
with surroundings.database():
    from datetime import UTC, datetime
    from linli.config import demo
    demo.load_town(demo.SEED, datetime.now(UTC))
"""


@dataclass
class Running:
    """A server of the test's own."""

    folder: Path
    port: int
    url: str
    process: subprocess.Popen
    door: str
    accepted: dict[str, str] = field(default_factory=dict)

    def post(self, key: str) -> str | None:
        """Send a report; where its receipt is, or None when it was not accepted."""
        body = urlencode({"text": "三楼的灯坏了", "key": key, "website": "", "csrfmiddlewaretoken": TOKEN})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"linli_csrf={TOKEN}"}
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            line.request("POST", f"/d/{self.door}/report/", body, headers)
            answer = line.getresponse()
            return answer.getheader("Location") if answer.status == 302 else None
        except (OSError, http.client.HTTPException):
            return None
        finally:
            line.close()

    def one(self, statement: str) -> int:
        """A number straight from the database."""
        with psycopg.connect(self.url) as line:
            return line.execute(statement).fetchone()[0]

    def pids(self, wanted: Callable[[str], bool]) -> list[int]:
        """The processes of this server whose command line is wanted."""
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                if wanted(command) and str(self.folder).encode() in (entry / "environ").read_bytes() + command.encode():
                    found.append(int(entry.name))
            except OSError:
                continue
        return sorted(found)


def free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return line.getsockname()[1]


def until(true: Callable[[], bool], seconds: float) -> bool:
    """Wait until something is true; whether it became so."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if true():
                return True
        except (OSError, psycopg.Error):
            pass
        time.sleep(0.3)
    return False


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    """`linli serve` over the demo town, on a port and in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="linli-fault-", ignore_cleanup_errors=True) as name:
        folder, port = Path(name), free_port()
        folder.chmod(0o755)
        surroundings = {**os.environ, "LINLI_DATA": name, "LINLI_WRITES_A_MINUTE": "1000000"}
        for gone in ("DATABASE_URL", "LINLI_TESTING"):
            surroundings.pop(gone, None)
        held = hold(folder)
        for command in (["-m", "linli.config.cli", "migrate"], ["-c", LOAD]):
            subprocess.run([sys.executable, *command], env=surroundings, check=True, stdout=subprocess.DEVNULL)
        process = subprocess.Popen(
            [sys.executable, "-m", "linli.config.cli", "serve", "--port", str(port)],
            env=surroundings,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        with psycopg.connect(held.url) as line:
            door = line.execute("SELECT code FROM places_door WHERE revoked_at IS NULL ORDER BY id").fetchone()[0]
        running = Running(folder, port, held.url, process, door)
        assert until(lambda: running.post(uuid4().hex) is not None, 60), "the server did not start"
        yield running
        process.terminate()
        process.wait(40)
        held.release()


def storm(server: Running, strike: Callable[[], None], seconds: float = 6.0) -> dict[str, str]:
    """Reports from four sides for a while, with a strike in the middle; what was accepted, key → receipt."""
    accepted: dict[str, str] = {}
    tried: list[str] = []
    end = time.monotonic() + seconds

    def work() -> None:  # a slow machine takes as long as it needs for a storm worth the name
        while time.monotonic() < end or (len(accepted) <= ENOUGH and time.monotonic() < end + 60):
            key = uuid4().hex
            tried.append(key)
            receipt = server.post(key)
            if receipt:
                accepted[key] = receipt

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    time.sleep(seconds / 3)
    strike()
    for thread in threads:
        thread.join()
    assert until(lambda: server.post(uuid4().hex) is not None, 40), "the server did not come back"
    for key in tried:
        receipt = server.post(key)
        assert receipt is not None, "a repeat after the storm is answered"
        assert accepted.setdefault(key, receipt) == receipt, "a repeat gets the first receipt"
    assert len(accepted) == len(set(accepted.values())) > ENOUGH
    return accepted


def everything_once(server: Running) -> None:
    """Each case has its number, one open duty, one event, one fact; each event was told once, to one seat."""
    cases = server.one("SELECT count(*) FROM cases_case")
    for table, where in (
        ("duties_duty", "state = 'open' AND subject_kind = 'case'"),
        ("backbone_eventrow", "name = 'CaseOpened'"),
        ("cases_fact", "received = 1"),
        ("backbone_idempotencykey", "command = 'open_case'"),
    ):
        assert server.one(f"SELECT count(*) FROM {table} WHERE {where}") == cases, table
    told = "SELECT count(*) FROM duties_notice WHERE url LIKE '/cases/%'"
    assert until(lambda: server.one(told) == cases, 90), (server.one(told), cases)
    assert server.one("SELECT count(DISTINCT event_id) FROM duties_notice WHERE url LIKE '/cases/%'") == cases


def kill(server: Running, wanted: Callable[[str], bool]) -> Callable[[], None]:
    def strike() -> None:
        found = server.pids(wanted)
        assert found, "nothing to kill"
        os.kill(found[-1], signal.SIGKILL)

    return strike


@pytest.mark.parametrize(
    ("what", "wanted"),
    [
        ("a web worker", lambda command: "granian" in command),
        ("the job worker", lambda command: command.rstrip().endswith("worker")),
    ],
)
def test_a_killed_process_loses_nothing(server, what, wanted):
    storm(server, kill(server, wanted))
    everything_once(server)


def test_a_killed_database_loses_nothing(server):
    def strike() -> None:
        with psycopg.connect(server.url) as line:
            backend = line.execute("SELECT pg_backend_pid()").fetchone()[0]
            parent = int((Path("/proc") / str(backend) / "stat").read_text().rpartition(")")[2].split()[1])
        os.kill(parent, signal.SIGKILL)

    storm(server, strike, seconds=9.0)
    everything_once(server)
