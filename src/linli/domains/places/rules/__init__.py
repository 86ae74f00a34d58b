"""Pure decisions about places: what an import may bring in."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from linli.domains.places.values.tables import Level, Territory
from linli.kernel.faults import ImportFault

COLUMNS = ("code", "name", "kind", "parent", "number", "households", "residents", "lon", "lat", "phone")
NUMBERS = ("households", "residents", "lon", "lat")
REQUIRED = ("code", "name", "kind", "parent")
_CODE = re.compile(r"[0-9A-Za-z\-]{2,40}")


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A checked line of an import."""

    code: str
    name: str
    kind: str
    parent: str
    number: str = ""
    households: int | None = None
    residents: int | None = None
    lon: float | None = None
    lat: float | None = None
    phone: str = ""


def check_lines(
    rows: Iterable[tuple[int, Mapping[str, str]]], territory: Territory, known: Mapping[str, str]
) -> tuple[list[PlaceLine], list[ImportFault]]:
    """Lines in an order in which parents come first, and every fault by row and column.

    `known` maps codes already there to their kind. Parents may stand anywhere in the file.
    """
    faults: list[ImportFault] = []
    lines: dict[str, tuple[int, PlaceLine]] = {}
    for number, row in rows:
        found = list(_cell_faults(number, row, territory))
        code = row.get("code", "").strip()
        if code in lines:
            found.append(ImportFault(number, "code", f"代码 {code} 和第 {lines[code][0]} 行重复"))
        faults += found
        if not found:
            lines[code] = (number, _line(row))
    kinds = {**known, **{code: line.kind for code, (_, line) in lines.items()}}
    for number, line in lines.values():
        faults += _parent_faults(number, line, kinds, territory)
    return _parents_first(lines, faults), faults


def size_fault(level: Level, line: PlaceLine) -> tuple[str, str] | None:
    """The column and sentence of a broken size rule (C03), or None; one kept bound is enough."""
    if level.size is None:
        return None
    bounds = {"households": level.size.households, "residents": level.size.residents}
    given = {key: value for key in bounds if bounds[key] and (value := getattr(line, key)) is not None}
    if not given or any(bounds[key][0] <= value <= bounds[key][1] for key, value in given.items()):  # type: ignore[index]
        return None
    key, value = next(iter(given.items()))
    low, high = bounds[key]  # type: ignore[misc]
    unit = "户" if key == "households" else "人"
    return key, f"{line.name} 有 {value} {unit}，应在 {low}—{high} {unit}"


def _cell_faults(number: int, row: Mapping[str, str], territory: Territory) -> Iterator[ImportFault]:
    for column in ("code", "name", "kind"):
        if not row.get(column, "").strip():
            yield ImportFault(number, column, "不能空着")
    code, kind = row.get("code", "").strip(), row.get("kind", "").strip()
    if code and not _CODE.fullmatch(code):
        yield ImportFault(number, "code", f"代码“{code}”只能用数字、字母和横线")
    if kind and kind not in territory.levels:
        yield ImportFault(number, "kind", f"没有叫“{kind}”的层级；可用：{'、'.join(territory.levels)}")
    yield from (
        ImportFault(number, column, f"“{row[column]}”不是数字") for column in NUMBERS if not _readable(row, column)
    )


def _readable(row: Mapping[str, str], column: str) -> bool:
    try:
        value = _number(row.get(column, ""), column)
    except ValueError:
        return False
    return value is None or column in ("lon", "lat") or value >= 0


def _number(text: str, column: str) -> float | None:
    """A cell as a number, None when empty; ValueError when it is none."""
    if not text.strip():
        return None
    value = float(text.strip()) if column in ("lon", "lat") else int(text.strip())
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError(text)
    return value


def _whole(text: str) -> int | None:
    return int(text) if text else None


def _point(text: str) -> float | None:
    return float(text) if text else None


def _line(row: Mapping[str, str]) -> PlaceLine:
    text = {column: row.get(column, "").strip() for column in COLUMNS}
    return PlaceLine(
        text["code"],
        text["name"],
        text["kind"],
        text["parent"],
        text["number"],
        households=_whole(text["households"]),
        residents=_whole(text["residents"]),
        lon=_point(text["lon"]),
        lat=_point(text["lat"]),
        phone=text["phone"],
    )


def _parent_faults(
    number: int, line: PlaceLine, kinds: Mapping[str, str], territory: Territory
) -> Iterator[ImportFault]:
    level = territory.levels[line.kind]
    if not line.parent:
        if level.under:
            yield ImportFault(number, "parent", f"{level.title}要写上级代码")
    elif line.parent not in kinds:
        yield ImportFault(number, "parent", f"没有代码是 {line.parent} 的上级")
    elif kinds[line.parent] not in level.under:
        yield ImportFault(number, "parent", f"{level.title}不能放在“{kinds[line.parent]}”下面")
    size = size_fault(level, line)
    if size:
        yield ImportFault(number, size[0], size[1])


def _parents_first(lines: Mapping[str, tuple[int, PlaceLine]], faults: list[ImportFault]) -> list[PlaceLine]:
    done: dict[str, PlaceLine] = {}
    waiting = dict(lines)
    while waiting:
        ready = [code for code, (_, line) in waiting.items() if line.parent not in waiting]
        if not ready:
            faults += [ImportFault(row, "parent", "上级绕成了圈") for row, _ in waiting.values()]
            break
        for code in ready:
            done[code] = waiting.pop(code)[1]
    return list(done.values())
