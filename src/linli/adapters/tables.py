"""Tables from outside, row by row: Excel, or CSV in UTF-8 or GB18030, commas, tabs or semicolons."""

import codecs
import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, is_zipfile

from openpyxl import load_workbook

from linli.adapters.sheets import FORMULA
from linli.adapters.workbooks import Unreadable

PEEK = 256 * 1024
MOST_CELL = 20_000


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except (UnicodeDecodeError, KeyError, OSError, BadZipFile, csv.Error, ValueError, EOFError, StopIteration) as fault:
        raise fault if isinstance(fault, Unreadable) else Unreadable("") from fault


def read_rows(path: Path) -> Iterator[list[str]]:
    """The rows of a file as text, empty ones too; Unreadable when it is none."""
    with _readable():
        yield from _workbook(path) if is_zipfile(path) else _text(path)


def _workbook(path: Path) -> Iterator[list[str]]:
    with path.open("rb") as file:  # opened here, for the library would judge a path by its ending
        for row in load_workbook(file, read_only=True, data_only=True).worksheets[0].iter_rows(values_only=True):
            yield [_words(cell) for cell in row]


def _words(cell: Any) -> str:
    if isinstance(cell, str):
        return clean(cell)
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def clean(words: str) -> str:
    """A cell without stray blanks, and without the marks by which a table keeps text from being a number or formula."""
    words = words.replace("\x00", "").strip()[:MOST_CELL]
    if words.startswith("'") and words[1:].startswith(FORMULA):
        return words[1:]
    return words[2:-1] if words.startswith('="') and words.endswith('"') else words


def _text(path: Path) -> Iterator[list[str]]:
    with path.open("rb") as file:
        head = file.read(PEEK)
    encoding = encoding_of(head)
    line = head.decode(encoding, "replace").partition("\n")[0]
    delimiter = max(",\t;", key=line.count)
    with path.open(encoding=encoding, newline="") as table:
        for row in csv.reader(table, delimiter=delimiter):
            yield [clean(cell) for cell in row]


def encoding_of(head: bytes) -> str:
    """How the beginning of a file is written; Unreadable for bytes that are no text."""
    if b"\x00" in head:
        raise Unreadable("")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            codecs.getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
        return encoding
    raise Unreadable("")
