"""The language of packs as JSON Schema, so that editors complete and check it."""

from collections.abc import Mapping
from typing import Any

from linli.backbone.packs.registry import sections

TITLE = "Linli pack"
Meanings = Mapping[str, Mapping[str, tuple[str, str]]]


def json_schema(meanings: Meanings | None = None) -> dict[str, Any]:
    """One schema for every YAML file of a pack: each section where it stands, definitions once.

    A file holds a part of a pack, over the pack it extends: so no word is required, any may be empty (that takes it
    away), and a procedure may extend another. `meanings` are shown where an editor explains a word.
    """
    properties, definitions = {}, {}
    for name, section in sorted(sections().items()):
        schema = section.schema.model_json_schema(mode="validation", ref_template="#/$defs/{model}")
        definitions.update(schema.pop("$defs", {}))
        _partial(schema, (meanings or {}).get(section.schema.__name__, {}))
        properties[name] = schema
    for name, schema in definitions.items():
        if name != "Words":
            _partial(schema, (meanings or {}).get(name, {}))
    definitions["ProcedureTable"]["properties"]["extends"] |= {"type": "string"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": TITLE,
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "$defs": dict(sorted(definitions.items())),
    }


def _partial(schema: dict[str, Any], meanings: Mapping[str, tuple[str, str]]) -> None:
    schema.pop("required", None)
    properties = schema.setdefault("properties", {}) if meanings else schema.get("properties", {})
    for word, (zh, en) in meanings.items():
        properties.setdefault(word, {})["description"] = f"{zh}。{en}."
    for table in (schema, *properties.values()):
        if isinstance(table.get("additionalProperties"), dict):
            table["additionalProperties"] = {"anyOf": [table["additionalProperties"], {"type": "null"}]}
