"""Pictures from outside: checked, re-encoded without metadata, stored by digest on the local disk."""

import hashlib
import io
import os
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from PIL import Image, ImageOps, UnidentifiedImageError

from linli.kernel.refusal import NotFound, Refusal

MEGABYTES = 10
LONG_SIDE = 1600
THUMB_SIDE = 320
PIXELS = 60_000_000
KINDS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "MPO")


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored picture: `file` is its name in the store, sides in pixels."""

    file: str
    width: int
    height: int


class PhotoStore:
    """Pictures in a folder, named by the digest of what is stored: the same picture is kept once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, upload: IO[bytes], size: int) -> Stored:
        """Check, re-encode and store an upload. Refusal: photo_too_big, not_a_photo."""
        if size > MEGABYTES * 1024 * 1024:
            raise Refusal("photo_too_big", limit=MEGABYTES)
        picture = opened(upload)
        full, thumb = encoded(picture, LONG_SIDE), encoded(_square(picture), THUMB_SIDE)
        name = hashlib.sha256(full).hexdigest()[:40]
        self._write(name, full)
        self._write(f"{name}-s", thumb)
        with Image.open(io.BytesIO(full)) as stored:
            return Stored(name, stored.width, stored.height)

    def path(self, file: str, *, small: bool = False) -> Path:
        """Where a stored picture lies; NotFound when it does not."""
        name = f"{file}-s" if small else file
        path = self.folder / file[:2] / f"{name}.jpg"
        if not file.isalnum() or not path.is_file():
            raise NotFound("photo")
        return path

    def _write(self, name: str, data: bytes) -> None:
        path = self.folder / name[:2] / f"{name}.jpg"
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = path.with_suffix(f".{os.getpid()}.part")
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)


def opened(upload: IO[bytes]) -> Image.Image:
    """A picture that may be kept, turned upright. Refusal: not_a_photo."""
    try:
        picture = Image.open(upload)
        if picture.format not in KINDS or picture.width * picture.height > PIXELS:
            raise Refusal("not_a_photo")
        picture.load()
        return ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as fault:
        raise Refusal("not_a_photo") from fault


def _square(picture: Image.Image) -> Image.Image:
    return ImageOps.fit(picture, (THUMB_SIDE, THUMB_SIDE))


def encoded(picture: Image.Image, side: int) -> bytes:
    """A picture drawn anew, without metadata, its long side no longer than `side` pixels."""
    copy = picture.copy()
    copy.thumbnail((side, side))
    out = io.BytesIO()
    copy.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()
