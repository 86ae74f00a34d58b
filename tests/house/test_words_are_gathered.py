"""What is said in a page is gathered for translation: the gatherer does not look inside an f-string."""

import ast
from pathlib import Path

import linli

SOURCE = Path(linli.__file__).parent


def test_no_words_hide_in_an_f_string():
    for path in SOURCE.rglob("*.py"):
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(text, ast.JoinedStr):
                calls = [one.func.id for one in ast.walk(text) if isinstance(one, ast.Call) and hasattr(one.func, "id")]
                assert not {"_", "gettext", "ngettext"} & set(calls), (path, text.lineno)
