"""Training a classifier and judging it honestly: near-duplicates never stand on both sides of a split."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, diags
from sklearn.metrics import confusion_matrix, f1_score
from sklearn.model_selection import GroupKFold
from sklearn.svm import LinearSVC

from linli.domains.insights.rules.classifier import Classifier, ranked
from linli.kernel.features import BOXES, boxed, likeness, pairs

FOLDS = 5
# Labels with fewer rows than this are not learnt: nothing could be said of how well.
FEWEST = 10
STRENGTH = 1.0
# Near-duplicates: this many of the smallest hashes of two texts, band by band, are the same.
BANDS, WIDTH = 10, 3
SAME = 0.75


@dataclass(frozen=True)
class Sample:
    """A text and what it was; `group` is said where near-duplicates are known already."""

    text: str
    label: str
    group: str = ""


@dataclass(frozen=True)
class Card:
    """What is known of a model: of how many rows, how often it is right by honest split, and what it mixes up."""

    rows: int
    groups: int
    labels: tuple[str, ...]
    macro_f1: float
    accuracy: float
    per_label: tuple[tuple[str, int, float], ...]
    confused: tuple[tuple[str, str, int], ...]
    sure: tuple[tuple[float, float, float], ...]

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "rows": self.rows,
            "groups": self.groups,
            "macro_f1": round(self.macro_f1, 4),
            "accuracy": round(self.accuracy, 4),
            "labels": [[label, count, round(f1, 4)] for label, count, f1 in self.per_label],
            "confused": [list(one) for one in self.confused],
            "sure": [[floor, round(share, 4), round(right, 4)] for floor, share, right in self.sure],
        }


def grouped(texts: Sequence[str]) -> list[int]:
    """Which group of near-duplicates each text belongs to: texts that share a band of smallest pair hashes are compared
    with the first of them, and are one where they are alike enough."""
    heads = list(range(len(texts)))

    def head(at: int) -> int:
        while heads[at] != at:
            heads[at] = heads[heads[at]]
            at = heads[at]
        return at

    rng = np.random.default_rng(11)
    factors = rng.integers(1, 2**61 - 1, (BANDS * WIDTH, 1), dtype=np.uint64) | np.uint64(1)
    seen: dict[tuple[int, bytes], int] = {}
    for at, text in enumerate(texts):
        for band, key in _bands(text, factors):
            first = seen.setdefault((band, key), at)
            if head(first) != head(at) and likeness(pairs(texts[first]), pairs(text)) >= SAME:
                heads[head(at)] = head(first)
    return [head(at) for at in range(len(texts))]


def _bands(text: str, factors: NDArray[np.uint64]) -> list[tuple[int, bytes]]:
    hashes = np.fromiter((hash_of(one) for one in pairs(text)), np.uint64)
    if not len(hashes):
        return [(-1, text.encode())]
    smallest = (hashes * factors).min(axis=1)
    return [(band, smallest[band * WIDTH : (band + 1) * WIDTH].tobytes()) for band in range(BANDS)]


def hash_of(pair: str) -> int:
    """A number of a pair that is the same in every process."""
    return (ord(pair[0]) * 0x1F123BB5 + ord(pair[1])) * 0x9E3779B97F4A7C15 % 2**64


def counts_of(texts: Sequence[str]) -> csr_matrix:
    """The boxes of texts as rows of a matrix: 1 + ln(count)."""
    data: list[int] = []
    columns: list[int] = []
    ends = [0]
    for text in texts:
        found = boxed(text)
        columns.extend(found)
        data.extend(found.values())
        ends.append(len(columns))
    values = 1 + np.log(np.array(data or [1], np.float32))[: len(data)]
    return csr_matrix((values, np.array(columns, np.int32), np.array(ends)), shape=(len(texts), BOXES))


@dataclass(frozen=True)
class _Fitted:
    """Weights over all boxes, before they are cut down to those that occurred."""

    labels: tuple[str, ...]
    rarity: NDArray[np.float32]
    svc: LinearSVC

    def scores(self, counts: csr_matrix) -> NDArray[np.float32]:
        found = self.svc.decision_function(_weighed(counts, self.rarity))
        return np.column_stack([-found, found]) if found.ndim == 1 else found

    def classifier(self, occurred: NDArray[np.int32], heat: float) -> Classifier:
        weights, bias = self.svc.coef_, self.svc.intercept_
        if len(weights) == 1:
            weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
        kept = weights[:, occurred].T.astype(np.float32)
        return Classifier(self.labels, occurred, self.rarity[occurred], kept, bias.astype(np.float32), heat)


def _weighed(counts: csr_matrix, rarity: NDArray[np.float32]) -> csr_matrix:
    weighed = csr_matrix(counts.multiply(rarity))
    lengths = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    return diags(1 / np.where(lengths, lengths, 1)) @ weighed


def _fit(counts: csr_matrix, labels: NDArray[np.str_]) -> _Fitted:
    rows = counts.shape[0]
    rarity = np.log((1 + rows) / (1 + counts.getnnz(axis=0))).astype(np.float32) + 1
    svc = LinearSVC(C=STRENGTH, class_weight="balanced", random_state=7)
    svc.fit(_weighed(counts, rarity), labels)
    return _Fitted(tuple(str(one) for one in svc.classes_), rarity, svc)


def train(samples: Sequence[Sample]) -> tuple[Classifier, Card] | None:
    """A classifier of all samples, with the card of what models of the same make did on groups they had not seen; None
    where fewer than two labels have rows enough, or all is one message. Labels of fewer than 10 rows are left out."""
    samples = _enough(samples)
    groups = _groups(samples)
    if len({one.label for one in samples}) < 2 or len(set(groups)) < FOLDS:
        return None
    counts, labels = counts_of([one.text for one in samples]), np.array([one.label for one in samples])
    scores, classes = unseen(counts, labels, groups)
    heat = _heat(scores, np.searchsorted(classes, labels))
    occurred = np.unique(counts.indices).astype(np.int32)
    return _fit(counts, labels).classifier(occurred, heat), _card(labels, classes, scores, heat, len(set(groups)))


def _enough(samples: Sequence[Sample]) -> list[Sample]:
    rows: dict[str, int] = defaultdict(int)
    for one in samples:
        rows[one.label] += 1
    return [one for one in samples if rows[one.label] >= FEWEST]


def _groups(samples: Sequence[Sample]) -> list[str]:
    if all(one.group for one in samples):
        return [one.group for one in samples]
    return [str(one) for one in grouped([one.text for one in samples])]


def unseen(
    counts: csr_matrix, labels: NDArray[np.str_], groups: Sequence[str]
) -> tuple[NDArray[np.float32], NDArray[np.str_]]:
    """The scores each row gets from a model that saw nothing of its group, beside the labels they are of."""
    classes = np.unique(labels)
    scores = np.full((len(labels), len(classes)), -9, np.float32)
    for seen, held in GroupKFold(FOLDS, shuffle=True, random_state=1).split(counts, labels, groups):
        if len(set(labels[seen])) < 2:  # it could only ever say the one thing it has seen
            scores[np.ix_(held, np.searchsorted(classes, np.unique(labels[seen])))] = 0
            continue
        model = _fit(counts[seen], labels[seen])
        at = np.searchsorted(classes, np.array(model.labels))
        scores[np.ix_(held, at)] = model.scores(counts[held])
    return scores, classes


def _heat(scores: NDArray[np.float32], true: NDArray[np.int64]) -> float:
    """The heat under which confidences are as often right as they say, on rows the models had not seen."""

    def loss(heat: float) -> float:
        hot = scores * heat
        top = hot.max(axis=1)
        return float(np.mean(top + np.log(np.exp(hot - top[:, None]).sum(axis=1)) - hot[np.arange(len(true)), true]))

    return float(minimize_scalar(loss, bounds=(0.1, 30), method="bounded").x)


def _card(
    labels: NDArray[np.str_], classes: NDArray[np.str_], scores: NDArray[np.float32], heat: float, groups: int
) -> Card:
    said = classes[scores.argmax(axis=1)]
    each = f1_score(labels, said, labels=classes, average=None, zero_division=0)
    mixed = confusion_matrix(labels, said, labels=classes)
    np.fill_diagonal(mixed, 0)
    worst = sorted(((int(mixed[a, b]), str(classes[a]), str(classes[b])) for a, b in np.argwhere(mixed)), reverse=True)
    sure = np.array([ranked(tuple(classes), row, heat)[0].confidence for row in scores])
    right = said == labels
    return Card(
        rows=len(labels),
        groups=groups,
        labels=tuple(str(one) for one in classes),
        macro_f1=float(np.mean(each)),
        accuracy=float(right.mean()),
        per_label=tuple(
            (str(name), int((labels == name).sum()), float(one)) for name, one in zip(classes, each, strict=True)
        ),
        confused=tuple((true, false, count) for count, true, false in worst[:12]),
        sure=tuple(
            (floor, float((sure >= floor).mean()), float(right[sure >= floor].mean()) if (sure >= floor).any() else 0.0)
            for floor in (0.5, 0.6, 0.7, 0.8, 0.9)
        ),
    )


def judged(model: Classifier, samples: Sequence[Sample]) -> float:
    """The macro-F1 of a model on samples it has not seen."""
    said = [model.guesses(one.text)[0].label for one in samples]
    true = [one.label for one in samples]
    return float(f1_score(true, said, labels=sorted(set(true)), average="macro", zero_division=0))
