"""A hotline's order sheet becomes cases: wholly or not at all, once, by the rules of any other case."""

import io
import re
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from linli.adapters.sheets import csv_lines
from linli.backbone import sql
from linli.backbone.models import EventRow, Work
from linli.backbone.works import files
from linli.backbone.works.running import go_on
from linli.domains.cases import commands, projections
from linli.domains.cases.management import hotline
from linli.domains.cases.models import Case, Entry, Fact, Order, SheetMapping, Tally
from linli.domains.cases.queries import case_page
from linli.domains.cases.values import Channel
from linli.domains.duties.models import Duty
from linli.domains.places.models import Place
from linli.domains.places.queries import place_info
from tests.journeys.test_callers import everything
from tests.journeys.test_exports import close, content
from tests.journeys.test_pages import client_for
from tests.support.town import CHINA, viewer_for

HEADING = ("工单编号", "来电时间", "诉求内容", "诉求类型", "联系人", "联系电话", "诉求地址", "所属社区", "办理时限")
CALLED = "2026-06-05 10:00:00"


@pytest.fixture
def building(front_door):
    return front_door.place


@pytest.fixture
def address(building):
    community = Place.objects.get(pk=building.ids["community"]).name
    return f"{building.of_kind('compound').name}{building.number}栋2单元301", community


@pytest.fixture
def order(address):
    """Rows of a sheet, each a right one but for what is said."""

    def row(number, **more):
        known = dict(
            zip(
                HEADING,
                (number, CALLED, "楼道灯坏了三天，没人修", "楼道照明", "陈女士", "13812342046", *address, ""),
                strict=True,
            )
        )
        assert set(more) <= set(HEADING)
        return [{**known, **more}[column] for column in HEADING]

    return row


def xlsx(rows, heading=HEADING):
    book = Workbook()
    for row in [heading, *rows]:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def table(rows, encoding, heading=HEADING):
    return "".join(csv_lines([heading, *rows])).encode(encoding)


def bring(content, name="orders.xlsx", client=None, **more):
    """Send a sheet the whole way by its pages; the work when it has ended."""
    client = client or client_for("community")
    answer = client.post("/cases/import/", {"file": SimpleUploadedFile(name, content), "source": "12345", **more})
    assert answer.status_code == 302, answer.content.decode()
    if answer["Location"].startswith("/cases/import/"):
        answer = confirm(client, answer["Location"])
    work_id = int(answer["Location"].split("/")[2])
    while go_on(work_id, 0.0):
        pass
    return Work.objects.get(pk=work_id)


def confirm(client, page, **more):
    """Take what the page of columns guessed."""
    form = client.get(page).context["form"]
    given = {name: field.initial for name, field in form.fields.items() if field.initial not in (None, "", False)}
    answer = client.post(page, {**given, **more})
    assert answer.status_code == 302, answer.content.decode()
    return answer


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("orders.xlsx", xlsx),
        ("orders.csv", lambda rows: table(rows, "gb18030")),
        ("orders.csv", lambda rows: table(rows, "utf-8-sig")),
        ("orders.csv", lambda rows: table(rows, "utf-8").replace(b",", b"\t")),
    ],
)
def test_a_sheet_becomes_cases_like_any_other(order, building, name, made):
    work = bring(made([order("A1"), order("A2", 来电时间="2026/6/5 9:00", 办理时限="2026-06-09 17:30")]), name)
    assert (work.state, work.result) == ("done", {"created": 2, "known": 0}), work.result
    first, second = Case.objects.order_by("id")
    assert list(Order.objects.order_by("id").values_list("case_id", "source", "number")) == [
        (first.pk, "12345", "A1"),
        (second.pk, "12345", "A2"),
    ]
    assert (first.channel, first.category, first.place_id, first.detail) == (
        Channel.HOTLINE, "lighting", building.id, "2单元301",
    )  # fmt: skip
    assert first.opened_at == datetime(2026, 6, 5, 10, 0, tzinfo=CHINA)
    assert second.due == datetime(2026, 6, 9, 17, 30, tzinfo=CHINA)
    assert first.number == f"{first.prefix}{first.seq:04d}"
    page = case_page(viewer_for("community"), first.number, datetime.now(CHINA))
    assert page is not None


