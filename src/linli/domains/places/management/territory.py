"""`linli territory import FILE`: places from CSV or Excel, boundaries from GeoJSON; all or nothing."""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from linli.adapters.tables import read_rows
from linli.adapters.workbooks import Unreadable
from linli.backbone.refusals import next_step, sentence
from linli.backbone.values import SYSTEM, Actor
from linli.domains.places.commands import import_boundaries, import_territory
from linli.domains.places.rules import COLUMNS, REQUIRED
from linli.domains.places.values import ImportReport
from linli.kernel.faults import ImportFault
from linli.kernel.refusal import Refusal

# The columns of the statistics office's list of divisions read as they are.
ALIASES = {
    "level": "kind",
    "parent_code": "parent",
    "代码": "code",
    "名称": "name",
    "层级": "kind",
    "上级": "parent",
    "栋号": "number",
    "户数": "households",
    "人数": "residents",
    "经度": "lon",
    "纬度": "lat",
    "电话": "phone",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("what", choices=("import",))
    parser.add_argument("file", type=Path, help="CSV、Excel（辖区）或 GeoJSON（边界）")


def run(arguments: argparse.Namespace) -> int:
    """Import the file; 1 with row and column for every fault, and nothing imported."""
    if not arguments.file.is_file():
        sys.stderr.write(f"没有这个文件：{arguments.file}\n")
        return 2
    try:
        report = import_file(arguments.file, arguments.file.name)
    except Refusal as no:
        sys.stderr.write(f"{sentence(no)}。{next_step(no.code)}\n")
        return 1
    for fault in report.faults:
        sys.stderr.write(f"第 {fault.row} 行 {fault.column}：{fault.words}\n")
    if not report.ok:
        sys.stderr.write(f"有 {len(report.faults)} 处问题，什么也没有导入\n")
        return 1
    sys.stdout.write(f"导入完成：新增 {report.created}，更新 {report.updated}\n")
    return 0


def import_file(path: Path, name: str, actor: Actor = SYSTEM) -> ImportReport:
    """Import places or boundaries by the file's ending. Refusal: sheet_unreadable for what is no table,
    sheet_headings for a table of other things."""
    now = datetime.now(UTC)
    if name.lower().endswith((".json", ".geojson")):
        try:
            collection = json.loads(path.read_text(encoding="utf-8"))
        except (ValueError, UnicodeDecodeError):
            return ImportReport(faults=(ImportFault(1, "", "不是正确的 GeoJSON"),))
        return import_boundaries(actor=actor, collection=collection, now=now)
    rows = list(_rows(path))
    missing = [column for column in REQUIRED if rows and column not in rows[0][1]]
    if missing:
        return ImportReport(faults=tuple(ImportFault(1, column, "缺少这一列") for column in missing))
    return import_territory(actor=actor, rows=rows, now=now)


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Rows of a table as (row number, column → text); the heading is row 1."""
    try:
        lines = list(read_rows(path))
    except Unreadable as fault:
        raise Refusal("sheet_unreadable") from fault
    heading = [ALIASES.get(cell.strip(), cell.strip().lower()) for cell in (lines[0] if lines else [])]
    if any(heading) and not set(heading) & set(COLUMNS):
        raise Refusal("sheet_headings")
    for number, cells in enumerate(lines[1:], start=2):
        if any(cell.strip() for cell in cells):
            yield number, {column: cell for column, cell in zip(heading, cells, strict=False) if column in COLUMNS}
