"""An official paper as PDF by typst: the same page, grid and parts as the Word file."""

import json
from typing import Any

import typst

from linli.adapters.official import BLACK, HEAD, ROUND, SONG, Paper, Section
from linli.adapters.official.drawing import svg

# The first face has the Latin letters and figures of 仿宋 where it is there; what is missing falls to the next.
_TEMPLATE = r"""
#let data = json(bytes(sys.inputs.data))
#let song = data.faces.song
#let head = data.faces.head
#let black = data.faces.black
#let round = data.faces.round
#let pitch = 225mm / 22
#let unit = 156mm / 28
#set page(paper: "a4", margin: (top: 37mm, left: 28mm, right: 26mm, bottom: 35mm), footer-descent: 7mm,
  footer: context {
    let at = counter(page).get().first()
    set text(font: round, size: 14pt)
    if calc.odd(at) { align(right)[— #at —#h(14pt)] } else { align(left)[#h(14pt)— #at —] }
  })
#set document(title: data.title, author: data.issuer)
#set text(font: song, size: 16pt, lang: "zh", region: "cn", top-edge: 0.88em, bottom-edge: -0.12em)
#set text(tracking: unit - 16pt)
#set par(leading: pitch - 16pt, spacing: pitch - 16pt, justify: true, first-line-indent: (amount: 2 * unit, all: true))
#let flat(body) = { set par(first-line-indent: 0pt); body }

#flat[
  #align(center, text(font: head, size: 36pt, weight: "bold", fill: rgb("#C00000"), tracking: 2pt)[#data.head])
  #v(2mm)
  #align(center)[#data.number]
  #grid(columns: (1fr, auto), data.issuer, data.day)
  #v(-3mm)
  #line(length: 100%, stroke: 2pt + rgb("#C00000"))
  #v(7mm)
  #align(center, {
    set par(leading: 13pt, justify: false)
    text(font: head, size: 22pt, weight: "bold", tracking: 0pt)[#data.title]
  })
  #v(7mm)
]

#let lines(rows) = {
  set text(size: 12pt, tracking: 0pt)
  set par(leading: 5pt, first-line-indent: 0pt, justify: false)
  table(
    columns: data.widths.at(str(rows.len()) + "-" + rows.first().join("|")).map(one => one * 1fr),
    align: (column, row) => (if column == 0 or row == 0 { center } else { right }) + horizon,
    inset: (x: 4pt, y: 6pt), stroke: 0.6pt,
    table.header(..rows.first().map(one => text(font: black)[#one])),
    ..rows.slice(1).flatten().map(one => [#one]))
}

#for part in data.sections {
  if part.title != "" {
    block(sticky: true, above: pitch - 16pt, below: pitch - 16pt)[#h(2 * unit)#text(font: black)[#part.title]]
  }
  for text in part.paragraphs { par(text) }
  if part.table.len() > 0 { block(above: 4mm, below: 6mm, lines(part.table)) }
  if part.chart != "" {
    let drawn = image(bytes(part.chart), format: "svg", width: 156mm)
    flat(block(above: 5mm, below: 5mm, breakable: false, drawn))
  }
}

#v(pitch)
#block(breakable: false, width: 100%, flat[
  #align(right)[#data.issuer#h(2 * unit)]
  #align(right)[#data.day#h(4 * unit)]
])
#v(pitch / 2)
#flat({
  set text(size: 10pt, tracking: 0pt)
  set par(leading: 5pt, spacing: 6pt, first-line-indent: 0pt)
  for note in data.notes { par(note) }
})
#if data.copies != "" {
  v(pitch / 2)
  block(breakable: false, width: 100%, inset: (x: 14pt, y: 6pt), stroke: (top: 1pt, bottom: 1pt),
    flat(text(size: 14pt, tracking: 0pt)[抄送：#data.copies]))
}
#metadata(data.title) <title>
#metadata(data.sections.map(part => part.paragraphs).flatten()) <paragraphs>
#context [#metadata(counter(page).final().first()) <pages>]
"""


def pdf(paper: Paper) -> bytes:
    """The paper as a PDF."""
    return bytes(typst.compile(_TEMPLATE.encode(), sys_inputs=_inputs(paper)))


def pictures(paper: Paper, ppi: int = 96) -> list[bytes]:
    """The pages of the paper as PNG, as a printer would set them."""
    made: Any = typst.compile(_TEMPLATE.encode(), format="png", ppi=ppi, sys_inputs=_inputs(paper))
    return [bytes(one) for one in made] if isinstance(made, list) else [bytes(made)]


def said(paper: Paper, label: str) -> Any:
    """What typst finds in the set paper under a label: its <title>, its <paragraphs>, how many <pages> it has."""
    found = typst.query(_TEMPLATE.encode(), f"<{label}>", field="value", one=True, sys_inputs=_inputs(paper))
    return json.loads(found)


def _inputs(paper: Paper) -> dict[str, str]:
    from linli.adapters.official.word import column_widths

    tables = [one.table for one in paper.sections if one.table]
    data = {
        "head": paper.head,
        "number": paper.number,
        "issuer": paper.issuer,
        "day": paper.day,
        "title": paper.title,
        "sections": [_section(one) for one in paper.sections],
        "notes": list(paper.notes),
        "copies": paper.copies,
        "faces": {"song": SONG, "head": HEAD, "black": BLACK, "round": ROUND},
        "widths": {f"{len(one)}-{'|'.join(one[0])}": column_widths(one) for one in tables},
    }
    return {"data": json.dumps(data, ensure_ascii=False)}


def _section(one: Section) -> dict[str, Any]:
    return {
        "title": one.title,
        "paragraphs": list(one.paragraphs),
        "table": [list(row) for row in one.table],
        "chart": svg(one.chart) if one.chart else "",
    }
