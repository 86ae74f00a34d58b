"""`linli bench rules`: how long deciding one act takes, and checking every pack; beside a pass over an empty loop."""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial

from linli.kernel.procedure import Act, Role, Stage, Standing, offers, take
from linli.kernel.refusal import Refusal

ACT_MS, CHECK_S = 0.1, 3.0
ROUNDS = 7


def run(arguments: argparse.Namespace) -> int:
    """Measure and write the report; 0 unless something broke."""
    from linli.config.cli import surroundings

    surroundings.set_up_django()
    from linli.config import wiring  # noqa: F401 - registers the sections

    acts, slowest, count = _acts()
    packs, check, floor = _packs()
    lines = [
        "# linli bench rules",
        "",
        f"{datetime.now(UTC):%Y-%m-%d} · median of {ROUNDS} rounds",
        "",
        "| what | measured | wanted |",
        "| --- | ---: | ---: |",
        f"| deciding one of {count} acts of {packs} packs, mean | {acts * 1000:.1f} µs | ≤ {ACT_MS * 1000:.0f} µs |",
        f"| deciding the slowest act | {slowest * 1000:.1f} µs | ≤ {ACT_MS * 1000:.0f} µs |",
        f"| checking all packs | {check:.2f} s | ≤ {CHECK_S:.0f} s |",
        f"| reading their files as YAML alone | {floor:.2f} s | |",
    ]
    text = "\n".join([*lines, ""])
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "rules.md").write_text(text, encoding="utf-8")
    print(text)
    if acts > ACT_MS or check > CHECK_S:
        print("falls short")
    return 0


def _timed(work: Callable[[], object], times: int) -> float:
    """Milliseconds a call, the median of several rounds."""
    rounds = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        for _time in range(times):
            work()
        rounds.append((time.perf_counter() - start) / times * 1000)
    return statistics.median(rounds)


def _acts() -> tuple[float, float, int]:
    """Mean and slowest milliseconds of deciding one act, over every act of every stage of every pack."""
    costs = []
    for stage, act in _every_act():
        role: Role = next((one for one in act.by if one != "office"), "main")
        facts = {condition.fact: condition.value for condition in act.when}
        standing = Standing(role=role, arrived=True, offices=frozenset(act.seats), facts=facts)
        given = {*act.needs, *act.choose, *(field.key for field in act.form)}

        costs.append(_timed(partial(_decide, stage, act.key, standing, given), 20))
    return statistics.mean(costs), max(costs), len(costs)


def _decide(stage: Stage, act: str, standing: Standing, given: set[str]) -> None:
    offers(stage, standing)
    with suppress(Refusal):
        take(stage, act, standing, given)


def _every_act() -> Iterator[tuple[Stage, Act]]:
    from linli.backbone.packs import registry
    from linli.domains.cases.values.tables import cases
    from linli.domains.cases.values.translate import translated

    for name in registry.names():
        for key, table in cases(registry.read(name)).procedures.items():
            for stage in translated(key, table).stages.values():
                yield from ((stage, act) for act in stage.acts.values())


def _packs() -> tuple[int, float, float]:
    """How many packs there are, seconds to check them all, and to read their files as YAML alone."""
    import yaml

    from linli.backbone.packs import registry

    names = registry.names()
    check = _timed(lambda: [registry.read(name) for name in names], 1) / 1000
    files = [file for name in names for file in registry.folder_of(name).rglob("*.yaml")]
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    floor = _timed(lambda: [yaml.compose(file.read_text(encoding="utf-8"), Loader=loader) for file in files], 1) / 1000
    return len(names), check, floor
