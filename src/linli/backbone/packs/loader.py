"""Read a pack folder into sections checked by the schemas the domains registered."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import yaml
from pydantic import BaseModel, ValidationError

from linli.backbone.packs.sentences import sentence

BASE = "base"
# The parser in C where the library has it: ten times faster.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class PackFault:
    """One thing wrong in a pack, with where to mend it."""

    file: str
    line: int
    words: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.words}"


class PackError(Exception):
    """The pack cannot be used; `faults` says why, file and line each."""

    def __init__(self, faults: list[PackFault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


class Section(Protocol):
    """A domain's part of a pack: its schema, and the checks a schema cannot say."""

    @property
    def name(self) -> str: ...

    @property
    def schema(self) -> type[BaseModel]: ...

    def problems(self, pack: "Pack") -> Iterator[tuple[tuple[str, ...], str]]: ...


@dataclass(frozen=True)
class Pack:
    """A pack's checked content: one model per section, and the plain data it was read from."""

    name: str
    digest: str
    raw: Mapping[str, Any]
    sections: Mapping[str, BaseModel]


class _Marked:
    """Where each key path of a YAML tree stands."""

    def __init__(self) -> None:
        self.lines: dict[tuple[str, ...], tuple[str, int]] = {}
        self.faults: list[PackFault] = []

    def walk(self, node: yaml.Node, path: tuple[str, ...], file: str) -> None:
        self.lines[path] = (file, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                self._key(key, seen, file)
                self.walk(value, (*path, str(key.value)), file)
                self.lines[(*path, str(key.value))] = (file, key.start_mark.line + 1)
        elif isinstance(node, yaml.SequenceNode):
            for index, value in enumerate(node.value):
                self.walk(value, (*path, str(index)), file)

    def _key(self, key: yaml.Node, seen: set[str], file: str) -> None:
        """YAML would take the second of two equal words in silence, and read `yes` and `no` as truth values."""
        line, word = key.start_mark.line + 1, str(key.value)
        if word in seen:
            self.faults.append(PackFault(file, line, f"“{word}” 写了两次"))
        if key.tag == "tag:yaml.org,2002:bool":
            self.faults.append(PackFault(file, line, f'“{word}” 在 YAML 里是真假值，加上引号："{word}"'))
        seen.add(word)

    def under(self, other: "_Marked") -> "_Marked":
        """These places, and over them those of the pack that extends this one."""
        self.lines = {**self.lines, **other.lines}
        return self

    def borrow(self, source: tuple[str, ...], target: tuple[str, ...]) -> None:
        """What `target` takes over from `source` stands where `source` wrote it."""
        taken = {
            (*target, *path[len(source) :]): at for path, at in self.lines.items() if path[: len(source)] == source
        }
        self.lines = {**taken, **self.lines}

    def fault(self, path: tuple[str, ...], words: str) -> PackFault:
        known = next((self.lines[path[:end]] for end in range(len(path), -1, -1) if path[:end] in self.lines), ("?", 0))
        return PackFault(known[0], known[1], words)


def load_pack(folder: Path, sections: Mapping[str, Section], find: Callable[[str], Path] | None = None) -> Pack:
    """Read, merge and check every YAML file of `folder`, over the pack it extends; PackError lists all faults with
    file and line. `find` tells where a pack of a name lies (beside this one by default)."""
    raw, marks = _chain(folder, find or (lambda name: folder.parent / name), ())
    inherit_procedures(raw, marks)
    checked, faults = _validate(raw, marks, sections)
    digest = hashlib.sha256(json.dumps(raw, ensure_ascii=False).encode()).hexdigest()
    pack = Pack(folder.name, digest, raw, checked)
    if not faults:
        faults = [
            marks.fault((name, *path), words)
            for name, section in sections.items()
            for path, words in section.problems(pack)
        ]
    if faults:
        raise PackError(faults)
    return pack


def pack_of(name: str, digest: str, raw: Mapping[str, Any], sections: Mapping[str, Section]) -> Pack:
    """A pack from the content an applied version keeps."""
    checked = {key: section.schema.model_validate(raw.get(key, {})) for key, section in sections.items()}
    return Pack(name, digest, raw, checked)


def _chain(folder: Path, find: Callable[[str], Path], seen: tuple[str, ...]) -> tuple[dict[str, Any], _Marked]:
    """A pack's own content over that of the pack it extends."""
    own, marks = _read(folder)
    parent = own.get("pack", {}).get("extends") if isinstance(own.get("pack"), dict) else None
    if not parent:
        return own, marks
    path = ("pack", "extends")
    if parent == folder.name or parent in seen:
        raise PackError([marks.fault(path, f"模式包“{parent}”绕回了自己")])
    there = _found(str(parent), find)
    if there is None:
        raise PackError([marks.fault(path, f"没有叫“{parent}”的模式包")])
    raw, below = _chain(there, find, (*seen, folder.name))
    return overlay(raw, own), below.under(marks)


def _found(name: str, find: Callable[[str], Path]) -> Path | None:
    try:
        there = find(name)
    except FileNotFoundError:
        return None
    return there if there.is_dir() else None


def overlay(base: dict[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """`own` over `base`: tables merge key by key, everything else replaces; an empty value takes a key away."""
    merged = dict(base)
    for key, value in own.items():
        if value is None:
            merged.pop(key, None)
        elif isinstance(value, dict) and isinstance(merged.get(key), dict):
            merged[key] = overlay(merged[key], value)
        else:
            merged[key] = value
    return merged


def inherit_procedures(raw: dict[str, Any], marks: "_Marked") -> None:
    """A procedure that `extends` another of its pack says only where it differs; PackError for a loop or a stranger."""
    part = raw.get("cases")
    table = part.get("procedures") if isinstance(part, dict) else None
    if not isinstance(table, dict):
        return
    for key in list(table):
        table[key] = _inherited(table, key, marks, ())


def _inherited(table: dict[str, Any], key: str, marks: "_Marked", seen: tuple[str, ...]) -> Any:
    own = table[key]
    if not isinstance(own, dict) or "extends" not in own:
        return own
    parent, path = str(own["extends"]), ("cases", "procedures", key, "extends")
    if parent == key or parent in seen:
        raise PackError([marks.fault(path, f"流程“{parent}”绕回了自己")])
    if parent not in table:
        raise PackError([marks.fault(path, f"没有叫“{parent}”的流程")])
    rest = {name: value for name, value in own.items() if name != "extends"}
    base = _inherited(table, parent, marks, (*seen, key))
    marks.borrow(("cases", "procedures", parent), ("cases", "procedures", key))
    return overlay(base, rest)


def _read(folder: Path) -> tuple[dict[str, Any], _Marked]:
    marks, raw, faults = _Marked(), {}, []  # type: ignore[var-annotated]
    files = sorted(folder.rglob("*.yaml"))
    if not files:
        raise PackError([PackFault(str(folder), 0, "这个文件夹里没有 .yaml 文件")])
    for file in files:
        name = str(file.relative_to(folder.parent))
        try:
            node = yaml.compose(file.read_text(encoding="utf-8"), Loader=_Loader)
        except (yaml.YAMLError, UnicodeDecodeError) as fault:
            mark = getattr(fault, "problem_mark", None)
            faults.append(PackFault(name, mark.line + 1 if mark else 1, f"不是正确的 YAML：{fault}".split("\n")[0]))
            continue
        if node is not None:
            marks.walk(node, (), name)
            faults += _merge(raw, _plain(node), marks, ())
    faults += marks.faults
    if faults:
        raise PackError(faults)
    # Plain JSON from here on: an applied version is kept as such, and dates read the same from both.
    return json.loads(json.dumps(raw, ensure_ascii=False, default=str)), marks


def _plain(node: yaml.Node) -> Any:
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_document(node)
    finally:
        loader.dispose()


def _merge(into: dict[str, Any], new: Any, marks: _Marked, path: tuple[str, ...]) -> list[PackFault]:
    if not isinstance(new, dict):
        return [marks.fault(path, "这里应是“名字: 内容”的表")]
    faults: list[PackFault] = []
    for key, value in new.items():
        here = (*path, str(key))
        if isinstance(into.get(str(key)), dict) and isinstance(value, dict):
            faults += _merge(into[str(key)], value, marks, here)
        elif str(key) in into:
            faults.append(marks.fault(here, f"“{key}” 写了两次"))
        else:
            into[str(key)] = value
    return faults


def _validate(
    raw: dict[str, Any], marks: _Marked, sections: Mapping[str, Section]
) -> tuple[dict[str, BaseModel], list[PackFault]]:
    faults = [marks.fault((key,), f"不认识“{key}”这一部分") for key in raw if key not in sections]
    checked: dict[str, BaseModel] = {}
    for name, section in sections.items():
        try:
            checked[name] = section.schema.model_validate(raw.get(name, {}))
        except ValidationError as error:
            faults += [marks.fault((name, *map(str, one["loc"])), sentence(dict(one))) for one in error.errors()]
    return checked, faults
