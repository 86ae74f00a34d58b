"""What the schemas of packs say of each word: the tables there are, types and defaults in words, examples."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, RootModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

Model = type[BaseModel]


def word_of(key: str, field: FieldInfo) -> str:
    """A field as packs write it."""
    return field.alias or key


def annotated_word(word: str) -> str:
    """A word as a cell."""
    return f"`{word}`"


def fields_of(model: Model) -> dict[str, FieldInfo]:
    """The words of a table."""
    return {word_of(key, field): field for key, field in model.model_fields.items()}


def models_of(annotation: Any) -> Iterator[tuple[str, Model]]:
    """The tables an annotation leads to, with what stands between: nothing, `.<key>` or `[]`."""
    from linli.backbone.packs.schema import Words

    origin, arguments = get_origin(annotation), get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if annotation is not Words:
            yield "", annotation
    elif origin in (Annotated, Union, UnionType):
        inside = arguments[:1] if origin is Annotated else arguments
        yield from (found for one in inside for found in models_of(one))
    elif origin in (dict, tuple, list):
        between = ".<key>" if origin is dict else "[]"
        inner = arguments[1] if origin is dict else arguments[0]
        yield from ((between + rest, model) for rest, model in models_of(inner))


def tables_in(model: Model, path: str) -> Iterator[tuple[Model, str]]:
    """Every table of a section once, with the path it first stands at."""
    todo, seen = [(model, path)], set()
    while todo:
        table, where = todo.pop(0)
        if table in seen:
            continue
        seen.add(table)
        yield table, where
        for word, field in fields_of(table).items():
            step = "" if issubclass(table, RootModel) else f".{word}"
            todo += [(inner, f"{where}{step}{between}") for between, inner in models_of(field.annotation)]


def type_words(field: FieldInfo | None) -> str:
    """What is written for a word."""
    if field is None:
        return "名字 name"
    return _type(field.annotation, [str(one) for one in field.metadata])


def _type(annotation: Any, metadata: list[str]) -> str:
    from linli.backbone.packs.schema import Words
    from linli.kernel.cadence import Cadence
    from linli.kernel.duration import Duration

    plain: dict[Any, str] = {
        str: "文字 text",
        int: "整数 whole number",
        float: "数 number",
        bool: "true / false",
        date: "日期 date",
        time: '时刻 "07:00"',
        Words: "中英文 zh, en",
        Duration: "时长 length",
        Cadence: "周期 cadence",
        Any: "内容 anything",
    }
    if annotation in plain:
        return plain[annotation]
    if isinstance(annotation, type):
        return _class(annotation)
    return _made_of(get_origin(annotation), [one for one in get_args(annotation) if one is not NoneType], metadata)


def _class(annotation: type) -> str:
    if issubclass(annotation, StrEnum):
        return " / ".join(f"`{one}`" for one in annotation)
    return "表 table"


def _made_of(origin: Any, arguments: list[Any], metadata: list[str]) -> str:
    if origin is Literal:
        return " / ".join(f"`{one}`" for one in arguments) if len(arguments) < 6 else "见下面的值 see values"
    if origin is Annotated:
        return _type(arguments[0], metadata)
    if origin is dict:
        return f"名字: {_type(arguments[1], metadata)}"
    if origin in (tuple, list):
        return f"一列 list: {_type(arguments[0], metadata)}"
    return " 或 ".join(dict.fromkeys(_type(one, metadata) for one in arguments))


def default_words(field: FieldInfo | None) -> str:
    """What holds where a word is left out."""
    if field is None:
        return ""
    if field.is_required():
        return "必写 required"
    value = field.get_default(call_default_factory=True)
    empty = value is PydanticUndefined or value is None or value in ("", (), {}) or isinstance(value, BaseModel)
    return "" if empty else f"`{_said(value)}`"


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "、".join(map(str, value)) if isinstance(value, tuple) else str(value)


class Examples:
    """The first example of each word of each table."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], tuple[str, str, Any]] = {}

    def of(self, model: Model, word: str) -> tuple[str, str, Any]:
        """(file, path, value) of the first example."""
        return self._found[model.__name__, word]

    def gather(self, model: Model, raw: Any, path: tuple[str, ...], file: str) -> None:
        """Take what a file says in a table and in the tables below it."""
        if not isinstance(raw, dict):
            return
        if issubclass(model, RootModel):
            self._below(model.model_fields["root"].annotation, raw, path, file)
            return
        known = fields_of(model)
        for word, value in raw.items():
            here = (*path, str(word))
            self._found.setdefault((model.__name__, str(word)), (file, ".".join(here), value))
            if word in known:
                self._below(known[word].annotation, value, here, file)

    def _below(self, annotation: Any, value: Any, path: tuple[str, ...], file: str) -> None:
        for between, inner in models_of(annotation):
            for step, one in _parts(between, value):
                self.gather(inner, one, (*path, *step), file)


def _parts(between: str, value: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    if not between:
        yield (), value
    elif between.startswith(".<key>") and isinstance(value, dict):
        for key, one in value.items():
            yield from (((str(key), *rest), inner) for rest, inner in _parts(between.removeprefix(".<key>"), one))
    elif between.startswith("[]") and isinstance(value, list):
        for index, one in enumerate(value):
            yield from (((str(index), *rest), inner) for rest, inner in _parts(between.removeprefix("[]"), one))
