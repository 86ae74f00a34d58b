"""docs/openapi.json: what the API takes and answers, for whoever writes against it.

Without arguments the file is written; `--check` says where the code has moved away from it.
"""

from __future__ import annotations

import json
import os
import sys
from difflib import unified_diff
from pathlib import Path

FILE = Path(__file__).parents[1] / "docs" / "openapi.json"


def main(arguments: list[str]) -> int:
    made, kept = text(), FILE.read_text(encoding="utf-8") if FILE.exists() else ""
    if arguments != ["--check"]:
        FILE.write_text(made, encoding="utf-8")
        print(f"{made.count('operationId')} operations in {FILE.name}")
        return 0
    if made == kept:
        return 0
    lines = list(unified_diff(kept.splitlines(), made.splitlines(), "docs/openapi.json", "the code", n=1, lineterm=""))
    print("\n".join([*lines[:60], "the API changed: look at it, then run python -m tools.openapi"]))
    return 1


def text() -> str:
    """The file as the code would have it."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    django.setup()
    from linli.config.api import api

    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