OWN_COLUMNS = ("id", "seq", "number", "follow_digest", "follow_sealed", "phone_sealed", "reporter_sealed")


def like(case):
    """A case with all that belongs to it, without what differs from one to the next."""
    plain = {
        field.attname: getattr(case, field.attname)
        for field in Case._meta.concrete_fields
        if field.attname not in OWN_COLUMNS
    }
    duties = Duty.objects.filter(subject_kind="case", subject_id=case.pk).values()
    facts = Fact.objects.filter(subject_id=case.pk).values()
    events = EventRow.objects.filter(subject_kind="case", subject_id=case.pk).values()
    entries = Entry.objects.filter(case=case).values()

    def bare(rows, *without):
        return [
            {
                key: {name: one for name, one in value.items() if name != "number"} if key == "data" else value
                for key, value in row.items()
                if key not in ("id", *without)
            }
            for row in rows
        ]

    return (
        plain,
        bare(duties, "subject_id", "number"),
        bare(facts, "subject_id"),
        bare(events, "subject_id", "tx", "actor_kind", "actor_person", "actor_seat", "actor_label"),
        bare(entries, "case_id"),
    )


def test_what_comes_in_bulk_is_what_comes_in_singly(order, who, building):
    """The same report by the sheet and by the desk: every row of every table is alike."""
    now = datetime(2026, 6, 8, 9, 0, tzinfo=CHINA)
    work = bring(xlsx([order("A1", 来电时间="")]))
    assert work.state == "done"
    Work.objects.filter(pk=work.pk).update(asked_at=now)
    bulk = Case.objects.get()
    opened = commands.open_case(
        actor=who("community"),
        place=place_info(building.id),
        text="楼道灯坏了三天，没人修",
        channel=Channel.HOTLINE,
        now=bulk.opened_at,
        category="lighting",
        phone="13812342046",
        reporter="陈女士",
        detail="2单元301",
    )
    assert like(bulk) == like(Case.objects.get(pk=opened["id"]))


def test_the_same_sheet_again_changes_nothing(order):
    rows = [order(f"A{at}") for at in range(30)]
    assert bring(xlsx(rows)).result == {"created": 30, "known": 0}
    before = {**everything()[0]}
    assert bring(xlsx(rows)).result == {"created": 0, "known": 30}
    after = everything()[0]
    moved = {name for name in before if before[name] != after[name]}
    assert moved == {"backbone_eventrow", "backbone_work", "backbone_idempotencykey"} & moved
    assert bring(xlsx([*rows, order("A99")])).result == {"created": 1, "known": 30}


def test_figures_count_what_came_in(order):
    bring(xlsx([order(f"A{at}") for at in range(20)]))
    while projections.fold():
        pass
    folded = sorted(Tally.objects.values_list("grain", "day", "place_id", "slice", "received"))
    assert sum(row[4] for row in folded if row[0] == "d" and row[3] == "") > 0
    projections.rebuild()
    assert sorted(Tally.objects.values_list("grain", "day", "place_id", "slice", "received")) == folded


