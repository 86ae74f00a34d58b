"""Tables from outside read the same whatever program wrote them, and what is none is said to be none."""

import io
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter

from linli.adapters import tables
from linli.adapters.tables import read_rows
from linli.adapters.workbooks import Unreadable

OLD = Path(__file__).parent / "orders.xls"


def written(tmp_path):
    """A workbook with a blank first line, a gap, and a cell of each sort."""
    path = tmp_path / "upload"
    book = xlsxwriter.Workbook(str(path))
    page, moment = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    page.write_row(1, 0, ["编号", "时间", "事"])
    page.write_string(2, 0, "0123")
    page.write_datetime(2, 1, datetime(2026, 6, 8, 9, 5), moment)
    page.write_string(2, 2, "  灯坏了 ")
    page.write_number(4, 0, 20260608000001)
    page.write_datetime(4, 1, datetime(2026, 6, 8), book.add_format({"num_format": "yyyy-mm-dd"}))
    page.write_number(4, 2, 1.5)
    page.write_string(5, 0, "'=1+1")
    page.write_formula(5, 1, "=1+1", None, 2)
    page.write_boolean(5, 2, True)
    book.close()
    return path


ROWS = [
    [],
    ["编号", "时间", "事"],
    ["0123", "2026-06-08 09:05:00", "灯坏了"],
    [],
    ["20260608000001", "2026-06-08", "1.5"],
    ["=1+1", "2", "True"],
]


def plain(rows):
    """Rows without what is empty, a day without its midnight."""
    return [[cell.removesuffix(" 00:00:00") for cell in row] if any(row) else [] for row in rows]


@pytest.mark.parametrize("most", [tables.MOST_UNPACKED, 0], ids=["at once", "streamed"])
def test_a_workbook_reads_the_same_at_once_and_streamed(tmp_path, monkeypatch, most):
    monkeypatch.setattr(tables, "MOST_UNPACKED", most)
    assert plain(read_rows(written(tmp_path))) == ROWS


def test_the_old_excel_is_read_as_well():
    assert plain(read_rows(OLD)) == [
        ["工单编号", "来电时间", "诉求内容"],
        ["A1", "2026-06-08 09:05:00", "楼道灯坏了"],
        ["7", "", "1.5"],
    ]


def test_cells_of_every_sort_become_words():
    assert [tables._words(one) for one in (None, 3.0, date(2026, 6, 8), time(9, 5), "'=x")] == [
        "", "3", "2026-06-08", "09:05:00", "=x",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04 not really", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, b"\x00\x01\x02", b"\xff\xfe\xff"],
    ids=["zip", "old excel", "binary", "no text"],
)
def test_what_is_no_table_is_said_to_be_none(tmp_path, content):
    path = tmp_path / "upload"
    path.write_bytes(content)
    with pytest.raises(Unreadable):
        list(read_rows(path))


def test_a_cut_workbook_is_said_to_be_none(tmp_path):
    whole = written(tmp_path).read_bytes()
    out = tmp_path / "cut"
    out.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Unreadable):
        list(read_rows(out))
    empty = io.BytesIO()
    xlsxwriter.Workbook(empty).close()
    out.write_bytes(empty.getvalue())
    assert plain(read_rows(out)) == []
