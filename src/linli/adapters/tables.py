"""Tables from outside, row by row: Excel (.xlsx, .xlsb, the old .xls), .ods, or CSV in UTF-8 or GB18030, with commas,
tabs or semicolons."""

import csv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile, is_zipfile

from openpyxl import load_workbook
from python_calamine import CalamineError, CalamineWorkbook

from linli.adapters.sheets import FORMULA
from linli.adapters.workbooks import Unreadable, encoding_of

PEEK = 256 * 1024
MOST_CELL = 20_000
# A workbook that unpacks to more than this is streamed, twenty times slower but in little memory.
MOST_UNPACKED = 150 * 1024 * 1024
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOKS = (_OLD_EXCEL, b"PK\x03\x04")  # what such a file begins with
_BROKEN = (KeyError, OSError, BadZipFile, csv.Error, ValueError, EOFError, StopIteration, CalamineError)


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except _BROKEN as fault:
        raise fault if isinstance(fault, Unreadable) else Unreadable("") from fault


def read_rows(path: Path) -> Iterator[list[str]]:
    """The rows of a file as text, empty ones too; Unreadable when it is none."""
    with _readable():
        yield from _workbook(path) if _is_workbook(path) else _text(path)


def _is_workbook(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_OLD_EXCEL)).startswith(_WORKBOOKS)


def _large(path: Path) -> bool:
    if not is_zipfile(path):
        return False
    with ZipFile(path) as parts:
        return sum(one.file_size for one in parts.infolist()) > MOST_UNPACKED


def _workbook(path: Path) -> Iterator[list[str]]:
    with path.open("rb") as file:  # opened here, for the libraries would judge a path by its ending
        rows: Iterator[Iterable[Any]]
        if _large(path):
            rows = load_workbook(file, read_only=True, data_only=True).worksheets[0].iter_rows(values_only=True)
        else:
            rows = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).iter_rows()
        for row in rows:
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
