"""Which messages are about one thing: how alike two are by wording, object, place and time, and groups of those
that are alike on average. Pure: the same messages in any order make the same groups."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from linli.kernel.features import BOXES, box_of, normal
from linli.kernel.geometry import Lonlat

Floats = NDArray[np.float32]
# The most telling terms of a message are kept, and as many letters of it are read.
TERMS, LETTERS = 64, 400
# What a term is worth that says nothing of the category; how many occurrences are presumed of each.
EVEN, SEEN = 0.15, 2.0
# What is further in place than near, or names another district, is worth so much; later by so much of its days,
# and never less than what is left.
FAR, LATER, LEFT = 0.4, (1.2, 0.7), 0.2
# Words of a title count so often.
TITLE = 2
_PAUSE = re.compile(r"[^\w]+")
# A city, and a county or district, that a text names: two that name different ones are rarely about one thing. Letters
# are how names are masked in messages that were made public.
_CITY = re.compile(r"([a-z])\d*[区县市]|([\u4e00-\u9fff]{2})市(?![场民政区委级里])")
_COUNTY = re.compile(r"([a-z]\d+)[区县市]|([\u4e00-\u9fff]{2})县(?![委级政城里])")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_SMALL, _LINK = re.compile(r"\s+"), re.compile(r"https?:?[\w./?=&%-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Measure:
    """How much what counts: `least` likeness that makes one thing; `beside` is what the same category at the same spot
    is worth, `metres` and `days` how near that is (`by` category); what is further than `far` times that is
    hardly the same thing; `alone` is the least likeness of words where a place is not known."""

    least: float = 0.4
    beside: float = 0.8
    metres: float = 200
    days: float = 14
    far: float = 1.5
    alone: float = 0.18
    by: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def near(self, category: str) -> tuple[float, float]:
        """Metres and days within which messages of a category are near each other."""
        return self.by.get(category, (self.metres, self.days))


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody said, when (in days), of which category and where."""

    key: int
    text: str
    day: float
    title: str = ""
    category: str = ""
    point: Lonlat | None = None
    person: str = ""


def terms(text: str, title: str = "") -> Counter[int]:
    """The pairs of neighbours of a text by the number of their box, those of a title more than once."""
    found: Counter[int] = Counter()
    for words, times in ((title, TITLE), (text[:LETTERS], 1)):
        for part in _PAUSE.split(normal(_LINK.sub(" ", words))):
            for one, two in pairwise(part):
                if _CHINESE.match(one) or _CHINESE.match(two):
                    found[box_of(one + two)] += times
    return found


def rarity_of(counted: Sequence[Counter[int]], categories: Sequence[str] = ()) -> Floats:
    """How telling each term is: the rarer in these messages, the more; where categories are known, the less the more
    evenly it occurs in all of them (please, thank you, for three days)."""
    often = np.zeros(BOXES, np.float32)
    for one in counted:
        often[list(one)] += 1
    found = (np.log((1 + len(counted)) / (1 + often)) + 0.3).astype(np.float32)
    return found * _pointed(counted, categories, often) if any(categories) else found


def _pointed(counted: Sequence[Counter[int]], categories: Sequence[str], often: Floats) -> Floats:
    """How far the categories a term occurs in are from those of all messages: EVEN not at all, 1 and more where it is
    of few; a term that occurred seldom is believed by half."""
    labels = _numbered(categories)
    share = (np.bincount(labels, minlength=labels.max() + 1) + 0.5) / (len(labels) + 0.5 * (labels.max() + 1))
    far = np.zeros(BOXES, np.float32)
    for label in range(len(share)):
        within = np.zeros(BOXES, np.float32)
        for at in np.flatnonzero(labels == label).tolist():
            within[list(counted[at])] += 1
        part = (within + SEEN * share[label]) / (often + SEEN)
        far += (part * np.log(part / share[label])).astype(np.float32)
    return (EVEN + np.minimum(far, 1.5)).astype(np.float32)


def telling(counted: Counter[int], rarity: Floats) -> dict[int, float]:
    """The most telling terms with their weights, of length one together."""
    weighed = [(box, (1 + math.log(count)) * float(rarity[box])) for box, count in counted.items()]
    best = sorted(weighed, key=lambda one: (-one[1], one[0]))[:TERMS]
    length = math.sqrt(sum(weight * weight for _box, weight in best)) or 1.0
    return {box: weight / length for box, weight in best}


