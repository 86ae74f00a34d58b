"""Circulars: drafted by a routine or a desk, edited, approved, issued with their figures frozen, as Word and PDF."""

import io
import re
import zipfile
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from linli.adapters.official.pdf import said
from linli.backbone.models import EventRow, Work
from linli.backbone.values import SYSTEM
from linli.backbone.works.running import go_on
from linli.config import demo, wiring
from linli.config.demo.history import write_history
from linli.domains.duties.models import Notice
from linli.domains.insights import commands
from linli.domains.insights.models import Circular, CircularStep
from linli.domains.insights.queries.behind import behind
from linli.domains.insights.queries.circulars import circular, draftable, due_circulars, shown
from linli.domains.insights.queries.locks import forget_locks
from linli.domains.insights.queries.papers import paper_of
from linli.domains.organizations.models import Seat
from linli.domains.places.queries import root, under
from linli.kernel.periods import chosen
from linli.kernel.refusal import NotFound, Refusal
from tests.journeys.test_exports import close
from tests.journeys.test_locks import late_fact
from tests.journeys.test_pages import client_for
from tests.journeys.test_routines import recorded
from tests.support.town import MONDAY, actor_for, viewer_for

WEEK = date(2026, 6, 1), date(2026, 6, 7)
QUARTER = date(2026, 1, 1), date(2026, 3, 31)
MAY = date(2026, 5, 1), date(2026, 5, 31)


@pytest.fixture
def lived_in(town):
    forget_locks()
    write_history(cases=400, seed=demo.SEED, now=MONDAY, say=lambda words: None)
    yield town
    forget_locks()


def draft(kind="weekly", days=WEEK, *, actor=SYSTEM, topic="", place=None):
    place = place or root().id
    made = commands.draft_circular(
        actor=actor, kind=kind, place_id=place, start=days[0], end=days[1], topic=topic, now=MONDAY
    )
    return Circular.objects.get(pk=made)


def do(command, row, actor, **more):
    row.refresh_from_db()
    answer = command(actor=actor, circular_id=row.pk, version=row.version, now=MONDAY, **more)
    row.refresh_from_db()
    return answer


def texts(row):
    return [one["text"] for part in row.content["parts"] for one in part["sentences"]]


def tell():
    for event in EventRow.objects.filter(subject_kind="circular").order_by("id"):
        for listener in wiring.events.listeners_of(event.name):
            listener(recorded(event))


@pytest.fixture
def desk(lived_in):
    """The duty desk of the district, which drafts."""
    seat = Seat.objects.get(post="desk", place_kind="district")
    person = seat.appointments.first().person_id
    from linli.domains.people.models import Account

    account, _new = Account.objects.get_or_create(person_id=person, defaults={"username": "duty"})
    return account.username


def printed(figure, words):
    """Whether the words of a paper say what its figure opens with: a rate of few as its fraction."""
    value, share = figure.value.replace(",", ""), figure.fraction.partition(" 有效")[0].replace(".0 ", " ")
    if figure.unit == "%" and 0 < float(share.split()[2] if share else 0) < 10:
        return words.startswith("/".join(share.split()[::2]))
    return words.startswith(value) or (value == "–" and words in ("没有数", "—"))


def test_every_figure_of_a_sentence_is_the_one_its_link_opens(lived_in):
    row, leader = draft("monthly", MAY), viewer_for("leader")
    checked = 0
    for part in row.content["parts"]:
        for one in part["sentences"]:
            for start, end, _name, url in one["marks"]:
                found = re.search(
                    r"/figures/(\w+)/\?place=(\d+)&from=(.+?)&to=([^&]+)(?:&period=\w+)?(?:&by=category&part=(\w+))?",
                    url,
                )
                if not found:
                    continue
                key, place, first, last, topic = found.groups()
                span = chosen(date.fromisoformat(first), date.fromisoformat(last))
                cut = {"split": "category", "part": topic} if topic else {}
                opened = behind(leader, key, place, span, MONDAY, **cut).figure
                assert printed(opened, one["text"][start:end]), (one["text"], key, opened)
                checked += 1
    assert checked > 20


