"""Papers given with a form: kept for those who may see the case, refused with a reason, sent as a file to be saved."""

import io
import random

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from linli.adapters.papers import PaperStore
from linli.adapters.tests.test_papers import PDF, docx, picture
from linli.backbone.models import EventRow
from linli.backbone.values import RESIDENT, Actor
from linli.domains.cases import commands
from linli.domains.cases.models import Ask, Case, Entry, Paper
from linli.domains.cases.queries import case_page
from linli.domains.cases.values import Channel
from linli.kernel.refusal import Refusal
from tests.journeys.test_pages import client_for
from tests.support.town import MONDAY, viewer_for
from tests.support.walk import Walk, paper, seat_actor

NAME = "王某的证明.pdf"


@pytest.fixture
def case(front_door, who):
    """A request signed by its grid worker, who may ask to leave it out, with proof."""
    opened = commands.open_case(actor=RESIDENT, place=front_door.place, text="灯坏了", channel=Channel.SCAN, now=MONDAY)
    commands.sign_case(actor=who("grid"), number=opened["number"], now=MONDAY)
    return Case.objects.get(pk=opened["id"])


def ask_with(case, *files, user="grid"):
    """Post the form that asks to leave a case out, with these files as (name, content)."""
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    return client_for(user).post(f"/cases/{case.number}/acts/exclude/", {"reason": "不可抗力", "proof": sent})


def test_papers_of_each_kind_are_kept_and_named_on_the_page(case):
    files = ((NAME, PDF), ("说明.docx", docx()), ("记录.txt", "一、到场".encode("gb18030")), ("现场.png", picture()))
    assert ask_with(case, *files).status_code == 302
    kept = list(Paper.objects.filter(case=case).order_by("id"))
    assert [one.kind for one in kept] == ["pdf", "docx", "txt", "jpg"]
    assert Entry.objects.get(case=case, act="exclude").data == {"proof": [one.pk for one in kept]}
    row = next(one for one in case_page(viewer_for("leader"), case.number, MONDAY).answers if one.title == "佐证材料")
    assert [one.name for one in row.files] == [name for name, _data in files]
    page = client_for("leader").get(f"/cases/{case.number}/").content.decode()
    assert f'href="/cases/{case.number}/papers/{kept[0].pk}/"' in page
    assert NAME in page


def test_the_name_is_sealed_and_absent_from_the_log(case):
    ask_with(case, (NAME, PDF))
    row = Paper.objects.get(case=case)
    assert "王某".encode() not in bytes(row.name_sealed)
    assert "王某" not in str(list(EventRow.objects.values_list("data", flat=True)))
    assert "王某" not in str(PaperStore(settings.MEDIA_ROOT).path(row.file))


@pytest.mark.parametrize(
    ("user", "status"), [("", 404), ("grid2", 404), ("shui", 404), ("admin", 404), ("grid", 200), ("leader", 200)]
)
def test_who_may_read_a_paper(case, user, status):
    ask_with(case, (NAME, PDF))
    row = Paper.objects.get(case=case)
    answer = client_for(user).get(f"/cases/{case.number}/papers/{row.pk}/")
    assert answer.status_code == status
    if status == 200:
        assert b"".join(answer.streaming_content) == PDF
        assert answer["Content-Disposition"].startswith("attachment;")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Type"] == "application/pdf"
        assert "no-store" in answer["Cache-Control"]


