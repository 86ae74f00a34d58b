"""What other domains may know of matters that are like a new one, and what a neighbour who joined one sees."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from linli.domains.cases.values.rows import NextStep, TrackStep

# Only requests are joined and compared: other kinds of matter are somebody's own.
ALIKE_KIND = "request"


class NearCase(NamedTuple):
    """An open request near a place; its words are for comparing, never for showing to residents."""

    id: int
    number: str
    title: str
    text: str
    category: str
    compound_id: int | None
    building_id: int | None
    lon: float | None
    lat: float | None
    where: str
    plate: str
    opened_at: datetime
    neighbours: int


class PastRow(NamedTuple):
    """A request that was handled, and the seat that handled it."""

    number: str
    title: str
    text: str
    handler_seat: int


class LabelledRow(NamedTuple):
    """The words of a request and the category it was handled as."""

    text: str
    category: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class JoinedCase:
    """A matter as a neighbour who joined it sees it: what kind of thing where and how far it is, nobody's words."""

    token: str
    number: str
    category: str
    place: str
    door_code: str
    opened_at: datetime
    neighbours: int
    track: tuple[TrackStep, ...]
    next: NextStep
    closed: bool
    steps: tuple["JoinedStep", ...] = ()

    @property
    def news(self) -> int:
        """How much is new since the last visit."""
        return sum(one.fresh for one in self.steps)


@dataclass(frozen=True, slots=True)
class JoinedStep:
    """What was done, as a neighbour may know it: no word of the reporter and none to them; `fresh` since the last
    visit."""

    at: datetime
    sentence: str
    tone: str
    fresh: bool
