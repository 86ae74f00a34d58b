"""Children end with their parent, are started again, and leave nothing behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from linli.config.cli.processes import Child

PARENT = """
import sys
from linli.config.cli.processes import Child, Stop, keep_running
child = Child("sleeper", [sys.executable, "-c", "import time; time.sleep(100)"])
def when_up():
    print(child.process.pid, flush=True)
    return True
keep_running([child], Stop(), when_up)
"""


def wait_for(condition: Callable[[], object], seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)


def is_gone(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as about:
            return about.read().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_children_end_with_their_parent(sign: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        child = int(parent.stdout.readline())
        parent.send_signal(sign)
        assert parent.wait(10) == (-9 if sign == signal.SIGKILL else 0)
        wait_for(lambda: is_gone(child))


def test_a_fallen_child_is_started_again() -> None:
    child = Child("sleeper", [sys.executable, "-c", "import time; time.sleep(100)"])
    child.start()
    first = child.process.pid
    os.kill(first, signal.SIGKILL)

    def is_another() -> bool:
        child.look_after()
        return child.process.pid != first

    wait_for(is_another)
    child.stop(time.monotonic() + 5)
    assert is_gone(child.process.pid)
