"""Hot issues: what a pack says of them, and what people are shown."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import Field

from linli.backbone.packs.loader import Pack
from linli.backbone.packs.registry import section
from linli.backbone.packs.schema import Several, Table
from linli.domains.cases.values.page import CaseRow


class HeatTable(Table):
    """What heats an issue, and by how much: each person, each further building, each message more than the week before,
    each week it stays unsolved."""

    people: float = Field(default=1, ge=0, le=100)
    spread: float = Field(default=0.5, ge=0, le=100)
    growth: float = Field(default=1, ge=0, le=100)
    age: float = Field(default=0.5, ge=0, le=100)


class HotTable(Table):
    """Messages at most `metres` (further where advice says so for a category) and `days` apart may be one thing; from
    `people` on it is an issue and the first of `tell` hears of it, and again when a week brings `sudden` more people
    than the one before, which it must double; after `keep` quiet days it is closed, after `days` where all is solved.
    `opens` is the procedure one click starts."""

    metres: int = Field(default=200, ge=20, le=5000)
    days: int = Field(default=14, ge=1, le=90)
    people: int = Field(default=3, ge=2, le=100)
    sudden: int = Field(default=4, ge=2, le=1000)
    keep: int = Field(default=45, ge=7, le=365)
    heat: HeatTable = HeatTable()
    tell: Several = ()
    opens: str = "rectification"


def hot(pack: Pack) -> HotTable:
    """What a pack says of hot issues."""
    return section(pack, "hot", HotTable)


@dataclass(frozen=True, slots=True)
class HotOff:
    """Hot issues are switched off: by which seat, since when; `mine` whether the viewer may switch them on again."""

    by: str
    at: datetime
    mine: bool


@dataclass(frozen=True, slots=True)
class IssueRow:
    """An issue as a line of the table; `share` is its heat, of a hundred of the hottest."""

    id: int
    title: str
    place: str
    category: str
    first_at: datetime
    last_at: datetime
    count: int
    people: int
    buildings: int
    week: int
    week_before: int
    unsolved: int
    heat: float
    share: int
    points: tuple[int, ...]
    number: str
    taken: bool
    open: bool
    url: str

    @property
    def tone(self) -> str:
        """How that looks: worse, better or plain."""
        return ("plain", "worse", "better")[self.trend]

    @property
    def trend(self) -> int:
        """1 where more came this week than the week before, -1 where fewer, 0 where as many."""
        return (self.week > self.week_before) - (self.week < self.week_before)


@dataclass(frozen=True, slots=True)
class IssuePage:
    """One issue with the messages the viewer may see, and what they may do with it."""

    row: IssueRow
    members: tuple[CaseRow, ...]
    hidden: int
    others: tuple[IssueRow, ...]
    may_take: bool
    about: str = ""
