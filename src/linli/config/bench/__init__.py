"""`linli bench`: measures a server of its own, in ratios taken in one run, and says plainly what falls short."""

from __future__ import annotations

import argparse
import json
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from linli.config.bench.machine import machine
from linli.config.bench.report import markdown, shortfalls
from linli.config.bench.rounds import measured
from linli.config.bench.town import opened

SIZES = "10000,1000000"
SECONDS = 8.0
CONNECTIONS = 16
# What else is measured, and the module that does.
OTHERS = {
    "insights": "figures",
    "rules": "rules",
    "search": "search",
    "classify": "classify",
    "hot": "hot",
    "history": "history",
    "import": "sheets",
    "export": "sheets",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument(
        "what",
        nargs="?",
        choices=("server", *OTHERS),
        default="server",
        help="server 页面和受理；insights 指标；search 搜索；classify 猜类别；hot 热点归并；history 大城区装载；"
        "rules 流程求值和包检查；import 导入工单；export 导出大表",
    )
    parser.add_argument("--rows", type=int, default=0, help="import 和 export 的行数，默认 5 万和 100 万")
    parser.add_argument("--cases", default="", help=f"事项数，逗号分开；server 和 insights 默认 {SIZES}")
    about = "classify：消息的文件夹；hot：另归并的 CSV，列 text，可有 title、time、category、person"
    parser.add_argument("--messages", type=Path, help=about)
    parser.add_argument("--seconds", type=float, default=SECONDS, help=f"每项测几秒，默认 {SECONDS:g}")
    parser.add_argument("--only", default="", help="只测这几项，逗号分开（基线总是要测）")
    parser.add_argument("--out", type=Path, default=Path("bench"), help="报告写到这个文件夹")


def run(arguments: argparse.Namespace) -> int:
    """Measure the towns of all sizes together, write the report and print it. 0 unless something broke."""
    if arguments.what in OTHERS:
        # Not before: what is measured inside a town is run as a program of its own.
        return int(import_module(f"linli.config.bench.{OTHERS[arguments.what]}").run(arguments))
    sizes = [int(one) for one in (arguments.cases or SIZES).split(",")]
    only = {one for one in arguments.only.split(",") if one}
    with ExitStack() as stack:
        towns = {size: opened(stack, size) for size in sizes}
        found = measured(towns, arguments.seconds, CONNECTIONS, only)
    about = f"{datetime.now(UTC):%Y-%m-%d} · {machine()}"
    text = markdown(found, about, CONNECTIONS, arguments.seconds)
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "report.md").write_text(text, encoding="utf-8")
    plain = {size: {name: one.plain() for name, one in rows.items()} for size, rows in found.items()}
    (arguments.out / "report.json").write_text(json.dumps({"about": about, "sizes": plain}, indent=1), encoding="utf-8")
    print(text)
    for line in shortfalls(found):
        print(line)
    return 0
