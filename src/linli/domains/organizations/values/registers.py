"""What the pages of the registers show."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from linli.kernel.faults import ImportFault
from linli.kernel.rounding import rounded


class ContactKind(StrEnum):
    """What a contact of a pairing was."""

    VISIT = "visit"
    CALL = "call"
    MEETING = "meeting"
    SERVICE = "service"
    CLAIM = "claim"


@dataclass(frozen=True, slots=True)
class Share:
    """A figure with what it is made of: `url` opens what is counted, `gaps_url` what is missing."""

    title: str
    count: int
    whole: int
    url: str = ""
    gaps_url: str = ""

    @property
    def gaps(self) -> int:
        """How many are missing."""
        return self.whole - self.count

    @property
    def percent(self) -> str:
        """The share with one decimal; a dash of nothing."""
        return str(rounded(Fraction(100 * self.count, self.whole), 1)) if self.whole else "—"


@dataclass(frozen=True, slots=True)
class LayerSum:
    """A layer of a scheme: places covered, links in force, links without a contact for too long."""

    key: str
    title: str
    who: str
    level: str
    covered: Share
    links: int
    idle: int


@dataclass(frozen=True, slots=True)
class PairingRow:
    """A line of the pairings: `idle_days` since the last contact (or the start), `idle` when that is too long."""

    id: int
    layer: str
    unit: str
    person: str
    place: str
    above: str
    starts: date
    ends: date | None
    ended_because: str
    contacted_at: datetime | None
    idle_days: int
    idle: bool

    @property
    def url(self) -> str:
        """Its page."""
        return f"/registers/pairings/{self.id}/"

    @property
    def who(self) -> str:
        """Who is bound."""
        return " · ".join(one for one in (self.person, self.unit) if one)


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A line of a contact log; the note itself stays sealed."""

    id: int
    at: datetime
    kind: str
    kind_words: str
    about: str
    hours: Decimal | None
    noted: bool
    by: str
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class PairingPage:
    """A pairing with its contact log and what the viewer may do."""

    row: PairingRow
    scheme: str
    scheme_title: str
    layer: str
    who: str
    organization_id: int | None
    contacts: tuple[ContactRow, ...]
    may_write: bool
    may_log: bool
    may_confirm: bool
    may_reveal: bool


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """What a unit or one of its members did at a place in a period."""

    pairing: PairingRow
    scheme: str
    contacts: int
    services: int
    claims: int
    hours: Decimal
    confirmed: Decimal


@dataclass(frozen=True, slots=True)
class ServiceSheet:
    """The card a unit gets back each quarter (domain 6.1): its pairings with services, claims and hours."""

    unit: str
    lines: tuple[ServiceLine, ...]

    @property
    def contacts(self) -> int:
        """All contacts."""
        return sum(line.contacts for line in self.lines)

    @property
    def claims(self) -> int:
        """All claims."""
        return sum(line.claims for line in self.lines)

    @property
    def hours(self) -> Decimal:
        """Hours written down."""
        return sum((line.hours for line in self.lines), Decimal(0))

    @property
    def confirmed(self) -> Decimal:
        """Hours the community confirmed."""
        return sum((line.confirmed for line in self.lines), Decimal(0))


@dataclass(frozen=True, slots=True)
class CompoundRow:
    """A line of the compound register; `state` is empty, soon or late as the contract goes."""

    place_id: int
    code: str
    name: str
    above: str
    kind: str
    kind_words: str
    firm: str
    contract_ends: date | None
    state: str
    committee: str

    @property
    def url(self) -> str:
        """Its page."""
        return f"/registers/compounds/{self.place_id}/"


@dataclass(frozen=True, slots=True)
class CompoundPage:
    """A compound with what to look at there."""

    row: CompoundRow
    troubles: tuple[str, ...]
    firm_id: int | None
    committee_id: int | None
    may_write: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A seat's public card (三亮, C08): name and phone only where their holder consents."""

    seat_id: int
    title: str
    post: str
    place: str
    name: str
    surname: str
    phone: str
    masked: str
    vacant: bool
    hidden: bool
    duties: tuple[str, ...]
    promise: str
    due: date | None = None
    kept: date | None = None
    late: bool = False
    number: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A promise that came in with a workbook: of which seat (`post@level`), where, and the number of its case."""

    seat_id: int
    seat: str
    place_id: int
    words: str
    due: date
    case_number: str


@dataclass(frozen=True, slots=True)
class SheetReport:
    """What an import of a register did; with any fault nothing was imported."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    faults: tuple[ImportFault, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether it was imported."""
        return not self.faults
