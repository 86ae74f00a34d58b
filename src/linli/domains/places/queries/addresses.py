"""The places of a viewer as a book in which addresses are looked up."""

from collections.abc import Iterable

from linli.domains.places.models import Place
from linli.domains.places.rules.addresses import AddressBook, Spot

__all__ = ["AddressBook", "address_book"]

_COLUMNS = ("id", "kind", "code", "name", "number", "parent_id", "ancestors")


def address_book(under: Iterable[int]) -> AddressBook:
    """Every open place at or below these, by code, name and number."""
    rows = Place.objects.filter(ancestors__overlap=list(under), closed_at=None).values_list(*_COLUMNS)
    return AddressBook(
        Spot(pk, kind, code, name, number, parent, tuple(ancestors))
        for pk, kind, code, name, number, parent, ancestors in rows.order_by("id")
    )
