"""Keys of walls as a list shows them."""

from datetime import datetime
from typing import NamedTuple


class KeyRow(NamedTuple):
    """A key: what the screen is called, of which place, by whom and since when, revoked when."""

    id: int
    name: str
    place: str
    made_by: str
    made_at: datetime
    revoked_at: datetime | None
