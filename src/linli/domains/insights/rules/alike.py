"""Which of some texts are most like another, and whether two reports may be the same matter."""

from collections.abc import Iterable
from typing import TypeVar

from linli.kernel.features import likeness, pairs

T = TypeVar("T")
# Words alone say it is the same, whatever the category was.
SURELY = 0.6


def nearest(text: str, others: Iterable[tuple[str, T]], least: float, most: int) -> list[tuple[float, T]]:
    """Of others by their text, the most alike first; what is less alike than `least` is left out."""
    mine = pairs(text)
    found = [(likeness(mine, pairs(words)), one) for words, one in others]
    return sorted((one for one in found if one[0] >= least), key=lambda one: -one[0])[:most]


def may_be_same(alike: float, least: float, same_category: bool, same_building: bool) -> bool:
    """Two reports near each other in place and time: alike in words and of one category, or so alike that the category
    does not matter; in one building half the likeness is enough."""
    return alike >= SURELY or (same_category and alike >= (least / 2 if same_building else least))
