"""`linli bench hot`: how well messages are brought together by what they are about, on sets whose causes are known, how
long a batch and one placement take, and what becomes of a file of real messages."""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from io import StringIO
from itertools import cycle
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from linli.config.bench.machine import machine
from linli.config.bench.town import opened, probed
from linli.config.cli import surroundings

if TYPE_CHECKING:
    from linli.config.bench.causes import Told
    from linli.domains.insights.rules.hot import Message

# Seeds for judging; the measures were chosen on seed 1 of the other half of the problems.
SEEDS, ROWS, BATCH, PLACED = (11, 12, 13, 14), 2000, 4000, 400
BATCH_SECONDS, PLACE_MS = 5.0, 50.0
# Messages from all over a country, with no place and no category, are compared over years.
YEARS = 3650


def run(arguments: argparse.Namespace) -> int:
    """Judge, measure and write the report; 0 unless something broke."""
    surroundings.set_up_django()
    lines = ["# linli bench hot", "", f"{datetime.now(UTC):%Y-%m-%d} · {machine()}", ""]
    lines += ["| set | seed | pairs: precision | recall | F1 | best cluster F1 |", "| --- |" + " ---: |" * 5]
    for judging, name in ((False, "tuning"), (True, "judging")):
        for seed in (1,) if not judging else SEEDS:
            lines += list(_judged(name, seed, judging))
    lines += ["", *_timed(), "", *_towns(arguments.cases or ""), ""]
    if arguments.messages:
        lines += _real(arguments.messages, arguments.out)
    text = "\n".join(lines)
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "hot.md").write_text(text, encoding="utf-8")
    print(text)
    return 0


def _judged(name: str, seed: int, judging: bool) -> Iterator[str]:
    from linli.config.bench.causes import messages
    from linli.domains.insights.rules.grouping import best_f1, groups, pairwise_f1
    from linli.domains.insights.rules.hot import Measure

    told = messages(ROWS, seed, judging=judging)
    true = [one.cause for one in told]
    night = _labels(groups([one.message for one in told], Measure()), len(told))
    for way, said in (("night", night), ("as they come", _online(told)[0])):
        figures = (*pairwise_f1(true, said), best_f1(true, said))
        yield f"| {name}, {way} | {seed} | " + " | ".join(f"{one:.3f}" for one in figures) + " |"


def _labels(found: Sequence[Sequence[int]], count: int) -> list[int]:
    labels = [0] * count
    for at, keys in enumerate(found):
        for key in keys:
            labels[key] = at
    return labels


def _online(told: Sequence[Told]) -> tuple[list[int], list[float]]:
    """Each message placed when it comes, among what was known until then; which thing it was, how long that took."""
    from linli.domains.insights.rules.hot import Measure, rarity_of, terms
    from linli.domains.insights.rules.placing import Thing, best_place, thing_of, with_one

    measure, said, taken = Measure(), list[int](), list[float]()
    rarity = rarity_of([terms(one.message.text) for one in told], [one.message.category for one in told])
    things: list[Thing] = []
    for one in told:
        start, message = time.perf_counter(), one.message
        recent = (thing for thing in things if message.day - thing.day < 3 * measure.days)
        best = best_place(message, recent, measure, rarity)
        at = best[0].key if best else len(things)
        if best:
            things[at] = with_one(best[0], message, rarity)
        else:
            things.append(thing_of(at, [message], rarity))
        said.append(at)
        taken.append((time.perf_counter() - start) * 1000)
    return said, taken


def _timed() -> Iterator[str]:
    from linli.config.bench.causes import messages
    from linli.domains.insights.rules.grouping import groups
    from linli.domains.insights.rules.hot import Measure

    told = messages(BATCH, SEEDS[0], judging=True)
    start = time.perf_counter()
    groups([one.message for one in told], Measure())
    batch = time.perf_counter() - start
    taken = sorted(_online(told)[1])
    near = taken[int(len(taken) * 0.95)]
    yield f"A batch of {BATCH:,}: {batch:.2f} s (wanted ≤ {BATCH_SECONDS:g})."
    yield f"Placing one among those of {BATCH:,}: p50 {statistics.median(taken):.1f} ms, p95 {near:.1f} ms."
    if batch > BATCH_SECONDS or near > PLACE_MS:
        yield "falls short"


def _towns(cases: str) -> Iterator[str]:
    """One placement through the database, in towns of so many cases; with LINLI_BENCH_HERE where it is run."""
    if os.environ.get("LINLI_BENCH_HERE"):
        yield _placing(dict(os.environ))
    for size in [int(one) for one in cases.split(",") if one]:
        with ExitStack() as stack:
            yield _placing(opened(stack, size).environment)


