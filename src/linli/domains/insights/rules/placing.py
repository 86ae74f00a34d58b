"""Where a new message belongs among the things already known: the same likeness as in groups, of a message to the
average of the messages of a thing."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from linli.domains.insights.rules.hot import FAR, LATER, LEFT, Floats, Measure, Message, telling, terms
from linli.kernel.features import BOXES
from linli.kernel.geometry import Lonlat, metres_between

# The most telling terms kept of a thing.
KEPT = 400


@dataclass(frozen=True, slots=True)
class Thing:
    """What several messages are about: the sum of their terms, their categories, where and until when."""

    key: int
    count: int
    boxes: NDArray[np.int32]
    sums: Floats
    categories: Mapping[str, int]
    point: Lonlat | None
    day: float

    def words(self) -> bytes:
        """Its terms as they are kept."""
        return self.boxes.astype("<i4").tobytes() + self.sums.astype("<f2").tobytes()


def unpacked(words: bytes) -> tuple[NDArray[np.int32], Floats]:
    """Terms and their sums out of what is kept."""
    count = len(words) // 6
    boxes = np.frombuffer(words, "<i4", count)
    return boxes, np.frombuffer(words, "<f2", count, count * 4).astype(np.float32)


def thing_of(key: int, messages: Iterable[Message], rarity: Floats) -> Thing:
    """The thing that messages are about."""
    total: dict[int, float] = {}
    categories: Counter[str] = Counter()
    points, count, day = [], 0, -math.inf
    for one in messages:
        count, day = count + 1, max(day, one.day)
        categories[one.category] += 1
        points += [one.point] if one.point else []
        for box, weight in telling(terms(one.text, one.title), rarity).items():
            total[box] = total.get(box, 0.0) + weight
    best = sorted(total.items(), key=lambda one: (-one[1], one[0]))[:KEPT]
    return Thing(
        key,
        count,
        np.array([box for box, _sum in best], np.int32),
        np.array([value for _box, value in best], np.float32),
        dict(categories),
        _middle(points),
        day,
    )


def _middle(points: list[Lonlat]) -> Lonlat | None:
    if not points:
        return None
    return (sum(one[0] for one in points) / len(points), sum(one[1] for one in points) / len(points))


def with_one(thing: Thing, message: Message, rarity: Floats) -> Thing:
    """The thing with one more message."""
    one = thing_of(thing.key, [message], rarity)
    total = dict(zip(thing.boxes.tolist(), thing.sums.tolist(), strict=True))
    for box, weight in zip(one.boxes.tolist(), one.sums.tolist(), strict=True):
        total[box] = total.get(box, 0.0) + weight
    best = sorted(total.items(), key=lambda pair: (-pair[1], pair[0]))[:KEPT]
    near = thing.point
    if one.point and near:
        share = 1 / (thing.count + 1)
        near = (near[0] + (one.point[0] - near[0]) * share, near[1] + (one.point[1] - near[1]) * share)
    return replace(
        thing,
        count=thing.count + 1,
        boxes=np.array([box for box, _sum in best], np.int32),
        sums=np.array([value for _box, value in best], np.float32),
        categories=dict(Counter(thing.categories) + Counter(one.categories)),
        point=near or one.point,
        day=max(thing.day, message.day),
    )


def best_place(
    message: Message, things: Iterable[Thing], measure: Measure, rarity: Floats
) -> tuple[Thing, float] | None:
    """The thing a message is most like, with how much; None where it is like none enough."""
    words = np.zeros(BOXES, np.float32)
    for box, weight in telling(terms(message.text, message.title), rarity).items():
        words[box] = weight
    found = [(likeness(message, words, one, measure), one) for one in things]
    best = max(found, key=lambda pair: (pair[0], -pair[1].key), default=None)
    return (best[1], best[0]) if best is not None and best[0] >= measure.least else None


def likeness(message: Message, words: Floats, thing: Thing, measure: Measure) -> float:
    """How alike a message is to those of a thing on average."""
    alike = float(words[thing.boxes] @ thing.sums) / thing.count
    metres, days = measure.near(message.category)
    later = min(1.0, max(LEFT, LATER[0] - LATER[1] * max(0.0, message.day - thing.day) / days))
    if message.point is None or thing.point is None:
        return alike * measure.least / measure.alone * later
    apart = metres_between(message.point, thing.point) / metres
    same = thing.categories.get(message.category, 0) / thing.count if message.category else 0.0
    found = (alike + measure.beside * math.exp(-(apart**2)) * same) * later
    return found * FAR if apart > measure.far else found
