"""The command line: `linli VERB`. One verb a file; a verb has HELP, add_arguments(parser) and run(arguments) -> int."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from typing import Any

from linli import __version__
from linli.config.cli.lent import Lent
from linli.config.cli.words import Trouble, say, warn

OWN = ("demo", "serve", "worker", "migrate", "doctor", "bench", "pack", "api")
LENT = {
    "territory": Lent("linli.domains.places.management.territory", "导入辖区", "import the territory"),
    "people": Lent("linli.domains.people.management.people", "添加人员账号", "add people"),
    "token": Lent("linli.domains.organizations.management.tokens", "接口令牌", "tokens of the API"),
    "audit": Lent("linli.backbone.audit_cli", "验证审计链", "prove the audit chain"),
}


def main(arguments: list[str] | None = None) -> int:
    """Run one verb; the exit code is 2 when something around Linli is wrong, with one sentence that says what."""
    given = sys.argv[1:] if arguments is None else arguments
    if not given or given[0] in {"-h", "--help"}:
        print(_usage())
        return 0
    if given[0] in {"--version", "-V"}:
        print(f"linli {__version__}")
        return 0
    try:
        return _run(given[0], given[1:])
    except Trouble as trouble:
        warn(str(trouble))
        return 2
    except KeyboardInterrupt:
        return 130


def _run(name: str, rest: list[str]) -> int:
    if name not in OWN and name not in LENT:
        raise Trouble(f"没有 {name} 这个命令；运行 linli 看有哪些", f"no verb {name}: run linli to see which there are")
    verb = _verb(name)
    parser = argparse.ArgumentParser(prog=f"linli {name}", description=say(*verb.HELP))
    verb.add_arguments(parser)
    return int(verb.run(parser.parse_args(rest)))


def _verb(name: str) -> Any:
    return LENT[name] if name in LENT else import_module(f"linli.config.cli.{name}")


def _usage() -> str:
    lines = [f"  {name:<10} {say(*_verb(name).HELP)}" for name in (*OWN, *LENT)]
    return "\n".join([say("用法：linli 命令 [选项]", "usage: linli VERB [options]"), *lines])
