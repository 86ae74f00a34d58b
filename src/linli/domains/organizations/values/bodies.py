"""What the pages of bodies show."""

from dataclasses import dataclass
from datetime import date

from linli.domains.organizations.values.registers import Share


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A line of the body register."""

    id: int
    kind: str
    kind_words: str
    name: str
    place: str
    covers: int
    members: int
    steps: Share | None
    closed: bool

    @property
    def url(self) -> str:
        """Its page."""
        return f"/registers/bodies/{self.id}/"


@dataclass(frozen=True, slots=True)
class CoverRow:
    """A place a body covers."""

    id: int
    place: str
    above: str
    way: str
    starts: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member of a joint body."""

    id: int
    name: str
    place: str
    mandate: str
    starts: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of founding and when it was done."""

    title: str
    key: str
    done_on: date | None


@dataclass(frozen=True, slots=True)
class BodyPage:
    """A body with all that the register keeps of it."""

    row: BodyRow
    credit_code: str
    parent: str
    covers: tuple[CoverRow, ...]
    members: tuple[MemberRow, ...]
    bodies: tuple[str, ...]
    steps: tuple[StepRow, ...]
    joint: bool
    covering: bool
    may_write: bool


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A place of the matrix: one cell a column, a name and a way in each, or nothing."""

    code: str
    name: str
    above: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Who is reached by what: a share over every column, the places row by row; `cursor` where the next page begins."""

    level: str
    level_title: str
    columns: tuple[Share, ...]
    rows: tuple[MatrixRow, ...]
    blank: int
    whole: int
    cursor: str