def test_sentences_say_more_and_less_and_units_are_counted_not_named(lived_in):
    row = draft()
    all_words = "".join(texts(row))
    assert "2026年6月1日至7日，" in all_words
    assert re.search(r"比上周(多|少) \d+ 件", all_words)
    assert re.search(r"个百分点", all_words)
    below = next(part for part in row.content["parts"] if part["part"] == "below")
    streets = [one.name for one in under(root().id, "street")]
    said_below = "".join(one["text"] for one in below["sentences"])
    assert "85%" in said_below
    assert not any(name in said_below for name in streets)
    table = next(part["table"] for part in row.content["parts"] if part["table"])
    assert [line[0] for line in table["rows"]] == streets, "in the order of codes, not of figures"
    assert sum(int(line[1]) for line in table["rows"]) == int(table["whole"][1])


def test_every_figure_of_a_table_opens_with_the_same_value(lived_in):
    row, leader, checked = draft(), viewer_for("leader"), 0
    for table in [part["table"] for part in row.content["parts"] if part["table"]]:
        for line, links in zip([*table["rows"], table["whole"]], table["links"], strict=True):
            for words, link in zip(line[1:], links, strict=False):
                asked = parse_qs(urlsplit(link).query)
                span = chosen(*(date.fromisoformat(asked[one][0]) for one in ("from", "to")))
                cut = {"split": asked["by"][0], "part": asked["part"][0]} if "by" in asked else {}
                key = urlsplit(link).path.split("/")[3]
                opened = behind(leader, key, asked["place"][0], span, MONDAY, **cut).figure
                assert printed(opened, words), (line, link, opened)
                checked += 1
    assert checked > 20
    page = client_for("leader").get(f"/circulars/{row.pk}/").content.decode()
    assert re.search(r'<td><a href="/board/figures/', page)


def test_a_pack_lets_units_be_named(lived_in, pack_with):
    pack_with({"circulars": {"names": True}})
    below = next(part for part in draft("quarterly", QUARTER).content["parts"] if part["part"] == "below")
    low = [one["text"] for one in below["sentences"] if "有 " in one["text"]]
    assert low
    assert all(any(street.name in one for street in under(root().id, "street")) for one in low)


def test_a_themed_circular_is_about_its_category_alone(lived_in):
    categories = {"parking", "lighting", "water", "power"}
    for topic in sorted(categories):
        row = draft("theme", (date(2026, 3, 1), date(2026, 5, 31)), topic=topic)
        chart = next(part["chart"] for part in row.content["parts"] if part["chart"])
        first = row.content["parts"][0]["sentences"][0]
        counted = int(re.search(r"类诉求 (\d+) 件", first["text"])[1])
        assert sum(chart["series"][0]) == counted
    with pytest.raises(Refusal, match="circular_topic"):
        draft("theme", (date(2026, 3, 1), date(2026, 5, 30)))
    with pytest.raises(Refusal, match="circular_topic"):
        draft("theme", (date(2026, 3, 1), date(2026, 5, 30)), topic="dragons")


def test_the_night_drafts_what_is_over_once_and_tells_the_desk(lived_in):
    due = due_circulars(MONDAY)
    assert {(kind, start, end) for kind, _place, start, end in due} == {
        ("weekly", *WEEK),
        ("monthly", *MAY),
        ("quarterly", *QUARTER),
    }
    for kind, place, start, end in due:
        draft(kind, (start, end), place=place)
    assert due_circulars(MONDAY) == []
    assert due_circulars(MONDAY + timedelta(days=7))[0][2:] == (date(2026, 6, 8), date(2026, 6, 14))
    tell()
    desk = Seat.objects.get(post="desk", place_kind="district")
    assert Notice.objects.filter(seat_id=desk.pk, url__startswith="/circulars/").count() == 3
    with pytest.raises(Refusal, match="circular_there"):
        draft()
    offered = {one.kind: one.there for one in draftable(viewer_for("leader"), MONDAY)}
    assert offered == {"weekly": True, "monthly": True, "quarterly": True, "theme": False}
    with pytest.raises(Refusal, match="circular_open_period"):
        draft("theme", (date(2026, 6, 1), MONDAY.date()), topic="water")
    with pytest.raises(Refusal, match="period_backwards"):
        draft("theme", (date(2026, 6, 2), date(2026, 6, 1)), topic="water")
    with pytest.raises(Refusal, match="circular_long"):
        draft("theme", (date(2025, 1, 1), date(2026, 6, 1)), topic="water")


