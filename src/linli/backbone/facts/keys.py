"""What facts are summed by: places of every level, as a whole and cut by a word."""

from collections.abc import Sequence
from typing import NamedTuple

# The levels a fact keeps, from the root down, as the case keeps them: history stays where it was when borders move.
LEVELS = ("district", "street", "community", "grid", "compound", "building")
# Those that have tallies; at a compound or a building the facts themselves are few.
TALLIED = LEVELS[:4]
# Cuts (by channel, category, organization) are summed by day for the two upper levels, channel and category together at
# all only there; below, a day has hardly more facts than it would have sums: cuts are summed by month alone, and seats.
UPPER = LEVELS[:2]
# Later than any fact.
EVER = 2**62
# The slice of what was taken back for matters left out of the assessment (剔除).
EXCLUDED = "excluded"


class Key(NamedTuple):
    """A place with its level, and one of the slices it is summed by (“” is the whole)."""

    place: int
    level: str
    slice: str = ""

    @property
    def by_day(self) -> bool:
        """Whether it is summed by day, not by month alone."""
        return self.slice in ("", EXCLUDED) or (self.level in UPPER and not self.slice.startswith("seat="))


def cuts_of(
    places: Sequence[int | None],
    channel: str,
    category: str,
    organization_id: int | None,
    seat_id: int | None,
    correction: bool,
) -> set[tuple[int, str]]:
    """The (place, slice) pairs a fact counts in: at each of its places as a whole (“”) and by one word, by channel and
    category together at the upper levels, by seat at the root."""
    words = [""]
    words += [f"channel={channel}"] if channel else []
    words += [f"category={category}"] if category else []
    words += [f"organization={organization_id}"] if organization_id is not None else []
    words += [EXCLUDED] if correction else []
    found = {(place, word) for place in places[: len(TALLIED)] if place is not None for word in words}
    if channel and category:
        found |= {(place, f"pair={channel}|{category}") for place in places[: len(UPPER)] if place is not None}
    if seat_id is not None and places[0] is not None:
        found.add((places[0], f"seat={seat_id}"))
    return found
