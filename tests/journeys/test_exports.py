"""Any list as Excel and CSV: small ones at once, large ones as a work; harmless cells, exact rows, for who may."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from linli.adapters import exports
from linli.adapters.sheets import csv_lines, sheet
from linli.backbone.models import Work
from linli.backbone.values import RESIDENT
from linli.backbone.works import queries
from linli.backbone.works.running import go_on
from linli.config import demo
from linli.config.demo.history import write_history
from linli.domains.cases import commands
from linli.domains.cases.access import visible_cases
from linli.domains.cases.models import Case
from linli.domains.cases.queries.exports import CaseListing
from linli.domains.cases.values import Channel
from tests.journeys.test_pages import client_for
from tests.support.town import MONDAY, actor_for, viewer_for


@pytest.fixture
def history(town):
    write_history(cases=300, seed=demo.SEED, now=MONDAY, say=lambda words: None)


def close(answer):
    """Close what an answer holds, without the end of the request that would close the test's own connection."""
    for closer in answer._resource_closers:
        closer()


def content(answer):
    said = b"".join(answer.streaming_content) if answer.streaming else answer.content
    close(answer)
    return said


def table(data, form):
    """The rows of a file without their heading."""
    if form == "csv":
        assert data.startswith(b"\xef\xbb\xbf")
        return [tuple(cell.strip("\t") for cell in row) for row in csv.reader(io.StringIO(data.decode("utf-8-sig")))][
            1:
        ]
    book = load_workbook(io.BytesIO(data))
    assert all(page.freeze_panes == "A2" for page in book.worksheets)
    return [row for page in book.worksheets for row in page.iter_rows(min_row=2, values_only=True)]


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_small_list_comes_at_once(history, form):
    answer = client_for("leader").get(f"/cases/export/?view=all&format={form}")
    assert answer.status_code == 200
    rows = table(content(answer), form)
    numbers = list(visible_cases(viewer_for("leader")).order_by("-id").values_list("number", flat=True))
    assert [row[0] for row in rows] == numbers
    assert not Work.objects.exists()


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_long_list_becomes_a_work_that_may_die_between_any_two_steps(history, form, monkeypatch):
    monkeypatch.setattr("linli.ui.tables.AT_ONCE", 50)
    monkeypatch.setattr(exports, "PAGE", 40)
    client = client_for("leader")
    answer = client.get(f"/cases/export/?view=all&format={form}")
    assert answer.status_code == 302
    work = Work.objects.get()
    assert answer["Location"] == f"/works/{work.pk}/"
    more, slices = True, 0
    while more:
        more, slices = go_on(work.pk, 0.0), slices + 1
        # A worker killed in a step leaves half of what it wrote behind its checkpoint.
        spool = next(iter(queries.files.folder_of(work.pk).glob("rows.*")), None)
        if more and spool is not None:
            with spool.open("ab") as file:
                file.write(b"half a line that was ne")
    assert slices > 8
    work.refresh_from_db()
    assert (work.state, work.done, work.result) == ("done", 300, {"rows": 300})
    rows = table(content(client.get(f"/works/{work.pk}/file/")), form)
    assert [row[0] for row in rows] == list(Case.objects.order_by("-id").values_list("number", flat=True))


@pytest.mark.parametrize(("caller", "status"), [("", 404), ("audit", 404), ("community", 200), ("leader", 200)])
def test_who_may_take_the_cases_away(history, caller, status):
    answer = client_for(caller).get("/cases/export/?format=csv")
    assert answer.status_code == status
    close(answer)


def test_what_leaves_is_what_the_viewer_sees(history):
    answer = client_for("community").get("/cases/export/?view=all&format=csv")
    seen = set(visible_cases(viewer_for("community")).values_list("number", flat=True))
    assert {row[0] for row in table(content(answer), "csv")} == seen
    assert 0 < len(seen) < 300