def test_the_form_offers_no_period_that_has_its_circular(lived_in):
    def offered():
        return re.findall(r'value="(\w+)-\d+"', client_for("leader").get("/circulars/").content.decode())

    assert offered() == ["weekly", "monthly", "quarterly", "theme"]
    now = timezone.localtime()
    (weekly,) = (one for one in draftable(viewer_for("leader"), now) if one.kind == "weekly")
    days = {"start": weekly.start, "end": weekly.end}
    commands.draft_circular(actor=SYSTEM, kind="weekly", place_id=weekly.place_id, topic="", now=now, **days)
    assert offered() == ["monthly", "quarterly", "theme"]
    answer = client_for("leader").post("/circulars/", {"which": weekly.key})
    assert answer.status_code == 422
    assert "已经" in answer.content.decode()


def test_from_draft_to_issue_figures_are_frozen(lived_in, desk):
    writer, leader = actor_for(desk), actor_for("leader")
    row = draft("monthly", MAY)
    said_first = texts(row)[0]
    wanted = said_first.replace("共受理群众诉求", "一共收到诉求")
    do(
        commands.edit_circular,
        row,
        writer,
        title="五月份诉求办理情况通报",
        copies="各街道。",
        sentences={"p0/say0": wanted, "p11/advice": "雨季前查一遍排水。"},
        removed=["p5"],
    )
    late_fact(lived_in)
    do(commands.refresh_circular, row, writer)
    number = int(re.search(r"诉求 (\d+) 件", said_first)[1])
    assert f"一共收到诉求 {number + 1} 件" in texts(row)[0], "the words of the editor around the figure of now"
    do(commands.send_circular, row, writer)
    with pytest.raises(Refusal, match="circular_not_now"):
        do(commands.edit_circular, row, writer, title="x", copies="", sentences={}, removed=[])
    with pytest.raises(NotFound):
        do(commands.decide_circular, row, writer, approved=True)
    with pytest.raises(Refusal, match="needs"):
        do(commands.decide_circular, row, leader, approved=False)
    do(commands.decide_circular, row, leader, approved=False, reason="建议再写具体些")
    assert (row.state, row.reason) == ("draft", "建议再写具体些")
    do(commands.send_circular, row, writer)
    do(commands.decide_circular, row, leader, approved=True)
    assert do(commands.issue_circular, row, writer) == "2026年第1期"
    frozen = row.content
    for command, more in (
        (commands.refresh_circular, {}),
        (commands.drop_circular, {}),
        (commands.edit_circular, {"title": "x", "copies": "", "sentences": {}, "removed": []}),
    ):
        with pytest.raises(Refusal, match="circular_not_now"):
            do(command, row, writer, **more)
    assert Circular.objects.get(pk=row.pk).content == frozen
    page = circular(viewer_for("leader"), row.pk)
    assert page.row.number == "2026年第1期"
    assert "雨季前查一遍排水。" in [one.text for part in page.parts for one in part.sentences]
    assert "各承办单位办理情况" not in [part.title for part in shown(page)]
    assert [step.what for step in page.steps][::-1] == [
        *("起草", "修改", "取了最新的数", "送审", "退回修改", "送审", "批准", "印发")
    ]
    second = draft("monthly", (date(2026, 4, 1), date(2026, 4, 30)))
    for command, actor, more in (
        (commands.send_circular, writer, {}),
        (commands.decide_circular, leader, {"approved": True}),
    ):
        do(command, second, actor, **more)
    assert do(commands.issue_circular, second, writer) == "2026年第2期"


def test_two_editors_and_a_locked_period_are_told(lived_in, desk):
    row, writer = draft("monthly", MAY), actor_for(desk)
    do(commands.refresh_circular, row, writer)
    with pytest.raises(Refusal, match="stale"):
        commands.send_circular(actor=writer, circular_id=row.pk, version=1, now=MONDAY)
    assert "锁定" not in "".join(row.content["about"])
    commands.lock_period(actor=actor_for("leader"), start=MAY[0], end=MAY[1], now=MONDAY)
    forget_locks()
    do(commands.refresh_circular, row, writer)
    assert "锁定" in row.content["about"][-1]
    assert "口径：模式包第 " in row.content["about"][1]