def test_a_paper_is_not_found_through_another_case(case, front_door):
    ask_with(case, (NAME, PDF))
    other = commands.open_case(actor=RESIDENT, place=front_door.place, text="积水", channel=Channel.SCAN, now=MONDAY)
    pk = Paper.objects.get(case=case).pk
    assert client_for("leader").get(f"/cases/{other['number']}/papers/{pk}/").status_code == 404


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("坏.pdf", b"MZ\x90\x00" + bytes(range(256)), "“坏.pdf”不是 PDF、Word、Excel、文字或照片"),
        ("表.xlsm", docx(**{"word/vbaProject.bin": "x"}), "“表.xlsm”里有宏"),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 99, "“旧.doc”是旧版 Office 文件。另存为 docx"),
        ("动.pdf", PDF.replace(b"/Pages 2 0 R", b"/AA << /S /Launch >>"), "“动.pdf”里有脚本"),
        ("锁.pdf", PDF.replace(b"trailer <<", b"trailer << /Encrypt 8 0 R"), "“锁.pdf”加了密码"),
        ("空.txt", b"", "“空.txt”是空的"),
        ("大.txt", b"x" * (2 * 1024 * 1024), "“大.txt”超过 1 MB"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_changes(case, settings, name, data, words):
    settings.LINLI_FILE_MEGABYTES = 1
    answer = ask_with(case, ("好.pdf", PDF), (name, data))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "不可抗力" in page
    assert not Paper.objects.exists()
    assert not Ask.objects.exists()


def test_garbage_is_never_a_fault_of_the_program(case):
    rng = random.Random(3)
    for start in (b"%PDF-1.7", b"PK\x03\x04", b"\xff\xd8\xff\xe0", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"BM"):
        assert ask_with(case, ("x", start + rng.randbytes(4000))).status_code == 422
    assert ask_with(case, *[(f"{one}.pdf", PDF) for one in range(6)]).status_code == 422
    assert not Paper.objects.exists()


def test_a_command_keeps_nothing_that_was_not_checked_and_stored(case, who):
    given = {"reason": "不可抗力", "proof": [b"%PDF-", "x", True]}
    commands.do_act(actor=who("grid"), number=case.number, act="exclude", given=given, now=MONDAY)
    assert not Paper.objects.exists()
    assert "proof" not in Entry.objects.get(case=case, act="exclude").data


def test_papers_of_a_hidden_reporter_are_for_the_desks_only(case, front_door, who):
    """What was given at the opening may tell who asked: as hidden as the name."""
    Paper.objects.create(
        case=case, act="open", field="x", file=paper().file, kind="txt", size=9, name_sealed=b"", at=MONDAY
    )
    path = f"/cases/{case.number}/papers/{Paper.objects.get(case=case).pk}/"
    assert b"".join(client_for("grid").get(path).streaming_content) == "一份说明".encode()
    desk = next(one for one in ("community", "street") if viewer_for(one).may("decide"))
    given = {"reason": "怕报复"}
    commands.do_act(actor=Actor.of(viewer_for(desk)), number=case.number, act="conceal", given=given, now=MONDAY)
    assert client_for("grid").get(path).status_code == 404
    assert b"".join(client_for(desk).get(path).streaming_content) == "一份说明".encode()


def test_a_later_paper_does_not_replace_an_earlier_one(case, who):
    first = {"reason": "不可抗力", "proof": [paper("一.txt")]}
    commands.do_act(actor=who("grid"), number=case.number, act="exclude", given=first, now=MONDAY)
    ask = Ask.objects.get(case=case)
    decider = seat_actor(ask.decide_seat_id)
    commands.decide_ask(actor=decider, number=case.number, ask_id=ask.pk, approve=False, now=MONDAY)
    again = {"reason": "有新证据", "proof": [paper("二.txt")]}
    commands.do_act(actor=who("grid"), number=case.number, act="appeal", given=again, now=MONDAY)
    row = next(one for one in case_page(viewer_for("grid"), case.number, MONDAY).answers if one.files)
    assert [one.name for one in row.files] == ["一.txt", "二.txt"]


def test_a_field_that_must_have_a_paper_is_refused_without(town, front_door, monkeypatch):
    """The base pack asks for papers only where they help; a pack may insist."""
    from dataclasses import replace

    from linli.domains.cases.commands import entries

    walk = Walk("admission", front_door.place.id, MONDAY)
    field = next(one for one in walk.table.form if one.type == "file")
    with pytest.raises(Refusal, match="needs"):
        entries.keep(walk.case, "open", (replace(field, required=True),), {field.key: io.BytesIO()}, MONDAY)