MISTAKES = {
    "no_number": ({"工单编号": ""}, "工单编号", "没有工单编号"),
    "bad_number": ({"工单编号": "A 1;"}, "工单编号", "编号只能用"),
    "same_number": ({"工单编号": "A0"}, "工单编号", "和第 2 行的编号一样"),
    "no_text": ({"诉求内容": " "}, "诉求内容", "没有写是什么事"),
    "too_long": ({"诉求内容": "长" * 2001}, "诉求内容", "太长了"),
    "bad_time": ({"来电时间": "上周五"}, "来电时间", "时间读不懂"),
    "future": ({"来电时间": "2099-01-01"}, "来电时间", "来电时间还没到"),
    "bad_due": ({"办理时限": "尽快"}, "办理时限", "时间读不懂"),
    "category": ({"诉求类型": "太空垃圾"}, "诉求类型", "不认得这个类别"),
    "phone": ({"联系电话": "12"}, "联系电话", "电话号码不对"),
    "place": ({"诉求地址": "火星路 1 号", "所属社区": ""}, "地址", "找不到这个地方"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_one_wrong_row_and_nothing_comes_in(order, mistake, form):
    wrong, column, words = MISTAKES[mistake]
    rows = [order("A0"), order("A1", **wrong), order("A2")]
    client = client_for("community")
    work = bring(xlsx(rows) if form == "xlsx" else table(rows, "gb18030"), f"o.{form}", client)
    assert (work.state, work.refusal, work.result["faults"]) == ("failed", "sheet_faulty", 1)
    assert not Case.objects.exists()
    assert not Order.objects.exists()
    page = client.get(f"/works/{work.pk}/").content.decode()
    assert "有 1 处不对，一件都没有导入" in page
    shown = page.partition('class="ll-work-wrong"')[2].partition("</ul>")[0]
    assert all(one in shown for one in (column, "1 处", "第 3 行"))
    assert words in shown or mistake == "same_number"
    answer = client.get(f"/works/{work.pk}/file/")
    said = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[0]
    close(answer)
    (line,) = said.iter_rows(min_row=2, values_only=True)
    assert line[0] == 3
    assert words in line[3]
    assert column in line[2]


def test_faults_are_told_by_kind_and_not_by_what_was_written(order):
    rows = [order(f"A{number}", **{"联系电话": "12"} if number % 2 else {}) for number in range(20)]
    rows.append(order("A0", 诉求地址="火星路 1 号", 所属社区=""))
    client = client_for("community")
    work = bring(xlsx(rows), "o.xlsx", client)
    assert work.result["kinds"] == [
        ["phone", "bad_phone", 10, [3, 5, 7, 9, 11]],
        ["address", "unknown_place", 1, [22]],
        ["number", "same_number", 1, [22]],
    ]
    shown = (
        client.get(f"/works/{work.pk}/").content.decode().partition('class="ll-work-wrong"')[2].partition("</ul>")[0]
    )
    assert "联系电话（F 列） · 10 处 · 第 3、5、7、9、11 行……" in shown
    assert "和别的行的编号一样" in shown
    assert "火星路" not in shown, "what was written stands in the table of faults alone"


def test_a_name_that_stands_twice_is_not_guessed(order, building):
    compound = Place.objects.get(pk=building.ids["compound"])
    other = (
        Place.objects.filter(kind="grid", parent_id=building.ids["community"]).exclude(pk=compound.parent_id).first()
    )
    twin = Place.objects.create(parent=other, kind="compound", code="TWIN", name=compound.name, ancestors=[])
    Place.objects.filter(pk=twin.pk).update(ancestors=[*other.ancestors, twin.pk])
    work = bring(xlsx([order("A1")]))
    assert (work.state, work.result["faults"]) == ("failed", 1)


def test_what_is_not_understood_may_be_let_in_by_choice(order, building, address):
    client = client_for("community")
    rows = [order("A1", 诉求类型="太空垃圾", 诉求地址="老菜场旁边")]
    content = SimpleUploadedFile("o.xlsx", xlsx(rows))
    page = client.post("/cases/import/", {"file": content, "source": "12345"})["Location"]
    work_id = int(confirm(client, page, category="guess", place="area")["Location"].split("/")[2])
    while go_on(work_id, 0.0):
        pass
    assert Work.objects.get(pk=work_id).state == "done", Work.objects.get(pk=work_id).result
    case = Case.objects.get()
    assert case.place_id == building.ids["community"]
    assert case.category == "lighting"
    assert case.detail == "老菜场旁边"
    # The choice is kept: the next sheet goes straight to work.
    content = SimpleUploadedFile("o.xlsx", xlsx([order("A2", 诉求类型="没听过")]))
    again = client.post("/cases/import/", {"file": content, "source": "12345"})
    assert again["Location"].startswith("/works/")
    assert SheetMapping.objects.get().options == {"category": "guess", "place": "area"}


def test_words_for_a_category_are_said_once(order):
    client = client_for("community")
    work = bring(xlsx([order("A1", 诉求类型="照明不亮类")]), client=client)
    assert work.result["strange"] == ["照明不亮类"]
    shown = client.get(f"/works/{work.pk}/")
    page = shown.context["work"].again
    assert page in shown.content.decode().replace("&amp;", "&")
    work_id = int(confirm(client, page, word_0="lighting")["Location"].split("/")[2])
    while go_on(work_id, 0.0):
        pass
    assert Work.objects.get(pk=work_id).state == "done"
    assert Case.objects.get().category == "lighting"
    assert bring(xlsx([order("A2", 诉求类型="照明不亮类")]), client=client).state == "done"


def test_a_sheet_that_is_not_kept_any_more_is_not_offered_to_be_read_again(order):
    client = client_for("community")
    work = bring(xlsx([order("A1", 诉求类型="照明不亮类")]), client=client)
    page = f"/works/{work.pk}/"
    assert "改怎么读这张表" in client.get(page).content.decode()
    files.drop_upload(work.params["upload"])
    assert "改怎么读这张表" not in client.get(page).content.decode()
    assert "下载错误表" in client.get(page).content.decode()


def test_columns_of_any_heading_are_said_once_and_kept(order):
    heading = ("流水", "何时", "何事", "何类", "何人", "号码", "何处", "社区", "限期")
    client = client_for("community")
    content = SimpleUploadedFile("o.xlsx", xlsx([["12345 工单导出"], *[order("A1")]][1:], heading))
    page = client.post("/cases/import/", {"file": content, "source": "网格平台"})["Location"]
    assert page.startswith("/cases/import/")
    columns = {"number": 0, "called": 1, "text": 2, "category": 3, "reporter": 4, "phone": 5, "address": 6}
    given = {f"column_{key}": str(at) for key, at in columns.items()}
    confirm(client, page, **given)
    kept = SheetMapping.objects.get(source="网格平台")
    assert kept.columns["text"] == "何事"
    again = client.post(
        "/cases/import/", {"file": SimpleUploadedFile("o.xlsx", xlsx([order("A2")], heading)), "source": "网格平台"}
    )
    assert again["Location"].startswith("/works/")


def test_a_platform_is_named_with_or_without_blanks_and_what_is_wrong_is_said(order):
    client = client_for("community")

    def send(source):
        content = SimpleUploadedFile("o.xlsx", xlsx([order("A1")]))
        return client.post("/cases/import/", {"file": content, "source": source})

    path = send("１２３４５ 平台")["Location"]
    assert f"来电时间（{CALLED}）" in client.get(path).content.decode()
    confirm(client, path)
    assert SheetMapping.objects.get().source == "12345平台"
    wrong = send("12345/平台")
    assert wrong.status_code == 422
    assert "只用字、字母、数字、- 和 _，最多 20 个字" in wrong.content.decode()
    assert "“o.xlsx”收到了，不用再传" in wrong.content.decode()
    assert "刚才选的没有留住" not in wrong.content.decode()


def test_a_heading_below_a_title_is_found(order):
    book = Workbook()
    for row in [["12345 热线工单汇总"], [], list(HEADING), order("A1")]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    assert bring(out.getvalue()).result == {"created": 1, "known": 0}


def test_a_cancel_before_the_cases_are_made_leaves_nothing(order):
    client = client_for("community")
    content = SimpleUploadedFile("o.xlsx", xlsx([order("A1")]))
    page = client.post("/cases/import/", {"file": content, "source": "12345"})["Location"]
    work_id = int(confirm(client, page)["Location"].split("/")[2])
    assert go_on(work_id, 0.0), "checked"
    client.post(f"/works/{work_id}/cancel/")
    assert not go_on(work_id, 0.0)
    assert Work.objects.get(pk=work_id).state == "cancelled"
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("caller", "status"), [("", 404), ("shui", 404), ("audit", 404), ("community", 200), ("district", 200)]
)
def test_who_may_bring_in(order, caller, status):
    client = client_for(caller)
    assert client.get("/cases/import/").status_code == status
    before = everything()
    content = SimpleUploadedFile("o.xlsx", xlsx([order("A1")]))
    answer = client.post("/cases/import/", {"file": content, "source": "12345"})
    assert answer.status_code == (302 if status == 200 else status)
    assert everything() == before
    if status == 200:
        for other in ("", "shui", "grid2", "leader"):
            assert client_for(other).get(answer["Location"]).status_code == 404
            assert client_for(other).post(answer["Location"], {"column_number": "0"}).status_code == 404


def test_a_desk_brings_in_only_what_lies_below_it(order, building):
    elsewhere = Place.objects.filter(kind="building").exclude(ancestors__contains=[building.ids["community"]]).first()
    rows = [order("A1", 诉求地址=elsewhere.code, 所属社区="")]
    assert bring(xlsx(rows)).result["faults"] == 1
    assert bring(xlsx(rows), client=client_for("district")).result == {"created": 1, "known": 0}


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"PK\x03\x04broken", "工单编号\n".encode()])
def test_a_file_that_is_no_sheet_is_refused(town, content):
    client = client_for("community")
    answer = client.post("/cases/import/", {"file": SimpleUploadedFile("x.xlsx", content), "source": "12345"})
    assert answer.status_code == 422
    assert not Work.objects.exists()


