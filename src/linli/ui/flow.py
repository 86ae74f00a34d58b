"""A procedure as a picture: stages in columns by how far they are, ways on as arrows, ways back as arcs below.

Deterministic SVG that stands by itself: for pages, for the docs and for `linli pack diagram`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from linli.kernel.procedure import Procedure, Stage, exits
from linli.ui.packed import in_language

WIDTH, HEIGHT, GAP_X, GAP_Y, EDGE = 148, 64, 56, 34, 20
LANE = 14
FONT = "-apple-system,PingFang SC,Noto Sans CJK SC,Microsoft YaHei,sans-serif"


@dataclass(frozen=True, slots=True)
class Box:
    """A stage or an end on the picture."""

    key: str
    words: str
    note: str
    column: int
    row: int
    end: bool

    @property
    def x(self) -> int:
        """Left edge."""
        return EDGE + self.column * (WIDTH + GAP_X)

    @property
    def y(self) -> int:
        """Upper edge."""
        return EDGE + self.row * (HEIGHT + GAP_Y)


def layers(table: Procedure) -> dict[str, int]:
    """The column of each stage: the longest way to it along the order in which stages are written; the rest are ways
    back. Stages that nothing leads to stand in the first column."""
    order = {key: index for index, key in enumerate(dict.fromkeys((table.start, *table.stages)))}
    columns = dict.fromkeys(order, 0)
    for key in order:
        for _way, target in exits(table.stages[key]):
            if order.get(target, -1) > order[key]:
                columns[target] = max(columns[target], columns[key] + 1)
    return columns


def boxes(table: Procedure, results: Mapping[str, str], notes: Mapping[str, str]) -> dict[str, Box]:
    """Where each stage and end stands; ends in the last column of all."""
    columns = layers(table)
    width = max(columns.values(), default=0) + 1
    rows: dict[int, int] = {}
    found: dict[str, Box] = {}
    for key in (*table.stages, *table.ends):
        stage = table.stages.get(key)
        column = columns[key] if stage else width
        row = rows.get(column, 0)
        rows[column] = row + 1
        words = in_language(stage.words) if stage else results.get(table.ends[key], key)
        found[key] = Box(key, words, notes.get(key, ""), column, row, stage is None)
    return found


def flow(table: Procedure, results: Mapping[str, str], notes: Mapping[str, str] | None = None) -> SafeString:
    """The picture as SVG; `notes` are second lines by stage (live counts), `results` what ends are called."""
    placed = boxes(table, results, notes or {})
    links = [
        (stage.key, target)
        for stage in table.stages.values()
        for target in dict.fromkeys(target for _path, target in exits(stage))
        if stage.key in placed and target in placed and target != stage.key
    ]
    back = [one for one in links if placed[one[1]].column <= placed[one[0]].column]
    tall = max(box.y for box in placed.values()) + HEIGHT
    wide = max(box.x for box in placed.values()) + WIDTH + EDGE
    height = tall + EDGE + LANE * (len(back) + 1)
    drawn = [_forward(placed[a], placed[b], faint=b in table.ends) for a, b in links if (a, b) not in back]
    drawn += [_back(placed[a], placed[b], tall + LANE * (lane + 1)) for lane, (a, b) in enumerate(back)]
    drawn += [_box(box, table.stages.get(box.key)) for box in placed.values()]
    title = escape(in_language(table.words))
    return mark_safe(  # noqa: S308 - every word in it is escaped where it is drawn
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {height}" width="{wide}" height="{height}" '
        f'role="img" aria-label="{title}" font-family="{FONT}">'
        '<defs><marker id="flow-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto"><path d="M0 0L8 4L0 8z" fill="#8F8375"/></marker></defs>' + "".join(drawn) + "</svg>"
    )


def _box(box: Box, stage: Stage | None) -> str:
    fill, edge, ink = ("#E3EEEC", "#B9D2CF", "#17494F") if box.end else ("#FFFDF9", "#D6CAB8", "#28221D")
    if box.column == 0:
        fill, edge, ink = "#FBEAE3", "#C7452A", "#AD3920"
    gate = _gate_word(stage)
    note = box.note or gate
    middle = box.y + (HEIGHT / 2 + 5 if not note else HEIGHT / 2 - 4)
    words = escape(box.words if len(box.words) <= 10 else box.words[:20])
    size = 15 if len(box.words) <= 9 else 12
    second = (
        f'<text x="{box.x + WIDTH / 2}" y="{box.y + HEIGHT / 2 + 17}" text-anchor="middle" font-size="12" '
        f'fill="#5A5048">{escape(note)}</text>'
        if note
        else ""
    )
    return (
        f'<rect x="{box.x}" y="{box.y}" width="{WIDTH}" height="{HEIGHT}" rx="{32 if box.end else 12}" fill="{fill}" '
        f'stroke="{edge}"/><text x="{box.x + WIDTH / 2}" y="{middle}" text-anchor="middle" font-size="{size}" '
        f'font-weight="600" fill="{ink}">{words}</text>{second}'
    )


def _gate_word(stage: Stage | None) -> str:
    if stage is None:
        return ""
    if stage.arrival:
        return "到场 · arrive"
    if stage.rating:
        return "评价 · rating"
    words = {
        "claim": "认领 · claim",
        "notice": "公示 · notice",
        "approval": "审批 · approval",
        "evidence": "佐证 · evidence",
        "trial": "试用 · trial",
        "wait": "等到期 · wait",
        "children": "分件 · parts",
    }
    return words.get(stage.gate.kind, "") if stage.gate else ""


def _forward(a: Box, b: Box, *, faint: bool) -> str:
    x1, y1, x2, y2 = a.x + WIDTH, a.y + HEIGHT / 2, b.x - 2, b.y + HEIGHT / 2
    bend = max(24.0, (x2 - x1) / 2)
    return _path(f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}", faint=faint)


def _back(a: Box, b: Box, lane: float) -> str:
    x1, x2 = a.x + WIDTH * 0.62, b.x + WIDTH * 0.38
    return _path(
        f"M{x1} {a.y + HEIGHT}V{lane - 6}Q{x1} {lane} {x1 - 6 if x2 < x1 else x1 + 6} {lane}"
        f"H{x2 + 6 if x2 < x1 else x2 - 6}Q{x2} {lane} {x2} {lane - 6}V{b.y + HEIGHT + 2}",
        dashed=True,
    )


def _path(d: str, *, dashed: bool = False, faint: bool = False) -> str:
    dash = ' stroke-dasharray="4 4"' if dashed else ' opacity=".45"' if faint else ""
    return f'<path d="{d}" fill="none" stroke="#8F8375" stroke-width="1.4"{dash} marker-end="url(#flow-tip)"/>'
