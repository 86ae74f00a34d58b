"""A board: the parts its pack names for the level of a place, read at one moment."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from datetime import date, datetime, timedelta
from threading import Lock
from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.backbone.facts import TALLIED, one_moment, statistical_day
from linli.backbone.packs.registry import in_force, version_in_force
from linli.backbone.packs.schema import Words
from linli.backbone.values import Viewer
from linli.domains.duties.queries import rest_days
from linli.domains.insights.access import above, below_of, board_place, may_lock
from linli.domains.insights.queries import words
from linli.domains.insights.queries.changes import change
from linli.domains.insights.queries.excluded import excluded_words
from linli.domains.insights.queries.indicators import Readings, indicator, known, live_readings, readings
from linli.domains.insights.queries.kinds import parts_of
from linli.domains.insights.queries.locks import lock_of, lock_words
from linli.domains.insights.queries.sources import STAMPS, Place, term
from linli.domains.insights.queries.trends import daily, monthly
from linli.domains.insights.rules.lines import trend_days
from linli.domains.insights.values import Asked, Board, Day, Figure, HeadPart, Part, Reading, SplitRow, TopicRow
from linli.domains.insights.values.sources import SOURCES
from linli.domains.insights.values.tables import Tree, Widget, insights
from linli.domains.places.values import PathStep
from linli.kernel.periods import Period

# What a board is made of, and the parts of it that say figures of the whole place.
Shown = Widget | Tree
WHOLE = ("figures", "small", "split", "table", "tree")
TOPICS = 8
TOPIC_MONTHS = 6
PARTS = 30


class Draft:
    """What the parts of a board share while it is made: the place, those below it, the readings of the whole."""

    def __init__(self, asked: Asked, below: Sequence[PathStep], now: datetime, widgets: Sequence[Shown]) -> None:
        self.asked, self.below, self.now = asked, below, now
        keys = [key for one in widgets if one.widget in WHOLE for key in one.keys]
        span = asked.period
        self.here = Place(asked.place_id, asked.level)
        self.whole: Readings = readings(keys, [self.here], [span.days, span.before], now)
        splits = [one for one in widgets if isinstance(one, Widget) and one.widget in ("split", "table")]
        placed = [key for one in splits if one.by == "place" for key in one.of]
        under = [Place(step.id, step.kind) for step in below]
        self.under: Readings = readings(placed, under, [span.days], now) if placed and under else {}

    def figure(self, key: str) -> Figure:
        """An indicator of the whole place, against the period before."""
        cell = (self.asked.place_id, "")
        now, before = self.whole[(key, 0, *cell)], self.whole[(key, 1, *cell)]
        return words.figure(key, now, before, words.link(self.asked, key))


def board(viewer: Viewer, wanted: str, span: Period, now: datetime, by: str = "") -> Board:
    """The board of a place in the viewer's scope over a period, its split by `by`; NotFound elsewhere."""
    place, below = board_place(viewer, wanted)
    asked = Asked(place.id, place.kind, place.name, span)
    widgets = _widgets(place.kind, by)
    used = tuple(dict.fromkeys(key for one in widgets for key in one.keys))
    with one_moment():
        seen = _state(asked, below, widgets, now, by)
        drawn = _kept(seen) or _keep(seen, _drawn(asked, below, widgets, now))
    return Board(
        place.id,
        place.kind,
        place.name,
        span,
        now,
        drawn.parts,
        definitions=words.definitions(used),
        sources=words.sources(used),
        excluded=drawn.excluded,
        locked=lock_words(span.days),
        may_lock=may_lock(viewer),
        above=above(viewer, place),
        state=seen,
    )


class Drawn(NamedTuple):
    """What of a board follows from its figures alone."""

    parts: tuple[Part, ...]
    excluded: str


# The parts of boards as they were drawn, by all they follow from: the same figures make the same parts.
_boards: OrderedDict[Hashable, Drawn] = OrderedDict()
_lock = Lock()
KEPT = 256


