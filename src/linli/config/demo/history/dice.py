"""Chance, quickly: what a story asks for twenty times is one look at a random number each."""

from bisect import bisect_right
from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice(Random):
    """A seeded source of chance. Choices are as even as a number of 53 bits makes them, which is more than enough for
    a town, and a fifth of the time that evenness to the last bit takes."""

    def choice(self, several: Sequence[T]) -> T:  # type: ignore[override]
        """One of several."""
        return several[int(self.random() * len(several))]

    def randint(self, least: int, most: int) -> int:
        """A whole number between two, both among them."""
        return least + int(self.random() * (most - least + 1))

    def among(self, several: Sequence[T], sums: Sequence[float]) -> T:
        """One of several by their shares; `sums` add them up, one after the other."""
        return several[bisect_right(sums, self.random() * sums[-1], 0, len(sums) - 1)]
