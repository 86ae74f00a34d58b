"""`linli bench classify`: how well and how fast categories are guessed, on messages given in a folder.

The folder holds `labelled_tokens.csv.gz` (tokens, label, group) and `labelled_raw.csv.gz` (title, text, label, group),
near-duplicates sharing a group. Models are trained on token rows and asked about rows of groups they have not seen,
of tokens and of raw messages alike. Memory is that of a process that only asks.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linli.domains.insights.rules.classifier import Classifier
    from linli.domains.insights.rules.training import Card, Sample

WANTED_TOKENS, WANTED_RAW, WANTED_MS, WANTED_MB = 0.90, 0.86, 2.0, 200
ASK = """
import re, sys, time
from pathlib import Path
from linli.domains.insights.rules.classifier import Classifier
model = Classifier.unpack(Path(sys.argv[1]).read_bytes())
texts = Path(sys.argv[2]).read_text(encoding="utf-8").split("\\x1e")
model.guesses(texts[0])
spent = []
for text in texts:
    start = time.perf_counter()
    model.guesses(text)
    spent.append((time.perf_counter() - start) * 1000)
spent.sort()
peak = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())
print(sum(spent) / len(spent), spent[int(len(spent) * 0.95)], int(peak[1]) / 1024)
"""


def read(folder: Path) -> tuple[list[Sample], list[Sample]]:
    """The token rows and the raw messages. FileNotFoundError where they are not."""
    from linli.domains.insights.rules.training import Sample

    def rows(name: str, text: Callable[[dict[str, str]], str]) -> list[Sample]:
        with gzip.open(folder / name, "rt", encoding="utf-8") as lines:
            return [Sample(text(row), row["label"], row["group"]) for row in csv.DictReader(lines)]

    tokens = rows("labelled_tokens.csv.gz", lambda row: row["tokens"].replace(" ", ""))
    return tokens, rows("labelled_raw.csv.gz", lambda row: f"{row['title']}。{row['text']}")


def across(tokens: list[Sample], raw: list[Sample]) -> float:
    """The macro-F1 on raw messages, each judged by a model trained on token rows of other groups."""
    from sklearn.metrics import f1_score

    from linli.domains.insights.rules.training import FOLDS, Sample, train

    groups = sorted({one.group for one in tokens})
    fold = {group: at % FOLDS for at, group in enumerate(groups)}
    true, said = [], []
    for held in range(FOLDS):
        made = train([Sample(one.text, one.label, one.group) for one in tokens if fold[one.group] != held])
        for one in raw if made else []:
            if made and fold.get(one.group, 0) == held:
                true.append(one.label)
                said.append(made[0].guesses(one.text)[0].label)
    return float(f1_score(true, said, average="macro"))


def asked(model: Classifier, raw: list[Sample], out: Path) -> tuple[float, float, float, float]:
    """Mean and p95 milliseconds a message and megabytes of a process of its own that only asks, and those of the model
    kept."""
    out.mkdir(parents=True, exist_ok=True)
    kept, texts = out / "classify.npz", out / "classify.txt"
    kept.write_bytes(model.pack())
    texts.write_text("\x1e".join(one.text for one in raw), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", ASK, str(kept), str(texts)], check=True, stdout=subprocess.PIPE, text=True
    )
    texts.unlink()
    mean, p95, megabytes = map(float, done.stdout.split())
    return mean, p95, megabytes, kept.stat().st_size / 1e6


def run(arguments: argparse.Namespace) -> int:
    """Measure and write the report; 2 where there are no messages."""
    from linli.domains.insights.rules.training import train

    try:
        tokens, raw = read(arguments.messages or Path("messages"))
    except OSError as fault:
        print(f"没有测试用的消息：{fault.filename}。用 --messages 指到有 labelled_tokens.csv.gz 的文件夹。")
        return 2
    start = time.perf_counter()
    made = train(tokens)
    spent = time.perf_counter() - start
    if made is None:
        print("消息太少。")
        return 2
    model, card = made
    length = statistics.mean(len(one.text) for one in raw)
    mean, p95, megabytes, kept = asked(model, raw, arguments.out)
    raw_f1 = across(tokens, raw)
    rows = [
        ("macro-F1, tokens, unseen groups", f"{card.macro_f1:.3f}", f"≥ {WANTED_TOKENS}"),
        ("macro-F1, raw messages of unseen groups, from token training", f"{raw_f1:.3f}", f"≥ {WANTED_RAW}"),
        (f"one message of {length:.0f} characters, mean", f"{mean:.2f} ms", f"≤ {WANTED_MS:.0f} ms"),
        ("the same, p95", f"{p95:.2f} ms", ""),
        ("memory of a process that asks", f"{megabytes:.0f} MB", f"≤ {WANTED_MB} MB"),
        ("the model kept", f"{kept:.1f} MB", ""),
        ("training and judging", f"{spent:.0f} s", ""),
    ]
    head = f"{datetime.now(UTC):%Y-%m-%d} · {len(tokens):,} token rows, {card.groups:,} groups, {len(raw)} raw messages"
    text = report(head, rows, card)
    (arguments.out / "classify.md").write_text(text, encoding="utf-8")
    print(text)
    if card.macro_f1 < WANTED_TOKENS or raw_f1 < WANTED_RAW or mean > WANTED_MS or megabytes > WANTED_MB:
        print("falls short")
    return 0


def report(head: str, rows: list[tuple[str, str, str]], card: Card) -> str:
    """The report as Markdown."""
    table = [f"| {what} | {measured} | {wanted} |" for what, measured, wanted in rows]
    per_label = ", ".join(f"{label} {f1:.3f}" for label, _count, f1 in card.per_label)
    confused = "; ".join(f"{true} → {false} {count}" for true, false, count in card.confused[:6])
    sure = next(f"{right:.1%} were right ({share:.0%} of all)" for floor, share, right in card.sure if floor == 0.9)
    lines = [
        "# linli bench classify",
        "",
        head,
        "",
        "| what | measured | wanted |",
        "| --- | ---: | ---: |",
        *table,
        "",
    ]
    lines += [f"By label: {per_label}.", f"Most often mixed up: {confused}."]
    return "\n".join([*lines, f"Of guesses at least 90 % sure, {sure}.", ""])
