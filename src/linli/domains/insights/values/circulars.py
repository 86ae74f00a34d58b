"""The part of a pack with its circulars (通报), what a circular is made of, and the rows pages read."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from linli.backbone.packs.loader import Pack
from linli.backbone.packs.registry import section
from linli.backbone.packs.schema import Several, Table, Text, Words
from linli.domains.insights.values.tables import SPLITS

# Whoever did one of these with a paper does not approve it.
WROTE = ("CircularDrafted", "CircularEdited", "CircularSent")


class Phrases(Table):
    """The turns of a sentence around a figure. In `more` to `minus` stand {last} (what it is held against), {by} (how
    much) and {share} (how much in per cent); in `lead` to `ok` the words their defaults show."""

    more: Text = Words(zh="比{last}多 {by}，升 {share}")
    less: Text = Words(zh="比{last}少 {by}，降 {share}")
    plus: Text = Words(zh="比{last}多 {by}")
    minus: Text = Words(zh="比{last}少 {by}")
    up: Text = Words(zh="比{last}升 {by} 个百分点")
    down: Text = Words(zh="比{last}降 {by} 个百分点")
    same: Text = Words(zh="与{last}持平")
    none: Text = Words(zh="{last}没有可比的数")
    figure: Text = Words(zh="{title} {value}，{change}。")
    yearly: Text = Words(zh="{title} {value}，{change}，{year}。")
    topic: Text = Words(zh="{title} {value}，{change}；{rest}。")
    topic_alone: Text = Words(zh="{title} {value}，{change}。")
    ok: Text = Words(zh="{title}：各{level}都不低于 {floor}。")
    low: Text = Words(zh="{title}：有 {count} 个{level}低于 {floor}。")
    low_named: Text = Words(zh="{title}：有 {count} 个{level}低于 {floor}：{names}。")


class CircularPart(Table):
    """A part of a circular, in order. `opening` are the sentences of `say`; `figures` says each indicator of `of`
    against the last period (or as `say` has it); `table` breaks `of` up `by` places below, organizations, categories…
    with a column of shares of the first where `share`; `chart` draws `of` by day; `hot` says the `most` most frequent
    categories with the rest of `of`; `below` says how many units lie below the floor of each of `of`; `advice` is
    written by the editor. `ordered` orders a table by an indicator: only where the pack lets tables be ranked."""

    part: Literal["opening", "figures", "table", "chart", "hot", "below", "advice"]
    title: Text | None = None
    say: tuple[Text, ...] = ()
    of: Several = ()
    by: SPLITS = "place"
    share: bool = False
    ordered: str = ""
    most: int = Field(default=5, ge=1, le=20)


class CircularKind(Table):
    """A kind of circular: `every` week, month or quarter that ended, a draft is made for each place of the levels `at`
    (`days`: only by hand, over chosen days); `theme: category` asks for a category and is about it alone. `head` is the
    red head, `heading` the title; both, and `number`, may say {place}, {period}, {topic}, {year}, {seq}. `drafts` are
    told of a draft, `approve` are the seats it is sent to, tried in order. `yearly` says each figure against last year
    too."""

    title: Text
    head: Text
    heading: Text
    number: str = "第{seq}期"
    every: Literal["week", "month", "quarter", "days"] = "days"
    at: Several
    theme: Literal["", "category"] = ""
    yearly: bool = False
    parts: tuple[CircularPart, ...]
    drafts: Several = ()
    approve: Several
    issuer: Text
    copies: Text | None = None


class Circulars(Table):
    """The circulars of a pack. `names` lets units below a floor be named; without it they are only counted."""

    kinds: dict[str, CircularKind] = {}
    names: bool = False
    phrases: Phrases = Phrases()


def circulars(pack: Pack) -> Circulars:
    """The circulars of a pack."""
    return section(pack, "circulars", Circulars)


# What a circular keeps is plain: parts and what they are about. A part has id, part, title, removed; sentences (each
# with id, text, edited and marks: from, to, name, url), a table (head, rows, whole, links) and a chart, or none.
Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence; one with an address opens the records of a figure."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class SentenceRow:
    """A sentence of a circular in pieces."""

    id: str
    text: str
    pieces: tuple[Piece, ...]
    edited: bool


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part of a circular; `ordinal` stands before its title, `lines` are those of its table, the whole last."""

    id: str
    part: str
    ordinal: str
    title: str
    removed: bool
    sentences: tuple[SentenceRow, ...]
    table: Plain
    chart: Plain
    lines: tuple[tuple[Piece, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class StepRow:
    """What somebody did with a circular."""

    what: str
    seat: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class CircularRow:
    """A circular as a line of a list."""

    id: int
    kind: str
    title: str
    number: str
    place: str
    starts: date
    ends: date
    state: str
    drafted_at: datetime
    issued_on: date | None

    @property
    def url(self) -> str:
        """Its page."""
        return f"/circulars/{self.id}/"


@dataclass(frozen=True, slots=True)
class CircularPage:
    """A circular as its page and its files show it; `about` says period, source, definitions and lock."""

    row: CircularRow
    head: str
    version: int
    issuer: str
    copies: str
    parts: tuple[PartRow, ...]
    about: tuple[str, ...]
    figures_at: datetime
    approver: str
    reason: str
    steps: tuple[StepRow, ...]
    acts: frozenset[str]
    approves: str  # who a draft would be sent to
    stuck: str  # why to nobody
