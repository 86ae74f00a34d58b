"""Which mechanisms of a governance model a pack carries, by which of its keys, and which wait for what."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from linli.backbone.packs.about import about
from linli.backbone.packs.loader import Pack


@dataclass(frozen=True, slots=True)
class Mechanism:
    """A mechanism of one of the five models, as `packs/mechanisms.csv` lists it."""

    id: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Covered:
    """A row of coverage: the keys that carry a mechanism, or the capability it waits for."""

    mechanism: Mechanism
    keys: tuple[str, ...]
    waits: str
    what: str


def mechanisms(file: Path, model: str) -> tuple[Mechanism, ...]:
    """The mechanisms of a model, in order."""
    with file.open(encoding="utf-8") as rows:
        return tuple(
            Mechanism(row["id"], row["zh"], row["en"])
            for row in csv.DictReader(rows)
            if row["id"].startswith(f"{model}-")
        )


def carriers(tree: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """(mechanism id, key path) for every `source` written in a pack."""
    if not isinstance(tree, Mapping):
        return
    for one in _listed(tree.get("source")):
        yield one, ".".join(path)
    for key, value in tree.items():
        yield from carriers(value, (*path, str(key)))


def _listed(value: Any) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else (value,) if isinstance(value, str) else ()


def coverage(pack: Pack, known: tuple[Mechanism, ...]) -> tuple[Covered, ...]:
    """One row for each mechanism of the pack's model."""
    keys: dict[str, list[str]] = {}
    for one, path in carriers(pack.raw):
        keys.setdefault(one, []).append(path)
    for name in about(pack).settings:
        keys.setdefault(name, []).append(f"pack.settings.{name}")
    waits = about(pack).waits
    return tuple(
        Covered(
            one,
            tuple(keys.get(one.id, ())),
            waits[one.id].capability if one.id in waits else "",
            str(waits[one.id].what) if one.id in waits else "",
        )
        for one in known
    )


def faults(pack: Pack, known: tuple[Mechanism, ...]) -> list[str]:
    """What is wrong with a pack's coverage: a mechanism without a row, in two minds, or that nobody knows."""
    model, names = about(pack).model, {one.id for one in known}
    found = [
        f"{row.mechanism.id}：没有写由谁承载，也没有写等什么"
        for row in coverage(pack, known)
        if not row.keys and not row.waits
    ]
    found += [f"{row.mechanism.id}：又承载、又在等" for row in coverage(pack, known) if row.keys and row.waits]
    said = {one for one, _path in carriers(pack.raw)} | set(about(pack).waits)
    found += [f"{one}：{model} 没有这一条" for one in sorted(said) if one.startswith(f"{model}-") and one not in names]
    return found


def page(pack: Pack, known: tuple[Mechanism, ...]) -> str:
    """`coverage.md` of a pack."""
    rows = coverage(pack, known)
    carried = sum(bool(row.keys) for row in rows)
    lines = [
        f"# {about(pack).title}：机制与本包",
        "",
        f"由 `linli pack coverage {pack.name}` 生成。共 {len(rows)} 条，已承载 {carried} 条，"
        f"等待后续能力 {len(rows) - carried} 条。",
        "",
        "| 编号 | 机制 | 由本包哪一处承载 | 等待 |",
        "| --- | --- | --- | --- |",
    ]
    for row in rows:
        keys = "<br>".join(f"`{key}`" for key in row.keys)
        waits = f"{row.waits}：{row.what}" if row.waits else ""
        lines.append(f"| {row.mechanism.id} | {row.mechanism.zh} | {keys} | {waits} |")
    settings = about(pack).settings
    if settings:
        lines += ["", "## 来源没有写、由当地定的", ""]
        lines += [f"- `{key}`：{words}" for key, words in settings.items()]
    return "\n".join(lines) + "\n"