def _state(asked: Asked, below: Sequence[PathStep], widgets: Sequence[Shown], now: datetime, by: str) -> Hashable:
    """All that the parts of a board follow from: place, period, day, words, locks, and what the sources hold now. What
    is counted as it stands (late now) is asked each time."""
    keys = [key for one in widgets for key in one.keys if one.widget != "map"]
    named = {term(text).source for key in keys for text in _counts(key)}
    stamps = tuple(STAMPS[source]() for source in sorted(named) if source in STAMPS)
    standing = [key for key in dict.fromkeys(keys) if any(SOURCES[term(one).source].now for one in _counts(key))]
    places = [Place(asked.place_id, asked.level), *(Place(step.id, step.kind) for step in below)]
    counted = live_readings(standing, places, [asked.period.days], now) if standing else {}
    lock = lock_of(asked.period.days)
    about = (asked, by, statistical_day(now), version_in_force(), get_language(), lock.id if lock else 0, tuple(below))
    return about, stamps, tuple((key, one.number) for key, one in counted.items())


def _counts(key: str) -> tuple[str, ...]:
    about = known()[key]
    return tuple(known()[name].counts for name in about.sum) if about.sum else (about.counts,)


def _kept(state: Hashable) -> Drawn | None:
    with _lock:
        found = _boards.get(state)
        if found is not None:
            _boards.move_to_end(state)
        return found


def _keep(state: Hashable, drawn: Drawn) -> Drawn:
    with _lock:
        _boards[state] = drawn
        while len(_boards) > KEPT:
            _boards.popitem(last=False)
    return drawn


def _drawn(asked: Asked, below: Sequence[PathStep], widgets: Sequence[Shown], now: datetime) -> Drawn:
    draft = Draft(asked, below, now, widgets)
    return Drawn(tuple(_part(one, draft) for one in widgets), excluded_words(asked))


def _widgets(level: str, by: str) -> list[Shown]:
    """The widgets of a level, before its map the trees that stand on its board."""
    widgets = _named(level, by)
    trees = [one for one in insights(in_force()).trees.values() if not one.at or level in one.at]
    first_map = next((at for at, one in enumerate(widgets) if one.widget == "map"), len(widgets))
    return [*widgets[:first_map], *trees, *widgets[first_map:]]


def _named(level: str, by: str) -> list[Widget]:
    boards = insights(in_force()).boards
    widgets = list(boards.get(level) or boards.get("grid") or next(iter(boards.values()), ()))
    first = next((at for at, one in enumerate(widgets) if one.widget == "split" and one.by == "place"), None)
    if by in ("kind", "channel", "category", "organization") and first is not None:
        keys = tuple(key for key in widgets[first].of if known()[key].counts.startswith("cases."))
        widgets[first] = widgets[first].model_copy(update={"by": by, "title": None, "of": keys})
    return widgets


def _part(one: Shown, draft: Draft) -> Part:
    return _tree(one, draft) if isinstance(one, Tree) else _MAKERS[one.widget](one, draft)


def _tree(tree: Tree, draft: Draft) -> Part:
    language = get_language() or ""

    def said(words_: Words | None) -> str:
        return words_.to(language) if words_ else ""

    heads = tuple(
        HeadPart(said(one.title), said(one.about), tuple(draft.figure(key) for key in one.of), said(one.missing))
        for one in tree.heads.values()
    )
    return Part("tree", said(tree.title), said(tree.about), 0, "", heads=heads)


def _title(widget: Widget, plain: str) -> str:
    return widget.title.to(get_language() or "") if widget.title else plain


def _about(widget: Widget) -> str:
    return widget.about.to(get_language() or "") if widget.about else ""


def _figures(widget: Widget, draft: Draft) -> Part:
    shown = tuple(draft.figure(key) for key in widget.of)
    return Part(widget.widget, _title(widget, _("主要数字")), _about(widget), widget.column, "", figures=shown)


def _split(widget: Widget, draft: Draft) -> Part:
    title, heading = words.split_words(widget.by, below_of(draft.asked.level))
    rows = _by_place(widget, draft) if widget.by == "place" else _by_part(widget, draft)
    whole = tuple(draft.figure(key) for key in widget.of)
    return Part(
        widget.widget, _title(widget, title), _about(widget), widget.column, widget.by, heading, whole, tuple(rows)
    )


def _by_place(widget: Widget, draft: Draft) -> list[SplitRow]:
    rows = []
    for step in draft.below:
        asked = Asked(step.id, step.kind, step.name, draft.asked.period)
        cells = [
            words.figure(key, draft.under[(key, 0, step.id, "")], None, words.link(asked, key)) for key in widget.of
        ]
        rows.append(SplitRow(str(step.id), step.name, tuple(cells), words.board_link(asked)))
    return rows


