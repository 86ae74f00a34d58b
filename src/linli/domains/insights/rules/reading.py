"""From sums to a figure: pure."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from linli.domains.insights.values import Reading
from linli.domains.insights.values.tables import Indicator
from linli.kernel.periods import Days

# Below this the counts of before are too few for a share of them.
FEW = 20


def read(key: str, indicator: Indicator, top: int, bottom: int | None) -> Reading:
    """The reading of an indicator from its counted numerator and denominator; a rate of nothing is no number."""
    scaled = top / indicator.scale
    if not indicator.of:
        return Reading(key, scaled, None, Fraction(top, indicator.scale))
    if not bottom:
        return Reading(key, scaled, bottom or 0, None)
    whole = 100 if is_rate(indicator) else 1
    return Reading(key, scaled, bottom, Fraction(top * whole, indicator.scale * bottom))


def weigh(key: str, weights: Mapping[str, float], parts: Mapping[str, Reading]) -> Reading:
    """A score: the weighted sum of other readings; none where one of them has no number."""
    score = Fraction()
    for name, weight in weights.items():
        number = parts[name].number
        if number is None:
            return Reading(key, 0, None, None)
        score += Fraction(str(weight)) * number
    return Reading(key, float(score), None, score, all(parts[name].comparable for name in weights))


def comparable(days: Days, since: date | None, today: date) -> bool:
    """Whether a period may be held against another: nothing of it lies before the first day there is or after today,
    and it is no single day that is not over."""
    start, end = days
    return since is not None and since <= start and (end < today or start < end == today)


def is_rate(indicator: Indicator) -> bool:
    """Whether the figure is a share in per cent."""
    return indicator.unit.zh == "%"


def tone_of(indicator: Indicator, now: Fraction, before: Fraction) -> str:
    """Whether a change is good (better), bad (worse) or neither (empty)."""
    if not indicator.better or now == before:
        return ""
    return "better" if (now > before) == (indicator.better == "more") else "worse"


def guarded(number: Fraction | float | None, least: int) -> bool:
    """Whether a count is too small to be said in public: somebody could be meant."""
    return number is not None and 0 < number < least
