"""Who runs the server: ourselves, or, because PostgreSQL refuses root, another account when we are root."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from linli.backbone.cluster.binaries import Binaries
from linli.backbone.cluster.errors import ClusterError

ACL = "system.posix_acl_access"
UNNAMED = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Account:
    """The account of the server; `other` when it is not the one of this process."""

    uid: int
    gid: int
    other: bool

    def popen(self) -> dict[str, Any]:
        """Arguments that make `subprocess` start a program as this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.other else {}

    def own(self, path: Path) -> None:
        if self.other:
            os.chown(path, self.uid, self.gid)

    def make_folder(self, path: Path) -> None:
        """A folder of this account that nobody else may enter."""
        path.mkdir(mode=0o700, exist_ok=True)
        self.own(path)
        path.chmod(0o700)


def server_account() -> Account:
    """`postgres`, else `nobody`, when this process is root; else its own account."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), other=False)
    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(found.pw_uid, found.pw_gid, other=True)
    raise ClusterError(
        "以 root 运行需要 postgres 或 nobody 账号来启动数据库",
        "running as root needs an account postgres or nobody to run the database",
    )


def let_pass(account: Account, folder: Path) -> None:
    """Let the account walk through (not list) the folder and its parents, and nobody else if the disk allows."""
    if not account.other:
        return
    for step in (folder, *folder.parents):
        if not _may_pass(account, step):
            _grant_pass(account, step)


def reachable(binaries: Binaries, account: Account, data: Path) -> Binaries:
    """The binaries themselves, or a copy in the data folder when the account cannot run them where they are."""
    if not account.other or _runs(binaries.folder, account):
        return binaries
    copy = data / f"postgresql-{binaries.major}"
    if not _runs(copy / "bin", account):
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(binaries.folder.parent, copy, symlinks=True)
        for path in (copy, *copy.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)
    return Binaries(copy / "bin", binaries.major, binaries.source)


def _runs(folder: Path, account: Account) -> bool:
    try:
        started = subprocess.run([folder / "initdb", "-V"], capture_output=True, cwd="/", **account.popen())
    except OSError:
        return False
    return started.returncode == 0


def _may_pass(account: Account, folder: Path) -> bool:
    probe = subprocess.run(
        ["/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder)], capture_output=True, cwd="/", **account.popen()
    )
    return probe.returncode == 0


def _grant_pass(account: Account, folder: Path) -> None:
    mode = folder.stat().st_mode
    owner, group, others = (mode >> 6) & 7, (mode >> 3) & 7, mode & 7
    entries = [
        (1, owner, UNNAMED),
        (2, 1, account.uid),
        (4, group, UNNAMED),
        (16, group | 1, UNNAMED),
        (32, others, UNNAMED),
    ]
    packed = struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)
    try:
        if ACL in os.listxattr(folder):
            raise OSError("an access list is already there")
        os.setxattr(folder, ACL, packed)
    except OSError:
        folder.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)
