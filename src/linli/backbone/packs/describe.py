"""The language of packs as JSON Schema, so that editors complete and check it."""

from typing import Any

from linli.backbone.packs.registry import sections

TITLE = "Linli pack"


def json_schema() -> dict[str, Any]:
    """One schema for every YAML file of a pack: each section where it stands, definitions once."""
    properties, definitions = {}, {}
    for name, section in sorted(sections().items()):
        schema = section.schema.model_json_schema(mode="validation", ref_template="#/$defs/{model}")
        definitions.update(schema.pop("$defs", {}))
        properties[name] = schema
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": TITLE,
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "$defs": dict(sorted(definitions.items())),
    }
