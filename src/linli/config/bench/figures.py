"""`linli bench insights`: what figures cost and how soon they are there, beside plain SQL over the raw tables."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from itertools import product
from statistics import median

from linli.config.bench.load import Job
from linli.config.bench.machine import machine
from linli.config.bench.probe import Probe
from linli.config.bench.report import GROWTH, Figures
from linli.config.bench.rounds import sampled, slower, turns
from linli.config.bench.town import Sample, Town, figures, opened

SIZES = "10000,1000000"
PAGES = {
    "board": "/board/?period=month",
    "drill-down": "/board/figures/on_time/?{year}",
    "drill-down of few": "/board/figures/returned/?{year}",
}
MANY, FEW = 16, 2
# What is asked of the way from the smallest town to the largest.
GROWN = (*PAGES, "indicator")
# What is measured inside a town: in turn between the towns, and once.
IN_TURN = ("indicator", "indicator, kept")
ONCE = ("indicator, plain SQL", "rebuild", "keeping")
ROUNDS = 12
INSIDE = "linli.config.bench.inside"
Row = dict[str, float]
# What is asked of each line: (column, at least or at most, how much).
WANTED: dict[str, tuple[str, str, float]] = {
    "board": ("p95", "≤", 60),
    "board rate": ("rate", "≥", 400),
    "indicator": ("p95", "≤", 20),
    "drill-down": ("p95", "≤", 30),
    "keeping": ("share", "≤", 15),
    "rebuild": ("seconds", "≤", 60),
}


def run(arguments: argparse.Namespace) -> int:
    """Measure the towns of all sizes together, write the report, print it with what falls short."""
    sizes = [int(one) for one in (arguments.cases or SIZES).split(",")]
    with ExitStack() as stack:
        towns = {size: opened(stack, size) for size in sizes}
        found = _pages(towns, arguments.seconds)
        for size, rows in _inside(towns).items():
            found[size] |= rows
    text = _report(found)
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "insights.md").write_text(text, encoding="utf-8")
    (arguments.out / "insights.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
    print(text)
    return 0


def _pages(towns: dict[int, Town], seconds: float) -> dict[int, dict[str, Row]]:
    """Each page in turn over many connections and over two, there and back between the towns; `slower` than in the
    smallest."""
    year, found = "from={}&to={}".format(*_year()), {size: dict[str, Row]() for size in towns}
    for name, path in PAGES.items():
        jobs = [Job(name, (path.format(year=year),), tuple(town.facts["leader"])) for town in towns.values()]
        busy = sampled(list(towns.values()), jobs, seconds * 2, MANY, ROUNDS)
        alone = sampled(list(towns.values()), jobs, min(seconds, 4.0), FEW)
        taken = [[_apiece(one) for one in samples] for samples in busy]
        for size, many, few, times in zip(towns, map(_line, busy), map(_line, alone), taken, strict=True):
            row = found[size][name] = {"rate": many.rate, "p50": few.p50, "p95": few.p95, "p95 of 16": many.p95}
            row |= {"cpu ms": many.cpu_web + many.cpu_database, "slower": slower(taken[0], times)}
            print(f"  {name:<20} {size:10,} {many.rate:8,.0f}/s  p95 {few.p95:.1f} ms", flush=True)
    return found


def _inside(towns: dict[int, Town]) -> dict[int, dict[str, Row]]:
    """What is measured without pages, by a process in each town; what takes little, there and back between them."""
    found = {size: dict[str, Row]() for size in towns}
    with ExitStack() as stack:
        probes = {size: stack.enter_context(Probe(INSIDE, town.environment)) for size, town in towns.items()}
        for name in IN_TURN:
            taken = _in_turn(probes, name)
            middles = {size: [median(one) for one in rounds] for size, rounds in taken.items()}
            first = next(iter(middles.values()))
            for size, rounds in taken.items():
                spread = _spread([one for times in rounds for one in times])
                found[size][name] = spread | {"slower": slower(first, middles[size])}
        for name, (size, probe) in product(ONCE, probes.items()):
            if row := probe.ask(name):
                found[size][name] = row
    return found


def _in_turn(probes: dict[int, Probe], name: str) -> dict[int, list[list[float]]]:
    """The times of each round by town."""
    taken: dict[int, list[list[float]]] = {size: [] for size in probes}
    for _round, size in turns(list(probes), ROUNDS):
        taken[size].append(probes[size].ask(name)["ms"])
    return taken


def _spread(times: list[float]) -> Row:
    times = sorted(times)
    return {"p50": times[len(times) // 2], "p95": times[int(len(times) * 0.95)]}


def _apiece(one: Sample) -> float:
    return one.spent / max(1, len(one.taken.seconds))


def _line(samples: Sequence[Sample]) -> Figures:
    return figures(samples, None)


def _year() -> tuple[str, str]:
    today = datetime.now(UTC).date()
    return (today - timedelta(days=364)).isoformat(), today.isoformat()


def _report(found: dict[int, dict[str, Row]]) -> str:
    lines = ["# linli bench insights", "", f"{datetime.now(UTC):%Y-%m-%d} · {machine()} · fsync on", ""]
    for size, rows in found.items():
        lines += [f"## {size:,} cases", "", "| what | measured |", "| --- | --- |"]
        for name, row in rows.items():
            lines.append(f"| {name} | " + " · ".join(f"{key} {value:,.2f}" for key, value in row.items()) + " |")
        lines += ["", *(f"falls short at {size:,}: {words}" for words in _short(rows)), ""]
    if len(found) > 1:
        lines += ["## Growth", "", *_growth(list(found.values()))]
    return "\n".join([*lines, ""])


def _growth(found: Sequence[dict[str, Row]]) -> Iterator[str]:
    """How much slower the largest town is than the smallest."""
    for name in GROWN:
        times = found[-1][name]["slower"]
        yield f"- {name}: {times:.2f}×{'' if times <= GROWTH else f', falls short: wanted ≤ {GROWTH}×'}"


def _short(rows: dict[str, Row]) -> list[str]:
    found = []
    for name, (column, sign, value) in WANTED.items():
        row = rows.get(name.removesuffix(" rate"), {})
        if column in row and (row[column] > value if sign == "≤" else row[column] < value):
            found.append(f"{name}: {column} {row[column]:,.1f}, wanted {sign} {value:g}")
    return found
