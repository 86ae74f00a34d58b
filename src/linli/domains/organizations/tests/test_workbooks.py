"""A register's workbook: headings carry keys, the sample is passed over, what is none is refused."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from linli.adapters.workbooks import Column, Unreadable, read_workbook, write_workbook

COLUMNS = (
    Column("place", "小区", (("4504", "金榕花园"), ("4505", "桂江里")), required=True),
    Column("ends", "合同到哪天", day=True),
    Column("phone", "电话"),
)


def test_what_is_written_is_read_again_by_key():
    out = io.BytesIO()
    rows = [{"place": "4504 金榕花园", "ends": date(2027, 1, 31), "phone": "0774-2000000"}, {"place": "=1+1"}]
    assert write_workbook(out, "小区", COLUMNS, rows, {"place": "4504 金榕花园"}) == 2
    read = list(read_workbook(io.BytesIO(out.getvalue()), "x.xlsx", COLUMNS))
    assert read[0] == (3, {"place": "4504 金榕花园", "ends": "2027-01-31", "phone": "0774-2000000"})
    assert read[1][1]["place"] == "=1+1"
    book = load_workbook(io.BytesIO(out.getvalue()))
    rule = book.worksheets[0].data_validations.dataValidation[0]
    assert rule.formula1.endswith("codes!$A$2:$A$3")
    assert book.worksheets[0].freeze_panes == "A2"


def test_a_csv_with_plain_keys_does_too():
    table = io.BytesIO("place,phone\n4504,13912340001\n,\n".encode("utf-8-sig"))
    assert list(read_workbook(table, "x.csv", COLUMNS)) == [(2, {"place": "4504", "phone": "13912340001"})]


@pytest.mark.parametrize(
    ("name", "content"), [("x.xlsx", b"no"), ("x.csv", b"\xff\xfe\x00"), ("x.csv", b"a,b\n1,2\n"), ("x.csv", b"")]
)
def test_a_file_that_is_none_is_refused(name, content):
    with pytest.raises(Unreadable):
        list(read_workbook(io.BytesIO(content), name, COLUMNS))
