"""What a program sends ahead of a request that names it: kept aside for a day under an unguessable name, and only
looked at, drawn anew and stored when the request is carried out, exactly as if a page had sent it."""

import re
import secrets
import time
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile

from linli.adapters.papers import named
from linli.kernel.refusal import NotFound, Refusal

KEPT = timedelta(days=1)
_HANDLE = re.compile(r"[A-Za-z0-9_-]{32}")


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "pending"


def keep(upload: UploadedFile) -> str:
    """Keep a file aside; its handle. Refusal: paper_too_big, paper_empty."""
    limit, name = settings.LINLI_FILE_MEGABYTES, named(upload.name or "")
    if (upload.size or 0) > limit * 1024 * 1024:
        raise Refusal("paper_too_big", name=name, limit=limit)
    if not upload.size:
        raise Refusal("paper_empty", name=name)
    handle, folder = secrets.token_urlsafe(24), _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / f"{handle}.name").write_text(name, encoding="utf-8")
    (folder / handle).write_bytes(upload.read())
    return handle


def opened(handle: str) -> UploadedFile:
    """The file behind a handle; NotFound when there is none, or its day is over."""
    path = _folder() / handle
    if not _HANDLE.fullmatch(handle) or not path.is_file() or time.time() - path.stat().st_mtime > KEPT.total_seconds():
        raise NotFound("upload")
    return SimpleUploadedFile(path.with_suffix(".name").read_text(encoding="utf-8"), path.read_bytes())


def purge(now: datetime) -> int:
    """Forget what nobody came for; how many files went."""
    folder, gone = _folder(), 0
    for path in folder.iterdir() if folder.is_dir() else ():
        if now.timestamp() - path.stat().st_mtime > KEPT.total_seconds():
            path.unlink(missing_ok=True)
            gone += 1
    return gone
