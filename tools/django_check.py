"""Templates that do not compile, migrations that are missing, and what Django itself finds wrong; no database."""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path

import django
from django.core.management import CommandError, call_command

SOURCE = Path(__file__).parents[1] / "src" / "linli"


def main() -> int:
    warnings.filterwarnings("ignore", message="Got an error checking a consistent migration history")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    django.setup()
    return int(any([_system(), _templates(), _migrations()]))


def _system() -> bool:
    try:
        call_command("check", fail_level="WARNING", verbosity=0)
    except CommandError as error:
        print(error)
        return True
    return False


def _templates() -> bool:
    from django.template import TemplateSyntaxError, engines

    engine = engines["django"].engine  # type: ignore[attr-defined]
    wrong = False
    for path in sorted(SOURCE.rglob("templates/**/*.html")):
        name = path.relative_to(next(parent for parent in path.parents if parent.name == "templates"))
        try:
            engine.from_string(path.read_text(encoding="utf-8"))
            origin = engine.get_template(str(name)).origin.name
        except TemplateSyntaxError as error:
            print(f"{path.relative_to(SOURCE)}: {error}")
            wrong = True
            continue
        if Path(origin).resolve() != path.resolve():
            print(f"{path.relative_to(SOURCE)}: hidden by {origin}")
            wrong = True
    return wrong


def _migrations() -> bool:
    try:
        call_command("makemigrations", check_changes=True, dry_run=True, interactive=False, verbosity=1)
    except SystemExit as ended:
        return bool(ended.code)
    return False


if __name__ == "__main__":
    sys.exit(main())
