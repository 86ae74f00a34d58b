"""Names by their sound: the initials people type, and which characters sound alike; every reading counts."""

from functools import lru_cache
from itertools import product

from pypinyin import Style, pinyin

MOST_READINGS, SHORTEST = 8, 2


@lru_cache(maxsize=8192)
def sounds(character: str) -> frozenset[str]:
    """The syllables a character is read as, without tones; a letter or digit is itself."""
    return frozenset(pinyin(character, style=Style.NORMAL, heteronym=True)[0])


def initials(name: str) -> frozenset[str]:
    """The initials of a name from each of its characters on: 世纪城 gives sjc and jc; of names with characters that are
    read in several ways the first few readings."""
    letters = [sorted({one[0].lower() for one in sounds(char) if one}) for char in name[:20] if char.isalnum()]
    found: set[str] = set()
    for start in range(len(letters) - SHORTEST + 1):
        ways = product(*letters[start:])
        found.update("".join(way) for way, _count in zip(ways, range(MOST_READINGS), strict=False))
    return frozenset(one for one in found if one.isascii() and one.isalnum())


def alike(one: str, other: str) -> bool:
    """Whether two characters are read alike."""
    return one == other or not sounds(one).isdisjoint(sounds(other))
