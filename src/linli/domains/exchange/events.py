"""Facts about offers."""

from dataclasses import dataclass
from typing import ClassVar

from linli.backbone.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferMade(Event):
    """An organization offered something to a place; `sheet` when it is a row of a workbook."""

    subject_kind: ClassVar[str] = "offer"
    kind: str
    organization_id: int
    place_id: int
    sheet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferRevised(Event):
    """What is offered changed before it was vetted."""

    subject_kind: ClassVar[str] = "offer"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferVetted(Event):
    """An offer was opened to everybody, or refused; the offer keeps the reason."""

    subject_kind: ClassVar[str] = "offer"
    accepted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferWithdrawn(Event):
    """An offer was taken back; the offer keeps the reason."""

    subject_kind: ClassVar[str] = "offer"
    was: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OffersImported(Event):
    """Offers were brought in from a workbook; `subject_id` is 0, `place_ids` where those are that wait to be vetted."""

    subject_kind: ClassVar[str] = "register"
    created: int
    updated: int
    unchanged: int
    place_ids: tuple[int, ...] = ()
