"""The tables and charts of a circular, kept with it as plain values."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from fractions import Fraction

from linli.backbone.packs.registry import in_force
from linli.domains.duties.queries import rest_days
from linli.domains.insights.queries import words
from linli.domains.insights.queries.indicators import Readings, indicator, readings
from linli.domains.insights.queries.kinds import parts_of
from linli.domains.insights.queries.sources import Place, term
from linli.domains.insights.queries.trends import daily
from linli.domains.insights.rules import sentences
from linli.domains.insights.rules.reading import is_rate
from linli.domains.insights.values import Asked, Reading
from linli.domains.insights.values.circulars import CircularPart, Plain
from linli.domains.insights.values.tables import insights
from linli.domains.places.values import PathStep
from linli.kernel.periods import Period

ZERO = Fraction()
MOST_ROWS = 400
# Longer periods are drawn by week.
MOST_DAYS = 62


def table_of(
    part: CircularPart, asked: Asked, below: Sequence[PathStep], now: datetime, split: str, topic: str
) -> Plain:
    """A table with a line for each place below, organization, category… and one for the whole; places in the order of
    their codes, words by what there is most of, all by a figure where the pack ranks."""
    found, rows = (_by_place if part.by == "place" else _by_part)(part, asked, below, now, split, topic)
    if not rows:
        return {}
    whole = _whole(part, asked, now, split, topic)
    total = sum((found[(part.of[0], 0, place, cut)].number or ZERO for _name, place, cut in rows), ZERO)
    if part.ordered and insights(in_force()).rankings:
        rows.sort(key=lambda row: -(found[(part.ordered, 0, *row[1:])].number or 0))
    rows, by = rows[:MOST_ROWS], split if part.by == "place" else part.by
    lines = [
        [name, *_cells(part, [found[(key, 0, place, cut)] for key in part.of], total)] for name, place, cut in rows
    ]
    first = words.split_words(part.by, below[0].kind if below and part.by == "place" else asked.level)[1]
    units = {key: indicator(key).unit.zh for key in part.of}
    head = [first, *(words.texts(key)[0] + (f"（{units[key]}）" if units[key] else "") for key in part.of)]
    return {
        "head": [*head, *(["占比（%）"] if part.share else [])],
        "rows": lines,
        "whole": ["合计", *_cells(part, whole, total)],
        # Where each figure of a line opens; the whole last.
        "links": [
            [words.link(asked._replace(place_id=place), key, cut and by, cut) for key in part.of]
            for place, by, cut in [*((place, by, cut) for _name, place, cut in rows), (asked.place_id, split, topic)]
        ],
    }


# (what the line is called, place, part)
Lines = list[tuple[str, int, str]]


def _by_place(
    part: CircularPart, _asked: Asked, below: Sequence[PathStep], now: datetime, split: str, topic: str
) -> tuple[Readings, Lines]:
    places = [Place(step.id, step.kind) for step in below]
    span = [_asked.period.days]
    found = readings(part.of, places, span, now, split, [topic]) if places else {}
    return found, [(step.name, step.id, topic) for step in below]


def _by_part(
    part: CircularPart, asked: Asked, _below: Sequence[PathStep], now: datetime, _split: str, _topic: str
) -> tuple[Readings, Lines]:
    first = indicator(part.of[0])
    parts = parts_of(first, asked, part.by)
    here = Place(asked.place_id, asked.level)
    found = readings(part.of, [here], [asked.period.days], now, part.by, parts) if parts else {}
    titles = words.part_words(term(first.counts).source, part.by, parts)
    most = sorted(parts, key=lambda one: -(found[(part.of[0], 0, asked.place_id, one)].number or 0))
    lines = [(titles[one], asked.place_id, one) for one in most]
    return found, [line for line in lines if any(found[(key, 0, *line[1:])].number for key in part.of)]


def _whole(part: CircularPart, asked: Asked, now: datetime, split: str, topic: str) -> list[Reading]:
    here = Place(asked.place_id, asked.level)
    found = readings(part.of, [here], [asked.period.days], now, split, [topic])
    return [found[(key, 0, asked.place_id, topic)] for key in part.of]


def _cells(part: CircularPart, have: Sequence[Reading], total: Fraction) -> list[str]:
    least = insights(in_force()).public.rated
    said = [sentences.cell(indicator(key), one, least) for key, one in zip(part.of, have, strict=True)]
    share = sentences.number((have[0].number or ZERO) * 100 / total if total else None, 1)
    return [*said, share] if part.share else said


def chart_of(part: CircularPart, here: Place, span: Period, split: str, topic: str) -> Plain:
    """Lines of counts by day, or by week over a long period; empty where the place keeps none."""
    keys = [key for key in part.of if not is_rate(indicator(key))]
    lines = [daily(key, here, span.days, split, topic) for key in keys]
    days = [span.start + timedelta(days=at) for at in range(span.length)]
    step = 1 if len(days) <= MOST_DAYS else 7
    starts = days[::step]
    rest = rest_days(starts) if step == 1 else [False] * len(starts)
    return {
        "names": [words.texts(key)[0] for key in keys],
        "unit": indicator(keys[0]).unit.zh if keys else "",
        "labels": [f"{one.month}.{one.day}" for one in starts],
        "rest": list(rest),
        "weekly": step == 7,
        "series": [
            [sum(line.get(one + timedelta(days=more), 0) for more in range(step)) for one in starts] for line in lines
        ],
    }
