"""What a paper is by its content, and every reason for which one is refused."""

import io
import random
import zipfile
import zlib

import pytest
from openpyxl import Workbook
from PIL import Image

from linli.adapters.papers import PaperStore, checked, named, sent_name
from linli.kernel.refusal import NotFound, Refusal


def parametrize(names, values):
    """Parametrize with ids that stay the same: a made file holds the moment it was made."""
    return pytest.mark.parametrize(names, values, ids=lambda one: one if isinstance(one, str) else "file")


PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF"
TYPES = "[Content_Types].xml"


def package(**parts):
    """A zip with these parts; names come with dots and slashes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as out:
        for name, text in parts.items():
            out.writestr(name, text)
    return file.getvalue()


def docx(**more):
    return package(**{TYPES: "<Types/>", "word/document.xml": "<w/>", **more})


def xlsx():
    file = io.BytesIO()
    Workbook().save(file)
    return file.getvalue()


def picture(kind="PNG"):
    file = io.BytesIO()
    Image.new("RGB", (40, 30), (20, 90, 90)).save(file, kind)
    return file.getvalue()


def pdf_with(listed):
    """A PDF whose objects stand in a compressed list."""
    packed = zlib.compress(listed)
    return (
        b"%PDF-1.7\n5 0 obj << /Root 1 0 R /Type /ObjStm /Filter /FlateDecode >>\nstream\n"
        + packed
        + b"\nendstream\n%%EOF"
    )


def kind_of(data, name="x.bin"):
    return checked(io.BytesIO(data), name, len(data), 1).kind


@parametrize(
    ("data", "kind"),
    [
        (PDF, "pdf"),
        (pdf_with(b"1 0 2 9 << /Type /Page >> << /Length 3 >>"), "pdf"),
        (docx(), "docx"),
        (xlsx(), "xlsx"),
        ("会议纪要\n一、门禁".encode(), "txt"),
        ("会议纪要\n一、门禁".encode("gb18030"), "txt"),
        (b"\xef\xbb\xbf" + "带记号".encode(), "txt"),
        (picture(), "jpg"),
        (picture("WEBP"), "jpg"),
    ],
)
def test_a_paper_is_known_by_its_content(data, kind):
    assert kind_of(data, "什么都行.exe") == kind


@parametrize(
    ("data", "code"),
    [
        (b"", "paper_empty"),
        (b"x" * (1024 * 1024 + 1), "paper_too_big"),
        (PDF.replace(b"/Pages 2 0 R", b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), "paper_active"),
        (PDF.replace(b"/Pages 2 0 R", b"/OpenAction << /S /J#61vaScript /JS (1) >>"), "paper_active"),
        (PDF.replace(b"/Pages 2 0 R", b"/AA << /O << /S /Launch /F (cmd.exe) >> >>"), "paper_active"),
        (PDF.replace(b"/Pages", b"/Names << /EmbeddedFiles 9 0 R >> /Pages"), "paper_active"),
        (pdf_with(b"1 0 2 9 << /S /JavaScript /JS (1) >> << >>"), "paper_active"),
        (pdf_with(b"1 0 2 9 << /Type /Page >>").replace(b"x\x9c", b"x\x00"), "paper_broken"),
        (pdf_with(b"1 0 " * 9000)[:-60] + b"\nendstream", "paper_broken"),
        (PDF.replace(b"trailer <<", b"trailer << /Encrypt 8 0 R"), "paper_locked"),
        (docx(**{"word/vbaProject.bin": "x"}), "paper_macros"),
        (docx(**{TYPES: "<Types>application/vnd.ms-word.document.macroEnabled.main+xml</Types>"}), "paper_macros"),
        (docx(**{"word/activeX/activeX1.xml": "x"}), "paper_macros"),
        (docx(**{"word/embeddings/oleObject1.bin": "x"}), "paper_macros"),
        (
            docx(**{"word/_rels/settings.xml.rels": '<R Type="x/attachedTemplate" TargetMode="External"/>'}),
            "paper_macros",
        ),
        (package(**{TYPES: "<Types/>", "xl/workbook.xml": "x", "xl/macrosheets/a.xml": "x"}), "paper_macros"),
        (package(**{"index.html": "<script>"}), "paper_unknown"),
        (docx()[:60], "paper_broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 99, "paper_old"),
        (b"MZ\x90\x00" + bytes(range(256)), "paper_unknown"),
        (picture()[:40], "paper_unknown"),
        (b"text with a \x00 in it", "paper_unknown"),
    ],
)
def test_what_a_paper_may_not_be(data, code):
    with pytest.raises(Refusal, match=code) as no:
        kind_of(data, "附件.pdf")
    assert no.value.detail["name"] == "附件.pdf"


def test_garbage_is_always_refused_and_never_more_than_refused():
    rng = random.Random(7)
    starts = (b"", b"%PDF-1.4\nstream\n", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a")
    for turn in range(240):
        data = starts[turn % len(starts)] + rng.randbytes(rng.randrange(300, 3000))
        with pytest.raises(Refusal, match=r"paper_(unknown|broken)"):
            kind_of(data)


def test_a_picture_is_drawn_anew_without_what_it_carried():
    file, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = "Wang lives here"
    Image.new("RGB", (4000, 30)).save(file, "JPEG", exif=exif)
    kept = checked(io.BytesIO(file.getvalue()), "a.jpg", len(file.getvalue()), 1)
    assert b"Wang" not in kept.data
    assert Image.open(io.BytesIO(kept.data)).size == (1600, 12)


def test_names_are_shown_and_sent_without_tricks():
    assert named("C:\\docs\\方案.pdf") == "方案.pdf"
    assert named("../../etc/passwd") == "passwd"
    assert named("a\r\nSet-Cookie: x.txt") == "aSet-Cookie: x.txt"
    assert named(" . ") == "file"
    assert len(named("长" * 300 + ".pdf")) <= 80
    assert named("长" * 300 + ".pdf").endswith(".pdf")
    assert sent_name("恶意.exe", "txt") == "恶意.exe.txt"
    assert sent_name("照片.PNG", "jpg") == "照片.jpg"
    assert sent_name("方案.pdf", "pdf") == "方案.pdf"


def test_a_store_gives_random_names_and_finds_only_its_own(tmp_path):
    store, paper = PaperStore(tmp_path), checked(io.BytesIO(PDF), "方案.pdf", len(PDF), 1)
    one, other = store.keep(paper), store.keep(paper)
    assert one.file != other.file
    assert store.path(one.file).read_bytes() == PDF
    assert store.path(one.file).stat().st_mode & 0o777 == 0o600
    for wrong in ("", "0" * 40, "../../x"):
        with pytest.raises(NotFound):
            store.path(wrong)
