"""Lists to Excel: first line frozen, dates as dates, text as text; streamed, so that memory does not grow."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import IO, Any

import xlsxwriter
from django.utils import timezone

WIDTHS = (18, 36, 30, 14, 14, 18, 18, 18, 12)


def sheet(out: IO[bytes], title: str, heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write one sheet into `out`; how many rows. Text that looks like a formula stays text."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    book = xlsxwriter.Workbook(out, options)
    page = book.add_worksheet(title[:31])
    bold = book.add_format({"bold": True, "bottom": 1})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    page.freeze_panes(1, 0)
    for column, words in enumerate(heading):
        page.set_column(column, column, WIDTHS[column] if column < len(WIDTHS) else 14)
        page.write_string(0, column, str(words), bold)
    count = 0
    for count, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            _cell(page, count, column, value, moment)
    book.close()
    return count


def _cell(page: Any, row: int, column: int, value: Any, moment: Any) -> None:
    if isinstance(value, datetime):
        page.write_datetime(row, column, timezone.localtime(value).replace(tzinfo=None), moment)
    elif isinstance(value, (int, float)):
        page.write_number(row, column, value)
    elif value is not None:
        page.write_string(row, column, str(value))
