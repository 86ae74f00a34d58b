"""Advice at intake: what a pack says of it, and what people are shown. It is shown, never forced."""

from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any

from pydantic import Field

from linli.backbone.packs.loader import Pack
from linli.backbone.packs.registry import section
from linli.backbone.packs.schema import Several, Table
from linli.kernel.rounding import rounded

# The kinds of advice, each of which can be switched off: what is said while somebody writes, and what is brought
# together out of what many wrote.
INTAKE = ("category", "urgent", "place", "same", "route")
HOT = "hot"
KINDS = (*INTAKE, HOT)


class Near(Table):
    """How near and how recent a report must be to be the same matter."""

    metres: int = Field(default=150, ge=0, le=5000)
    days: int = Field(default=7, ge=1, le=90)


class AdviceTable(Table):
    """What is advised while somebody writes: nothing below `floor`; a model is trained once there are `rows` cases, and
    never on more than `most`; `urgent` are words that cannot wait, `where` words that say where; reports within `near`
    (`near_by` for a category) that are `alike` enough may be the same matter."""

    floor: float = Field(default=0.6, ge=0.3, le=1)
    rows: int = Field(default=300, ge=50)
    most: int = Field(default=12_000, ge=500, le=50_000)
    urgent: Several = ()
    where: Several = ()
    near: Near = Near()
    near_by: dict[str, Near] = {}
    alike: float = Field(default=0.3, ge=0.1, le=1)


def advice(pack: Pack) -> AdviceTable:
    """What a pack says of advice."""
    return section(pack, "advice", AdviceTable)


@dataclass(frozen=True, slots=True)
class Likely:
    """A category a text most likely has; `percent` is how sure that is, None where it only counts words; `version` of
    the model, 0 for the pack's words."""

    key: str
    title: str
    percent: int | None
    version: int


@dataclass(frozen=True, slots=True)
class Same:
    """An open matter that may be the same: how many neighbours said it, how far and how long ago. The number only for
    staff who may see it; `ticket` lets a resident join it, or `link` leads them to what they said (`own`) or follow."""

    case_id: int
    number: str
    title: str
    category: str
    place: str
    opened_at: datetime
    neighbours: int
    ticket: str = ""
    link: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class PastCase:
    """A past matter that was like this one."""

    number: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Route:
    """Who most likely handles it (a unit or a post, `key`), because they handled `count` of the `of` nearest past
    matters."""

    key: str
    title: str
    count: int
    of: int
    past: tuple[PastCase, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """All that is advised on a text; empty where nothing is sure enough or all is switched off."""

    category: Likely | None = None
    urgent: tuple[str, ...] = ()
    place_missing: bool = False
    same: tuple[Same, ...] = ()
    route: Route | None = None

    @property
    def any(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.category or self.urgent or self.place_missing or self.same or self.route)

    def said(self) -> dict[str, Any]:
        """What was advised, as the form carries it to where it is compared with what people chose."""
        found: dict[str, Any] = {}
        if self.category:
            found["category"] = [self.category.key, self.category.percent or 0, self.category.version]
        if self.same:
            found["same"] = [self.same[0].case_id, 0, 0]
        if self.route:
            found["route"] = [self.route.key, int(rounded(Fraction(self.route.count * 100, self.route.of))), 0]
        return found


@dataclass(frozen=True, slots=True)
class ModelCard:
    """A model and what is known of it: learnt from `rows` of the `chosen` labels that people gave; `guessed` is how
    many matters of that time were left out because nobody had. Both None for models that did not ask who chose."""

    version: int
    made_at: datetime
    taken: bool
    why: str
    rows: int
    since: datetime | None
    until: datetime | None
    macro_f1: float
    accuracy: float
    labels: tuple[tuple[str, int, float], ...]
    confused: tuple[tuple[str, str, int], ...]
    sure: tuple[tuple[float, float, float], ...]
    chosen: int | None = None
    guessed: int | None = None


@dataclass(frozen=True, slots=True)
class KindTrust:
    """A kind of advice: how often it was shown in the last 30 days, how often people chose the same; None where nobody
    could compare."""

    key: str
    title: str
    what: str
    source: str
    off: bool
    shown: int
    right: int | None
    switched: str = ""

    @property
    def percent(self) -> int | None:
        """How often it was right, of a hundred."""
        return int(rounded(Fraction(self.right * 100, self.shown))) if self.right is not None and self.shown else None


@dataclass(frozen=True, slots=True)
class TrustPage:
    """What the machine advises, from what, how often it was right, and whether the viewer may switch it off."""

    kinds: tuple[KindTrust, ...]
    card: ModelCard | None
    history: tuple[ModelCard, ...] = field(default=())
    may_switch: bool = False
