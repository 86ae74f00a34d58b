"""`linli bench`: measure the speed of a server of its own."""

from __future__ import annotations

import argparse

from linli.config import bench

HELP = ("性能基准", "measure the speed")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    bench.add_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    return bench.run(arguments)
