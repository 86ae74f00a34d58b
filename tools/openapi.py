"""docs/openapi.json and docs/api.md: what the API takes and answers, for whoever writes against it.

Without arguments the files are written; `--check` says where the code has moved away from them.
"""

from __future__ import annotations

import json
import os
import sys
from difflib import unified_diff
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILE, PAGE = ROOT / "docs" / "openapi.json", ROOT / "docs" / "api.md"
HEAD = Path(__file__).with_name("api_docs_head.md")


def main(arguments: list[str]) -> int:
    made = {FILE: schema_text(), PAGE: page_text()}
    if arguments != ["--check"]:
        for path, text in made.items():
            path.write_text(text, encoding="utf-8")
        print(f"{made[FILE].count('operationId')} operations in {FILE.name}")
        return 0
    moved = {path: text for path, text in made.items() if _kept(path) != text}
    for path, text in moved.items():
        lines = unified_diff(_kept(path).splitlines(), text.splitlines(), path.name, "the code", n=1, lineterm="")
        print("\n".join(list(lines)[:60]))
        print("the API changed: look at it, then run python -m tools.openapi")
    return 1 if moved else 0


def _kept(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def schema_text() -> str:
    """The OpenAPI file as the code would have it."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    django.setup()
    from linli.config.api import api

    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def page_text() -> str:
    """The page about it: its head, and a curl for each job."""
    from linli.config.cli.api import JOBS, curl

    said = [f"# {job.chinese} · {job.english}\n{curl(job, '$LINLI', '$LINLI_TOKEN')}\n" for job in JOBS]
    lines = "\n".join(said)
    return f"{HEAD.read_text(encoding='utf-8')}```sh\nLINLI=http://127.0.0.1:8000\n\n{lines}```\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
