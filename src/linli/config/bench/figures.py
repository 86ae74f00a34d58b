"""`linli bench insights`: what figures cost and how soon they are there, beside plain SQL over the raw tables."""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from linli.config.bench.load import Job
from linli.config.bench.town import Town, probed
from linli.config.cli import surroundings

SIZES = "10000,1000000"
TIMES = 60
ACCEPTS = 300
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
    """Measure each size of town, write the report, print it with what falls short."""
    sizes = [int(one) for one in (arguments.cases or SIZES).split(",")]
    found: dict[int, dict[str, Row]] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="linli-bench-", ignore_cleanup_errors=True) as folder:
            Path(folder).chmod(0o755)
            print(f"== {size:,} ==", flush=True)
            with Town(Path(folder), size) as town:
                found[size] = _measure(town, arguments.seconds)
    text = _report(found)
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "insights.md").write_text(text, encoding="utf-8")
    (arguments.out / "insights.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
    print(text)
    return 0


def _measure(town: Town, seconds: float) -> dict[str, Row]:
    leader = tuple(town.facts["leader"])
    year = "from={}&to={}".format(*_year())
    pages = {
        "board": Job("board", ("/board/?period=month",), leader),
        "drill-down": Job("drill-down", (f"/board/figures/on_time/?{year}",), leader),
        "drill-down of few": Job("rare", (f"/board/figures/returned/?{year}",), leader),
    }
    found: dict[str, Row] = {}
    for name, job in pages.items():
        busy = town.thrown(job, seconds, 16)
        alone = town.thrown(job, min(seconds, 4.0), 2)
        found[name] = {"rate": busy.rate, "p50": alone.p50, "p95": alone.p95, "p95 of 16": busy.p95}
    return found | probed("linli.config.bench.figures", town.environment)


def _year() -> tuple[str, str]:
    today = datetime.now(UTC).date()
    return (today - timedelta(days=364)).isoformat(), today.isoformat()


def _report(found: dict[int, dict[str, Row]]) -> str:
    machine = f"{platform.machine()} · {os.cpu_count()} cores · Python {platform.python_version()}"
    lines = ["# linli bench insights", "", f"{datetime.now(UTC):%Y-%m-%d} · {machine} · fsync on", ""]
    for size, rows in found.items():
        lines += [f"## {size:,} cases", "", "| what | measured |", "| --- | --- |"]
        for name, row in rows.items():
            lines.append(f"| {name} | " + " · ".join(f"{key} {value:,.2f}" for key, value in row.items()) + " |")
        lines += ["", *(f"falls short at {size:,}: {words}" for words in _short(rows)), ""]
    return "\n".join(lines)


def _short(rows: dict[str, Row]) -> list[str]:
    found = []
    for name, (column, sign, value) in WANTED.items():
        row = rows.get(name.removesuffix(" rate"), {})
        if column in row and (row[column] > value if sign == "≤" else row[column] < value):
            found.append(f"{name}: {column} {row[column]:,.1f}, wanted {sign} {value:g}")
    return found


def probe() -> dict[str, Row]:
    """What is measured inside the town, without pages: asked anew each time, nothing kept from the time before."""
    from linli.backbone import facts
    from linli.domains.cases.projections import rebuild
    from linli.domains.insights.queries.indicators import readings
    from linli.domains.insights.queries.sources import Place
    from linli.domains.places.queries import root, under
    from linli.kernel.periods import chosen

    whole = root()
    streets = [Place(one.id, one.kind) for one in under(whole.id, "street")]
    today = datetime.now(UTC).date()
    span, now = chosen(today - timedelta(days=364), today), datetime.now(UTC)

    def asked() -> None:
        facts.forget()
        readings(["satisfaction"], streets, [span.days], now)

    def kept() -> None:
        readings(["satisfaction"], streets, [span.days], now)

    started = time.perf_counter()
    made = rebuild()
    again = time.perf_counter() - started
    return {
        "indicator": _timed(asked) | {"plain SQL ms": _plain(span.days)},
        "indicator, kept": _timed(kept),
        "keeping": _keeping(),
        "rebuild": {"seconds": again, "tallies": float(made)},
    }


def _timed(what: Callable[[], None]) -> Row:
    what()
    taken = []
    for _ in range(TIMES):
        start = time.perf_counter()
        what()
        taken.append((time.perf_counter() - start) * 1000)
    taken.sort()
    return {"p50": taken[len(taken) // 2], "p95": taken[int(len(taken) * 0.95)]}


def _plain(days: tuple[Any, Any]) -> float:
    """The same figure counted from cases and call-backs."""
    from linli.backbone import sql

    start = time.perf_counter()
    sql.rows(
        """SELECT c.street_id, count(*),
          sum(CASE b.satisfaction WHEN 'satisfied' THEN 10 WHEN 'basic' THEN 9 ELSE 0 END)
        FROM cases_callback b JOIN cases_case c ON c.id = b.case_id
        WHERE b.solved IS NOT NULL AND c.procedure = 'request' AND b.at::date BETWEEN %s AND %s GROUP BY 1""",
        list(days),
    )
    return (time.perf_counter() - start) * 1000


class _Clock:
    """Adds up what writing facts takes while it is in force."""

    def __init__(self) -> None:
        self.spent = 0.0

    def __enter__(self) -> _Clock:
        from linli.backbone.facts.book import Book

        self._plain = plain = Book.write

        def write(book: Book, row: Any) -> None:
            start = time.perf_counter()
            plain(book, row)
            self.spent += time.perf_counter() - start

        Book.write = write  # type: ignore[method-assign,assignment]
        return self

    def __exit__(self, *_: object) -> None:
        from linli.backbone.facts.book import Book

        Book.write = self._plain  # type: ignore[method-assign]


def _keeping() -> Row:
    """What writing and folding facts takes of accepting reports, one after the other."""
    _accepted(50, "warm")
    _folded()
    with _Clock() as clock:
        whole = _accepted(ACCEPTS, "bench")
    folding = _folded()
    return {
        "share": (clock.spent + folding) / (whole + folding) * 100,
        "accept ms": whole / ACCEPTS * 1000,
        "fact ms": clock.spent / ACCEPTS * 1000,
        "folding ms": folding / ACCEPTS * 1000,
    }


def _accepted(count: int, name: str) -> float:
    """How long so many reports take."""
    from linli.backbone.values import RESIDENT
    from linli.domains.cases import commands
    from linli.domains.cases.values import Channel
    from linli.domains.places.models import Door
    from linli.domains.places.queries import door

    codes = list(Door.objects.filter(revoked_at=None).order_by("id").values_list("code", flat=True)[:50])
    places = [door(code).place for code in codes]
    start = time.perf_counter()
    for number in range(count):
        place, key = places[number % len(places)], f"{name}{number}"
        now = datetime.now(UTC)
        commands.open_case(
            actor=RESIDENT,
            place=place,
            text="三楼的灯坏了",
            channel=Channel.SCAN,
            now=now,
            phone="13812342046",
            key=key,
        )
    return time.perf_counter() - start


def _folded() -> float:
    """How long folding what is loose takes."""
    from linli.domains.cases import projections

    start = time.perf_counter()
    while projections.fold():
        pass
    return time.perf_counter() - start


if __name__ == "__main__":
    surroundings.set_up_django()
    with surroundings.database():
        from linli.config import wiring  # noqa: F401 - registers the sections of packs

        print(json.dumps(probe()))
