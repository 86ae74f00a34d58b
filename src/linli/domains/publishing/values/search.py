"""The marks notices are found by, beside their words."""

from collections.abc import Iterable, Sequence

from linli.domains.places.values.search import within_mark


def own_mark(place_id: int) -> str:
    """The mark of the place a notice is for: those below it are told too."""
    return f"A{place_id}"


def marks(path: Sequence[int]) -> list[str]:
    """All marks of a notice for the last of these places, from the root on."""
    return [*(within_mark(one) for one in path), own_mark(path[-1])]


def marks_in_sight(tops: Iterable[int], above: Iterable[int]) -> list[str]:
    """The marks of what lies below some places, or is for one of those above them."""
    return [*(within_mark(one) for one in tops), *(own_mark(one) for one in above)]
