"""`linli bench insights`: what figures cost and how soon they are there, beside plain SQL over the raw tables."""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

from linli.config.bench.load import Job
from linli.config.bench.report import GROWTH, Figures
from linli.config.bench.rounds import sampled
from linli.config.bench.town import Sample, Town, figures, opened, probed
from linli.config.cli import surroundings

SIZES = "10000,1000000"
PAGES = {
    "board": "/board/?period=month",
    "drill-down": "/board/figures/on_time/?{year}",
    "drill-down of few": "/board/figures/returned/?{year}",
}
MANY, FEW = 16, 2
# What is asked of the way from the smallest town to the largest, and what shows it.
GROWN = {"board": "rate", "drill-down": "rate", "drill-down of few": "rate", "indicator": "p50"}
TIMES = 60
# Larger towns are not summed anew: what is asked of that is asked of a million cases.
SUMMED = 2_000_000
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
    """Measure the towns of all sizes together, write the report, print it with what falls short."""
    sizes = [int(one) for one in (arguments.cases or SIZES).split(",")]
    with ExitStack() as stack:
        towns = {size: opened(stack, size) for size in sizes}
        found = _pages(towns, arguments.seconds)
        for size, town in towns.items():
            found[size] |= probed("linli.config.bench.figures", town.environment)
    text = _report(found)
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "insights.md").write_text(text, encoding="utf-8")
    (arguments.out / "insights.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
    print(text)
    return 0


def _pages(towns: dict[int, Town], seconds: float) -> dict[int, dict[str, Row]]:
    """Each page in turn over many connections and over two, there and back between the towns."""
    year, found = "from={}&to={}".format(*_year()), {size: dict[str, Row]() for size in towns}
    for name, path in PAGES.items():
        jobs = [Job(name, (path.format(year=year),), tuple(town.facts["leader"])) for town in towns.values()]
        busy = sampled(list(towns.values()), jobs, seconds, MANY)
        alone = sampled(list(towns.values()), jobs, min(seconds, 4.0), FEW)
        for size, many, few in zip(towns, map(_line, busy), map(_line, alone), strict=True):
            found[size][name] = {"rate": many.rate, "p50": few.p50, "p95": few.p95, "p95 of 16": many.p95}
            print(f"  {name:<20} {size:10,} {many.rate:8,.0f}/s  p95 {few.p95:.1f} ms", flush=True)
    return found


def _line(samples: Sequence[Sample]) -> Figures:
    return figures(samples, None)


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
    if len(found) > 1:
        lines += ["## Growth", "", *_growth(list(found.values()))]
    return "\n".join([*lines, ""])


def _growth(found: Sequence[dict[str, Row]]) -> Iterator[str]:
    """How much slower the largest town is than the smallest."""
    first, last = found[0], found[-1]
    for name, column in GROWN.items():
        slower = last[name][column] / first[name][column]
        times = 1 / slower if column == "rate" else slower
        yield f"- {name}: {times:.2f}×{'' if times <= GROWTH else f', falls short: wanted ≤ {GROWTH}×'}"


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

    return {
        **_summed(),
        "indicator": _timed(asked) | {"plain SQL ms": _plain(span.days)},
        "indicator, kept": _timed(kept),
        "keeping": _keeping(),
    }


def _summed() -> dict[str, Row]:
    """How long it takes to sum everything anew."""
    from linli.domains.cases.models import Case
    from linli.domains.cases.projections import rebuild

    if Case.objects.count() > SUMMED:
        return {}
    started = time.perf_counter()
    made = rebuild()
    return {"rebuild": {"seconds": time.perf_counter() - started, "tallies": float(made)}}


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
