"""What a report says of the machine it was made on."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys

_LOOP = """
import time
start = time.perf_counter()
for one in range(4_000_000):
    one * one
print(time.perf_counter() - start)
"""
ROUNDS = 5


def machine() -> str:
    """Its kind, its cores and what they are worth, the Python."""
    count = cores()
    worth = f"{count} cores, together {together(count):.2f} times one" if count > 1 else "1 core"
    return f"{platform.machine()} · {worth} · Python {platform.python_version()}"


def cores() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0))


def together(count: int) -> float:
    """How many times what one process does so many do at once: less than their number where what is called a core is
    one of two threads of a core, or where others work on them too. The middle of some rounds, each there and back."""
    return statistics.median(count * _took(1) / _took(count) for _ in range(ROUNDS))


def _took(count: int) -> float:
    """Seconds a loop takes when so many processes run it at once, on average."""
    line = [sys.executable, "-c", _LOOP]
    running = [subprocess.Popen(line, stdout=subprocess.PIPE, text=True) for _ in range(count)]
    return statistics.mean(float(one.communicate()[0]) for one in running)
