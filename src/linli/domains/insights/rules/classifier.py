"""A linear model over characters and pairs of characters: which label a text most likely has, and how sure that is.

A model is a few arrays; it reads a text in well under a millisecond and needs nothing but numpy.
"""

import io
import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from linli.kernel.features import BOXES, boxed

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Guess:
    """A label with how sure the model is of it, 0 to 1."""

    label: str
    confidence: float


@dataclass(frozen=True)
class Classifier:
    """Weights for the boxes that occurred in training, one column a label; `heat` turns scores into confidence."""

    labels: tuple[str, ...]
    boxes: NDArray[np.int32]
    rarity: Floats
    weights: Floats
    bias: Floats
    heat: float

    @cached_property
    def _rows(self) -> NDArray[np.int32]:
        """Which row a box has, -1 for one that never occurred."""
        rows = np.full(BOXES, -1, np.int32)
        rows[self.boxes] = np.arange(len(self.boxes), dtype=np.int32)
        return rows

    def scores(self, text: str) -> Floats:
        """A score for each label; as training counted: 1 + ln(count) × rarity, of length one."""
        counts = boxed(text)
        rows = self._rows[np.fromiter(counts, np.int32, len(counts))]
        values = 1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))
        known = rows >= 0
        rows, values = rows[known], values[known]
        values = values * self.rarity[rows]
        length = math.sqrt(float(values @ values)) or 1.0
        found: Floats = ((values / np.float32(length)) @ self.weights[rows] + self.bias).astype(np.float32)
        return found

    def guesses(self, text: str) -> list[Guess]:
        """Every label, the likeliest first; their confidences add up to 1."""
        return ranked(self.labels, self.scores(text), self.heat)

    def pack(self) -> bytes:
        """The model as bytes; weights in half precision, which no figure of a card notices."""
        out = io.BytesIO()
        np.savez_compressed(
            out,
            labels=np.array(self.labels),
            boxes=self.boxes,
            rarity=self.rarity.astype(np.float16),
            weights=self.weights.astype(np.float16),
            bias=self.bias,
            heat=np.float64(self.heat),
        )
        return out.getvalue()

    @classmethod
    def unpack(cls, packed: bytes) -> "Classifier":
        """The model of its bytes."""
        with np.load(io.BytesIO(packed), allow_pickle=False) as kept:
            return cls(
                tuple(str(one) for one in kept["labels"]),
                kept["boxes"],
                kept["rarity"].astype(np.float32),
                kept["weights"].astype(np.float32),
                kept["bias"].astype(np.float32),
                float(kept["heat"]),
            )


def ranked(labels: tuple[str, ...], scores: Floats, heat: float) -> list[Guess]:
    """Labels by their scores, with confidences: the softmax of the scores × heat."""
    powers = np.exp((scores - scores.max()) * heat)
    shares = powers / powers.sum()
    order = np.argsort(-scores, kind="stable")
    return [Guess(labels[at], float(shares[at])) for at in order]
