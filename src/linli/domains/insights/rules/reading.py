"""From sums to a figure: pure."""

from collections.abc import Mapping

from linli.domains.insights.values import Reading
from linli.domains.insights.values.tables import Indicator


def read(key: str, indicator: Indicator, top: float, bottom: float | None) -> Reading:
    """The reading of an indicator from its counted numerator and denominator; a rate of nothing is no number."""
    scaled = top / indicator.scale
    if not indicator.of:
        return Reading(key, scaled, None, scaled)
    if not bottom:
        return Reading(key, scaled, bottom or 0, None)
    share = scaled / bottom
    return Reading(key, scaled, bottom, share * 100 if is_rate(indicator) else share)


def weigh(key: str, weights: Mapping[str, float], parts: Mapping[str, Reading]) -> Reading:
    """A score: the weighted sum of other readings; none where one of them has no number."""
    numbers = {name: parts[name].number for name in weights}
    if any(number is None for number in numbers.values()):
        return Reading(key, 0, None, None)
    score = sum(weight * (numbers[name] or 0) for name, weight in weights.items())
    return Reading(key, score, None, score)


def is_rate(indicator: Indicator) -> bool:
    """Whether the figure is a share in per cent."""
    return indicator.unit.zh == "%"


def tone_of(indicator: Indicator, now: float, before: float) -> str:
    """Whether a change is good (better), bad (worse) or neither (empty)."""
    if not indicator.better or now == before:
        return ""
    return "better" if (now > before) == (indicator.better == "more") else "worse"


def guarded(number: float | None, least: int) -> bool:
    """Whether a count is too small to be said in public: somebody could be meant."""
    return number is not None and 0 < number < least
