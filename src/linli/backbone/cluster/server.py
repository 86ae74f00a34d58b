"""Making, starting and stopping the server itself; the caller holds the keeper's lock."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from linli.backbone.cluster.account import Account, let_pass, reachable, server_account
from linli.backbone.cluster.binaries import Binaries, find_binaries
from linli.backbone.cluster.errors import ClusterError
from linli.backbone.cluster.places import DATABASE, USER, Places

START_FOR = 20.0
STOP_FOR = 60.0
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    # A check point each few seconds while a big sheet comes in would write whole pages to the log again and again.
    "max_wal_size": "2GB",
    "fsync": "on",
    "full_page_writes": "on",
    # Nothing follows this log: what fills a table made or emptied in the same transaction need not be written twice.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "cluster_name": "linli",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    "log_min_error_statement": "panic",  # statements carry personal data
    "log_checkpoints": "off",
}
# Between these PostgreSQL keeps an eighth of the memory for pages of tables; it takes them as they are read.
LEAST_MB, MOST_MB, PART = 128, 4096, 8


def prepare(where: Places) -> tuple[Account, Binaries]:
    """Folders, account and binaries; makes the cluster when there is none yet."""
    account = server_account()
    let_pass(account, where.data)
    binaries = reachable(find_binaries(_major_of(where.cluster)), account, where.data)
    if not (where.cluster / "PG_VERSION").exists():
        _make(where, account, binaries)
    _make_socket_folder(where.socket_folder, account)
    return account, binaries


def start(where: Places, account: Account, binaries: Binaries) -> int:
    """The pid of a server that is ready; starts one unless one still runs. Tries for 20 s, as after a crash."""
    running = ready_pid(where)
    if running:
        return running
    deadline = time.monotonic() + START_FOR
    while True:
        _forget_stale_pid(where)
        process = _launch(where, account, binaries)
        if _becomes_ready(where, process, deadline):
            return process.pid
        if time.monotonic() > deadline:
            raise _failed(where, "启动", "start")
        time.sleep(0.3)


def ready_pid(where: Places) -> int | None:
    """The pid of the running server when it takes connections; its status is the eighth line of its pid file."""
    lines = _pid_lines(where)
    if len(lines) >= 8 and lines[7].strip() == "ready" and is_server(int(lines[0])):
        return int(lines[0])
    return None


def is_server(pid: int) -> bool:
    """Whether this pid lives, is not a zombie and is a PostgreSQL."""
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    try:
        name, _, rest = Path(f"/proc/{pid}/stat").read_text().partition("(")[2].rpartition(")")
    except OSError:
        return False
    return name in {"postgres", "postmaster"} and not rest.strip().startswith("Z")


def stop(pid: int) -> None:
    """Fast shutdown; immediate when that takes longer than a minute (the log then repairs at the next start)."""
    for sign, patience in ((signal.SIGINT, STOP_FOR), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 5.0)):
        with suppress(ProcessLookupError):
            os.kill(pid, sign)
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if not is_server(pid):
                return
            time.sleep(0.05)


def _major_of(cluster: Path) -> int | None:
    try:
        return int((cluster / "PG_VERSION").read_text().strip())
    except FileNotFoundError:
        return None


def _make(where: Places, account: Account, binaries: Binaries) -> None:
    """Made under another name and renamed when complete, so that half a cluster is never taken for one."""
    shutil.rmtree(where.unfinished, ignore_errors=True)
    account.make_folder(where.unfinished)
    initdb = f"--username={USER} --auth-local=trust --auth-host=reject --encoding=UTF8 --locale=C.UTF-8"
    options = [*initdb.split(), "--data-checksums", "--no-instructions"]
    _run([binaries.folder / "initdb", "--pgdata", where.unfinished, *options], account, where)
    single = ["--single", "-c", "log_min_messages=error", "-D"]
    create = f"CREATE DATABASE {DATABASE};\n"
    _run([binaries.folder / "postgres", *single, where.unfinished, "postgres"], account, where, create)
    where.unfinished.rename(where.cluster)


def _run(command: list[str | Path], account: Account, where: Places, text: str = "") -> None:
    done = subprocess.run(
        command, input=text, capture_output=True, text=True, cwd="/", env=_environment(), **account.popen()
    )
    if done.returncode:
        with where.log.open("a", encoding="utf-8") as log:
            log.write(done.stderr)
        raise _failed(where, "建立", "make")


def _launch(where: Places, account: Account, binaries: Binaries) -> subprocess.Popen[bytes]:
    kept = f"{kept_mb(memory_mb())}MB"
    settings = {**SETTINGS, "shared_buffers": kept, "unix_socket_directories": str(where.socket_folder)}
    command: list[str | Path] = [binaries.folder / "postgres", "-D", where.cluster]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    with where.log.open("ab") as log:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=_environment(),
            start_new_session=True,
            **account.popen(),
        )


def memory_mb(limit: Path = Path("/sys/fs/cgroup/memory.max")) -> int:
    """What this machine has, or what its container may take where that is less, in MB."""
    whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    with suppress(OSError, ValueError):  # no limit is told as a word
        whole = min(whole, int(limit.read_text()))
    return whole >> 20


def kept_mb(memory: int) -> int:
    """How much of so much memory PostgreSQL keeps pages in, both in MB."""
    return max(LEAST_MB, min(MOST_MB, memory // PART))


def _becomes_ready(where: Places, process: subprocess.Popen[bytes], deadline: float) -> bool:
    """False when the process ended; recovery after a crash may take longer than the deadline as long as it lives."""
    while process.poll() is None:
        if ready_pid(where) == process.pid:
            return True
        if time.monotonic() > deadline + 600:
            stop(process.pid)
            return False
        time.sleep(0.02)
    return False


def _forget_stale_pid(where: Places) -> None:
    """After a power cut another program may have the number in the pid file; PostgreSQL would then refuse to start."""
    lines = _pid_lines(where)
    if lines and lines[0].isdecimal() and not is_server(int(lines[0])):
        where.pid_file.unlink(missing_ok=True)


def _pid_lines(where: Places) -> list[str]:
    try:
        return where.pid_file.read_text(errors="replace").splitlines()
    except OSError:
        return []


def _make_socket_folder(folder: Path, account: Account) -> None:
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {account.uid, os.geteuid()}:
        raise ClusterError(f"{folder} 属于别人，不能放数据库的套接字", f"{folder} belongs to somebody else")
    account.make_folder(folder)


def _environment() -> dict[str, str]:
    """Without PG* variables of the caller, which would change what the server does."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _failed(where: Places, doing: str, english: str) -> ClusterError:
    try:
        last = [line for line in where.log.read_text(errors="replace").splitlines() if line.strip()][-1]
    except (OSError, IndexError):
        last = ""
    return ClusterError(
        f"数据库不能{doing}，原因见 {where.log}：{last}", f"the database did not {english}, see {where.log}: {last}"
    )
