"""How hot an issue is: people, not messages of one person; how far spread, whether it grows, how long unsolved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WEEKS, DAYS = 8, 14


@dataclass(frozen=True, slots=True)
class Said:
    """One message: who, in which building, on which day, and whether it is still open."""

    person: bytes
    building: int | None
    day: date
    open: bool


@dataclass(frozen=True, slots=True)
class Sums:
    """What the heat of an issue comes from; `days` are messages of each of the last fourteen days."""

    count: int
    people: int
    buildings: int
    week: int
    week_before: int
    unsolved: int
    weeks: float
    days: tuple[int, ...]


def sums(said: Sequence[Said], today: date) -> Sums:
    """An issue counted; people of a week are counted once in it; weeks unsolved count up to eight."""
    waiting = [one.day for one in said if one.open]
    ago = [(today - one.day).days for one in said]
    return Sums(
        count=len(said),
        people=len({one.person for one in said}),
        buildings=len({one.building for one in said if one.building}),
        week=_people(said, today, 0),
        week_before=_people(said, today, 7),
        unsolved=len(waiting),
        weeks=min((today - min(waiting)).days / 7, WEEKS) if waiting else 0.0,
        days=tuple(ago.count(day) for day in range(DAYS - 1, -1, -1)),
    )


def _people(said: Sequence[Said], today: date, ago: int) -> int:
    last = today - timedelta(days=ago)
    return len({one.person for one in said if last - timedelta(days=7) < one.day <= last})


def heat(one: Sums, people: float, spread: float, growth: float, age: float) -> float:
    """people × persons + spread × further buildings + growth × persons more than the week before + age × weeks
    unsolved."""
    more = max(0, one.week - one.week_before)
    return people * one.people + spread * max(0, one.buildings - 1) + growth * more + age * max(0.0, one.weeks)


def sudden(one: Sums, least: int) -> bool:
    """Whether a week brought so many more people than the one before, and at least twice as many."""
    return one.week_before > 0 and one.week - one.week_before >= least and one.week >= 2 * one.week_before
