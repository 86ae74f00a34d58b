"""The pages on packs say what the schemas and the shipped packs say; every shipped file fits the published schema."""

import json
import re
from pathlib import Path

import pytest
import yaml
from django.utils import translation

from linli.backbone.packs import registry
from linli.backbone.packs.loader import load_pack
from linli.config import wiring  # noqa: F401 - registers the sections
from linli.config.cli.packs.words import values
from linli.domains.cases.values import RESULTS
from linli.domains.cases.values.tables import cases
from linli.domains.cases.values.translate import translated
from linli.ui.flow import flow
from tools import pack_docs

ROOT = Path(__file__).parents[2]
FILES = sorted([*(ROOT / "packs").rglob("*.yaml"), *(ROOT / "tests/packs/sample").rglob("*.yaml")])


def test_the_page_is_the_one_the_schemas_make():
    assert pack_docs.PAGE.read_text(encoding="utf-8") == pack_docs.page()


def test_the_schema_is_the_one_the_command_prints():
    assert pack_docs.SCHEMA.read_text(encoding="utf-8") == pack_docs.schema()


def test_every_value_has_its_meaning():
    assert {word: set(table) for word, table in values().items()} == pack_docs.allowed_values()


def test_the_sample_of_rare_words_loads():
    pack = load_pack(pack_docs.SAMPLE, registry.sections(), registry.folder_of)
    assert cases(pack).procedures["lending"].forms


def test_the_flows_of_the_base_are_drawn():
    results = {key: zh for key, (zh, _en) in RESULTS.items()}
    with translation.override("zh-hans"):
        drawn = {
            f"{key}.svg": str(flow(translated(key, table), results)) + "\n"
            for key, table in cases(registry.read("base")).procedures.items()
        }
    assert drawn == {file.name: file.read_text(encoding="utf-8") for file in (ROOT / "docs/flows").iterdir()}


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_file_fits_the_schema(file):
    schema = json.loads(pack_docs.SCHEMA.read_text(encoding="utf-8"))
    raw = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    plain = json.loads(json.dumps(raw, default=str))
    assert list(misfits(plain, schema, schema, file.name)) == []


def test_what_does_not_fit_is_found():
    schema = json.loads(pack_docs.SCHEMA.read_text(encoding="utf-8"))
    wrong = {"pack": {"titel": "x"}, "routines": {"a": {"quota": "3", "holidays": "never"}}}
    assert len(list(misfits(wrong, schema, schema, ""))) == 3


def misfits(value, schema, whole, path):
    """The few words of JSON Schema that the published one is made of."""
    if "$ref" in schema:
        schema = whole["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    if "anyOf" in schema:
        found = [list(misfits(value, one, whole, path)) for one in schema["anyOf"]]
        yield from [] if any(not one for one in found) else max(found, key=len)
        return
    types = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "boolean": bool}
    kind = schema.get("type")
    fits = kind is None or (value is None if kind == "null" else isinstance(value, types[kind]))
    if not fits or (kind in ("integer", "number") and isinstance(value, bool)):
        yield f"{path}: {value!r} is no {kind}"
    elif "enum" in schema and value not in schema["enum"]:
        yield f"{path}: {value!r} is none of {schema['enum']}"
    elif "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{path}: {value!r} does not match"
    elif isinstance(value, dict):
        known, other = schema.get("properties", {}), schema.get("additionalProperties", True)
        for key, inner in value.items():
            if key in known or isinstance(other, dict):
                yield from misfits(inner, known.get(key, other), whole, f"{path}.{key}")
            elif not other:
                yield f"{path}: {key} is unknown"
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from misfits(inner, schema.get("items", {}), whole, f"{path}[{index}]")
