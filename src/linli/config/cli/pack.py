"""`linli pack check|apply|new|diagram|coverage|schema [NAME]`: prove a pack, put it in force, draw and describe it."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from linli.config.cli import surroundings
from linli.config.cli.words import say

HELP = ("检查、启用、新建、画出治理模式包", "check, apply, begin or draw a pack")
WORDS = {
    "check": ("逐条检查，错误写明文件和行", "every fault with its file and line"),
    "apply": ("检查后启用", "check, then put in force"),
    "new": ("从一个现成的包开始写自己的包", "begin a pack of your own"),
    "diagram": ("把每个流程画成 SVG", "draw each procedure as SVG"),
    "coverage": ("写出每条机制由哪一处承载", "which key carries which mechanism"),
    "schema": ("打印 JSON Schema，给编辑器补全用", "print the JSON Schema for editors"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    what = "；".join(f"{verb} {say(*words)}" for verb, words in WORDS.items())
    parser.add_argument("what", choices=tuple(WORDS), help=what)
    parser.add_argument(
        "name", nargs="*", help=say("模式包的名字或文件夹；check 可以写几个，不写就查全部", "names or folders")
    )
    parser.add_argument("--extends", default="base", help=say("new：从哪个包开始", "new: the pack to begin from"))
    parser.add_argument("--to", default="", help=say("new、diagram：写到哪个文件夹", "new, diagram: where to write"))


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked; 1 with file and line for every fault of a pack."""
    surroundings.set_up_django()
    from linli.backbone.packs.loader import PackError
    from linli.config import wiring  # noqa: F401 - registers the sections

    verbs = {
        "check": _check,
        "apply": _apply,
        "new": _new,
        "diagram": _diagram,
        "coverage": _coverage,
        "schema": _schema,
    }
    try:
        return verbs[arguments.what](arguments)
    except (PackError, FileNotFoundError) as fault:
        sys.stderr.write(f"{fault}\n")
        return 1


def load(name: str) -> Any:
    """A pack by its name, or by the folder it lies in."""
    from linli.backbone.packs import registry

    return registry.load_pack_at(name)


def _check(arguments: argparse.Namespace) -> int:
    from linli.backbone.packs import registry
    from linli.backbone.packs.loader import PackError

    worst = 0
    for name in arguments.name or registry.names():
        try:
            pack = load(name)
        except PackError as fault:
            sys.stderr.write(f"{fault}\n")
            worst = 1
        else:
            sys.stdout.write(
                say(f"{pack.name} 没有问题（{pack.digest[:12]}）\n", f"{pack.name} is sound ({pack.digest[:12]})\n")
            )
    return worst


def _apply(arguments: argparse.Namespace) -> int:
    from linli.backbone.packs import registry
    from linli.backbone.packs.commands import apply_pack
    from linli.backbone.refusals import next_step, sentence
    from linli.backbone.values import SYSTEM
    from linli.kernel.refusal import Refusal

    pack = load((arguments.name or ["base"])[0])
    with surroundings.database():
        try:
            version = apply_pack(actor=SYSTEM, pack=pack, now=datetime.now(UTC), strands=registry.strands)
        except Refusal as refusal:
            sys.stderr.write(f"{sentence(refusal)}。{next_step(refusal.code)}\n")
            return 1
    sys.stdout.write(say(f"{pack.name} 已启用，第 {version} 版\n", f"{pack.name} is in force, version {version}\n"))
    return 0


def _new(arguments: argparse.Namespace) -> int:
    from linli.config.cli.packs.begin import begin

    if not arguments.name:
        sys.stderr.write(say("写上新包的名字：linli pack new 名字\n", "name the new pack: linli pack new NAME\n"))
        return 2
    return begin(arguments.name[0], arguments.extends, arguments.to)


def _diagram(arguments: argparse.Namespace) -> int:
    from linli.domains.cases.values import RESULTS
    from linli.domains.cases.values.tables import cases
    from linli.domains.cases.values.translate import translated
    from linli.ui.flow import flow

    results = {key: zh for key, (zh, _en) in RESULTS.items()}
    for name in arguments.name or ["base"]:
        pack = load(name)
        folder = Path(arguments.to or f"{pack.name}-diagrams")
        folder.mkdir(parents=True, exist_ok=True)
        for key, table in cases(pack).procedures.items():
            (folder / f"{key}.svg").write_text(str(flow(translated(key, table), results)) + "\n", encoding="utf-8")
        sys.stdout.write(
            say(
                f"{len(cases(pack).procedures)} 张流程图在 {folder}\n",
                f"{len(cases(pack).procedures)} pictures in {folder}\n",
            )
        )
    return 0


def _coverage(arguments: argparse.Namespace) -> int:
    from linli.backbone.packs import registry
    from linli.backbone.packs.about import about
    from linli.backbone.packs.coverage import mechanisms, page

    for name in arguments.name or ["base"]:
        pack = load(name)
        known = mechanisms(registry.folder_of("base").parent / "mechanisms.csv", about(pack).model)
        sys.stdout.write(page(pack, known))
    return 0


def _schema(arguments: argparse.Namespace) -> int:
    from linli.config.cli.packs.begin import schema_text

    sys.stdout.write(schema_text())
    return 0
