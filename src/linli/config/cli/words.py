"""What the command line says: Chinese, or English where the environment asks for it."""

from __future__ import annotations

import os
import sys


class Trouble(Exception):
    """Something around Linli is wrong: one clear sentence, and the exit code 2."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(chinese, english)
        self.chinese = chinese
        self.english = english

    def __str__(self) -> str:
        return say(self.chinese, self.english)


def say(chinese: str, english: str) -> str:
    """The one of the two that the environment speaks: LINLI_LANG, else LC_ALL, else LANG."""
    spoken = next((os.environ[name] for name in ("LINLI_LANG", "LC_ALL", "LANG") if os.environ.get(name)), "")
    return english if spoken.lower().startswith("en") else chinese


def tell(chinese: str, english: str) -> None:
    print(say(chinese, english), flush=True)


def warn(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
