"""What a verb needs around it: a folder to write, room on the disk, a free port, a database that is new enough."""

from __future__ import annotations

import errno
import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from linli.backbone.cluster import ClusterError, running_cluster
from linli.config import environment
from linli.config.cli.words import Trouble

LEAST_ROOM = 200 * 1024 * 1024
OLDEST_SERVER = 150000


def set_up_django() -> None:
    """Django ready for use; the data folder is checked first, because its keys are read on the way."""
    require_data_folder()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    import django

    try:
        django.setup()
    except ValueError as error:
        raise Trouble(f"配置有误：{error}", f"the configuration is wrong: {error}") from error


@contextmanager
def database() -> Iterator[None]:
    """A database that answers and is new enough, for the length of the block; runs the private cluster if need be."""
    if not environment.is_private_cluster():
        require_database()
        yield
        return
    try:
        with running_cluster(environment.data_folder()):
            require_database()
            yield
            _close_connections()
    except ClusterError as error:
        raise Trouble(error.chinese, error.english) from error


def require_data_folder() -> Path:
    """The data folder, writable and with room to work."""
    folder = environment.data_folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise _disk_full(folder) from error
        raise Trouble(
            f"不能写入数据目录 {folder}，请用 LINLI_DATA 指定别处",
            f"the data folder {folder} is not writable: choose another with LINLI_DATA",
        ) from error
    if room(folder) < LEAST_ROOM:
        raise _disk_full(folder)
    return folder


def room(folder: Path) -> int:
    """Bytes that we may still write there."""
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize


def require_port(host: str, port: int) -> None:
    """A port that is free for us."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise Trouble(f"没有权限使用端口 {port}，请用 --port 换一个", f"no right to use port {port}") from error
        except OSError as error:
            raise _bad_port(host, port, error) from error


def require_database() -> int:
    """The server's version number (such as 180006), at least 15."""
    try:
        with psycopg.connect(environment.database_url(), connect_timeout=10) as connection:
            version = connection.info.server_version
    except (psycopg.Error, ValueError) as error:
        reason = " ".join(str(error).split("\n")[0].split())
        raise Trouble(f"连不上数据库：{reason}", f"the database cannot be reached: {reason}") from error
    if version < OLDEST_SERVER:
        raise Trouble(
            f"数据库是 PostgreSQL {version // 10000}，至少要 15",
            f"the database is PostgreSQL {version // 10000}; 15 is the oldest that will do",
        )
    return version


def _bad_port(host: str, port: int, error: OSError) -> Trouble:
    if error.errno == errno.EADDRINUSE:
        return Trouble(f"端口 {port} 已被占用，请用 --port 换一个", f"port {port} is taken: choose another with --port")
    return Trouble(f"不能在 {host}:{port} 上服务：{error.strerror}", f"cannot serve on {host}:{port}: {error.strerror}")


def _disk_full(folder: Path) -> Trouble:
    free = 0
    with suppress(OSError):
        free = room(folder) // 1024 // 1024
    return Trouble(
        f"{folder} 所在磁盘只剩 {free} MB，至少要 {LEAST_ROOM // 1024 // 1024} MB",
        f"the disk of {folder} has {free} MB left; {LEAST_ROOM // 1024 // 1024} MB are needed",
    )


def _close_connections() -> None:
    from django.db import connections

    connections.close_all()
