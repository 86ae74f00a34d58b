"""The steps of a map's colours: pure."""

from collections.abc import Sequence
from math import ceil, floor

Step = tuple[float, float]
MOST = 6
_NICE = (1.0, 2.0, 2.5, 5.0, 10.0)


def steps(numbers: Sequence[float], whole: bool) -> tuple[Step, ...]:
    """At most six stretches of equal length, from the lowest number to the highest, that hold each of them. Whole
    numbers fall into stretches like 0—12 and 13—25; others into those from one bound up to the next."""
    if not numbers:
        return ()
    low, high = min(numbers), max(numbers)
    if whole:
        return _whole_steps(floor(low), floor(high))
    width = _nice((high - low) / (MOST - 1))
    start = floor(round(low / width, 6)) * width
    count = max(1, ceil(round((high - start) / width, 6)))
    return tuple((round(start + at * width, 6), round(start + (at + 1) * width, 6)) for at in range(count))


def _whole_steps(low: int, high: int) -> tuple[Step, ...]:
    width = max(1, ceil((high - low + 1) / MOST))
    return tuple((at, at + width - 1) for at in range(low, high + 1, width))


def _nice(least: float) -> float:
    """The next round number that is not less."""
    size = 0.1
    while size * _NICE[-1] < least:
        size *= 10
    return next(size * one for one in _NICE if size * one >= least - 1e-9)


def step_of(number: float, found: Sequence[Step]) -> int:
    """In which step a number falls: the first whose upper bound it does not pass."""
    return next((at for at, (_low, high) in enumerate(found) if number <= high), len(found) - 1)


def shade_of(step: int, count: int) -> int:
    """Where a step stands on a ramp of six, so that few steps spread over all of it."""
    return 2 if count == 1 else round(step * (MOST - 1) / (count - 1))