def test_an_order_late_by_its_own_limit_is_late_at_once(order):
    due = (datetime.now(CHINA) - timedelta(hours=1)).strftime("%Y-%m-%d %H:%M")
    bring(xlsx([order("A1", 办理时限=due)]))
    assert Duty.objects.get(subject_kind="case").due < datetime.now(CHINA)


def test_the_number_of_the_order_is_shown_found_and_carried_out(order, town):
    work = bring(xlsx([order("GD20260608-001"), order("GD20260608-002", 诉求内容="小区门口积水")]))
    assert work.state == "done"
    first, _second = Case.objects.order_by("id")
    desk = client_for("community")
    assert f'href="/cases/?view=all&amp;sheet={work.pk}"' in desk.get(f"/works/{work.pk}/").content.decode()
    assert "GD20260608-001" in desk.get(f"/cases/{first.number}/").content.decode()
    listed = desk.get("/cases/?view=open").content.decode()
    assert "GD20260608-001" in listed
    assert "GD20260608-002" in listed
    found = desk.get("/cases/?view=open&q=GD20260608-001").content.decode()
    assert first.number in found
    assert "GD20260608-002" not in found
    assert first.number in desk.get(f"/cases/?view=all&q={first.number.lower()}").content.decode()
    assert "这里没有事" in desk.get("/cases/?view=open&q=GD20260608-009").content.decode()
    elsewhere = Place.objects.filter(kind="community").exclude(pk=first.community_id).order_by("pk").first()
    Case.objects.filter(pk=first.pk).update(community_id=elsewhere.pk, grid_id=None, compound_id=None, building_id=None)
    assert first.number not in desk.get("/cases/?view=all&q=GD20260608-001").content.decode()
    street = client_for("street")
    sheet = load_workbook(io.BytesIO(content(street.get("/cases/export/?view=open&q=GD20260608-002"))))
    rows = list(sheet.active.values)
    assert [row[-1] for row in rows] == ["热线工单号", "GD20260608-002"]


