"""`linli migrate`: bring the tables up to date."""

from __future__ import annotations

import argparse

from linli.config.cli import surroundings, web
from linli.config.cli.words import tell

HELP = ("更新数据库结构", "bring the tables up to date")


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """None."""


def run(_arguments: argparse.Namespace) -> int:
    surroundings.set_up_django()
    with surroundings.database():
        web.migrate()
    tell("数据库结构已是最新", "the tables are up to date")
    return 0
