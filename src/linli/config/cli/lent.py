"""Verbs whose work lives with the domain or mechanism they belong to: found, then called, when asked for."""

from __future__ import annotations

import argparse
from importlib import import_module
from typing import Any

from linli.config.cli import surroundings


class Lent:
    """A verb that a module elsewhere carries out by its `add_arguments(parser)` and `run(arguments) -> int | None`."""

    def __init__(self, module: str, chinese: str, english: str) -> None:
        self.HELP = (chinese, english)
        self._module = module

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        surroundings.set_up_django()
        self._load().add_arguments(parser)

    def run(self, arguments: argparse.Namespace) -> int:
        """Carry out the verb, with the database at hand."""
        with surroundings.database():
            return int(self._load().run(arguments) or 0)

    def _load(self) -> Any:
        import_module("linli.config.wiring")  # what a pack may say is known only with the domains wired
        return import_module(self._module)