def test_what_a_sheet_brought_is_a_list_of_its_own(order):
    bring(xlsx([order("GD2026-B1")]))
    second = bring(xlsx([order("GD2026-B1"), order("GD2026-B2"), order("GD2026-B3")]))
    desk = client_for("community")
    whole = desk.get(f"/cases/?view=all&sheet={second.pk}").content.decode()
    assert "从一张工单表进来的事" in whole
    assert [number in whole for number in ("GD2026-B1", "GD2026-B2", "GD2026-B3")] == [False, True, True], (
        "B1 had come in before"
    )
    assert f'href="?view=closed&amp;sheet={second.pk}"' in whole
    assert f'name="sheet" value="{second.pk}"' in whole
    carried = load_workbook(io.BytesIO(content(desk.get(f"/cases/export/?view=all&sheet={second.pk}"))))
    assert [row[-1] for row in carried.active.values] == ["热线工单号", "GD2026-B3", "GD2026-B2"]
    for nothing in ("0", "999999", "x"):
        assert "这里没有事" in desk.get(f"/cases/?view=all&sheet={nothing}").content.decode()


def test_nobody_locks_a_period_from_the_first_order_on(order, monkeypatch):
    held = []

    def share(do, parts):
        mode = "SELECT mode FROM pg_locks WHERE relation = 'cases_fact'::regclass AND pid = pg_backend_pid()"
        for part in parts:
            if do is hotline._rows_of:
                held.append({row[0] for row in sql.rows(mode, [])})
            yield do(part)

    monkeypatch.setattr(hotline, "share", share)
    assert bring(xlsx([order("C1")])).state == "done"
    assert [modes & {"RowExclusiveLock"} for modes in held] == [{"RowExclusiveLock"}]


