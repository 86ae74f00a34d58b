"""An official paper as Word: page, grid and faces of GB/T 9704-2012, tables that break with their heads repeated."""

import io
from collections.abc import Callable, Sequence

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from linli.adapters.official import (
    BLACK,
    BODY,
    CELL,
    CHARACTERS,
    HEAD,
    HIGH,
    LEFT,
    LINES,
    RED,
    ROUND,
    SMALL,
    SONG,
    TEXT_HIGH,
    TEXT_WIDE,
    TITLE,
    TOP,
    WIDE,
    Paper,
    Section,
)
from linli.adapters.official.drawing import picture

TWIPS = 1440 / 25.4
# A line of the grid in twentieths of a point, rounded down so that 22 of them stand in the text area.
PITCH = int(TEXT_HIGH * TWIPS / LINES)
# How much a character is wider (negative: narrower) than its size, in 4096ths of a point.
SPREAD = round((TEXT_WIDE * TWIPS / 20 / CHARACTERS - BODY) * 4096)
FACES = (SONG, HEAD, BLACK, ROUND)
# What stands in a footer: a page number between dashes, one character from the outer edge.
_NUMBER = (
    '<w:p {ns}><w:pPr><w:jc w:val="{side}"/><w:ind w:{edge}Chars="100" w:{edge}="280"/></w:pPr>{dash}'
    '<w:r>{face}<w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r>{face}<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r>{face}<w:fldChar w:fldCharType="separate"/></w:r><w:r>{face}<w:t>1</w:t></w:r>'
    '<w:r>{face}<w:fldChar w:fldCharType="end"/></w:r>{after}</w:p>'
)
Beat = Callable[[int], None]


def word(paper: Paper, beat: Beat = lambda done: None) -> bytes:
    """The paper as a .docx file; `beat` hears how many sections are done."""
    made = Writer()
    made.masthead(paper)
    for done, section in enumerate(paper.sections):
        made.section(section)
        beat(done + 1)
    made.foot(paper)
    return made.bytes(paper)


