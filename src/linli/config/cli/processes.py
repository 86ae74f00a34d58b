"""Child processes that end with their parent, are started again when they fall, and are stopped in order."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

from linli.config.cli.words import say, warn

PR_SET_PDEATHSIG = 1
STOP_FOR = 20.0
RESTART_AFTER = 1.0


@dataclass(slots=True)
class Child:
    """One program to keep running."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    due: float = field(default=0.0)

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=_end_with(os.getpid())
        )

    def look_after(self) -> None:
        """Start it again, a second after it fell."""
        if self.process is None or self.process.poll() is None:
            return
        if not self.due:
            code = self.process.returncode
            warn(say(f"{self.name} 退出了（{code}），重新启动", f"{self.name} ended ({code}), starting it again"))
            self.due = time.monotonic() + RESTART_AFTER
            _sweep(self.process.pid)
        elif time.monotonic() >= self.due:
            self.due = 0.0
            self.start()

    def stop(self, deadline: float) -> None:
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        _sweep(self.process.pid)


class Stop:
    """Set by SIGINT, SIGTERM and SIGHUP."""

    def __init__(self) -> None:
        self.asked = False
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sign, self._ask)

    def _ask(self, _sign: int, _frame: FrameType | None) -> None:
        self.asked = True


def keep_running(children: list[Child], stop: Stop, when_up: Callable[[], bool]) -> None:
    """Run the children until somebody asks to stop; `when_up` is called until it says that it is done."""
    up = False
    try:
        for child in children:
            child.start()
        while not stop.asked:
            up = up or when_up()
            for child in children:
                child.look_after()
            time.sleep(0.1)
    finally:
        deadline = time.monotonic() + STOP_FOR
        for child in children:
            child.stop(deadline)


def answers(host: str, port: int) -> bool:
    """Whether somebody listens there."""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def python(*arguments: str) -> list[str]:
    """A command that runs a module with this interpreter."""
    return [sys.executable, "-m", *arguments]


def _end_with(parent: int) -> Callable[[], None]:
    """The kernel tells the child to stop when the parent is gone, even by kill -9."""
    libc = ctypes.CDLL(None)

    def ask() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return ask


def _sweep(group: int) -> None:
    """What is left of the child's own session, such as workers of a server that was killed."""
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