def _placing(environment: dict[str, str]) -> str:
    row = probed("linli.config.bench.hot", environment)
    short = f" Falls short of {PLACE_MS:g} ms." if row["p95"] > PLACE_MS else ""
    return (
        f"Placing a new report in a town of {row['cases']:,.0f} cases, through the database: p50 {row['p50']:.1f} ms, "
        f"p95 {row['p95']:.1f} ms, worst {row['worst']:.1f} ms.{short}"
    )


def probe() -> dict[str, float]:
    """What placing a new report costs where it is run, its own transaction included; in milliseconds."""
    from django.db import transaction

    from linli.config.demo.history import words
    from linli.domains.cases.models import Case
    from linli.domains.insights.projections.issues import place_case

    random = Random(SEEDS[0])  # noqa: S311 - texts to measure with, not a secret
    texts = [words.report(random.choice(list(words.CATEGORIES)), random) for _ in range(PLACED)]
    numbers, taken = list(_opened(texts)), list[float]()
    for number in numbers:
        start = time.perf_counter()
        with transaction.atomic():
            place_case(number, datetime.now(UTC))
        taken.append((time.perf_counter() - start) * 1000)
    taken = sorted(taken[len(taken) // 10 :])  # the first ones also read what is kept in memory from then on
    found = {"p50": statistics.median(taken), "p95": taken[int(len(taken) * 0.95)], "worst": taken[-1]}
    return {**found, "cases": float(Case.objects.count())}


def _opened(texts: Sequence[str]) -> Iterator[int]:
    from linli.backbone.values import RESIDENT
    from linli.domains.cases import commands
    from linli.domains.cases.values import Channel
    from linli.domains.places.models import Door
    from linli.domains.places.queries import door

    codes = list(Door.objects.filter(revoked_at=None).order_by("?").values_list("code", flat=True)[: len(texts)])
    for text, code in zip(texts, cycle(codes), strict=False):
        now, place = datetime.now(UTC), door(code).place
        yield commands.open_case(actor=RESIDENT, place=place, text=text, channel=Channel.SCAN, now=now)["id"]


def _real(path: Path, out: Path) -> list[str]:
    """A file of messages with columns text and, where there are, title, time, category, person: brought together; the
    table of issues is printed and written, and which message belongs to which."""
    from linli.domains.insights.rules.grouping import groups
    from linli.domains.insights.rules.hot import Measure

    rows = _read(path)
    start = time.perf_counter()
    found = groups([_message(at, row) for at, row in enumerate(rows)], Measure(days=YEARS))
    seconds = time.perf_counter() - start
    out.mkdir(parents=True, exist_ok=True)
    with (out / "hot-members.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["issue", "row", "title"])
        writer.writerows([at + 1, key + 1, _said(rows[key])] for at, keys in enumerate(found) for key in keys)
    several = [keys for keys in found if len(keys) > 1]
    head = f"{path.name}: {len(rows):,} messages, {len(several):,} things several speak of, {seconds:.2f} s."
    lines = [head, "", "| messages | people | from | to | what |", "| ---: | ---: | --- | --- | --- |"]
    return [*lines, *(_line([rows[key] for key in keys]) for keys in several[:40])]


def _read(path: Path) -> list[dict[str, str]]:
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


def _said(row: dict[str, str]) -> str:
    return (row.get("title") or row.get("text") or "")[:60]


def _day(row: dict[str, str]) -> str:
    """The day of a message as it sorts."""
    parts = (row.get("time") or "").split(" ")[0].replace("/", "-").split("-")
    return "-".join(one.zfill(2) for one in parts) if len(parts) == 3 and all(one.isdigit() for one in parts) else ""


def _message(key: int, row: dict[str, str]) -> Message:
    from linli.domains.insights.rules.hot import Message

    day = _day(row)
    moment = datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp() / 86400 if day else 0.0
    text, title = row.get("text") or "", row.get("title") or ""
    return Message(key, text, moment, title, row.get("category") or "", None, row.get("person") or "")


def _line(rows: Sequence[dict[str, str]]) -> str:
    days = sorted(day for row in rows if (day := _day(row)))
    people = len({row.get("person") or f"row {at}" for at, row in enumerate(rows)})
    title = min((_said(row) for row in rows), key=len).replace("|", "/")
    return f"| {len(rows)} | {people} | {days[0] if days else ''} | {days[-1] if days else ''} | {title} |"


if __name__ == "__main__":
    surroundings.set_up_django()
    with surroundings.database():
        from linli.config import wiring  # noqa: F401 - registers the sections of packs

        print(json.dumps(probe()))
