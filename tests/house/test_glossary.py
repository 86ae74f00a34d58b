"""The words of the house: every event and command speaks of something the glossary knows."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").lower()
KNOWN = set(
    re.findall(r"[a-z]+", "\n".join(line.split("|")[1] for line in GLOSSARY.splitlines() if line.startswith("| ")))
)
# Plain verbs and endings a reader needs no list for.
PLAIN = {"words", "territory", "boundaries", "unit", "part", "reporter", "contact", "person", "erase", "add", "pack"}


def names() -> list[str]:
    found = []
    for path in (ROOT / "src" / "linli" / "domains").rglob("*.py"):
        if "/tests/" in str(path):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if path.stem == "events":
            found += [node.name for node in tree.body if isinstance(node, ast.ClassDef)]
        if "commands" in path.parts or path.stem == "commands":
            found += [
                node.name
                for node in tree.body
                if isinstance(node, ast.FunctionDef)
                and any(getattr(one, "id", "") == "command" for one in node.decorator_list)
            ]
    return sorted(found)


@pytest.mark.parametrize("name", names())
def test_a_name_speaks_the_words_of_the_glossary(name):
    words = {word.lower() for word in re.findall(r"[A-Z]?[a-z]+", name)}
    stems = words | {word.rstrip("s") for word in words} | {re.sub(r"(ed|d|n)$", "", word) for word in words}
    assert stems & (KNOWN | PLAIN), f"{name}: none of {sorted(words)} stands in docs/glossary.md"
