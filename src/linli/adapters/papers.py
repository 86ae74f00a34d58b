"""Papers from outside (PDF, Word, Excel, text, pictures): known by their content, never by their name, refused where
they could act by themselves, stored under a random name.

What is looked at: a PDF must begin as one and name its root, must not be locked, and must nowhere name a script, a
launch action or an attached file, neither openly nor in its compressed lists of objects. Word and Excel files must be
the packages without macros that `.docx` and `.xlsx` are, without embedded programs and without a template fetched from
elsewhere. Text must be UTF-8 or GB 18030 without control characters. Everything else must be a picture, and is drawn
anew without metadata.
"""

import io
import os
import re
import secrets
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from linli.adapters.photos import LONG_SIDE, encoded, opened
from linli.kernel.refusal import NotFound, Refusal

# What a kind of paper is sent as, and the ending of its name.
KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "txt": "text/plain; charset=utf-8",
    "jpg": "image/jpeg",
}
PICTURES = ("jpg", "jpeg", "png", "webp", "gif", "bmp")
NAME_MOST = 80
_PARTS, _UNPACKED = 5000, 300 * 1024 * 1024
_LIST_MOST = 20 * 1024 * 1024
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKAGE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_MACRO = re.compile(r"vba|macrosheet|activex|(?:word|xl)/embeddings/.*\.(?:bin|exe|docm|xlsm)$", re.I)
_STREAM = re.compile(rb"stream\r?\n")
_LIST = re.compile(rb"\s*\d+\s+\d+\s")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def _spelled(name: str) -> bytes:
    """A name of a PDF as it may be written: any letter also as #xx."""
    return b"".join(b"(?:%s|#%02x|#%02X)" % (bytes([one]), one, one) for one in name.encode())


