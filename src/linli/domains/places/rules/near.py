"""Names that were nearly written: read alike, two characters swapped, one left out or one too many, one other.

What may be taken without asking is less than what is offered: another character is often another place (金榕花园,
金榕家园).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice, product
from typing import NamedTuple

from linli.kernel.pinyin import alike, sounds

SHORTEST, LONGEST, MOST_READINGS = 3, 12, 8
SOUND, SWAPPED, MISSING, EXTRA, OTHER = "sound", "swapped", "missing", "extra", "other"
# What an address goes on with after a name, and what stands before one.
_AFTER, _BEFORE = "第一二三四五六七八九十，、", "区市道村路街镇，、"
SURE = (SOUND, SWAPPED, MISSING, EXTRA)


class Near(NamedTuple):
    """A known name close to what stands in a text from `at` to `end`, and how it differs."""

    name: str
    at: int
    end: int
    how: str


def difference(written: str, name: str) -> str:
    """How a name was miswritten; an empty string where it is the name itself or too far from it."""
    if written == name or abs(len(written) - len(name)) > 1:
        return ""
    if len(written) == len(name):
        return _changed(written, name)
    longer, shorter, how = (written, name, EXTRA) if len(written) > len(name) else (name, written, MISSING)
    return how if any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer))) else ""


def _changed(written: str, name: str) -> str:
    other = [at for at, pair in enumerate(zip(written, name, strict=True)) if pair[0] != pair[1]]
    if all(alike(written[at], name[at]) for at in other):
        return SOUND
    if len(other) == 1:
        return OTHER
    first, last = other[0], other[-1]
    if len(other) == 2 and last == first + 1 and written[first : last + 1] == name[last] + name[first]:
        return SWAPPED
    return ""


class NearNames:
    """Names that can be found although they were nearly written: by their sound, and by what one deletion leaves."""

    def __init__(self, names: Iterable[str]) -> None:
        self._keys: dict[str, set[str]] = defaultdict(set)
        for name in set(names):
            if SHORTEST <= len(name) <= LONGEST:
                for key in _keys(name):
                    self._keys[key].add(name)

    def of(self, text: str) -> list[Near]:
        """The names close to some stretch of a text, the surest and longest first, one line a name."""
        found: dict[str, Near] = {}
        for near in self._all(text):
            known = found.get(near.name)
            if known is None or _order(near) < _order(known):
                found[near.name] = near
        return sorted(found.values(), key=_order)

    def _all(self, text: str) -> Iterator[Near]:
        for at in range(max(0, len(text) - SHORTEST + 2)):
            for end in range(at + SHORTEST - 1, min(len(text), at + LONGEST + 1) + 1):
                stretch = text[at:end]
                names = {
                    name for key in _keys(stretch) if key in self._keys for name in self._keys[key] if name not in text
                }
                for name in names:
                    how = difference(stretch, name)
                    if how and (how != MISSING or _stands_alone(text, at, end, name)):
                        yield Near(name, at, end, how)


def _stands_alone(text: str, at: int, end: int, name: str) -> bool:
    """Whether what is missing at an end of a name is missing indeed: no other character stands in its place."""
    if name.startswith(text[at:end]):
        return end == len(text) or text[end].isascii() or text[end] in _AFTER
    return not name.endswith(text[at:end]) or at == 0 or text[at - 1] in _BEFORE


def _order(near: Near) -> tuple[int, int, int]:
    return (SURE.index(near.how) if near.how in SURE else len(SURE), -len(near.name), near.at)


def _keys(name: str) -> Iterator[str]:
    yield name
    for at in range(len(name)):
        yield name[:at] + name[at + 1 :]
    if len(name) >= SHORTEST:
        readings = product(*(sorted(sounds(one)) for one in name))
        for way in islice(readings, MOST_READINGS):
            yield " ".join(way)
