"""What may be said in public of small numbers: nobody may be found out, not by subtraction either. Pure."""

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

EXACT, MORE, LESS, NOTHING = "exact", "more", "less", "nothing"


class Bounded(NamedTuple):
    """How a rate is said: exactly, as “more than” or “less than” a whole per cent, or not at all."""

    how: str
    percent: float


def small(count: Fraction | float, least: int) -> bool:
    """Whether a count is too small to be said: somebody could be meant. Nothing at all means nobody."""
    return 0 < count < least


def rate(top: float, bottom: float, least: int) -> Bounded:
    """A rate of `top` out of `bottom`: those counted and those left over both must be nobody or enough, else only a
    bound is said that holds for every number below `least`. Nothing is said where the whole is less than twice that:
    there, which bound is said would give the number away."""
    if bottom < 2 * least:
        return Bounded(NOTHING, 0)
    if small(bottom - top, least):
        return Bounded(MORE, (bottom - least) * 100 // bottom)
    if small(top, least):
        return Bounded(LESS, -(-least * 100 // bottom))
    return Bounded(EXACT, top / bottom * 100)


def merged(parts: Mapping[str, int], least: int) -> tuple[dict[str, int], int]:
    """A split whose small parts stand together: the parts said one by one, and the sum of the rest. The rest is
    nothing, or at least two parts and at least `least`, so that no small part follows from the whole by subtraction;
    parts of nothing are left out."""
    some = sorted(((count, name) for name, count in parts.items() if count > 0), reverse=True)
    rest: list[int] = []
    while some and (small(some[-1][0], least) or (rest and (len(rest) < 2 or sum(rest) < least))):
        rest.append(some.pop()[0])
    if rest and (len(rest) < 2 or sum(rest) < least):
        return {}, 0
    said = {name: count for count, name in some}
    return {name: said[name] for name in parts if name in said}, sum(rest)
