"""The part of a pack that names the levels of the territory and the size rule of its grids."""

from pydantic import Field

from linli.backbone.packs.loader import Pack
from linli.backbone.packs.registry import section
from linli.backbone.packs.schema import Several, Table, Text


class SizeRule(Table):
    """How many households or residents a level should hold (C03); either bound may be left open."""

    households: tuple[int, int] | None = None
    residents: tuple[int, int] | None = None


class Level(Table):
    """A kind of place: what it is called and what it may stand under."""

    title: Text
    under: Several = ()
    size: SizeRule | None = None
    source: Several = ()


class Territory(Table):
    """Levels by kind, from the root down."""

    brand: Text = Field(default="邻里", validate_default=True)
    levels: dict[str, Level] = {}


class Phone(Table):
    """A telephone number and what it is for."""

    number: str
    title: Text


class Service(Table):
    """A service a resident can find on the door page: what, for whom, where, when, what to bring; the `numbers` to call
    where it is a list of them."""

    key: str
    title: Text
    icon: str = "dots"
    what: Text
    who: Text
    where: Text
    hours: Text
    bring: Text | None = None
    phone: str = ""
    numbers: tuple[Phone, ...] = ()


class ServiceGroup(Table):
    """Services under one heading."""

    title: Text
    items: tuple[Service, ...]


class Services(Table):
    """The catalogue of the door page (C10, S2-21), the tiles in front, and the emergency numbers."""

    source: Several = ()
    groups: tuple[ServiceGroup, ...] = ()
    front: tuple[str, ...] = ()
    phones: tuple[Phone, ...] = ()


def services(pack: Pack) -> Services:
    """The services part of a pack."""
    return section(pack, "services", Services)


def territory(pack: Pack) -> Territory:
    """The territory part of a pack."""
    return section(pack, "territory", Territory)