def test_four_callers_of_every_address(lived_in, desk):
    row = draft()
    names = ("circular", "circular_edit", "circular_file")
    acts = ("refresh", "send", "take_back", "approve", "return", "issue", "drop")
    before = (row.version, CircularStep.objects.count(), EventRow.objects.count(), Work.objects.count())
    given = {"version": row.version, "title": "别人的", "reason": "不行", "form": "pdf", "which": f"weekly-{root().id}"}
    posts = [reverse(name, args=[row.pk]) for name in names[1:]]
    posts += [reverse("circular_act", args=[row.pk, act]) for act in acts]
    for caller in ("", "grid", "street", "chengguan", "audit"):
        client = client_for(caller)
        for path in ("/circulars/", reverse("circular", args=[row.pk]), *posts):
            answer = client.post(path, given)
            assert answer.status_code in (302, 404, 405), (caller, path, answer.status_code)
            assert answer.status_code != 302 or "/accounts/login/" in answer["Location"], (caller, path)
        assert client.get(reverse("circular", args=[row.pk])).status_code in (302, 404), caller
    row.refresh_from_db()
    assert before == (row.version, CircularStep.objects.count(), EventRow.objects.count(), Work.objects.count())
    right = client_for(desk)
    assert right.get("/circulars/").status_code == 200
    assert right.get(reverse("circular", args=[row.pk])).status_code == 200
    assert right.get(reverse("circular_edit", args=[row.pk])).status_code == 200
    answer = right.post(reverse("circular_act", args=[row.pk, "approve"]), given)
    assert answer.status_code == 404, "who drafts does not approve"
    assert right.post(reverse("circular_act", args=[row.pk, "send"]), given).status_code == 302
    assert right.post(reverse("circular_act", args=[row.pk, "issue"]), {"version": 2}).status_code == 422
    assert "等您批" in client_for("leader").get("/circulars/").content.decode()


def test_an_issued_circular_is_read_below_but_its_figures_stay_above(lived_in, desk):
    row, writer, leader = draft(), actor_for(desk), actor_for("leader")
    path = reverse("circular", args=[row.pk])
    assert client_for("street").get(path).status_code == 404
    do(commands.send_circular, row, writer)
    do(commands.decide_circular, row, leader, approved=True)
    do(commands.issue_circular, row, writer)
    page = client_for("street").get(path).content.decode()
    assert row.title in page
    assert "/board/figures/" not in page
    assert "/board/figures/" in client_for("leader").get(path).content.decode()
    assert client_for("grid").get(path).status_code == 404


def made_file(row, form, name="leader"):
    client = client_for(name)
    answer = client.post(reverse("circular_file", args=[row.pk]), {"form": form})
    work = Work.objects.latest("id")
    assert answer["Location"] == f"/works/{work.pk}/"
    while go_on(work.pk, 0.0):
        pass
    sent = client.get(f"/works/{work.pk}/file/")
    made = b"".join(sent.streaming_content)
    close(sent)
    assert client_for("street").get(f"/works/{work.pk}/file/").status_code == 404
    return made


def test_word_has_the_layout_of_an_official_paper(lived_in):
    row = draft("monthly", MAY)
    made = made_file(row, "docx")
    document = Document(io.BytesIO(made))
    page = document.sections[0]
    assert (page.page_width.mm, page.page_height.mm) == pytest.approx((210, 297), abs=0.02)
    assert abs(page.top_margin - Mm(37)) < 1000
    assert abs(page.left_margin - Mm(28)) < 1000
    assert abs(page.page_width - page.left_margin - page.right_margin - Mm(156)) < 2000
    assert abs(page.page_height - page.top_margin - page.bottom_margin - Mm(225)) < 2000
    grid = page._sectPr.find(qn("w:docGrid"))
    pitch, spread = int(grid.get(qn("w:linePitch"))), int(grid.get(qn("w:charSpace")))
    assert grid.get(qn("w:type")) == "linesAndChars"
    area = Mm(225).pt
    assert 22 * pitch / 20 <= area < 23 * pitch / 20, "22 lines"
    assert 28 * (16 + spread / 4096) == pytest.approx(Mm(156).pt, abs=0.1), "28 characters"
    plain = document.styles["Normal"]
    assert plain.font.size == Pt(16)
    assert plain.element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    paragraphs = {one.text: one for one in document.paragraphs}
    title = paragraphs[row.title]
    assert (title.runs[0].font.size, title.alignment) == (Pt(22), 1)
    assert title.runs[0]._r.rPr.rFonts.get(qn("w:eastAsia")) == "方正小标宋简体"
    assert texts(row)[0] in paragraphs
    heads = [table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in document.tables]
    assert heads
    assert all(heads)
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        fonts = file.read("word/fontTable.xml").decode()
        footers = "".join(file.read(one).decode() for one in file.namelist() if "footer" in one)
        pictures = [one for one in file.namelist() if one.startswith("word/media/")]
    assert "FangSong" in fonts
    assert "STFangsong" in fonts
    assert footers.count(" PAGE ") == 2
    assert 'w:val="left"' in footers
    assert 'w:val="right"' in footers
    assert len(pictures) == 1
    table = next(part["table"] for part in row.content["parts"] if part["table"])
    assert [cell.text for cell in document.tables[0].rows[1].cells] == table["rows"][0]