def _by_part(widget: Widget, draft: Draft) -> list[SplitRow]:
    """A split by words: what there is most of first, else in the order of the pack."""
    asked, first = draft.asked, indicator(widget.of[0])
    parts = parts_of(first, asked, widget.by)
    if not parts:
        return []
    found = readings(widget.of, [draft.here], [asked.period.days], draft.now, widget.by, parts)
    titles = words.part_words(term(first.counts).source, widget.by, parts)
    rows = []
    for part in sorted(parts, key=lambda one: -(found[(widget.of[0], 0, asked.place_id, one)].number or 0)):
        have = [found[(key, 0, asked.place_id, part)] for key in widget.of]
        if any(one.number for one in have):
            urls = [words.link(asked, key, widget.by, part) for key in widget.of]
            cells = tuple(
                words.figure(key, one, None, url) for key, one, url in zip(widget.of, have, urls, strict=True)
            )
            rows.append(SplitRow(part, titles[part], cells))
    return rows[:PARTS]


def _trend(widget: Widget, draft: Draft) -> Part:
    days = trend_days(draft.asked.period, statistical_day(draft.now))
    lines = [daily(key, draft.here, (days[0], days[-1])) for key in widget.of]
    rest = rest_days(days)
    points = tuple(
        Day(one, tuple(line.get(one, 0) for line in lines), free) for one, free in zip(days, rest, strict=True)
    )
    names = tuple(words.texts(key)[0] for key in widget.of)
    return Part("trend", _title(widget, _("走势")), _about(widget), widget.column, "", names=names, days=points)


def _hot(widget: Widget, draft: Draft) -> Part:
    asked, key = draft.asked, widget.of[0]
    part = Part("hot", _title(widget, _("大家在说什么")), _about(widget), widget.column, widget.by)
    parts = parts_of(indicator(key), asked, widget.by) if asked.level in TALLIED else ()
    if not parts:
        return part
    span = asked.period
    found = readings([key], [draft.here], [span.days, span.before], draft.now, widget.by, parts)
    months = monthly(key, draft.here, _months_back(span.end), widget.by, parts)
    titles = words.part_words(term(indicator(key).counts).source, widget.by, parts)
    counts = {one: int(found[(key, 0, asked.place_id, one)].number or 0) for one in parts}
    shown = sorted((one for one in parts if counts[one]), key=lambda one: -counts[one])[:TOPICS]
    topics = tuple(
        _topic(
            titles[one],
            found[(key, 0, asked.place_id, one)],
            found[(key, 1, asked.place_id, one)],
            months.get(one, ()),
            words.link(asked, key, widget.by, one),
        )
        for one in shown
    )
    return Part("hot", part.title, part.about, part.column, widget.by, topics=topics)


def _months_back(end: date) -> tuple[date, date]:
    start = end
    for _step in range(TOPIC_MONTHS - 1):
        start = start.replace(day=1) - timedelta(days=1)
    return start.replace(day=1), end


def _topic(title: str, now: Reading, before: Reading, points: tuple[int, ...], url: str) -> TopicRow:
    count, was = int(now.number or 0), int(before.number or 0)
    said = change(indicator(now.key), now, before)[0] if was else ""
    tone = "" if count == was or not said else "worse" if count > was else "better"
    note = _("上期 %(count)s 件") % {"count": was} if was else _("上期没有") if before.comparable else ""
    return TopicRow(title, note, count, said, tone, points, url)


def _map(widget: Widget, draft: Draft) -> Part:
    """The map says its figures itself; here stand the ways to it."""
    shown = tuple(
        Figure(key, words.texts(key)[0], "", "", "", "", "", words.map_link(draft.asked, key), words.texts(key)[2])
        for key in widget.of
    )
    return Part("map", _title(widget, _("地图")), _about(widget), widget.column, "", figures=shown)


_MAKERS: dict[str, Callable[[Widget, Draft], Part]] = {
    "figures": _figures,
    "small": _figures,
    "split": _split,
    "table": _split,
    "trend": _trend,
    "hot": _hot,
    "map": _map,
}
