"""Where a cluster keeps its files, given the data folder."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

LONGEST_SOCKET = 107
SOCKET_NAME = ".s.PGSQL.5432"
USER = "linli"
DATABASE = "linli"


@dataclass(frozen=True, slots=True)
class Places:
    """All paths of one cluster; a pure function of the data folder."""

    data: Path

    @property
    def cluster(self) -> Path:
        return self.data / "postgres"

    @property
    def unfinished(self) -> Path:
        return self.data / "postgres.unfinished"

    @property
    def pid_file(self) -> Path:
        return self.cluster / "postmaster.pid"

    @property
    def log(self) -> Path:
        return self.data / "postgres.log"

    @property
    def guard(self) -> Path:
        """Locked while somebody joins or leaves."""
        return self.data / "postgres.guard"

    @property
    def holders(self) -> Path:
        """Locked in common by everybody who uses the cluster; by the keeper alone while it stops the server."""
        return self.data / "postgres.holders"

    @property
    def keeper(self) -> Path:
        """Locked by the keeper for its life."""
        return self.data / "postgres.keeper"

    @property
    def socket_folder(self) -> Path:
        """In the data folder; in /tmp, named after it, where that path is too long for a unix socket."""
        folder = self.data / "run"
        if len(os.fsencode(folder / SOCKET_NAME)) <= LONGEST_SOCKET:
            return folder
        digest = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]
        short = Path(tempfile.gettempdir()) / f"linli-{os.geteuid()}-{digest}"
        if len(os.fsencode(short / SOCKET_NAME)) <= LONGEST_SOCKET:
            return short
        return Path("/tmp") / short.name  # noqa: S108 - made with 0700 and its owner checked before use

    @property
    def url(self) -> str:
        return f"postgresql://{USER}@/{DATABASE}?host={quote(str(self.socket_folder), safe='')}"


def places(data: Path) -> Places:
    return Places(data.resolve())
