"""`linli pack check|apply [NAME]`: prove a pack, put it in force."""

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from linli.backbone.packs import registry
from linli.backbone.packs.commands import apply_pack
from linli.backbone.packs.loader import Pack, PackError, load_pack
from linli.backbone.refusals import next_step, sentence
from linli.backbone.values import SYSTEM
from linli.kernel.refusal import Refusal


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("what", choices=("check", "apply"), help="check 检查；apply 检查后启用")
    parser.add_argument("name", nargs="?", default="base", help="模式包的名字或文件夹，默认 base")


def offline(arguments: argparse.Namespace) -> bool:
    """Whether this needs no database."""
    return bool(arguments.what != "apply")


def run(arguments: argparse.Namespace) -> int:
    """Check the pack and, when asked, put it in force; 1 with file and line for every fault."""
    try:
        pack = _load(arguments.name)
    except (PackError, FileNotFoundError) as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    if arguments.what == "check":
        sys.stdout.write(f"{pack.name} 没有问题（{pack.digest[:12]}）\n")
        return 0
    try:
        version = apply_pack(actor=SYSTEM, pack=pack, now=datetime.now(UTC), strands=registry.strands)
    except Refusal as refusal:
        sys.stderr.write(f"{sentence(refusal)}。{next_step(refusal.code)}\n")
        return 1
    sys.stdout.write(f"{pack.name} 已启用，第 {version} 版\n")
    return 0


def _load(name: str) -> Pack:
    folder = Path(name)
    return (
        load_pack(folder.resolve(), registry.sections(), _beside(folder.resolve()))
        if folder.is_dir()
        else registry.read(name)
    )


def _beside(folder: Path) -> Callable[[str], Path]:
    """Where a pack that this one extends lies: beside it, or among the installed ones."""

    def find(name: str) -> Path:
        return folder.parent / name if (folder.parent / name).is_dir() else registry.folder_of(name)

    return find
