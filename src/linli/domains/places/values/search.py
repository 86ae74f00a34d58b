"""How places are searched: the marks they are found by, what is found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from linli.kernel.pinyin import initials
from linli.kernel.words import Piece


def within_mark(place_id: int) -> str:
    """The mark of a place and of all below it."""
    return f"P{place_id}"


def kind_mark(kind: str) -> str:
    """The mark of a level."""
    return f"K{kind}"


def own_mark(place_id: int) -> str:
    """The mark of the very place something is for: those below it are told too."""
    return f"A{place_id}"


def marks(path: Sequence[int]) -> list[str]:
    """All marks of something for the last of these places, from the root on."""
    return [*(within_mark(one) for one in path), own_mark(path[-1])]


def marks_in_sight(tops: Iterable[int], above: Iterable[int]) -> list[str]:
    """The marks of what lies below some places, or is for one of those above them."""
    return [*(within_mark(one) for one in tops), *(own_mark(one) for one in above)]


def initial_marks(name: str) -> list[str]:
    """The marks of a name's initials."""
    return sorted(f"I{one}" for one in initials(name))


@dataclass(frozen=True, slots=True)
class PlaceHit:
    """A place that was found, its name in pieces; `above` names what it stands under."""

    id: int
    kind: str
    kind_words: str
    code: str
    name: tuple[Piece, ...]
    above: str
    url: str

    @property
    def title(self) -> str:
        """Its name in one."""
        return "".join(piece.words for piece in self.name)
