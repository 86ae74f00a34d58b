"""Lists to Excel and CSV, streamed so that memory does not grow: first line frozen and to filter by, dates as dates,
text as text.

A CSV is UTF-8 with a mark at its head, so that Excel reads it; a cell that a spreadsheet would take for a formula gets
an apostrophe before it, a long number that is a name (telephone, order) a tab, so that no digit is lost.
"""

import csv
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import IO, Any

import xlsxwriter
from django.utils import timezone

WIDTHS = (18, 36, 30)  # a column further right is as wide as a moment
WIDTH = 18
# Excel's 1,048,576 lines, one of them the heading.
MOST_A_SHEET = 1_048_575
FORMULA = ("=", "+", "-", "@", "\t", "\r")
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
FORMATS = {"xlsx": EXCEL, "csv": CSV}
MARK = "\ufeff"
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}

Row = Sequence[Any]


def sheet(
    out: Any,
    title: str,
    heading: Sequence[str],
    rows: Iterable[Row],
    *,
    texts: Collection[int] = (),
    most: int = MOST_A_SHEET,
) -> int:
    """Write a workbook into a file, open or named; how many rows. What does not fit one sheet goes on in a next one;
    columns in `texts` are text whatever they hold."""
    book = xlsxwriter.Workbook(out, OPTIONS)
    begin = _sheets(book, title[:28], heading, frozenset(texts))
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    page, line, count = begin(), 0, 0
    last = max(len(heading) - 1, 0)
    for row in rows:
        count += 1
        if line == most:
            page.autofilter(0, 0, line, last)
            page, line = begin(), 0
        line += 1
        for column, value in enumerate(row):
            _cell(page, line, column, value, (moment, day))
    page.autofilter(0, 0, line, last)
    book.close()
    return count


def _sheets(book: Any, title: str, heading: Sequence[str], texts: frozenset[int]) -> Callable[[], Any]:
    """Begins the next sheet of a book."""
    bold, text = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
    made: list[Any] = []

    def begin() -> Any:
        page = book.add_worksheet(title if not made else f"{title} {len(made) + 1}")
        made.append(page)
        page.freeze_panes(1, 0)
        for column, words in enumerate(heading):
            width = WIDTHS[column] if column < len(WIDTHS) else WIDTH
            page.set_column(column, column, width, text if column in texts else None)
            page.write_string(0, column, str(words), bold)
        return page

    return begin


def _cell(page: Any, row: int, column: int, value: Any, formats: tuple[Any, Any]) -> None:
    if isinstance(value, str):
        page.write_string(row, column, value)
    elif isinstance(value, datetime):
        page.write_datetime(row, column, timezone.localtime(value).replace(tzinfo=None), formats[0])
    elif isinstance(value, date):
        page.write_datetime(row, column, value, formats[1])
    elif isinstance(value, (int, float)):
        page.write_number(row, column, value)
    elif value is not None:
        page.write_string(row, column, str(value))


class _Line:
    """What csv writes to: hands each line on."""

    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterable[Row], texts: Collection[int] = ()) -> Iterator[str]:
    """Rows as lines of a CSV, harmless in a spreadsheet."""
    writer, texts = csv.writer(_Line()), frozenset(texts)
    for row in rows:
        yield writer.writerow([_plain(value, column in texts) for column, value in enumerate(row)])


def _plain(value: Any, text: bool) -> Any:
    if isinstance(value, str):
        if text and value.isdecimal():
            return f"\t{value}"
        return f"'{value}" if value.startswith(FORMULA) else value
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    return value


def write_csv(out: IO[bytes], heading: Sequence[str], rows: Iterable[Row], texts: Collection[int] = ()) -> int:
    """Write a whole CSV; how many rows."""
    out.write((MARK + "".join(csv_lines([heading]))).encode())
    count = 0
    for line in csv_lines(rows, texts):
        out.write(line.encode())
        count += 1
    return count