def test_a_case_leaves_with_who_works_on_it_and_how_it_went(town, front_door):
    opened = commands.open_case(
        actor=RESIDENT, place=front_door.place, text="三栋楼道的灯坏了", channel=Channel.SCAN, now=MONDAY
    )
    grid = actor_for("grid")
    commands.sign_case(actor=grid, number=opened["number"], now=MONDAY + timedelta(minutes=5))

    def line(now):
        rows, _cursor = CaseListing().page(viewer_for("leader"), {"view": "all"}, now, "", 10)
        return dict(zip(CaseListing().heading(), rows[0], strict=True))

    first = line(MONDAY + timedelta(hours=1))
    place = front_door.place
    assert first["地点"] == f"{place.of_kind('compound').name} {place.plate} · {place.of_kind('grid').name}"
    assert first["承办岗位"] == grid.viewer.seats[0].title
    assert first["签收时间"] == MONDAY + timedelta(minutes=5)
    assert (first["超时"], first["满意度"]) == ("", "")
    late = MONDAY + timedelta(days=90)
    assert line(late)["超时"] == "是"
    commands.do_act(actor=grid, number=opened["number"], act="solve", given={"note": "修好了"}, now=late)
    said = {"contacted": True, "solved": True, "satisfaction": "basic"}
    commands.rate(actor=RESIDENT, token=opened["token"], **said, now=late)
    last = line(late)
    assert (last["超时"], last["满意度"], last["承办岗位"]) == ("是", "基本满意", first["承办岗位"])


@pytest.mark.parametrize("rows", [3, 60])
def test_a_page_of_cases_takes_as_many_statements_as_one_line(history, rows):
    viewer = viewer_for("leader")
    CaseListing().page(viewer, {"view": "all"}, MONDAY, "", rows)
    with CaptureQueriesContext(connection) as seen:
        found, _cursor = CaseListing().page(viewer, {"view": "all"}, MONDAY, "", rows)
    assert len(found) == rows
    assert len(seen) <= 4


def test_the_heading_of_a_list_filters_it(history):
    book = load_workbook(io.BytesIO(content(client_for("leader").get("/cases/export/?view=all"))))
    assert book.worksheets[0].auto_filter.ref == "A1:O301"


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_inbox_leaves_by_the_same_door(history, form):
    answer = client_for("leader").get(f"/inbox/export/?format={form}")
    assert answer.status_code == 200
    table(content(answer), form)


@pytest.mark.parametrize("register", ["bodies", "pairings", "cards", "compounds"])
def test_a_register_comes_back_from_csv_and_changes_nothing(town, register):
    from tests.journeys.test_registers_sheets import _held, send

    admin = client_for("admin")
    answer = admin.get(f"/registers/{register}/sheet/export/?format=csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    before = _held()
    if len(answer.content.splitlines()) > 1:
        came = send(admin, register, answer.content, "x.csv")
        assert came.status_code == 200, came.content.decode()
    assert _held() == before


@pytest.mark.parametrize("words", ["=1+1", "+86", "-cmd", "@sum", "\tx", "\rx"])
def test_no_cell_is_a_formula(words):
    assert next(csv.reader(csv_lines([[words]])))[0] == f"'{words}"
    out = io.BytesIO()
    sheet(out, "x", ["h"], [[words]])
    cell = load_workbook(io.BytesIO(out.getvalue())).worksheets[0]["A2"]
    assert cell.data_type == "s"


def test_long_numbers_are_text_and_numbers_are_numbers():
    at = datetime(2026, 6, 8, 1, 0, tzinfo=UTC)
    rows = [["013812342046", "20260608000123", 5, at, None]]
    assert next(csv_lines(rows, (0, 1))) == "\t013812342046,\t20260608000123,5,2026-06-08 09:00,\r\n"
    out = io.BytesIO()
    sheet(out, "x", ["a", "b", "c", "d", "e"], rows, texts=(0, 1))
    found = next(load_workbook(io.BytesIO(out.getvalue())).worksheets[0].iter_rows(min_row=2, values_only=True))
    assert found[:4] == ("013812342046", "20260608000123", 5, datetime(2026, 6, 8, 9, 0))


def test_what_is_too_long_for_a_sheet_goes_on_in_the_next():
    out = io.BytesIO()
    assert sheet(out, "事项", ["n"], ([n] for n in range(25)), most=10) == 25
    book = load_workbook(io.BytesIO(out.getvalue()))
    assert book.sheetnames == ["事项", "事项 2", "事项 3"]
    assert [row[0].value for page in book.worksheets for row in page.iter_rows(min_row=2)] == list(range(25))
    assert all(page.freeze_panes == "A2" for page in book.worksheets)
