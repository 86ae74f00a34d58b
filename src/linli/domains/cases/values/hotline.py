"""The part of a pack about a hotline's order sheets, and what one read row is."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from linli.backbone.packs.loader import Pack
from linli.backbone.packs.registry import section
from linli.backbone.packs.schema import Several, Table, Text

FIELDS = (
    "number",
    "called",
    "text",
    "category",
    "urgency",
    "reporter",
    "phone",
    "address",
    "code",
    "community",
    "street",
    "due",
)
NEEDED = ("number", "text")
# What is done with a category or an address that is not understood.
CHOICES = {"category": ("error", "guess"), "place": ("error", "area")}


class SheetColumn(Table):
    """A column of an order sheet: what it is called, and the words that headings use for it."""

    title: Text
    words: tuple[str, ...] = ()


class Hotline(Table):
    """How the order sheets of a hotline are read: the kind of case they become, their columns by what they are, and
    words of theirs that mean a category or that a matter is urgent."""

    source: str = "12345"
    kind: str = "request"
    columns: dict[str, SheetColumn] = {}
    categories: dict[str, Several] = {}
    urgent: tuple[str, ...] = ()


def hotline(pack: Pack) -> Hotline:
    """The hotline part of a pack."""
    return section(pack, "hotline", Hotline)


@dataclass(frozen=True, slots=True)
class SheetReading:
    """How a sheet is read: which of its columns (by their place) is what; words → category; the two choices."""

    columns: dict[str, int]
    categories: dict[str, str]
    unknown_category: str = "error"
    unknown_place: str = "error"


class OrderRow(NamedTuple):
    """An order that may be accepted, in plain values; `guessed` says that no cell named its category."""

    row: int
    number: str
    called: datetime | None
    due: datetime | None
    text: str
    category: str
    urgency: str
    place_id: int
    detail: str
    reporter: str
    phone: str
    guessed: bool = False


class OrderFault(NamedTuple):
    """A cell that is wrong: its row as Excel counts, what its column is, the code of what is wrong, what was written,
    and the other row where two are the same."""

    row: int
    field: str
    code: str
    cell: str
    other: int = 0


class FaultKind(NamedTuple):
    """How often cells of a column are wrong in one way, and the first rows where."""

    field: str
    code: str
    times: int
    rows: list[int]


class MappingRow(NamedTuple):
    """A kept mapping of a source."""

    source: str
    columns: dict[str, str]
    categories: dict[str, str]
    options: dict[str, str]
