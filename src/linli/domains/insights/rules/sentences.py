"""Sentences with figures in them: filled from patterns, kept open after an edit, filled anew by a refresh. Pure.

A mark is where a figure stands in a sentence: [from, to, name, address]. An edit keeps the marks whose words are still
there, in their order; a refresh puts the new words of a mark where its old ones stand.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from linli.domains.insights.rules.reading import FEW, is_rate
from linli.domains.insights.values import Reading
from linli.domains.insights.values.circulars import Phrases, Piece, Plain
from linli.domains.insights.values.tables import Indicator
from linli.kernel.rounding import rounded

NOTHING = "–"
FILL = re.compile(r"\{([a-z_0-9]+)(?::([a-z]+))?\}")
# What may be asked of an indicator in a sentence.
ASKED = ("value", "change", "year", "mean", "fraction", "title")
# What stands in a sentence without being an indicator.
GIVEN = ("place", "period", "last", "topic", "days", "level")


class Said(NamedTuple):
    """Words that fill a gap; `url` opens the records behind them."""

    text: str
    url: str = ""


def fill(pattern: str, say: Callable[[str, str], Said]) -> tuple[str, list[list[object]]]:
    """A pattern with its gaps filled, and its marks; `say` answers for (name, what is asked of it)."""
    text, marks, at = "", list[list[object]](), 0
    for found in FILL.finditer(pattern):
        said = say(found[1], found[2] or "value")
        text += pattern[at : found.start()]
        if not said.text:  # nothing to say: the comma before it goes too
            text, at = text.removesuffix("，"), found.end()
            continue
        if found[1] not in GIVEN:
            marks.append([len(text), len(text) + len(said.text), f"{found[1]}:{found[2] or 'value'}", said.url])
        text, at = text + said.text, found.end()
    return text + pattern[at:], marks


def pieces(text: str, marks: list[list[object]], opens: bool) -> tuple[Piece, ...]:
    """A sentence cut at those marks that open something."""
    out, at = list[Piece](), 0
    for start, end, _name, url in marks:
        if url and opens and isinstance(start, int) and isinstance(end, int):
            out += [Piece(text[at:start]), Piece(text[start:end], str(url))]
            at = end
    return tuple(one for one in (*out, Piece(text[at:])) if one.text)


def edited(sentence: Plain, text: str) -> Plain:
    """A sentence somebody rewrote: the marks whose words are still there, in order, keep their figures."""
    text = " ".join(text.split())
    if text == sentence["text"]:
        return sentence
    marks, at = [], 0
    for start, end, name, url in sentence["marks"]:
        found = text.find(sentence["text"][start:end], at)
        if found >= 0 and end > start:
            at = found + end - start
            marks.append([found, at, name, url])
    return {**sentence, "text": text, "marks": marks, "edited": True}


def renewed(old: Plain, new: Plain) -> Plain:
    """A sentence with the figures of now: a new one where nobody rewrote it, else the old words around new figures."""
    if not old.get("edited"):
        return new
    now = {name: new["text"][start:end] for start, end, name, _url in new["marks"]}
    text, marks, at = "", [], 0
    for start, end, name, url in old["marks"]:
        said = now.get(name, old["text"][start:end])
        text += old["text"][at:start]
        marks.append([len(text), len(text) + len(said), name, url])
        text, at = text + said, end
    return {**old, "text": text + old["text"][at:], "marks": marks}


def number(value: Fraction | Decimal | float | None, digits: int) -> str:
    """A number as a paper prints it."""
    return NOTHING if value is None else f"{rounded(value, digits):.{digits}f}"


def digits_of(about: Indicator) -> int:
    """How many digits after the point: rates and scores have them, counts have none."""
    return about.digits if about.of or about.sum else int(about.scale != 1)


def few(about: Indicator, reading: Reading, least: int) -> bool:
    """Whether it would be a rate of fewer than `least`, which is none."""
    return is_rate(about) and 0 < (reading.bottom or 0) < least


def fraction(about: Indicator, reading: Reading) -> str:
    """Numerator and denominator: “34.5/40”."""
    return f"{number(reading.top, int(about.scale != 1)).removesuffix('.0')}/{number(reading.bottom or 0, 0)}"


def cell(about: Indicator, reading: Reading, least: int) -> str:
    """A figure as a table prints it; a rate of fewer than `least` as the fraction it is."""
    return fraction(about, reading) if few(about, reading, least) else number(reading.number, digits_of(about))


def value(about: Indicator, reading: Reading, least: int) -> str:
    """A figure with its unit, as a sentence says it: “356 件”, “92.3%”; a rate of too few as its fraction."""
    if few(about, reading, least):
        return f"{fraction(about, reading)}（不足 {least}，不算率）"
    said = number(reading.number, digits_of(about))
    return said + spaced(about.unit.zh) if said != NOTHING else "没有数"


def spaced(unit: str) -> str:
    """A unit after its number: a half space before it, none before %."""
    return unit if unit in ("%", "") else f" {unit}"


def change(about: Indicator, now: Reading, before: Reading, last: str, phrases: Phrases, least: int) -> str:
    """How a figure stands against `last` (上周, 上年同期): more or less by how much and what share; a rate in
    percentage points; a mean and few in their unit; nothing where there is no figure, or a rate of few."""
    if now.number is None or few(about, now, least) or not now.comparable:
        return ""
    if before.number is None or few(about, before, least) or not before.comparable:
        return phrases.none.zh.format(last=last)
    digits = digits_of(about)
    by = rounded(now.number, digits) - rounded(before.number, digits)
    if not by:
        return phrases.same.zh.format(last=last)
    if is_rate(about):
        return (phrases.up if by > 0 else phrases.down).zh.format(last=last, by=number(abs(by), digits))
    much = number(abs(by), digits) + spaced(about.unit.zh)
    if about.of or about.sum or before.number < FEW:
        return (phrases.plus if by > 0 else phrases.minus).zh.format(last=last, by=much)
    share = number(abs(Fraction(by)) * 100 / before.number, 1) + "%"
    return (phrases.more if by > 0 else phrases.less).zh.format(last=last, by=much, share=share)


def said(pattern: str, words: Mapping[str, str]) -> str:
    """A pattern of a head or a title with its words."""
    for name, text in words.items():
        pattern = pattern.replace("{" + name + "}", text)
    return pattern


ORDINALS = "一二三四五六七八九十"


def ordinal(at: int) -> str:
    """The Chinese numeral of a part, from 0."""
    at += 1
    if at <= 10:
        return ORDINALS[at - 1]
    return f"{'' if at < 20 else ORDINALS[at // 10 - 1]}十{ORDINALS[at % 10 - 1] if at % 10 else ''}"
