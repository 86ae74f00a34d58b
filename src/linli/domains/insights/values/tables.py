"""The part of a pack with its indicators, the boards made of them, the wall, and the public page."""

from typing import Literal

from pydantic import Field

from linli.backbone.packs.loader import Pack
from linli.backbone.packs.registry import section
from linli.backbone.packs.schema import Several, Table, Text, Words

SPLITS = Literal["place", "kind", "channel", "category", "organization", "seat"]


class Where(Table):
    """What an indicator is narrowed to; `kind: counted` are the kinds of case that count as requests; `by` the
    kinds of body that must reach a place for it to be covered."""

    kind: Several = ()
    channel: Several = ()
    category: Several = ()
    by: Several = ()


class Indicator(Table):
    """A named figure: `counts` is what it counts (source.measure), `of` its denominator, `where` narrows both; `sum`
    weighs other indicators instead (a score; the weights are the place's own). Unit “%” makes a rate of it. `scale`
    divides the numerator (tenths: 10); `better` says which way is good; `floor` is where a unit is named; `source` says
    who keeps it."""

    title: Text
    counts: str = ""
    of: str = ""
    where: Where = Where()
    sum: dict[str, float] = {}
    unit: Text = Words(zh="件", en="")
    scale: int = Field(default=1, ge=1)
    digits: int = Field(default=1, ge=0, le=3)
    better: Literal["", "more", "less"] = ""
    about: Text | None = None
    source: Text = Words(zh="邻里事项库", en="Linli cases")
    floor: float | None = None

    def unit_to(self, language: str) -> str:
        """The unit in the reader's language; in English what is counted has none unless it is named."""
        return self.unit.en if language.startswith("en") and not self.unit.zh.isascii() else self.unit.zh


class Widget(Table):
    """A part of a board: `figures` and `small` show indicators, `split` and `table` break them up `by` place, channel…,
    `trend` draws them by day, `hot` what is talked about by category, `map` colours the places below."""

    widget: Literal["figures", "small", "split", "table", "trend", "hot", "map"]
    of: Several
    by: SPLITS = "place"
    title: Text | None = None
    about: Text | None = None
    column: int = Field(default=0, ge=0, le=3)

    @property
    def keys(self) -> tuple[str, ...]:
        """The indicators it shows."""
        return self.of


class Head(Table):
    """A heading of a tree with the indicators under it; `missing` says what belongs here and nothing supplies yet."""

    title: Text
    about: Text | None = None
    of: Several = Field(min_length=1)
    missing: Text | None = None


class Tree(Table):
    """An indicator tree: a frame of headings, each with words and indicators beneath, on the boards of the levels `at`
    (of every level where none is named); `source` the mechanisms it carries."""

    title: Text
    about: Text | None = None
    at: Several = ()
    heads: dict[str, Head] = Field(min_length=1)
    source: Several = ()

    @property
    def widget(self) -> str:
        """What part of a board it is."""
        return "tree"

    @property
    def keys(self) -> tuple[str, ...]:
        """The indicators it shows, heading by heading."""
        return tuple(key for head in self.heads.values() for key in head.of)


class WallPage(Table):
    """One of the boards a wall screen turns through."""

    title: Text
    of: Several
    by: SPLITS = "place"
    map: str = ""


class Wall(Table):
    """The wall screen: how many seconds each page stands, how often it asks anew, what it shows. `lamps` is what lights
    a lamp on its map over `period`, `dots` and `rings` are open and late matters of this moment."""

    period: Literal["today", "week", "month"] = "today"
    lamps: str = ""
    dots: str = ""
    rings: str = ""
    seconds: int = Field(default=20, ge=5, le=600)
    refresh: int = Field(default=30, ge=5, le=600)
    head: Several = ()
    pages: tuple[WallPage, ...] = ()


class Public(Table):
    """The public page of a community: its indicators, the count it breaks up by category, and the number below which a
    figure is not said exactly."""

    of: Several = ()
    split: str = ""
    least: int = Field(default=5, ge=0, le=100)

    @property
    def rated(self) -> int:
        """The least denominator of which a rate is said: of fewer, those counted or those left over are too few."""
        return self.least * 2


class Map(Table):
    """The map: the address of its base tiles with their approval number (审图号) and who made them; none is allowed.
    `labels` are tiles of names laid upon them, where they come apart (天地图); `system` is the coordinate system of
    both; `points` the indicator of open cases shown as points."""

    points: str = ""
    tiles: str = ""
    labels: str = ""
    approval: str = ""
    credit: str = ""
    system: Literal["wgs84", "gcj02", "bd09"] = "gcj02"


class Insights(Table):
    """Indicators by key, boards by the level of the place they are of, the trees that stand on them, the wall, the
    public page, the map. `rankings` lets tables be ordered by a figure: off unless the place turns it on (1.17)."""

    indicators: dict[str, Indicator] = {}
    boards: dict[str, tuple[Widget, ...]] = {}
    trees: dict[str, Tree] = {}
    mine: dict[str, Several] = {}
    wall: Wall = Wall()
    public: Public = Public()
    map: Map = Map()
    rankings: bool = False


def insights(pack: Pack) -> Insights:
    """The insights part of a pack."""
    return section(pack, "insights", Insights)