class Writer:
    """A document while it is written."""

    def __init__(self) -> None:
        self.document = Document()
        self._page()
        self._style()
        self._faces()
        self._numbers()

    def _page(self) -> None:
        page = self.document.sections[0]
        page.page_width, page.page_height = Mm(WIDE), Mm(HIGH)
        page.top_margin, page.left_margin = Mm(TOP), Mm(LEFT)
        page.right_margin, page.bottom_margin = Mm(WIDE - LEFT - TEXT_WIDE), Mm(HIGH - TOP - TEXT_HIGH)
        page.footer_distance = Mm(HIGH - TOP - TEXT_HIGH - 7 - 5)
        for old in page._sectPr.findall(qn("w:docGrid")):
            page._sectPr.remove(old)
        grid = OxmlElement("w:docGrid")
        for name, value in (("type", "linesAndChars"), ("linePitch", PITCH), ("charSpace", SPREAD)):
            grid.set(qn(f"w:{name}"), str(value))
        page._sectPr.append(grid)

    def _style(self) -> None:
        plain = self.document.styles["Normal"]
        plain.font.size = Pt(BODY)
        set_face(plain.element.get_or_add_rPr(), SONG[0])
        shape = plain.paragraph_format
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(PITCH / 20)
        shape.space_before = shape.space_after = Pt(0)
        shape.widow_control = False
        self.document.settings.odd_and_even_pages_header_footer = True

    def _faces(self) -> None:
        part = next(one for one in self.document.part.package.iter_parts() if one.partname.endswith("fontTable.xml"))
        fonts = "".join(
            f'<w:font w:name="{first}"><w:altName w:val="{",".join(rest)}"/><w:charset w:val="86"/></w:font>'
            for first, *rest in FACES
        )
        part._blob = part.blob.replace(b"</w:fonts>", fonts.encode() + b"</w:fonts>")

    def _numbers(self) -> None:
        page = self.document.sections[0]
        faces = " ".join(f'w:{one}="{ROUND[0]}"' for one in ("ascii", "hAnsi", "eastAsia"))
        face = f'<w:rPr><w:rFonts {faces}/><w:sz w:val="{SMALL * 2}"/></w:rPr>'
        dash = f'<w:r>{face}<w:t xml:space="preserve">— </w:t></w:r>'
        after = f'<w:r>{face}<w:t xml:space="preserve"> —</w:t></w:r>'
        for footer, edge in ((page.footer, "right"), (page.even_page_footer, "left")):
            footer.is_linked_to_previous = False
            text = _NUMBER.format(ns=nsdecls("w"), side=edge, edge=edge, face=face, dash=dash, after=after)
            footer._element.clear()
            footer._element.append(parse_xml(text))

    def line(
        self, text: str = "", *, face: Sequence[str] = SONG, size: int = BODY, align: str = "", first: bool = False
    ) -> Paragraph:
        """A paragraph in one face; `first` sets its first line two characters in."""
        paragraph = self.document.add_paragraph()
        if align:
            paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, align)
        if first:
            shape = OxmlElement("w:ind")
            shape.set(qn("w:firstLineChars"), "200")
            shape.set(qn("w:firstLine"), str(BODY * 40))
            paragraph._p.get_or_add_pPr().append(shape)
        run = paragraph.add_run(text)
        run.font.size = Pt(size)
        set_face(run._r.get_or_add_rPr(), face[0])
        return paragraph

    def masthead(self, paper: Paper) -> None:
        """The red head, the number with issuer and day, the red line, and the title."""
        head = self.line(paper.head, face=HEAD, size=36, align="CENTER")
        head.runs[0].font.color.rgb = RGBColor.from_string(RED)
        free(head)
        self.line(paper.number, align="CENTER")
        rule = self.line(f"{paper.issuer}\t{paper.day}")
        rule.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDE), alignment=2)
        border(rule, "bottom", RED, 16)
        self.line()
        title = self.line(paper.title, face=HEAD, size=TITLE, align="CENTER")
        title.paragraph_format.line_spacing = Pt(35)
        self.line()

    def section(self, section: Section) -> None:
        """A title in black, its paragraphs, table and chart."""
        if section.title:
            self.line(section.title, face=BLACK, first=True).paragraph_format.keep_with_next = True
        for text in section.paragraphs:
            self.line(text, first=True).alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        if section.table:
            self.table(section.table)
        if section.chart is not None:
            shown = self.document.add_paragraph()
            shown.alignment = WD_ALIGN_PARAGRAPH.CENTER
            free(shown)
            shown.add_run().add_picture(io.BytesIO(picture(section.chart)), width=Mm(TEXT_WIDE))

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """A table of thin lines over the whole width; its head returns on every page, no row breaks."""
        table = self.document.add_table(rows=0, cols=len(rows[0]))
        table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        widths = column_widths(rows)
        for at, row in enumerate(rows):
            made = table.add_row()
            mark(made._tr.get_or_add_trPr(), "w:cantSplit")
            if not at:
                mark(made._tr.get_or_add_trPr(), "w:tblHeader")
            for column, (cell, text) in enumerate(zip(made.cells, row, strict=True)):
                cell.width = Mm(widths[column])
                paragraph = cell.paragraphs[0]
                centred = not at or not column
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.RIGHT
                free(paragraph, 19)
                run = paragraph.add_run(text)
                run.font.size = Pt(CELL)
                set_face(run._r.get_or_add_rPr(), BLACK[0] if not at else SONG[0])
        self.line(size=8).paragraph_format.line_spacing = Pt(8)

    def foot(self, paper: Paper) -> None:
        """Issuer and day at the right, notes on the figures, and to whom copies go between two lines (版记)."""
        self.line()
        for text, after in ((paper.issuer, 2), (paper.day, 4)):
            shape = self.line(text, align="RIGHT").paragraph_format
            shape.right_indent, shape.keep_together = Pt(after * BODY), True
        self.line()
        for text in paper.notes:
            note = self.line(text, size=10)
            note.paragraph_format.line_spacing = Pt(15)
        if paper.copies:
            self.line()
            copies = self.line(f"抄送：{paper.copies}", size=SMALL)
            copies.paragraph_format.left_indent = Pt(SMALL)
            border(copies, "top", "000000", 8)
            border(copies, "bottom", "000000", 8)

    def bytes(self, paper: Paper) -> bytes:
        """The file, with the paper's title in its properties and no name of a machine or a person."""
        about = self.document.core_properties
        about.title, about.author, about.comments = paper.title, paper.issuer, ""
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()


def column_widths(rows: Sequence[Sequence[str]]) -> list[float]:
    """Widths in millimetres that fill the text area: by the longest word of each column, the first at least twice."""
    weights = [max(len(row[at]) for row in rows[1:] or rows) + 1.0 for at in range(len(rows[0]))]
    weights = [max(one, min(len(rows[0][at]), 8) * 0.75) for at, one in enumerate(weights)]
    return [one / sum(weights) * TEXT_WIDE for one in weights]


def set_face(properties: object, face: str) -> None:
    """The face of a run for Chinese and Latin alike."""
    fonts = properties.get_or_add_rFonts()  # type: ignore[attr-defined]
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), face)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)


def free(paragraph: Paragraph, height: int = 0) -> None:
    """Let a paragraph out of the line grid: as high as its content, or exactly so many points."""
    shape = paragraph.paragraph_format
    shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY if height else WD_LINE_SPACING.SINGLE
    if height:
        shape.line_spacing = Pt(height)
    off = OxmlElement("w:snapToGrid")
    off.set(qn("w:val"), "0")
    paragraph._p.get_or_add_pPr().insert_element_before(off, "w:spacing", "w:ind", "w:jc")


def border(paragraph: Paragraph, side: str, colour: str, eighths: int) -> None:
    """A line above or below a paragraph."""
    properties = paragraph._p.get_or_add_pPr()
    lines = properties.find(qn("w:pBdr"))
    if lines is None:
        lines = OxmlElement("w:pBdr")
        properties.insert_element_before(lines, "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc")
    made = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", eighths), ("space", 4), ("color", colour)):
        made.set(qn(f"w:{name}"), str(value))
    lines.append(made)


def mark(properties: object, name: str) -> None:
    """Set a property that is on or off."""
    properties.append(OxmlElement(name))  # type: ignore[attr-defined]
