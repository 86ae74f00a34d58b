"""The printed sheet of door codes: A4, six plates a page, each with its building, code and QR."""

import io
import json
from collections.abc import Sequence

import segno
import typst

_TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#set page(paper: "a4", margin: (x: 14mm, y: 14mm))
#set text(font: ("Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "Source Han Sans SC"))
#set text(lang: "zh", fill: rgb("#28221D"))
#grid(columns: (1fr, 1fr), gutter: 8mm, ..data.doors.map(door => block(
  width: 100%, height: 84mm, radius: 5mm, inset: 6mm, stroke: 0.6pt + rgb("#D6CAB8"), breakable: false,
  [
    #block(width: 100%, radius: 3mm, inset: (x: 4mm, y: 3mm), fill: rgb("#1D5C63"))[
      #text(fill: white, weight: "bold", size: 17pt)[#door.building]
      #v(-2mm)
      #text(fill: white, size: 9pt)[#data.place]
    ]
    #v(2mm)
    #grid(columns: (36mm, 1fr), gutter: 4mm,
      image(bytes(door.qr), format: "svg", width: 36mm),
      [
        #text(size: 13pt, weight: "bold")[家门口的事，\\ 扫码写一句]
        #v(1mm)
        #text(size: 9pt, fill: rgb("#5A5048"))[不用注册；谁来办、几时办好，都写给您看。]
        #v(1mm)
        #text(size: 8pt, fill: rgb("#736860"))[门牌上的码]
        #v(-2mm)
        #text(size: 14pt, weight: "bold", tracking: 1pt)[#door.code]
      ])
  ])))
"""


def render_sheet(compound: str, place: str, doors: Sequence[tuple[str, str, str]]) -> bytes:
    """A PDF with one plate per (building, code, address)."""
    data = {
        "compound": compound,
        "place": place,
        "doors": [{"building": building, "code": code, "qr": _qr(address)} for building, code, address in doors],
    }
    return bytes(typst.compile(_TEMPLATE.encode(), sys_inputs={"data": json.dumps(data, ensure_ascii=False)}))


def _qr(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=1, xmldecl=False, dark="#28221D")
    return out.getvalue().decode()
