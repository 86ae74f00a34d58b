"""Files of at most 300 lines, functions of at most 40; tests and migrations may be longer."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
EXEMPT = {"tests", "migrations"}


def main() -> int:
    faults = [fault for path in measured_files() for fault in faults_of(path)]
    print("\n".join(faults))
    return 1 if faults else 0


def measured_files() -> Iterator[Path]:
    """The Python of the project that has limits."""
    yield from (ROOT / "hatch_build.py", ROOT / "dev", ROOT / "conftest.py")
    for folder in (ROOT / "src", ROOT / "tools"):
        for path in sorted(folder.rglob("*.py")):
            if not EXEMPT & set(path.relative_to(ROOT).parts):
                yield path


def faults_of(path: Path) -> Iterator[str]:
    """What is too long in one file."""
    text = path.read_text(encoding="utf-8")
    shown = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    lines = len(text.splitlines())
    if lines > LONGEST_FILE:
        yield f"{shown}: {lines} lines, at most {LONGEST_FILE}"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                yield f"{shown}:{node.lineno}: {node.name} has {length} lines, at most {LONGEST_FUNCTION}"


if __name__ == "__main__":
    sys.exit(main())
