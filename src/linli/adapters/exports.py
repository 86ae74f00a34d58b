"""Any list to a file: small ones at once, large ones as a long work that reads page by page.

A work of a CSV appends to its file and remembers where it ended; one of a workbook keeps its rows in a spool and makes
the book of them at the end. A worker that dies in between goes on where the last step was kept.
"""

import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import IO, Any, Protocol

import msgspec
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.adapters.sheets import FORMATS, MARK, csv_lines, sheet
from linli.backbone.values import Viewer
from linli.backbone.works.kinds import Doing, Outcome, Step, Wrong
from linli.kernel.refusal import NotFound

AT_ONCE = 5000
PAGE = 5000
KIND = "export"

Given = Mapping[str, str]
_encode, _decode = msgspec.msgpack.encode, msgspec.msgpack.decode


class Listing(Protocol):
    """A list that can be taken away. It starts from what the viewer may see, and reads by key, so that its cost does
    not grow with what was read before; `texts` are the columns that are text whatever they hold."""

    name: str
    texts: Collection[int]

    def title(self, given: Given) -> str:
        """What the list is called, in the reader's language."""

    def heading(self) -> Sequence[str]:
        """The first line, in the reader's language."""

    def size(self, viewer: Viewer, given: Given, now: datetime, most: int | None) -> int:
        """How many rows; counted no further than `most`. NotFound for who may not take it away."""

    def page(
        self, viewer: Viewer, given: Given, now: datetime, after: str, limit: int
    ) -> tuple[Sequence[Sequence[Any]], str]:
        """Rows after a cursor, and the next cursor, empty at the end."""


_listings: dict[str, Listing] = {}


def register(*listings: Listing) -> None:
    """Set the lists that can be taken away: called once, by the wiring table."""
    _listings.clear()
    _listings.update({one.name: one for one in listings})


def listing(name: str) -> Listing:
    """The list of this name; NotFound when there is none."""
    if name not in _listings:
        raise NotFound("listing")
    return _listings[name]


def every_row(one: Listing, viewer: Viewer, given: Given, now: datetime) -> Iterator[Sequence[Any]]:
    """All rows of a list, page by page."""
    after, first = "", True
    while first or after:
        first = False
        rows, after = one.page(viewer, given, now, after, PAGE)
        yield from rows


def file_name(title: str, now: datetime, form: str) -> str:
    """What a file is called: the list and the day."""
    words = re.sub(r'[\\/:*?"<>|\s]+', "-", title)[:60]
    return f"{words}-{timezone.localtime(now):%Y%m%d}.{form}"


class ExportKind:
    """The long work of taking a list away."""

    name, icon = KIND, "table-export"

    def title(self, params: Mapping[str, Any]) -> str:
        """The list and its format."""
        words = listing(params["listing"]).title(params["given"])
        return _("导出：%(title)s（%(form)s）") % {"title": words, "form": _form_words(params["form"])}

    def phase(self, checkpoint: Mapping[str, Any]) -> str:
        """Reading rows, or making the book of them."""
        return _("正在装成表格") if checkpoint.get("phase") == "book" else _("正在读出来")

    def said(self, facts: Mapping[str, Any]) -> str:
        """How many rows came out."""
        return _("共 %(rows)s 行") % {"rows": f"{facts.get('rows', 0):,}"}

    def again(self, params: Mapping[str, Any], person_id: int, work_id: int) -> str:
        """Nothing to change."""
        return ""

    def see(self, params: Mapping[str, Any], work_id: int) -> str:
        """The file is all."""
        return ""

    def wrong(self, params: Mapping[str, Any], facts: Mapping[str, Any]) -> Sequence[Wrong]:
        """Nothing is given that could be."""
        return ()

    def writes(self, checkpoint: Mapping[str, Any]) -> bool:
        """An export only reads."""
        return False

    def step(self, work: Doing) -> Step | Outcome:
        """Count; then a page at a time; then the book."""
        one, given = listing(work.params["listing"]), work.params["given"]
        if not work.checkpoint:
            total = one.size(work.viewer, given, work.asked_at, None)
            return Step({"phase": "rows", "cursor": "", "offset": 0}, 0, total)
        if work.checkpoint["phase"] == "book":
            return self._book(one, work)
        rows, cursor = one.page(work.viewer, given, work.asked_at, work.checkpoint["cursor"], PAGE)
        offset = self._append(one, work, rows)
        done = work.done + len(rows)
        if cursor:
            return Step({"phase": "rows", "cursor": cursor, "offset": offset}, done, max(work.total or 0, done))
        if work.params["form"] == "csv":
            return self._outcome(one, work, done)
        return Step({"phase": "book", "rows": done, "offset": offset}, 0, done)

    def _append(self, one: Listing, work: Doing, rows: Sequence[Sequence[Any]]) -> int:
        offset = work.checkpoint["offset"]
        with _from(self._path(work), offset) as file:
            if work.params["form"] == "csv":
                head = MARK + "".join(csv_lines([one.heading()])) if not offset else ""
                file.write((head + "".join(csv_lines(rows, one.texts))).encode())
            else:
                block = _encode([list(row) for row in rows])
                file.write(len(block).to_bytes(4, "big") + block)
            return file.tell()

    def _path(self, work: Doing) -> Path:
        return work.folder / ("rows.csv" if work.params["form"] == "csv" else "rows.spool")

    def _book(self, one: Listing, work: Doing) -> Outcome:
        part, total = work.folder / "book.part", work.checkpoint["rows"]
        end = work.checkpoint["offset"]
        rows = _spooled(work.folder / "rows.spool", end, lambda done: work.beat(done, total))
        count = sheet(str(part), one.title(work.params["given"]), one.heading(), rows, texts=one.texts)
        part.replace(work.folder / "rows.xlsx")
        return self._outcome(one, work, count)

    def _outcome(self, one: Listing, work: Doing, count: int) -> Outcome:
        form = work.params["form"]
        name = file_name(one.title(work.params["given"]), work.asked_at, form)
        return Outcome({"rows": count}, f"rows.{form}", name)


def _form_words(form: str) -> str:
    if form not in FORMATS:
        raise NotFound("format")
    return "CSV" if form == "csv" else "Excel"


@contextmanager
def _from(path: Path, offset: int) -> Iterator[IO[bytes]]:
    """A file open for writing from here on, its rest cut off, on the disk when left; one hand at a time."""
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        flock(file, LOCK_EX | LOCK_NB)
        file.truncate(offset)
        file.seek(offset)
        yield file
        file.flush()
        os.fsync(file.fileno())


def _spooled(path: Path, end: int, say: Callable[[int], None]) -> Iterator[Sequence[Any]]:
    done = 0
    with path.open("rb") as file:
        while file.tell() < end:
            rows = _decode(file.read(int.from_bytes(file.read(4), "big")))
            yield from rows
            done += len(rows)
            say(done)
