"""`linli serve`: pages and jobs over the data that is there."""

from __future__ import annotations

import argparse

from linli.config.cli import surroundings, web
from linli.config.cli.words import say

HELP = ("启动服务", "serve the data that is there")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    web.add_address(parser)


def run(arguments: argparse.Namespace) -> int:
    surroundings.require_port(arguments.host, arguments.port)
    web.allow_host(arguments.host)
    surroundings.set_up_django()
    with surroundings.database():
        web.migrate()
        web.collect_static()
        address = web.address(arguments.host, arguments.port)
        web.run(arguments.host, arguments.port, [say(f"邻里：{address}", f"Linli: {address}")])
    return 0
