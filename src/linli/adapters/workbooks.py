"""Registers as Excel workbooks (domain 13.3): code columns, drop-downs, one sample row, the first line frozen, codes
and telephone numbers as text; and the same workbook read again, row by row."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any
from zipfile import BadZipFile

import xlsxwriter
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from linli.adapters.sheets import FORMULA, write_csv

SAMPLE_MARK = "#"
PACKED = b"PK\x03\x04"  # what a workbook begins with, whatever its name
CODES = "codes"
MOST_ROWS = 20_000
LAST_CHECKED = 5_000


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key stands in the heading behind its title, so that a workbook reads in any language.

    `choices` are (code, words); a cell holds `code words` and is read by its code. With `several`, codes are parted by
    a comma, and no drop-down checks them.
    """

    key: str
    title: str
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = False
    day: bool = False
    number: bool = False
    several: bool = False
    width: int = 18

    @property
    def heading(self) -> str:
        """What stands in the first line."""
        return f"{self.title}{'*' if self.required else ''} ({self.key})"


class Unreadable(ValueError):
    """The file is neither a workbook nor a table of text."""


def write_workbook(
    out: IO[bytes],
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Mapping[str, Any]],
    sample: Mapping[str, Any] | None = None,
) -> int:
    """Write a register; how many rows. The sample row begins with a mark and is passed over when read."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, {**options, "in_memory": True})
    page, codes = book.add_worksheet(title[:31]), book.add_worksheet(CODES)
    bold, text = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
    day, grey = (
        book.add_format({"num_format": "yyyy-mm-dd"}),
        book.add_format({"italic": True, "font_color": "#736860"}),
    )
    page.freeze_panes(1, 0)
    for at, column in enumerate(columns):
        page.set_column(at, at, column.width, _format(column, day, text))
        page.write_string(0, at, column.heading, bold)
        _choices(page, codes, at, column, bold)
    line = 1
    if sample is not None:
        for at, column in enumerate(columns):
            words = str(sample.get(column.key, ""))
            page.write_string(1, at, f"{SAMPLE_MARK}{words}" if at == 0 else words, grey)
        line = 2
    for row in rows:
        for at, column in enumerate(columns):
            _cell(page, line, at, row.get(column.key), day, text)
        line += 1
    book.close()
    return line - 1 - (sample is not None)


def write_table(out: IO[bytes], columns: Sequence[Column], rows: Iterable[Mapping[str, Any]]) -> int:
    """Write a register as CSV; how many rows. It reads back like the workbook."""
    lines = ([row.get(column.key) for column in columns] for row in rows)
    return write_csv(out, [column.heading for column in columns], lines, range(len(columns)))


def _format(column: Column, day: Any, text: Any) -> Any:
    return None if column.number else day if column.day else text


def _choices(page: Any, codes: Any, at: int, column: Column, bold: Any) -> None:
    if not column.choices:
        return
    codes.write_string(0, at, column.heading, bold)
    codes.set_column(at, at, 30)
    for row, (code, words) in enumerate(column.choices, start=1):
        codes.write_string(row, at, chosen(code, words))
    if not column.several:
        letter = chr(ord("A") + at)
        source = f"={CODES}!${letter}$2:${letter}${len(column.choices) + 1}"
        page.data_validation(1, at, LAST_CHECKED, at, {"validate": "list", "source": source, "error_type": "warning"})


def chosen(code: str, words: str) -> str:
    """A choice as a cell holds it."""
    return f"{code} {words}".strip()


def _cell(page: Any, row: int, column: int, value: Any, day: Any, text: Any) -> None:
    if isinstance(value, date) and not isinstance(value, datetime):
        page.write_datetime(row, column, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
    elif isinstance(value, (int, float, Decimal)):
        page.write_number(row, column, value)
    elif value not in (None, ""):
        page.write_string(row, column, str(value), text)


def read_workbook(file: IO[bytes], name: str, columns: Sequence[Column]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of an uploaded workbook or CSV as (row number, column → text), the heading being row 1; empty rows and
    the sample are passed over. Unreadable when it is none, or misses a column that is required."""
    try:
        packed = file.read(len(PACKED)) == PACKED
        file.seek(0)
        lines = _workbook(file) if packed or name.lower().endswith(".xlsx") else _table(file)
        heading = [_key(cell) for cell in next(iter(lines), [])]
        missing = [column.heading for column in columns if column.required and column.key not in heading]
        if missing:
            raise Unreadable(_("、").join(missing))
        yield from _rows(lines, heading, {column.key for column in columns})
    except (UnicodeDecodeError, KeyError, OSError, BadZipFile, csv.Error, ValueError, EOFError) as fault:
        raise fault if isinstance(fault, Unreadable) else Unreadable("") from fault


def _rows(lines: Iterator[list[str]], heading: list[str], known: set[str]) -> Iterator[tuple[int, dict[str, str]]]:
    for number, cells in enumerate(lines, start=2):
        if number > MOST_ROWS:
            raise Unreadable("")
        if any(cells) and not cells[0].startswith(SAMPLE_MARK):
            yield number, {key: cell for key, cell in zip(heading, cells, strict=False) if key in known}


def _key(heading: str) -> str:
    """The key behind a heading's title; the heading itself where there is none."""
    return heading.rpartition("(")[2].rstrip(")").strip() if heading.endswith(")") else heading.strip()


def _workbook(file: IO[bytes]) -> Iterator[list[str]]:
    page = load_workbook(file, read_only=True, data_only=True).worksheets[0]
    for row in page.iter_rows(values_only=True):
        yield [_words(cell) for cell in row]


def _words(cell: Any) -> str:
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y-%m-%d")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    words = "" if cell is None else str(cell).replace("\x00", "").strip()
    return words[1:] if words.startswith("'") and words[1:].startswith(FORMULA) else words


def _table(file: IO[bytes]) -> Iterator[list[str]]:
    content = file.read()
    for row in csv.reader(io.StringIO(content.decode(encoding_of(content)))):
        yield [_words(cell) for cell in row]


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
