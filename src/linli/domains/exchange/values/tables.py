"""The part of a pack with offers (资源清单): the kinds, who makes and who vets them."""

from pydantic import Field

from linli.backbone.packs.loader import Pack
from linli.backbone.packs.registry import section
from linli.backbone.packs.schema import Several, Table, Text


class OfferKind(Table):
    """A kind of offer; `most` days at most. `icon` is a name of ui/icons.txt."""

    title: Text
    icon: str = "gift"
    most: int = Field(default=366, ge=1, le=1100)
    source: Several = ()


class OffersTable(Table):
    """Posts of organizations that `make` offers, seats that `vet` them for their place and below (they may enter one in
    an organization's name, which another hand vets), and the kinds."""

    make: Several = ()
    vet: Several = ()
    kinds: dict[str, OfferKind] = {}


def offers(pack: Pack) -> OffersTable:
    """What a pack says of offers."""
    return section(pack, "offers", OffersTable)
