"""Indicators as somebody asks for them from outside: which there are, one of them, one of them split."""

from datetime import datetime

from linli.backbone.facts import one_moment
from linli.backbone.values import Viewer
from linli.domains.insights.access import board_place
from linli.domains.insights.queries import words
from linli.domains.insights.queries.behind import check_split
from linli.domains.insights.queries.indicators import indicator, known, readings
from linli.domains.insights.queries.kinds import parts_of
from linli.domains.insights.queries.sources import Place, term
from linli.domains.insights.values import Asked, Definition, Reading
from linli.domains.insights.values.sources import SOURCES
from linli.kernel.periods import Period
from linli.kernel.refusal import NotFound

Split = tuple[tuple[str, str, Reading], ...]


def indicator_list(viewer: Viewer) -> tuple[Definition, ...]:
    """What every indicator of the pack means; NotFound for those who see no board."""
    if not viewer.may("board"):
        raise NotFound("indicators")
    return tuple(words.definition(key) for key in known())


def figure_asked(
    viewer: Viewer, key: str, place: str, span: Period, now: datetime, split: str = "", part: str = ""
) -> tuple[Definition, Asked, tuple[Reading, Reading, Reading]]:
    """An indicator of a place over a period, with the period before and the same days a year ago; NotFound outside
    the viewer's boards, and for a split or part its source does not have."""
    here, _below = board_place(viewer, place)
    check_split(indicator(key), split, part)
    periods = (span.days, span.before, span.year_before)
    with one_moment():
        found = readings([key], [Place(here.id, here.kind)], periods, now, split, [part])
    three = (found[(key, 0, here.id, part)], found[(key, 1, here.id, part)], found[(key, 2, here.id, part)])
    return words.definition(key), Asked(here.id, here.kind, here.name, span), three


def figure_split(viewer: Viewer, key: str, place: str, span: Period, now: datetime, split: str) -> Split:
    """An indicator of a place part by part: (part, its title, reading); by place, the places right under it."""
    here, below = board_place(viewer, place)
    about = indicator(key)
    if split == "place":
        places = [Place(step.id, step.kind) for step in below]
        found = readings([key], places, [span.days], now)
        return tuple((str(step.id), step.name, found[(key, 0, step.id, "")]) for step in below)
    source = term(about.counts).source if about.counts else ""
    if source not in SOURCES or split not in SOURCES[source].splits:
        raise NotFound("split")
    parts = parts_of(about, Asked(here.id, here.kind, here.name, span), split)
    found = readings([key], [Place(here.id, here.kind)], [span.days], now, split, parts)
    titles = words.part_words(source, split, parts)
    return tuple((one, titles.get(one, one), found[(key, 0, here.id, one)]) for one in parts)
