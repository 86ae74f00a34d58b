"""What the public page of a community says."""

from dataclasses import dataclass
from typing import NamedTuple


class Said(NamedTuple):
    """A figure of one period as the public may read it."""

    value: str
    unit: str
    note: str


class PublicFigure(NamedTuple):
    """An indicator of this month and of the last, with what it means and who keeps it."""

    title: str
    now: Said
    before: Said
    about: str
    formula: str
    source: str


class PublicPart(NamedTuple):
    """A kind of matter, with its count and its length against the longest, 0 to 100."""

    name: str
    value: str
    share: int


@dataclass(frozen=True, slots=True)
class PublicPage:
    """The page of a community: counts and rates, nobody's name, no ranking."""

    code: str
    plate: str
    name: str
    above: str
    span: str
    before: str
    figures: tuple[PublicFigure, ...]
    split_title: str
    parts: tuple[PublicPart, ...]
    least: int
    phone: str