def regions(message: Message) -> tuple[str, str]:
    """The city and the district or county a message names first, empty for none."""
    said = _SMALL.sub("", (message.title or message.text[:60]).lower())
    city, county = _CITY.search(said), _COUNTY.search(said)
    return (city[1] or city[2] if city else "", county[1] or county[2] if county else "")


@dataclass(frozen=True, slots=True)
class Compared:
    """Messages as rows that can be compared with each other."""

    words: csr_matrix
    days: Floats
    categories: NDArray[np.int32]
    cities: NDArray[np.int32]
    counties: NDArray[np.int32]
    points: Floats
    metres: Floats
    spans: Floats
    measure: Measure

    def among(self, rows: NDArray[np.intp], others: NDArray[np.intp]) -> Floats:
        """How alike each of some rows is to each of others."""
        found = np.asarray((self.words[rows] @ self.words[others].T).todense(), np.float32)
        where = self._apart(rows, others) / self.metres[rows][:, None]
        same = self._same(self.categories, rows, others)
        gap = np.abs(self.days[rows][:, None] - self.days[others][None, :]) / self.spans[rows][:, None]
        unknown, far = np.isnan(where), where > self.measure.far
        close = np.where(unknown, 0, np.exp(-(where**2)))
        found[unknown] *= self.measure.least / self.measure.alone
        later = np.clip(LATER[0] - LATER[1] * gap, LEFT, 1)
        found = (found + self.measure.beside * close * same) * later
        found[far] *= FAR
        for labels in (self.cities, self.counties):
            found[self._other(labels, rows, others)] *= FAR
        return np.asarray(found, np.float32)

    def _apart(self, rows: NDArray[np.intp], others: NDArray[np.intp]) -> Floats:
        """Metres between points; not a number where either has none."""
        east, north = (self.points[:, side] for side in (0, 1))
        apart = np.hypot(east[rows][:, None] - east[others][None, :], north[rows][:, None] - north[others][None, :])
        return np.asarray(apart, np.float32)

    @staticmethod
    def _same(labels: NDArray[np.int32], rows: NDArray[np.intp], others: NDArray[np.intp]) -> NDArray[np.bool_]:
        found = (labels[rows][:, None] == labels[others][None, :]) & (labels[rows] > 0)[:, None]
        return np.asarray(found, np.bool_)

    @staticmethod
    def _other(labels: NDArray[np.int32], rows: NDArray[np.intp], others: NDArray[np.intp]) -> NDArray[np.bool_]:
        one, two = labels[rows][:, None], labels[others][None, :]
        return np.asarray((one > 0) & (two > 0) & (one != two), np.bool_)


def compared(messages: Sequence[Message], measure: Measure, rarity: Floats | None = None) -> Compared:
    """Messages made comparable, by the rarity of words among them where none is given."""
    counted = [terms(one.text, one.title) for one in messages]
    weights = rarity_of(counted, [one.category for one in messages]) if rarity is None else rarity
    rows = [telling(one, weights) for one in counted]
    ends = np.cumsum([0, *(len(one) for one in rows)])
    columns = np.fromiter((box for one in rows for box in one), np.int32, int(ends[-1]))
    values = np.fromiter((value for one in rows for value in one.values()), np.float32, int(ends[-1]))
    near = [measure.near(one.category) for one in messages]
    named = [regions(one) for one in messages]
    return Compared(
        words=csr_matrix((values, columns, ends), shape=(len(messages), BOXES)),
        days=np.array([one.day for one in messages], np.float32),
        categories=_numbered([one.category for one in messages]),
        cities=_numbered([one[0] for one in named]),
        counties=_numbered([one[1] for one in named]),
        points=np.array([_metres(one.point) for one in messages], np.float32).reshape(-1, 2),
        metres=np.array([one[0] for one in near], np.float32),
        spans=np.array([one[1] for one in near], np.float32),
        measure=measure,
    )


def _numbered(labels: Sequence[str]) -> NDArray[np.int32]:
    known = {"": 0}
    return np.array([known.setdefault(one, len(known)) for one in labels], np.int32)


def _metres(point: Lonlat | None) -> tuple[float, float]:
    """A point in metres on a plane that is flat enough for a town."""
    if point is None:
        return (math.nan, math.nan)
    return ((point[0] - 100) * 111_320 * math.cos(math.radians(point[1])), (point[1] - 20) * 110_574)
