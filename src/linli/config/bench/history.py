"""`linli bench history`: how quickly a big town is told and loaded, by all cores and by one of them, and whether its
figures are those `rebuild()` makes."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from linli.backbone.cluster import hold
from linli.config.bench.machine import cores, machine
from linli.config.bench.town import said
from linli.config.cli import surroundings

SIZES = "100000"
WANTED = 5000
MODULE = "linli.config.bench.history"
Row = dict[str, float]


def run(arguments: argparse.Namespace) -> int:
    """Load a town of each size, write the report and print it; 0 unless something broke."""
    lines = ["# linli bench history", "", f"{datetime.now(UTC):%Y-%m-%d} · {machine()} · fsync on", ""]
    for size in [int(one) for one in (arguments.cases or SIZES).split(",")]:
        lines += list(_size(size))
    text = "\n".join(lines)
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "history.md").write_text(text, encoding="utf-8")
    print(text)
    return 0


def _size(size: int) -> Iterator[str]:
    yield f"## {size:,} cases"
    yield ""
    yield "| cores | told and copied, s | a second | indexes, sums and keys, s | all of it, s | a second |"
    yield "| ---: |" + " ---: |" * 5
    found = {count: _loaded(size, count) for count in sorted({1, cores()})}
    for count, row in found.items():
        told, whole = row["told"], row["whole"]
        yield (
            f"| {count} | {told:.1f} | {size / told:,.0f} | {whole - told:.1f} | {whole:.1f} | {size / whole:,.0f} |"
        )
    last = found[cores()]
    yield ""
    yield f"{last['sums']:,.0f} sums, {'the same' if last['same'] else 'OTHERS'} when they are made anew."
    yield f"One core takes {found[1]['whole'] / last['whole']:.2f} times as long."
    yield from (f"falls short: {words}" for words in _short(size, last))
    yield ""


def _short(size: int, row: Row) -> Iterator[str]:
    for key, words in (("told", "told and copied"), ("whole", "with indexes and sums")):
        if size / row[key] < WANTED:
            yield f"{words} {size / row[key]:,.0f} a second of {WANTED:,}"


def _loaded(size: int, count: int) -> Row:
    """What loading a town takes, its database and all on so many cores."""
    with tempfile.TemporaryDirectory(prefix="linli-bench-", ignore_cleanup_errors=True) as folder, _on(count):
        Path(folder).chmod(0o755)  # PostgreSQL runs as another account where we are root
        held = hold(Path(folder))
        try:
            environment = {**os.environ, "LINLI_DATA": folder}
            said(environment, "linli.config.cli", "migrate")
            return dict(json.loads(said(environment, MODULE, str(size)).strip().splitlines()[-1]))
        finally:
            held.release()


@contextmanager
def _on(count: int) -> Iterator[None]:
    """Within: this process, and what it starts, on so many of its cores."""
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(allowed)[:count])
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


def probe(cases: int) -> Row:
    """Seconds until all is told and copied and until all is done, in the empty database that is there; how many sums
    there are, and whether making them anew leaves them as they are."""
    from linli.config import demo
    from linli.config.demo.history import write_history
    from linli.domains.cases.projections import rebuild

    now, moments = datetime.now(UTC), list[float]()
    demo.load_town(demo.SEED, now)
    start = time.perf_counter()
    write_history(cases=cases, seed=demo.SEED, now=now, say=lambda words: moments.append(time.perf_counter()))
    told, whole = (one - start for one in moments[-2:])  # the last lines: all are told, all is done
    before = _sums()
    rebuild()
    return {"told": told, "whole": whole, "sums": before[0], "same": float(before == _sums())}


def _sums() -> tuple[int, str]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), sum(hashtextextended(t::text, 0)) FROM cases_tally t")
        count, mark = cursor.fetchone()
        return int(count), str(mark)


if __name__ == "__main__":
    surroundings.set_up_django()
    with surroundings.database():
        from linli.config import wiring  # noqa: F401 - registers the sections of packs

        print(json.dumps(probe(int(sys.argv[1]))))
