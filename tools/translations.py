"""The English words for the Chinese ones: gathered from templates and Python into one django.po.

Message ids are Simplified Chinese; every one needs an English text. Without arguments the catalogue is brought up to
date; `--check` only says what is missing or obsolete.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).parents[1] / "src" / "linli"
CATALOG = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop", "mark")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}


def main(arguments: list[str]) -> int:
    found, known = _found(), _known()
    if arguments == ["--check"]:
        faults = list(_faults(found, known))
        print("\n".join(faults))
        return 1 if faults else 0
    known.update(found, no_fuzzy_matching=True)
    known.obsolete.clear()
    CATALOG.parent.mkdir(parents=True, exist_ok=True)
    with CATALOG.open("wb") as file:
        write_po(file, known, width=118, omit_header=False, sort_output=True, include_lineno=False)
    print(f"{len(known)} messages, {sum(not _is_translated(message) for message in known if message.id)} to translate")
    return 0


def _found() -> Catalog:
    catalog = Catalog(locale="en", project="linli", charset="utf-8")
    for path in sorted([*SOURCE.rglob("*.py"), *SOURCE.rglob("templates/**/*.html")]):
        if not {"tests", "migrations"} & set(path.relative_to(SOURCE).parts):
            for line, message, comments, context in _messages(path):
                place = (str(path.relative_to(SOURCE)), line)
                catalog.add(message, locations=[place], auto_comments=comments, context=context)
    return catalog


def _messages(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        from django.utils.translation.template import templatize

        text = templatize(text, origin=str(path))
    yield from extract("python", io.BytesIO(text.encode()), KEYWORDS, ("Translators:",))  # type: ignore[misc]


def _known() -> Catalog:
    if not CATALOG.exists():
        return Catalog(locale="en", project="linli", charset="utf-8")
    with CATALOG.open("rb") as file:
        return read_po(file, locale="en")


def _faults(found: Catalog, known: Catalog) -> Iterator[str]:
    for message in found:
        held = known.get(message.id, message.context) if message.id else None
        if message.id and (held is None or not _is_translated(held)):
            place = ":".join(map(str, message.locations[0]))
            yield f"{place}: no English for {_shown(message)}"
    for message in known:
        if message.id and found.get(message.id, message.context) is None:
            yield f"obsolete: {_shown(message)}"


def _is_translated(message: Message) -> bool:
    texts = message.string if isinstance(message.string, list | tuple) else (message.string,)
    return bool(texts) and all(texts) and not message.fuzzy


def _shown(message: Message) -> str:
    return repr(message.id if isinstance(message.id, str) else message.id[0])


if __name__ == "__main__":
    import django
    from django.conf import settings

    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    settings.configure(USE_I18N=True, INSTALLED_APPS=[])
    django.setup()
    sys.exit(main(sys.argv[1:]))
