"""Where the files of long works lie: uploads before they are asked for, and a folder for each work."""

import os
import shutil
import time
from collections.abc import Iterable
from pathlib import Path
from secrets import token_hex

from django.conf import settings

from linli.kernel.refusal import NotFound

UPLOAD_SECONDS = 24 * 3600


def _root() -> Path:
    return Path(settings.MEDIA_ROOT) / "works"


def folder_of(work_id: int) -> Path:
    """The folder of a work, made when it is not there."""
    folder = _root() / str(work_id)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def keep_upload(chunks: Iterable[bytes]) -> str:
    """Store an upload; the name by which `take_upload` finds it."""
    name, folder = token_hex(16), _root() / "uploads"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = folder / f"{name}.part"
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / name)
    return name


def upload(name: str) -> Path:
    """A stored upload; NotFound when it is gone."""
    if not is_kept(name):
        raise NotFound("upload")
    return _root() / "uploads" / name


def is_kept(name: str) -> bool:
    """Whether an upload is still there."""
    return name.isalnum() and (_root() / "uploads" / name).is_file()


def drop_upload(name: str) -> None:
    """Forget an upload."""
    if name.isalnum():
        (_root() / "uploads" / name).unlink(missing_ok=True)


def drop_stale_uploads() -> None:
    """Forget uploads that nobody went on with for a day."""
    folder = _root() / "uploads"
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.stat().st_mtime < time.time() - UPLOAD_SECONDS:
            path.unlink(missing_ok=True)


def keep_only(work_id: int, name: str) -> None:
    """Leave one file in a work's folder, or nothing at all."""
    folder = _root() / str(work_id)
    if not name:
        shutil.rmtree(folder, ignore_errors=True)
        return
    for path in folder.iterdir():
        if path.name != name:
            path.unlink(missing_ok=True)


def result_path(work_id: int, name: str) -> Path:
    """A work's result; NotFound when it was purged."""
    path = _root() / str(work_id) / name
    if not name or Path(name).name != name or not path.is_file():
        raise NotFound("work")
    return path
