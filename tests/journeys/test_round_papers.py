"""Papers given with an entry of a routine: known by their content, kept for those it concerns, sent to be saved."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook

from linli.adapters.tests.test_papers import PDF, docx, picture
from linli.backbone.models import EventRow
from linli.backbone.values import SYSTEM
from linli.domains.duties.commands.routines import coming, open_occurrence
from linli.domains.duties.models import Entry, EntryPaper, Occurrence
from tests.journeys.test_pages import client_for

NAME = "王某一家的纠纷.pdf"
GIVEN = {"q_sorted": "3", "q_settled": "1"}


def xlsx():
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


@pytest.fixture
def listing(town, front_door):
    """The monthly list of disputes of the guided tour's community, open now."""
    now, community = timezone.localtime(), front_door.place.ids["community"]
    for one in coming(now):
        if one.place_id == community:
            open_occurrence(actor=SYSTEM, one=one, now=now)
    return Occurrence.objects.get(routine="dispute_list", place_id=community)


def give(listing, *files, user="community", **more):
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    given = {**GIVEN, "q_papers": sent, **more} if sent else {**GIVEN, **more}
    return client_for(user).post(f"/rounds/{listing.pk}/", given)


def test_papers_of_each_kind_are_kept_and_named_on_the_page(listing):
    files = ((NAME, PDF), ("清单.docx", docx()), ("清单.xlsx", xlsx()), ("现场.png", picture()))
    assert give(listing, *files).status_code == 302
    assert list(EntryPaper.objects.order_by("id").values_list("kind", "field")) == [
        (kind, "papers") for kind in ("pdf", "docx", "xlsx", "jpg")
    ]
    assert Entry.objects.get().answers == {"sorted": 3, "settled": 1}
    page = client_for("community").get(f"/rounds/{listing.pk}/").content.decode()
    for paper, (name, _data) in zip(EntryPaper.objects.order_by("id"), files, strict=True):
        assert f'href="/rounds/{listing.pk}/papers/{paper.pk}/"' in page
        assert name in page


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("清单.pdf", b"MZ\x90\x00\x03\x00\x00\x00", "不是 PDF、Word、Excel、文字或照片"),
        ("清单.pdf", b"<html><script>alert(1)</script></html>\x00", "不是 PDF、Word、Excel、文字或照片"),
        ("清单.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), "旧版 Office"),
        ("清单.pdf", b"", "是空的"),
    ],
)
def test_a_wrong_kind_is_refused_by_its_content_and_said(listing, name, data, says):
    answer = give(listing, (name, data))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Entry.objects.exists()
    assert not EntryPaper.objects.exists()


def test_too_big_and_too_many_are_said(listing, settings):
    settings.LINLI_FILE_MEGABYTES = 1
    assert "超过 1 MB" in give(listing, ("大.pdf", PDF + b"\n%" + bytes(2 * 1024 * 1024))).content.decode()
    assert "最多 5 个文件" in give(listing, *[(NAME, PDF)] * 6).content.decode()
    assert not EntryPaper.objects.exists()


@pytest.mark.parametrize(
    ("user", "status"), [("", 404), ("chengguan", 404), ("grid2", 404), ("community", 200), ("street", 200)]
)
def test_who_may_read_a_paper_and_how_it_is_sent(listing, user, status):
    give(listing, (NAME, PDF))
    paper = EntryPaper.objects.get()
    answer = client_for(user).get(f"/rounds/{listing.pk}/papers/{paper.pk}/")
    assert answer.status_code == status
    assert client_for("community").get(f"/rounds/{listing.pk}/papers/{paper.pk + 1}/").status_code == 404
    if status == 200:
        assert b"".join(answer.streaming_content) == PDF
        assert answer["Content-Disposition"].startswith("attachment;")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Type"] == "application/pdf"
        assert "no-store" in answer["Cache-Control"]
        answer.close()


def test_only_who_holds_it_gives_a_paper_and_its_name_is_sealed(listing):
    for user in ("", "chengguan", "grid2", "street"):
        assert give(listing, (NAME, PDF), user=user).status_code == 404
    assert not EntryPaper.objects.exists()
    give(listing, (NAME, PDF))
    assert "王某".encode() not in bytes(EntryPaper.objects.get().name_sealed)
    assert "王某" not in str(list(EventRow.objects.values_list("data", flat=True)))


def test_a_handle_of_words_is_no_paper(listing):
    assert give(listing, q_papers="notes.pdf").status_code == 302
    assert not EntryPaper.objects.exists()
