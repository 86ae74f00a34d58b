"""Where an address as people write it lies: by code, by compound and building, or at least in which community.

Names of compounds stand in the address as they are ("世纪城3栋2单元"); a name that occurs more than once is told apart
by the street or community that the sheet or the address names, and is never guessed. A name nearly written is taken
where it can be only one (`near.py`). Units and households are found below their building, where the territory has them.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from linli.domains.places.rules.near import SURE, NearNames

_BLANKS = re.compile(r"\s+")
_BODY = re.compile(r"(社区居民委员会|社区居委会|村民委员会|居民委员会|居委会|村委会|街道办事处|办事处|社区|街道)$")
_BUILDING = re.compile(r"(\d{1,4}|[A-Z]\d{0,2}|[一二三四五六七八九十]{1,3})(?:号楼|栋|幢|座|楼|#)")
_SMALL_NUMBER = r"(\d{1,4}|[A-Z]|[一二三四五六七八九十]{1,3})"
_HOUSE = re.compile(r"^[,，、第]*(\d{1,4})号(?!楼)")
_UNIT = re.compile(rf"^[,，、第\-]*{_SMALL_NUMBER}单元")
_ROOM = re.compile(r"^[,，、\-]*(\d{2,4})(?:室|号|户|房)?")
_LEADING = re.compile(r"^[,，、。;；:：\-—·第]+")
_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
AREAS = ("community", "street")
# What stands below a compound, from the outside in, and how each is said.
NUMBERED = {"building": (_BUILDING, _HOUSE), "unit": (_UNIT,), "household": (_ROOM,)}
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
    `several` says that its name stands for more than one place, `near` what was nearly written (`near.py`)."""

    place: int | None
    detail: str = ""
    area: int | None = None
    several: bool = False
    near: str = ""


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
        self._below: dict[tuple[int, str], dict[str, int]] = defaultdict(dict)
        self._names: dict[str, list[Spot]] = defaultdict(list)
        self._spots: dict[int, Spot] = {}
        self._areas: dict[tuple[str, str], list[Spot]] = defaultdict(list)
        for spot in spots:
            self._codes[spot.code.upper()] = spot.id
            self._spots[spot.id] = spot
            self._learn(spot)
        for known in self._heads.values():
            known.sort(key=lambda one: -len(one[0]))
        self._near = NearNames(self._names)

    def _learn(self, spot: Spot) -> None:
        name = plain(spot.name)
        if spot.kind in NUMBERED and spot.parent is not None:
            self._below[spot.parent, spot.kind].setdefault(counted(plain(spot.number)), spot.id)
        elif spot.kind in AREAS:
            name = _BODY.sub("", name)
            self._areas[spot.kind, name].append(spot)
        if spot.kind in ("compound", *AREAS) and len(name) >= SHORTEST:
            self._heads[name[:SHORTEST]].append((name, spot))
        if spot.kind == "compound":
            self._names[name].append(spot)

    def find(self, address: str, community: str = "", street: str = "", code: str = "") -> Found:
        """Where an address lies."""
        words = plain(address)
        known = self._codes.get(plain(code) or words)
        if known is not None:
            return Found(known, "" if words in self._codes else address.strip()[:80])
        named = list(self._named(words))
        area, told = self._area(community, street, [spot for _at, _name, spot in named if spot.kind in AREAS])
        compounds = [one for one in named if one[2].kind == "compound"]
        if compounds:
            return self._compound(words, compounds, told, area)
        return self._nearly(words, told, area) or Found(None, address.strip()[:80], area.id if area else None)

    def _nearly(self, words: str, told: list[int], area: Spot | None) -> Found | None:
        """The one compound whose name was nearly written; None where it could be another."""
        near = [
            one
            for one in self._near.of(words)
            if any(set(told) <= set(spot.ancestors) for spot in self._names[one.name])
        ]
        if len(near) != 1 or near[0].how not in SURE:
            return None
        only = near[0]
        told_again = f"{words[: only.at]}{only.name}{words[only.end :]}"
        named = [(only.at, only.name, spot) for spot in self._names[only.name]]
        found = self._compound(told_again, named, told, area)
        return found._replace(near=only.how) if found.place else None

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
        return self._inside(spot.id, words[at + len(name) :])

    def _inside(self, compound: int, rest: str) -> Found:
        """The building, unit and household that the rest of an address names, as far as they are known."""
        here = compound
        for kind, patterns in NUMBERED.items():
            known, end = self._numbered(here, kind, rest, patterns)
            if known is None and kind == "building":
                break
            if known is not None:
                here, rest = known, rest[end:]
        return Found(here, _LEADING.sub("", rest)[:80])

    def _numbered(
        self, above: int, kind: str, rest: str, patterns: tuple[re.Pattern[str], ...]
    ) -> tuple[int | None, int]:
        below = self._below.get((above, kind), {})
        for pattern in patterns:
            said = pattern.search(rest)
            if said and counted(said[1]) in below:
                return below[counted(said[1])], said.end()
        return None, 0

    def offers(self, address: str, limit: int = 6) -> list[Found]:
        """The places an address may mean, each once: what it says first, then what was nearly written."""
        words = plain(address)
        named = [(at + len(name), spot) for at, name, spot in self._named(words) if spot.kind == "compound"]
        found = [self.find(address), *(self._inside(spot.id, words[end:]) for end, spot in named)]
        for near in self._near.of(words):
            inside = (self._inside(spot.id, words[near.end :]) for spot in self._names[near.name])
            found += [one._replace(near=near.how) for one in inside]
        once: dict[int, Found] = {}
        for one in found:
            if one.place is not None:
                once.setdefault(one.place, one)
        return list(once.values())[:limit]
