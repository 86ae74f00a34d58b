"""What a text is like, for machines that learn: its characters and pairs of characters, counted in a fixed number of
boxes, so that nothing needs a vocabulary and every model of every place looks at texts the same way."""

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

BOXES = 1 << 18
_BLANK = re.compile(r"\s+")
_NUMBER = re.compile(r"\d+")
# Pauses part what has nothing to do with each other.
_PAUSE = re.compile(r"[^\w]+")


def normal(text: str) -> str:
    """The text as it is compared: one width, small letters, no blanks, every number the same."""
    return _NUMBER.sub("0", _BLANK.sub("", unicodedata.normalize("NFKC", text).lower()))


def grams(text: str) -> Counter[str]:
    """How often each character and each pair of neighbours occurs, pairs not across a pause."""
    found: Counter[str] = Counter()
    for part in _PAUSE.split(normal(text)):
        found.update(part)
        found.update([one + two for one, two in pairwise(part)])
    return found


@lru_cache(maxsize=1 << 16)
def box_of(gram: str) -> int:
    """The number of the box a gram is counted in."""
    return crc32(gram.encode()) % BOXES


def boxed(text: str) -> dict[int, int]:
    """The grams of a text by the number of their box (0 … BOXES - 1), with their counts."""
    found: dict[int, int] = {}
    for gram, count in grams(text).items():
        box = box_of(gram)
        found[box] = found.get(box, 0) + count
    return found


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbours of a text, which are more telling than single characters."""
    return frozenset(gram for gram in grams(text) if len(gram) > 1)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of two sets of pairs is the same (Dice): 0 nothing, 1 everything."""
    whole = len(one) + len(other)
    return 2 * len(one & other) / whole if whole else 0.0
