"""A loader that is stopped or killed while two processes tell for it: they end with it, and so does the cluster."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from linli.config.demo.history.telling import PROCESSES
from tests.faults.test_kills import LOAD, until

pytestmark = [pytest.mark.fault, pytest.mark.slow]

# A year that takes longer than the test; big enough to be told by several processes. What runs in the background of a
# shell ignores Ctrl-C, and so would all that it starts.
TELL = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from linli.config.cli import surroundings
surroundings.set_up_django()
with surroundings.database():
    from datetime import UTC, datetime
    from linli.config.demo.history import write_history
    write_history(cases=400_000, seed=1, now=datetime.now(UTC), say=print)
"""


@pytest.fixture(scope="module")
def surroundings() -> Iterator[dict[str, str]]:
    """A folder with a town in it, in which nothing runs."""
    with tempfile.TemporaryDirectory(prefix="linli-loader-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        found = {**os.environ, "LINLI_DATA": name}
        for gone in ("DATABASE_URL", "LINLI_TESTING"):
            found.pop(gone, None)
        for command in (["-m", "linli.config.cli", "migrate"], ["-c", LOAD]):
            subprocess.run([sys.executable, *command], env=found, check=True, stdout=subprocess.DEVNULL)
        yield found


def alive(folder: str) -> dict[int, str]:
    """What runs over a folder: the command lines by pid."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                if command and f"LINLI_DATA={folder}\0".encode() in (entry / "environ").read_bytes() + b"\0":
                    found[int(entry.name)] = command
    return found


def children(pid: int) -> list[int]:
    """The processes that a process has forked and not replaced."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):  # it may have ended since it was listed
                parent = (entry / "stat").read_text().rpartition(")")[2].split()[1]
                if parent == str(pid) and b"write_history" in (entry / "cmdline").read_bytes():
                    found.append(int(entry.name))
    return found


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_nothing_outlives_a_loader(surroundings, sign):
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    loader = subprocess.Popen([sys.executable, "-c", TELL], env=surroundings, start_new_session=True, **quiet)
    try:
        assert until(lambda: len(children(loader.pid)) == PROCESSES, 60)
        # Ctrl-C comes to all that stand before the terminal; the others are meant for one.
        (os.killpg if sign == signal.SIGINT else os.kill)(loader.pid, sign)
        assert loader.wait(60) != 0
        folder = surroundings["LINLI_DATA"]
        assert until(lambda: not alive(folder), 60), alive(folder)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(loader.pid, signal.SIGKILL)
        loader.wait(10)
