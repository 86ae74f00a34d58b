"""docs/packs.md and docs/pack.schema.json out of the schemas of the packs, with examples from the packs themselves.

Without arguments both are written; `--check` only says which is not as it should be.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import django
import yaml
from pydantic import BaseModel

from tools.pack_types import Examples, annotated_word, default_words, tables_in, type_words, word_of

ROOT = Path(__file__).parents[1]
PAGE, SCHEMA = ROOT / "docs/packs.md", ROOT / "docs/pack.schema.json"
HEAD = ROOT / "tools/pack_docs_head.md"
SAMPLE = ROOT / "tests/packs/sample"
# Gates of later domains stand only where they are refused.
REFUSED = ROOT / "tests/packs/bad"
ORDER = ("pack", "territory", "organizations", "services", "calendar", "cases", "hotline", "routines")
ORDER += ("venues", "insights", "circulars", "advice", "hot", "notices", "offers")
LONGEST = 110


def main(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    django.setup()
    made = {PAGE: page(), SCHEMA: schema()}
    if arguments == ["--check"]:
        stale = [path for path, text in made.items() if not path.is_file() or path.read_text("utf-8") != text]
        for path in stale:
            print(f"{path.relative_to(ROOT)} is not what the schemas say: python -m tools.pack_docs")
        return 1 if stale else 0
    for path, text in made.items():
        path.write_text(text, encoding="utf-8")
    return 0


def schema() -> str:
    """docs/pack.schema.json: what `linli pack schema` prints."""
    from linli.config import wiring  # noqa: F401 - registers the sections
    from linli.config.cli.packs.begin import schema_text

    return schema_text()


def page() -> str:
    """docs/packs.md."""
    from linli.config import wiring  # noqa: F401 - registers the sections

    lines = [HEAD.read_text(encoding="utf-8")]
    examples = found_examples()
    for name in ORDER:
        lines += [f"\n## {name}\n", *_tables(name, examples)]
    return "\n".join([*lines, *_values()]) + "\n"


def schemas() -> dict[str, type[BaseModel]]:
    """The schema of each section, in the order they are described."""
    from linli.backbone.packs.registry import sections

    if set(sections()) != set(ORDER):
        raise SystemExit(f"ORDER does not name the sections {sorted(set(sections()) ^ set(ORDER))}")
    return {name: sections()[name].schema for name in ORDER}


def found_examples() -> Examples:
    """One example of every word, from the base first, then the other packs, then the tested sample."""
    found = Examples()
    packs = sorted((ROOT / "packs").iterdir(), key=lambda path: (path.name != "base", path.name))
    files = [file for path in [*packs, SAMPLE] for file in sorted(path.rglob("*.yaml"))]
    for file in [*files, *sorted(REFUSED.glob("gate_*.yaml"))]:
        raw = yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader) or {}
        for name, model in schemas().items():
            found.gather(model, raw.get(name), (name,), str(file.relative_to(ROOT)))
    return found


def _tables(name: str, examples: Examples) -> Iterator[str]:
    from linli.config.cli.packs.words import meanings

    known = meanings()
    for model, path in tables_in(schemas()[name], name):
        if not model.__name__.endswith("Routines"):
            yield f"\n### `{path}`\n"
            yield "| 词 | 写什么 | 默认 | 意思 | 例 |\n| --- | --- | --- | --- | --- |"
            yield from _rows(model, known[model.__name__], examples)


def _rows(model: type[BaseModel], known: Mapping[str, tuple[str, str]], examples: Examples) -> Iterator[str]:
    listed = {word_of(key, field): field for key, field in model.model_fields.items()}
    extra = {"extends"} if model.__name__ == "ProcedureTable" else set()
    if set(known) != set(listed) | extra:
        wrong = sorted(set(known) ^ (set(listed) | extra))
        raise SystemExit(f"words.yaml: {model.__name__} {wrong}")
    for word, (zh, en) in known.items():
        field = listed.get(word)
        cells = (annotated_word(word), type_words(field), default_words(field), f"{zh}<br>{en}")
        yield f"| {' | '.join(cells)} | {_example(model, word, examples)} |"


def _example(model: type[BaseModel], word: str, examples: Examples) -> str:
    file, path, value = examples.of(model, word)
    text = yaml.dump({word: value}, allow_unicode=True, default_flow_style=True, width=10**6, sort_keys=False).strip()
    text = _plain(text.removeprefix("{").removesuffix("}"))
    short = text if len(text) <= LONGEST else text[:LONGEST] + "…"
    return f"`{short.replace('|', '/')}`<br>{file} › {path}"


def _plain(text: str) -> str:
    return text.replace("`", "'")


def _values() -> Iterator[str]:
    from linli.config.cli.packs.words import values

    yield "\n## 值 Values\n"
    for word, table in values().items():
        yield f"\n### `{word}`\n\n| 值 | 意思 |\n| --- | --- |"
        yield from (f"| `{key}` | {zh}<br>{en} |" for key, (zh, en) in table.items())
    yield from _results()


def _results() -> Iterator[str]:
    from linli.domains.cases.values import RESULTS

    yield "\n### `ends`\n\n| 值 | 意思 |\n| --- | --- |"
    yield from (f"| `{key}` | {zh}<br>{en} |" for key, (zh, en) in RESULTS.items())


def allowed_values() -> dict[str, set[Any]]:
    """What the code allows where the page lists values: a test compares the two."""
    from typing import get_args

    from linli.backbone.packs.about import SPOKEN
    from linli.domains.cases import pack as cases_pack
    from linli.domains.duties.values.routines import Evidence
    from linli.domains.organizations.values.tables import Right
    from linli.kernel import cadence, fields, procedure
    from linli.kernel.procedure import check, tables

    return {
        "rights": set(get_args(Right)),
        "by": set(get_args(tables.Role)),
        "does": set(get_args(tables.Effect)),
        "needs": set(cases_pack.NEEDS),
        "choose": set(cases_pack.CHOICES),
        "finish": set(get_args(tables.Finish)),
        "type": set(get_args(fields.FieldType)),
        "outcomes": {one for outcomes in procedure.GATES.values() for one in outcomes},
        "seats": set(check.SPECIAL),
        "facts": set(check.FACTS),
        "holidays": {str(one) for one in cadence.Holidays},
        "until": {str(one) for one in cadence.Period},
        "evidence": set(get_args(Evidence)),
        "words": set(SPOKEN),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