_ACTS = ("JavaScript", "Launch", "EmbeddedFiles", "EmbeddedFile", "RichMedia", "SubmitForm", "ImportData")
_ACTIVE = re.compile(rb"/(?:" + b"|".join(_spelled(name) for name in _ACTS) + rb")(?![A-Za-z0-9])")
_LISTED = re.compile(rb"/" + _spelled("ObjStm") + rb"(?![A-Za-z0-9])")
_LOCKED = re.compile(rb"/" + _spelled("Encrypt") + rb"(?![A-Za-z0-9])")


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that may be kept: its kind (of `KINDS`), the name it came with, what is stored."""

    kind: str
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class StoredPaper:
    """A stored paper: `file` is its random name in the store."""

    file: str
    kind: str
    name: str
    size: int


def checked(upload: IO[bytes], name: str, size: int, megabytes: int) -> Paper:
    """What an upload is. Refusal, naming the file: paper_too_big, paper_empty, paper_old, paper_macros, paper_active,
    paper_locked, paper_broken, paper_unknown."""
    called = named(name)
    if size > megabytes * 1024 * 1024:
        raise Refusal("paper_too_big", name=called, limit=megabytes)
    upload.seek(0)
    data = upload.read()
    if not data:
        raise Refusal("paper_empty", name=called)
    for begins, look in _LOOKS:
        if data.startswith(begins):
            kind, kept = look(data, called)
            return Paper(kind, called, kept)
    kind, kept = _picture_or_text(data, called)
    return Paper(kind, called, kept)


def named(name: str) -> str:
    """The name a file came with, as it may be shown and sent: no folders, no control characters, not too long."""
    last = re.split(r"[\\/]", name)[-1]
    clean = "".join(one for one in last if one.isprintable()).strip(" .") or "file"
    stem, dot, ending = clean.rpartition(".")
    return f"{stem[: NAME_MOST - len(ending) - 1]}.{ending}" if dot and len(ending) <= 8 else clean[:NAME_MOST]


def sent_name(name: str, kind: str) -> str:
    """The name a paper is sent under: the one it came with, ending as what it is."""
    stem, dot, ending = name.rpartition(".")
    if dot and kind == "jpg" and ending.lower() in PICTURES:
        return f"{stem}.jpg"
    return name if dot and ending.lower() == kind else f"{name}.{kind}"


def _pdf(data: bytes, name: str) -> tuple[str, bytes]:
    if b"/Root" not in data:
        raise Refusal("paper_broken", name=name)
    if _LOCKED.search(data):
        raise Refusal("paper_locked", name=name)
    if _ACTIVE.search(data) or any(_ACTIVE.search(one) for one in _lists(data, name)):
        raise Refusal("paper_active", name=name)
    return "pdf", data


def _lists(data: bytes, name: str) -> list[bytes]:
    """The compressed lists of objects of a PDF (they begin with pairs of numbers), unpacked."""
    found = []
    for start in (match.end() for match in _STREAM.finditer(data)):
        end = data.find(b"endstream", start)
        try:
            if not _LIST.match(zlib.decompressobj().decompress(data[start : start + 4096], 64)):
                continue
            unpacking = zlib.decompressobj()
            found.append(unpacking.decompress(data[start : end if end > 0 else None], _LIST_MOST))
        except zlib.error:
            continue
        if not unpacking.eof:
            raise Refusal("paper_broken", name=name)
    if len(found) < len(_LISTED.findall(data)):
        raise Refusal("paper_broken", name=name)
    return found


def _package(data: bytes, name: str) -> tuple[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            if len(parts) > _PARTS or sum(one.file_size for one in parts) > _UNPACKED:
                raise Refusal("paper_broken", name=name)
            names = {one.filename for one in parts}
            kind = next((kind for part, kind in _PACKAGE.items() if part in names), "")
            if not kind or "[Content_Types].xml" not in names:
                raise Refusal("paper_unknown", name=name)
            if any(_MACRO.search(one) for one in names) or _acts(package, names):
                raise Refusal("paper_macros", name=name)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, NotImplementedError) as fault:
        raise Refusal("paper_broken", name=name) from fault
    return kind, data


def _acts(package: zipfile.ZipFile, names: set[str]) -> bool:
    """Whether a package says of itself that it holds macros, or fetches its template from elsewhere."""
    types = package.read("[Content_Types].xml")
    if b"macroEnabled" in types or b"vbaProject" in types:
        return True
    settings = "word/_rels/settings.xml.rels"
    links = package.read(settings) if settings in names else b""
    return b"attachedTemplate" in links and b'"External"' in links


def _old(data: bytes, name: str) -> tuple[str, bytes]:
    raise Refusal("paper_old", name=name)


def _picture_or_text(data: bytes, name: str) -> tuple[str, bytes]:
    try:
        return "jpg", encoded(opened(io.BytesIO(data)), LONG_SIDE)
    except Refusal:
        words = _decoded(data)
    if words is None:
        raise Refusal("paper_unknown", name=name)
    return "txt", words.encode("utf-8")


def _decoded(data: bytes) -> str | None:
    """Plain text, in whichever of the two encodings fits; None where it is none."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            words = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROL.search(words) else words
    return None


Look = Callable[[bytes, str], tuple[str, bytes]]
_LOOKS: tuple[tuple[bytes, Look], ...] = ((b"%PDF-", _pdf), (b"PK\x03\x04", _package), (_OLD_OFFICE, _old))


class PaperStore:
    """Papers in a folder, each under a random name that says nothing of what it holds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "papers"

    def keep(self, paper: Paper) -> StoredPaper:
        """Store a paper, on the disk when this returns."""
        file = secrets.token_hex(20)
        path = self._path(file)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            out.write(paper.data)
            out.flush()
            os.fsync(out.fileno())
        return StoredPaper(file, paper.kind, paper.name, len(paper.data))

    def path(self, file: str) -> Path:
        """Where a stored paper lies; NotFound when it does not."""
        path = self._path(file)
        if not file.isalnum() or not path.is_file():
            raise NotFound("paper")
        return path

    def _path(self, file: str) -> Path:
        return self.folder / file[:2] / file
