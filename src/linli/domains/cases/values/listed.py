"""Requests and services as programs of other cities read them."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from linli.kernel.geometry import Lonlat


class Service(NamedTuple):
    """A category that can be reported: its words suggest it."""

    code: str
    title: str
    about: str
    words: tuple[str, ...]
    group: str | None = None


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A request as anybody may read it. `text` and `photo_id` are empty where they may not be known; `point` and
    `address` are those of the compound but for the program that brought the matter."""

    number: str
    open: bool
    notes: str
    category: str
    title: str
    text: str
    agency: str
    notice: str
    opened_at: datetime
    updated_at: datetime
    due: datetime | None
    address: str
    place_code: str
    point: Lonlat | None
    photo_id: int | None