def test_pdf_says_the_same_on_a4(lived_in):
    row = draft()
    made = made_file(row, "pdf")
    assert made.startswith(b"%PDF")
    box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", made)
    assert (float(box[1]), float(box[2])) == pytest.approx((595.28, 841.89), abs=0.1)
    paper = paper_of(circular(viewer_for("leader"), row.pk))
    assert said(paper, "title") == row.title
    assert said(paper, "paragraphs")[0].startswith(texts(row)[0])
    assert 2 <= said(paper, "pages") <= 4


def test_a_killed_worker_makes_the_file_again(lived_in):
    row, client = draft(), client_for("leader")
    client.post(reverse("circular_file", args=[row.pk]), {"form": "docx"})
    work = Work.objects.latest("id")
    assert go_on(work.pk, 0.0), "read, not yet made"
    Work.objects.filter(pk=work.pk).update(claim=7)  # another worker has it now
    assert not go_on(work.pk, 5.0)
    work.refresh_from_db()
    assert (work.state, work.done) == ("done", work.total)


def test_nobody_approves_what_they_wrote(lived_in, desk):
    writer, leader = actor_for(desk), actor_for("leader")
    own = draft(actor=leader)
    with pytest.raises(Refusal, match="circular_own"):
        do(commands.send_circular, own, writer)
    path = f"/circulars/{own.pk}/"
    for page in (client_for("leader").get(path), client_for("leader").post(f"{path}send/", {"version": own.version})):
        assert "请承办的岗位另起草一份，或请管理员再任命一位能批的" in page.content.decode()
        assert "送审</button>" not in page.content.decode()
    theirs = draft("quarterly", QUARTER, actor=writer)
    said = client_for(desk).get(f"/circulars/{theirs.pk}/").content.decode()
    assert f"送审后由{viewer_for('leader').seat.title}批" in said
    assert "送审</button>" in said
    # The approver may come to the seat after it was sent.
    own.refresh_from_db()
    own.state, own.approve_seat_id = "sent", viewer_for("leader").seat_ids[0]
    own.save()
    with pytest.raises(Refusal, match="own_paper"):
        do(commands.decide_circular, own, leader, approved=True)
    page = client_for("leader").get(f"/circulars/{own.pk}/").content.decode()
    assert ('action="approve/"' in page, 'action="return/"' in page) == (False, True)
    do(commands.decide_circular, own, leader, approved=False, reason="请值班岗重新起草")
    assert own.state == "draft"
    other = draft("monthly", MAY, actor=writer)
    do(commands.send_circular, other, writer)
    do(commands.decide_circular, other, leader, approved=True)
    assert other.state == "approved"


def test_a_quarter_has_its_paper(lived_in):
    row = draft("quarterly", QUARTER)
    assert "第一季度" in row.title or "一季度" in row.title
    assert not [text for text in texts(row) if "{" in text]


def test_a_desk_drafts_by_hand(lived_in, desk):
    client = client_for(desk)
    given = {"which": f"theme-{root().id}", "topic": "water", "from": "2026-04-01", "to": "2026-05-31"}
    refused = client.post("/circulars/", {**given, "topic": ""})
    assert refused.status_code == 422
    assert "还没选写哪一类" in refused.content.decode()
    assert client.post("/circulars/", {**given, "from": "x"}).status_code == 422
    answer = client.post("/circulars/", given)
    made = Circular.objects.get()
    assert answer["Location"] == f"/circulars/{made.pk}/"
    assert (made.topic, made.starts, made.ends) == ("water", date(2026, 4, 1), date(2026, 5, 31))
    page = client.get(f"/circulars/{made.pk}/edit/").content.decode()
    form = dict(re.findall(r'<textarea class="ll-input" name="([^"]+)"[^>]*>([^<]*)</textarea>', page))
    saved = client.post(f"/circulars/{made.pk}/edit/", {**form, "version": 1, "title": "专题通报", "copies": ""})
    assert saved.status_code == 302
    made.refresh_from_db()
    assert made.title == "专题通报"
    assert all(part["removed"] for part in made.content["parts"]), "no part was ticked"
    assert not any(one["edited"] for part in made.content["parts"] for one in part["sentences"])
