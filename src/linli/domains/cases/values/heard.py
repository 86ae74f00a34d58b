"""What is known of a request where requests about one thing are brought together: nobody's name, nobody's number."""

from datetime import datetime
from typing import NamedTuple


class Heard(NamedTuple):
    """A request; `person` is a keyed digest that only says who is the same."""

    id: int
    text: str
    category: str
    opened_at: datetime
    open: bool
    lon: float | None
    lat: float | None
    building_id: int | None
    compound_id: int | None
    community_id: int | None
    place_id: int
    person: bytes
