"""Groups of messages that are alike on average, as batch: what was tied by hand stays together or apart."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform

from linli.domains.insights.rules.hot import Compared, Floats, Measure, Message, compared

# Rows compared at once; more messages that hang together are taken apart by asking for more likeness.
BLOCK, MOST = 512, 3000
TOGETHER, APART = 9.0, -1000.0
Pairs = frozenset[tuple[int, int]]
Rows = NDArray[np.intp]


def groups(
    messages: Sequence[Message],
    measure: Measure,
    *,
    rarity: Floats | None = None,
    together: Pairs = frozenset(),
    apart: Pairs = frozenset(),
) -> list[list[int]]:
    """The keys of messages by the thing they are about, bigger groups first; every message in exactly one."""
    messages = sorted(messages, key=lambda one: one.key)
    if not messages:
        return []
    found = compared(messages, measure, rarity)
    at = {one.key: index for index, one in enumerate(messages)}
    ties = _Ties(at, together, apart)
    labels = np.full(len(messages), -1, np.intp)
    for part in _parts(found, np.arange(len(messages)), measure.least * 0.7, ties):
        labels[part] = labels.max() + _cut(found, part, ties, measure.least)
    return _named(_joined(labels, ties), messages)


class _Ties:
    """What was tied by hand, by row."""

    def __init__(self, at: dict[int, int], together: Pairs, apart: Pairs) -> None:
        self.together = [(at[one], at[two]) for one, two in sorted(together) if one in at and two in at]
        self.apart = [(at[one], at[two]) for one, two in sorted(apart) if one in at and two in at]

    def put(self, likeness: Floats, rows: Rows) -> None:
        """Write them over what the messages look like."""
        where = {int(row): index for index, row in enumerate(rows)}
        for pairs, value in ((self.together, TOGETHER), (self.apart, APART)):
            for one, two in pairs:
                if one in where and two in where:
                    likeness[where[one], where[two]] = likeness[where[two], where[one]] = value


def _parts(found: Compared, rows: Rows, least: float, ties: _Ties) -> Iterable[Rows]:
    """Rows that hang together by any likeness worth it; too many of them are asked for more."""
    count, labels = connected_components(_graph(found, rows, least, ties), directed=False)
    order = np.argsort(labels, kind="stable")
    for part in np.split(rows[order], np.cumsum(np.bincount(labels, minlength=count))[:-1]):
        if len(part) > MOST and least < 1:
            yield from _parts(found, part, least * 1.25, ties)
        else:
            yield part


def _graph(found: Compared, rows: Rows, least: float, ties: _Ties) -> csr_matrix:
    ones, twos = [], []
    for start in range(0, len(rows), BLOCK):
        one, two = np.nonzero(found.among(rows[start : start + BLOCK], rows) >= least)
        ones.append(one + start)
        twos.append(two)
    where = {int(row): index for index, row in enumerate(rows)}
    tied = [(where[one], where[two]) for one, two in ties.together if one in where and two in where]
    ones.append(np.array([one for one, _two in tied], np.intp))
    twos.append(np.array([two for _one, two in tied], np.intp))
    one, two = np.concatenate(ones), np.concatenate(twos)
    return csr_matrix((np.ones(len(one), np.int8), (one, two)), shape=(len(rows), len(rows)))


def _cut(found: Compared, rows: Rows, ties: _Ties, least: float) -> NDArray[np.intp]:
    """Numbers from one: groups whose messages are alike on average at least so much."""
    if len(rows) == 1:
        return np.ones(1, np.intp)
    likeness = np.concatenate([found.among(rows[start : start + BLOCK], rows) for start in range(0, len(rows), BLOCK)])
    likeness = (likeness + likeness.T) / 2
    ties.put(likeness, rows)
    apart = TOGETHER - likeness
    np.fill_diagonal(apart, 0)
    tree = linkage(squareform(apart, checks=False), "average")
    return np.asarray(fcluster(tree, TOGETHER - least, "distance"), np.intp)


def _joined(labels: NDArray[np.intp], ties: _Ties) -> NDArray[np.intp]:
    """Groups that a hand put together are one, unless a hand also put some of theirs apart."""
    for one, two in ties.together:
        first, second = labels[one], labels[two]
        forbidden = any({labels[a], labels[b]} == {first, second} for a, b in ties.apart)
        if first != second and not forbidden:
            labels[labels == second] = first
    return labels


def _named(labels: NDArray[np.intp], messages: Sequence[Message]) -> list[list[int]]:
    found: dict[int, list[int]] = {}
    for label, one in zip(labels.tolist(), messages, strict=True):
        found.setdefault(label, []).append(one.key)
    return sorted(found.values(), key=lambda keys: (-len(keys), keys[0]))


def pairwise_f1(true: Sequence[int], said: Sequence[int]) -> tuple[float, float, float]:
    """Precision, recall and F1 of the pairs put together."""
    both, real, made = _pairs(zip(true, said, strict=True)), _pairs(true), _pairs(said)
    precision, recall = both / made if made else 1.0, both / real if real else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _pairs(labels: Iterable[object]) -> int:
    counts: dict[object, int] = {}
    for one in labels:
        counts[one] = counts.get(one, 0) + 1
    return sum(count * (count - 1) // 2 for count in counts.values())


def best_f1(true: Sequence[int], said: Sequence[int]) -> float:
    """The F1 of each true group with the group that fits it best, weighed by its messages."""
    groups: dict[int, dict[int, int]] = {}
    sizes: dict[int, int] = {}
    for one, two in zip(true, said, strict=True):
        found = groups.setdefault(one, {})
        found[two] = found.get(two, 0) + 1
        sizes[two] = sizes.get(two, 0) + 1
    total = 0.0
    for parts in groups.values():
        mine = sum(parts.values())
        total += mine * max(2 * count / (mine + sizes[label]) for label, count in parts.items())
    return total / len(true) if true else 1.0
