"""The part of a pack that names kinds of venue, what they are for, where rooms come from, and what a blank spot is."""

from pydantic import Field

from linli.backbone.packs.loader import Pack
from linli.backbone.packs.registry import section
from linli.backbone.packs.schema import Several, Table, Text


class VenueKind(Table):
    """A kind of venue: the levels of place it stands at, the functions it needs before it opens, and whether it is a
    `station` a resident is led to from the door."""

    title: Text
    at: Several = ()
    needs: Several = ()
    station: bool = False
    source: Several = ()


class BlankSpots(Table):
    """Which places should have an open venue in them or within so many metres (S2-07): the number is a place's own."""

    levels: Several = ()
    metres: int = Field(default=500, ge=50, le=20_000)
    source: Several = ()


class Venues(Table):
    """Kinds of venue, functions, where rooms come from, blank spots."""

    kinds: dict[str, VenueKind] = {}
    functions: dict[str, Text] = {}
    rooms: dict[str, Text] = {}
    blank: BlankSpots = BlankSpots()


def venues(pack: Pack) -> Venues:
    """The venues part of a pack."""
    return section(pack, "venues", Venues)
