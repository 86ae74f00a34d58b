"""The process that keeps one server alive while anybody holds the cluster, and stops it after the last one.

Run as `python -m linli.backbone.cluster.keeper DATA`; says `ready`, or the two sentences of a ClusterError, on
its standard output and closes it. Because holders hold a lock of the kernel, even a killed holder counts as gone.
"""

from __future__ import annotations

import fcntl
import json
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from linli.backbone.cluster.errors import ClusterError
from linli.backbone.cluster.places import Places, places
from linli.backbone.cluster.server import is_server, prepare, start, stop

LOOK_EVERY = 0.1


def main(data: Path) -> int:
    where = places(data)
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, signal.SIG_IGN)  # the holders decide, not the terminal
    keeper = os.open(where.keeper, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(keeper, fcntl.LOCK_EX)
    try:
        account, binaries = prepare(where)
        pid = start(where, account, binaries)
    except ClusterError as error:
        _say({"chinese": error.chinese, "english": error.english})
        return 1
    except OSError as error:
        _say({"chinese": f"数据库不能启动：{error}", "english": f"the database did not start: {error}"})
        return 1
    _say({"ready": str(pid)})
    holders = os.open(where.holders, os.O_RDWR | os.O_CREAT, 0o600)
    while not _nobody_holds(holders):
        if not is_server(pid):
            pid = _start_again(where)
        time.sleep(LOOK_EVERY)
    stop(pid)
    with suppress(OSError):
        where.socket_folder.rmdir()
    os.close(keeper)  # first this one: who gets the other must find no keeper
    os.close(holders)
    return 0


def _start_again(where: Places) -> int:
    """After a crash of the server; 0 when that failed for now, to be tried again at the next look."""
    try:
        return start(where, *prepare(where))
    except (ClusterError, OSError) as error:
        with where.log.open("a", encoding="utf-8") as log:
            log.write(f"keeper: {error}\n")
        return 0


def _nobody_holds(holders: int) -> bool:
    try:
        fcntl.flock(holders, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _say(message: dict[str, str]) -> None:
    os.write(1, json.dumps(message).encode())
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    os.close(nothing)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
