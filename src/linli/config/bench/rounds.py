"""Several towns measured together, back and forth: a slow minute of the machine falls on all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from linli.config.bench.load import Job
from linli.config.bench.report import Figures
from linli.config.bench.town import WARM_UP, Sample, Town, figures

ROUNDS = 4
ALWAYS = ("one insert", "one select")


def measured(
    towns: Mapping[int, Town], seconds: float, connections: int, only: set[str]
) -> dict[int, dict[str, Figures]]:
    """Every job in turn, the floors always: so many seconds at each town, parted into rounds there and back."""
    works = [_works(town, only) for town in towns.values()]
    found: dict[int, dict[str, Figures]] = {size: {} for size in towns}
    for several in zip(*works, strict=True):
        name = several[0][0]
        samples = sampled(list(towns.values()), [work for _name, work in several], seconds, connections)
        for (size, town), some in zip(towns.items(), samples, strict=True):
            queries = town.facts["queries"].get(name) if isinstance(several[0][1], Job) else 1
            line = found[size][name] = figures(some, queries)
            print(f"  {name:<20} {size:10,} {line.rate:8,.0f}/s  p95 {line.p95:.1f} ms", flush=True)
    return found


def _works(town: Town, only: set[str]) -> list[tuple[str, Job | str]]:
    jobs = [(one.name, one) for one in town.jobs() if not only or one.name in only or one.name in ALWAYS]
    return [*town.floors().items(), *jobs]


def sampled(
    towns: Sequence[Town], works: Sequence[Job | str], seconds: float, connections: int, rounds: int = ROUNDS
) -> list[list[Sample]]:
    """The samples of one job by town, in the order of the towns: so many seconds at each, parted into rounds."""
    samples: list[list[Sample]] = [[] for _ in towns]
    for number, at in turns(range(len(towns)), rounds):
        for town in towns:
            town.settle()
        warm = WARM_UP if number == 0 else WARM_UP / 4
        samples[at].append(towns[at].sample(works[at], seconds / rounds, connections, warm))
    return samples


def slower(first: Sequence[float], last: Sequence[float]) -> float:
    """How many times longer the last takes than the first, by what each took in the same round: the middle of the
    rounds, because the machine may change its speed between two turns of one."""
    return median(much / little for little, much in zip(first, last, strict=True))


def turns(several: Sequence[int], rounds: int) -> Iterator[tuple[int, int]]:
    """Each of several in so many rounds, there and back: the number of the round, and whose turn it is."""
    for number in range(rounds):
        yield from ((number, one) for one in (several if number % 2 == 0 else reversed(several)))
