"""Where an address as people write it lies: by code, by compound and building, or at least in which community.

Names of compounds stand in the address as they are ("世纪城3栋2单元"); a name that occurs more than once is told apart
by the street or community that the sheet or the address names, and is never guessed.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

_BLANKS = re.compile(r"\s+")
_BODY = re.compile(r"(社区居民委员会|社区居委会|村民委员会|居民委员会|居委会|村委会|街道办事处|办事处|社区|街道)$")
_BUILDING = re.compile(r"(\d{1,4}|[A-Z]\d{0,2}|[一二三四五六七八九十]{1,3})(?:号楼|栋|幢|座|楼|#)")
_LEADING = re.compile(r"^[,，、。;；:：\-—·第]+")
_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
AREAS = ("community", "street")
SHORTEST = 2


class Spot(NamedTuple):
    """A place as the book needs it; `ancestors` are the ids from the root to itself."""

    id: int
    kind: str
    code: str
    name: str
    number: str
    parent: int | None
    ancestors: tuple[int, ...]


class Found(NamedTuple):
    """Where an address lies: the place with what is left of the address, or else the `area` it is in, if that is known;
    `several` says that its name stands for more than one place."""

    place: int | None
    detail: str = ""
    area: int | None = None
    several: bool = False


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """An address without blanks, with plain digits and letters."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text)).upper()


def counted(text: str) -> str:
    """The number of a building as digits: 三 and 十二 too."""
    if not text or text[0] not in "一二三四五六七八九十":
        return text
    tens, ten, ones = text.partition("十")
    return str((_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones if ten else tens, 0))


class AddressBook:
    """The places an address may lie in."""

    def __init__(self, spots: Iterable[Spot]) -> None:
        self._codes: dict[str, int] = {}
        self._heads: dict[str, list[tuple[str, Spot]]] = defaultdict(list)
        self._buildings: dict[int, dict[str, int]] = defaultdict(dict)
        self._areas: dict[tuple[str, str], list[Spot]] = defaultdict(list)
        for spot in spots:
            self._codes[spot.code.upper()] = spot.id
            self._learn(spot)
        for known in self._heads.values():
            known.sort(key=lambda one: -len(one[0]))

    def _learn(self, spot: Spot) -> None:
        name = plain(spot.name)
        if spot.kind == "building" and spot.parent is not None:
            self._buildings[spot.parent].setdefault(plain(spot.number), spot.id)
        elif spot.kind in AREAS:
            name = _BODY.sub("", name)
            self._areas[spot.kind, name].append(spot)
        if spot.kind in ("compound", *AREAS) and len(name) >= SHORTEST:
            self._heads[name[:SHORTEST]].append((name, spot))

    def find(self, address: str, community: str = "", street: str = "", code: str = "") -> Found:
        """Where an address lies."""
        words = plain(address)
        known = self._codes.get(plain(code) or words)
        if known is not None:
            return Found(known, "" if words in self._codes else address.strip()[:80])
        named = list(self._named(words))
        area, told = self._area(community, street, [spot for _at, _name, spot in named if spot.kind in AREAS])
        compounds = [one for one in named if one[2].kind == "compound"]
        if not compounds:
            return Found(None, address.strip()[:80], area.id if area else None)
        return self._compound(words, compounds, told, area)

    def _named(self, words: str) -> Iterator[tuple[int, str, Spot]]:
        """The names that stand in an address; of names at one spot those of the longest."""
        at = 0
        while at < len(words) - 1:
            length = 0
            for name, spot in self._heads.get(words[at : at + SHORTEST], ()):
                if len(name) < length:
                    break
                if words.startswith(name, at):
                    length = len(name)
                    yield at, name, spot
            at += length or 1

    def _area(self, community: str, street: str, named: list[Spot]) -> tuple[Spot | None, list[int]]:
        """The innermost area that is told, and every place that an answer must lie in."""
        given = zip(AREAS, (community, street), strict=True)
        columns = [self._areas.get((kind, _BODY.sub("", plain(words))), []) for kind, words in given]
        told = [spot for known in columns if len(known) == 1 for spot in known]
        inner = next((one for kind in AREAS for one in [*told, *named] if one.kind == kind), None)
        return inner, [spot.id for spot in told]

    def _compound(self, words: str, named: list[tuple[int, str, Spot]], told: list[int], area: Spot | None) -> Found:
        longest = max(len(name) for _at, name, _spot in named)
        fit = [one for one in named if len(one[1]) == longest and set(told) <= set(one[2].ancestors)]
        if len(fit) > 1 and area is not None:
            fit = [one for one in fit if area.id in one[2].ancestors] or fit
        if len(fit) != 1:
            return Found(None, words[:80], area.id if area else None, several=len(fit) > 1)
        at, name, spot = fit[0]
        rest = words[at + len(name) :]
        building = _BUILDING.search(rest)
        known = self._buildings[spot.id].get(counted(building[1])) if building else None
        if building is None or known is None:
            return Found(spot.id, _LEADING.sub("", rest)[:80])
        return Found(known, _LEADING.sub("", rest[building.end() :])[:80])