def kept_word(page):
    return re.search(r'name="sent" value="([^"]+)"', page.content.decode())[1]


def test_a_sheet_is_not_asked_for_again_when_the_platform_was_wrong(order):
    client = client_for("community")
    content = SimpleUploadedFile("六月.xlsx", xlsx([order("A1")]))
    wrong = client.post("/cases/import/", {"file": content, "source": "12345/平台"})
    again = client.post("/cases/import/", {"source": "还 不/对", "sent": kept_word(wrong)})
    assert again.status_code == 422
    right = client.post("/cases/import/", {"source": "12345", "sent": kept_word(again)})
    confirm(client, right["Location"])
    assert Work.objects.get().params["file"] == "六月.xlsx"
    # Nobody goes on with another's sheet, and a file that is none is asked for again.
    stolen = client_for("street").post("/cases/import/", {"source": "12345", "sent": kept_word(wrong)})
    assert stolen.status_code == 422
    assert 'name="sent"' not in stolen.content.decode()
    for name, bad in (("x.xlsx", b"\x00\x01"), ("y.xlsx", b"")):
        none = client.post("/cases/import/", {"file": SimpleUploadedFile(name, bad), "source": "12345"})
        assert none.status_code == 422
        assert 'name="sent"' not in none.content.decode()
        assert "收到了" not in none.content.decode()


def test_the_platform_of_a_sheet_is_changed_where_its_columns_are_said(order):
    client = client_for("community")
    content = SimpleUploadedFile("o.xlsx", xlsx([order("A1", 诉求类型="太空垃圾")]))
    page = client.post("/cases/import/", {"file": content, "source": "12345"})["Location"]
    work_id = int(confirm(client, page)["Location"].split("/")[2])
    while go_on(work_id, 0.0):
        pass
    refused = client.get(f"/works/{work_id}/").context["work"].again
    assert "平台选错了" in client.get(refused).content.decode()
    bad = client.get(refused, {"source": "a/b", "work": work_id})
    assert bad.status_code == 422
    assert "只用字、字母、数字、- 和 _，最多 20 个字" in bad.content.decode()
    moved = client.get(refused.split("?")[0], {"source": "网格平台", "work": work_id})["Location"]
    assert moved.endswith(f"?work={work_id}")
    shown = client.get(moved)
    assert "网格平台" in shown.content.decode()
    assert shown.context["form"].strange == ["太空垃圾"]
    done = int(confirm(client, moved, word_0="lighting")["Location"].split("/")[2])
    while go_on(done, 0.0):
        pass
    assert Work.objects.get(pk=done).params["source"] == "网格平台"
    assert Case.objects.get().category == "lighting"
