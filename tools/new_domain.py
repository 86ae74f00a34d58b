"""Writes the rooms of a new domain; rooms that stay empty are to be deleted."""

from __future__ import annotations

import keyword
import sys
from pathlib import Path

DOMAINS = Path(__file__).parents[1] / "src" / "linli" / "domains"
ROOMS = {
    "__init__": "TODO: one sentence: what this domain keeps and what it promises.",
    "values": "Enums and frozen dataclasses: what may cross to other domains.",
    "events": "Facts, in the past tense.",
    "rules": "Pure decisions: values and `now` in, decision or Refusal out.",
    "models": "Tables; constraints stand guard.",
    "projections": "Tables derived from events, each with `rebuild()`.",
    "access": "Who may see or do what.",
    "queries": "Every read: first argument `viewer`, returns frozen rows.",
    "commands": "Every write.",
    "pack": "The schema of this domain's part of a pack.",
    "reactions": "After commit, safe to repeat.",
    "web/__init__": "Pages.",
    "web/urls": "Addresses.",
    "web/views": "Thin views: read input, one command or query, answer.",
    "tests/test_rules": "Rules.",
    "migrations/__init__": "",
}
APPS = """from django.apps import AppConfig


class {title}Config(AppConfig):
    name = "linli.domains.{name}"
    label = "{name}"
    default_auto_field = "django.db.models.BigAutoField"
"""


def main(arguments: list[str]) -> int:
    name = arguments[0] if len(arguments) == 1 else ""
    if not name.isidentifier() or keyword.iskeyword(name) or name != name.lower():
        print("./dev new-domain NAME: one lower-case English noun, plural as a rule", file=sys.stderr)
        return 2
    folder = DOMAINS / name
    if folder.exists():
        print(f"{folder} is already there", file=sys.stderr)
        return 2
    for room, promise in ROOMS.items():
        _write(folder / f"{room}.py", f'"""{promise}"""\n' if promise else "")
    _write(folder / "apps.py", APPS.format(name=name, title=name.title().replace("_", "")))
    (folder / "web" / "templates" / name).mkdir(parents=True)
    print(folder)
    print('Now give it a band in pyproject.toml (contract "Bands"), and delete the rooms that stay empty.')
    return 0


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
