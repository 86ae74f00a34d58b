"""`linli demo`: the demo town, served."""

from __future__ import annotations

import argparse

from linli.config.cli import surroundings, web

HELP = ("装入演示城区并启动服务", "load the demo town and serve it")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    web.add_address(parser)
    parser.add_argument("--cases", type=int, default=None, help="事项数")
    parser.add_argument("--seed", type=int, default=None, help="随机种子")
    parser.add_argument("--pack", default=None, help="治理模式包的名字或文件夹，如 five-chiefs；默认 base")


def run(arguments: argparse.Namespace) -> int:
    surroundings.require_port(arguments.host, arguments.port)
    web.allow_host(arguments.host)
    surroundings.set_up_django()
    with surroundings.database():
        web.migrate()
        web.collect_static()
        from linli.config import demo

        wishes = {name: value for name in ("cases", "seed", "pack") if (value := getattr(arguments, name)) is not None}
        lines = demo.load(say=print, address=web.address(arguments.host, arguments.port), **wishes)
        web.run(arguments.host, arguments.port, lines)
    return 0
