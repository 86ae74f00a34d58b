"""Serving: what `linli serve` and `linli demo` share."""

from __future__ import annotations

import argparse
import hashlib
import os
from pathlib import Path

from linli.config.cli.processes import Child, Stop, answers, keep_running, python
from linli.config.cli.words import tell

THREADS = 4


def add_address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="地址，默认 127.0.0.1")
    parser.add_argument("--port", type=int, default=8000, help="端口，默认 8000")


def allow_host(host: str) -> None:
    """Who serves to the neighbourhood (0.0.0.0) without saying under which name, answers to any."""
    if host not in {"127.0.0.1", "localhost", "::1"}:
        os.environ.setdefault("LINLI_HOSTS", "*")


def address(host: str, port: int) -> str:
    """The address to type into a browser."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"


def migrate() -> None:
    """Bring the tables up to date."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def collect_static() -> None:
    """Gather and compress the static files, unless they are those of the last time."""
    from django.conf import settings
    from django.core.management import call_command

    root = Path(settings.STATIC_ROOT)
    stamp = root.parent / "static.stamp"
    wanted = _digest_of_static()
    if root.is_dir() and stamp.is_file() and stamp.read_text() == wanted:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(wanted)


def run(host: str, port: int, lines: list[str]) -> None:
    """Serve pages and jobs until asked to stop; say the lines when pages are there."""
    from django.db import connections

    connections.close_all()
    children = [Child("web", _web_command(host, port)), Child("worker", python("linli.config.cli", "worker"))]

    def when_up() -> bool:
        if not answers("127.0.0.1" if host == "0.0.0.0" else host, port):  # noqa: S104
            return False
        print("\n".join(lines), flush=True)
        tell("按 Ctrl-C 停止", "Ctrl-C stops it")
        return True

    keep_running(children, Stop(), when_up)


def _web_command(host: str, port: int) -> list[str]:
    options = {
        "--interface": "wsgi",
        "--host": host,
        "--port": str(port),
        "--workers": str(os.cpu_count() or 2),
        "--blocking-threads": str(THREADS),
        "--log-level": "warning",
        "--workers-kill-timeout": "10",
    }
    flat = [part for option in options.items() for part in option]
    return python("granian", *flat, "--no-ws", "--respawn-failed-workers", "linli.config.wsgi:application")


def _digest_of_static() -> str:
    from django.contrib.staticfiles.finders import get_finders

    found = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            about = os.stat(storage.path(name))
            found.update(f"{name}\0{about.st_size}\0{about.st_mtime_ns}\n".encode())
    return found.hexdigest()
