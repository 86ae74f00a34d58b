"""Joining and leaving a cluster that several processes share."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from linli.backbone.cluster.errors import ClusterError
from linli.backbone.cluster.places import Places, places

SOURCE = str(Path(__file__).parents[3])


class Held:
    """A share in a running cluster; given back by `release()`, or by the end of the process."""

    def __init__(self, where: Places, holders: int) -> None:
        self.url = where.url
        self._where = where
        self._holders: int | None = holders

    def release(self) -> None:
        """Give the share back; returns when the server has stopped, if this was the last one."""
        if self._holders is None:
            return
        fcntl.flock(self._holders, fcntl.LOCK_UN)
        with _lock(self._where.guard), suppress(OSError):
            fcntl.flock(self._holders, fcntl.LOCK_SH)  # waits only while the keeper is stopping the server
            self._wait_for_keeper()
        os.close(self._holders)
        self._holders = None

    def _wait_for_keeper(self) -> None:
        """The keeper may not have seen yet that nobody holds: when we are alone, let it take the lock first."""
        try:
            fcntl.flock(self._holders or 0, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        fcntl.flock(self._holders or 0, fcntl.LOCK_UN)
        with _lock(self._where.keeper):
            return


def hold(data: Path) -> Held:
    """Join the cluster of this data folder, starting it if need be; held until released or the process ends.

    Raises ClusterError with one sentence when the folder cannot be written or the server does not start.
    """
    where = places(data)
    try:
        where.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _lock(where.guard):
            holders = _open(where.holders)
            fcntl.flock(holders, fcntl.LOCK_SH)
            if not _is_locked(where.keeper):
                _start_keeper(where)
    except OSError as error:
        raise ClusterError(f"不能写入数据目录 {where.data}", f"the data folder {where.data} is not writable") from error
    return Held(where, holders)


@contextmanager
def running_cluster(data: Path) -> Iterator[str]:
    """The URL of a cluster that runs at least as long as the block."""
    held = hold(data)
    try:
        yield held.url
    finally:
        held.release()


def _start_keeper(where: Places) -> None:
    command = [sys.executable, "-m", "linli.backbone.cluster.keeper", str(where.data)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([SOURCE, os.environ.get("PYTHONPATH", "")]).rstrip(":")}
    keeper = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env=environment,
        start_new_session=True,
    )
    answer = json.loads((keeper.stdout.read() if keeper.stdout else b"") or b"{}")
    if keeper.stdout:
        keeper.stdout.close()
    if "ready" not in answer:
        keeper.wait()
        raise ClusterError(answer.get("chinese", "数据库不能启动"), answer.get("english", "the database did not start"))
    keeper.returncode = 0  # it outlives us: no warning that it still runs


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    descriptor = _open(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _is_locked(path: Path) -> bool:
    descriptor = _open(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
