"""The places of a viewer as a book in which addresses are looked up, and what was found, many at once."""

from collections.abc import Iterable
from typing import Any

from linli.backbone import sql
from linli.domains.places.models import Place
from linli.domains.places.queries import info_of
from linli.domains.places.rules.addresses import AddressBook, Spot
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
