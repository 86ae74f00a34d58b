"""What was measured, as a table, with the ratios that count and what falls short of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

# What each page is held against in the same run: (the view that is its floor, the least ratio).
WANTED = {
    "accept": ("one insert", 1 / 6),
    "inbox": ("one select", 1 / 4),
    "board": ("one select", 1 / 4),
    "case": ("one select", 1 / 5),
}
GROWTH = 1.2


@dataclass(frozen=True)
class Figures:
    """One line: requests a second, times in milliseconds, statements and CPU milliseconds a request, memory in MB."""

    rate: float
    p50: float
    p95: float
    wrong: int
    queries: int | None
    cpu_web: float
    cpu_database: float
    cpu_client: float
    memory: float

    def plain(self) -> dict[str, float | int | None]:
        """As JSON keeps it."""
        return asdict(self)


def markdown(found: dict[int, dict[str, Figures]], about: str, connections: int, seconds: float) -> str:
    """The whole report."""
    lines = ["# linli bench", "", f"{about} · {connections} connections · {seconds:g} s each · fsync on", ""]
    for size, rows in found.items():
        lines += [
            f"## {size:,} cases",
            "",
            "| what | a second | p50 ms | p95 ms | SQL | CPU ms web | CPU ms PostgreSQL | MB | ratio | wanted |",
            "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        ]
        lines += [_line(name, one, rows) for name, one in rows.items()]
        lines.append("")
    if len(found) > 1:
        lines += [
            "## Growth",
            "",
            "| what | " + " | ".join(f"{size:,}" for size in found) + " | slower by |",
            "| --- |" + " ---: |" * (len(found) + 1),
        ]
        lines += [_growth(name, found) for name in WANTED if all(name in rows for rows in found.values())]
    return "\n".join([*lines, ""])


def ratio(name: str, rows: dict[str, Figures]) -> float | None:
    """How many of these go into one of its floor, in the same run."""
    floor = WANTED.get(name, ("", 0.0))[0]
    return rows[name].rate / rows[floor].rate if floor in rows and name in rows else None


def _line(name: str, one: Figures, rows: dict[str, Figures]) -> str:
    part = ratio(name, rows)
    wanted = f"≥ 1/{round(1 / WANTED[name][1])} of {WANTED[name][0]}" if name in WANTED else ""
    wrong = f" ({one.wrong} wrong)" if one.wrong else ""
    return (
        f"| {name}{wrong} | {one.rate:,.0f} | {one.p50:.1f} | {one.p95:.1f} "
        f"| {'' if one.queries is None else one.queries} | {one.cpu_web:.2f} | {one.cpu_database:.2f} "
        f"| {one.memory:.0f} | {f'1/{1 / part:.1f}' if part else ''} | {wanted} |"
    )


def _growth(name: str, found: dict[int, dict[str, Figures]]) -> str:
    rates = [rows[name].rate for rows in found.values()]
    return f"| {name} | " + " | ".join(f"{rate:,.0f}" for rate in rates) + f" | {rates[0] / rates[-1]:.2f}× |"


def shortfalls(found: dict[int, dict[str, Figures]]) -> Iterator[str]:
    """What is less than wanted, one sentence each."""
    for size, rows in found.items():
        for name, (floor, least) in WANTED.items():
            part = ratio(name, rows)
            if part is not None and part < least:
                yield f"falls short at {size:,}: {name} is 1/{1 / part:.1f} of {floor}, wanted 1/{round(1 / least)}"
        yield from (f"wrong answers at {size:,}: {one.wrong} of {name}" for name, one in rows.items() if one.wrong)
    yield from _growing(found)


def _growing(found: dict[int, dict[str, Figures]]) -> Iterator[str]:
    sizes = list(found)
    for name in WANTED if len(sizes) > 1 else ():
        rates = [found[size][name].rate for size in (sizes[0], sizes[-1]) if name in found[size]]
        if len(rates) == 2 and rates[0] > rates[1] * GROWTH:
            slower = rates[0] / rates[1]
            yield f"grows with history: {name} is {slower:.2f}× slower at {sizes[-1]:,} cases, wanted {GROWTH}×"
