"""The places of a viewer as a book in which addresses are looked up, and what was found, many at once."""

import time
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from linli.backbone import sql
from linli.domains.places.models import Place
from linli.domains.places.queries import info_of, names_by_id
from linli.domains.places.rules.addresses import SHORTEST, AddressBook, Found, Spot
from linli.domains.places.rules.near import EXTRA, MISSING, OTHER, SOUND, SWAPPED
from linli.domains.places.values import PlaceInfo

__all__ = ["AddressBook", "address_book", "place_infos"]

_COLUMNS = ("id", "kind", "code", "name", "number", "parent_id", "ancestors")


def address_book(under: Iterable[int]) -> AddressBook:
    """Every open place at or below these, by code, name and number."""
    rows = Place.objects.filter(ancestors__overlap=list(under), closed_at=None).values_list(*_COLUMNS)
    return AddressBook(
        Spot(pk, kind, code, name, number, parent, tuple(ancestors))
        for pk, kind, code, name, number, parent, ancestors in rows.order_by("id")
    )


class Offer(NamedTuple):
    """A place that an address may mean: what is left of the address, and how its name differs from what was written."""

    place_id: int
    code: str
    name: str
    above: str
    detail: str
    how: str

    @property
    def why(self) -> str:
        """How the name differs, in the reader's language."""
        words = {
            SOUND: _("读音一样"),
            SWAPPED: _("两个字写反了"),
            MISSING: _("少写了一个字"),
            EXTRA: _("多写了一个字"),
            OTHER: _("差一个字"),
        }
        return words.get(self.how, "")


_KEPT, _MOST_KEPT = 300.0, 20
_books: dict[tuple[int, ...], tuple[float, AddressBook]] = {}


def offered_places(tops: Sequence[int], address: str) -> tuple[Offer, ...]:
    """The places at or below `tops` that an address may mean, the likeliest first. The book of names is kept for five
    minutes: the territory changes by hand."""
    if not tops or len(address.strip()) < SHORTEST:
        return ()
    found = _book(tuple(sorted(tops))).offers(address)
    named = names_by_id(one.place for one in found if one.place)
    places = [(named[one.place], one) for one in found if one.place in named]
    return tuple(Offer(place.id, place.code, place.name, place.above, one.detail, one.near) for place, one in places)


def place_of_address(tops: Sequence[int], address: str) -> Found:
    """Where an address lies below `tops`, never guessed; by the same book."""
    return _book(tuple(sorted(tops))).find(address[:200]) if tops else Found(None)


def _book(tops: tuple[int, ...]) -> AddressBook:
    made, book = _books.get(tops, (0.0, None))
    if book is None or time.monotonic() - made > _KEPT:
        if len(_books) >= _MOST_KEPT:
            _books.clear()
        book = address_book(tops)
        _books[tops] = (time.monotonic(), book)
    return book


def forget_books() -> None:
    """Read the names anew at the next address."""
    _books.clear()


_PATHS = """
SELECT t.id, p.id, p.kind, p.code, p.name, p.number, p.lon, p.lat, p.phone
FROM places_place t JOIN places_place p ON p.id = ANY(t.ancestors) WHERE t.id = ANY(%s)
ORDER BY t.id, array_length(p.ancestors, 1)
"""


def place_infos(place_ids: Iterable[int]) -> dict[int, PlaceInfo]:
    """Places with their ways from the root, by id; those that do not exist are left out."""
    paths: dict[int, list[tuple[Any, ...]]] = {}
    for row in sql.rows(_PATHS, [list(place_ids)]):
        paths.setdefault(row[0], []).append(row[1:])
    return {one: info_of(rows) for one, rows in paths.items()}
