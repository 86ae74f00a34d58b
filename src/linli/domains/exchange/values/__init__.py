"""Offers as pages and programs read them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from linli.kernel.words import Piece

# The events by which somebody's hand is in an offer, so that another's is needed to vet it.
HANDS = ("OfferMade", "OfferRevised")
MOST_TITLE, MOST_TEXT, MOST_REASON, MOST_TIMES = 60, 1000, 200, 9999


class State(StrEnum):
    """What was done with an offer; that its days are over is a matter of the date alone."""

    OFFERED = "offered"
    OPEN = "open"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Standing(StrEnum):
    """How an offer stands on a day."""

    OFFERED = "offered"
    COMING = "coming"
    OPEN = "open"
    ENDED = "ended"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Given:
    """What is offered, from when until when (both days count), how many times (0: as often as wanted), and the
    telephone of the organization's desk."""

    kind: str
    title: str
    text: str
    starts: date
    ends: date
    times: int = 0
    contact: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class OfferRow:
    """An offer as a line of the register, and as its page."""

    id: int
    kind: str
    kind_words: str
    icon: str
    title: str
    text: str
    organization: str
    place: str
    place_code: str
    starts: date
    ends: date
    times: int
    contact: str
    phone: str
    standing: Standing
    reason: str

    @property
    def url(self) -> str:
        """Its page in the register."""
        return f"/registers/offers/{self.id}/"


@dataclass(frozen=True, slots=True)
class OfferPage:
    """An offer with what the viewer can do with it; `own` where they would vet it, had they not entered it themself."""

    row: OfferRow
    acts: frozenset[str]
    own: bool = False


@dataclass(frozen=True, slots=True)
class OfferHit:
    """An offer that was found, its words in pieces."""

    id: int
    kind_words: str
    icon: str
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]
    organization: tuple[Piece, ...]
    place: str
    starts: date
    ends: date
    url: str
