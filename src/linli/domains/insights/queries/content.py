"""What a circular says, made from its pack and the figures of its period at one moment. Papers are Chinese."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils import translation

from linli.backbone.facts import TALLIED, one_moment
from linli.backbone.packs.registry import in_force, version_in_force
from linli.domains.insights.access import below_of
from linli.domains.insights.queries import words
from linli.domains.insights.queries.content_tables import chart_of, table_of
from linli.domains.insights.queries.content_words import days_words, last_words, level_words, period_words
from linli.domains.insights.queries.indicators import indicator, known, readings
from linli.domains.insights.queries.kinds import parts_of
from linli.domains.insights.queries.locks import lock_words
from linli.domains.insights.queries.sources import Place
from linli.domains.insights.rules import sentences
from linli.domains.insights.rules.sentences import ASKED, GIVEN, Said, fill
from linli.domains.insights.values import Asked, Reading
from linli.domains.insights.values.circulars import CircularKind, CircularPart, Circulars, Plain, circulars
from linli.domains.insights.values.tables import Indicator, insights
from linli.domains.places.queries import under
from linli.domains.places.values import PlaceInfo
from linli.kernel.periods import Period


class Subject(NamedTuple):
    """What a circular is about: its kind, its place, its period, its category where it has one."""

    key: str
    place: PlaceInfo
    span: Period
    topic: str


def content_of(subject: Subject, now: datetime) -> Plain:
    """The parts of a circular with the figures of now, and what is said of the figures."""
    with translation.override("zh-hans"), one_moment():
        part = circulars(in_force())
        writer = Writer(subject, part, now)
        parts = [writer.part(f"p{at}", one) for at, one in enumerate(part.kinds[subject.key].parts)]
        return {"parts": parts, "about": _about(writer)}


def _about(writer: "Writer") -> list[str]:
    keys = list(dict.fromkeys(key for one in writer.kind.parts for key in keys_of(one)))
    rates = [key for key in keys if known()[key].of or known()[key].sum]
    span, sources = writer.subject.span, dict.fromkeys(words.texts(key)[3] for key in keys)
    said = [
        f"统计时段：{days_words(span)}。数据来源：{'、'.join(sources)}。",
        f"口径：模式包第 {version_in_force()} 版。"
        + "；".join(f"{words.texts(key)[0]}＝{words.formula(known()[key])}" for key in rates)
        + ("。" if rates else ""),
        *([f"分母不足 {writer.least} 的不算率，写作“几/几”。"] if rates else []),
    ]
    locked = lock_words(span.days)
    return [*said, locked] if locked else said


def keys_of(part: CircularPart) -> tuple[str, ...]:
    """The indicators a part of a circular speaks of."""
    named = [found[1] for one in part.say for found in sentences.FILL.finditer(one.zh) if found[1] not in GIVEN]
    return tuple(dict.fromkeys((*part.of, *named)))


class Writer:
    """Writes the parts of one circular: all its readings are asked for together."""

    def __init__(self, subject: Subject, part: Circulars, now: datetime) -> None:
        self.subject, self.all, self.now = subject, part, now
        self.kind: CircularKind = part.kinds[subject.key]
        place, self.span = subject.place, subject.span
        self.here = Place(place.id, place.kind)
        self.asked = Asked(place.id, place.kind, place.name, self.span)
        self.split, self.parts = ("category", [subject.topic]) if subject.topic else ("", [""])
        keys = dict.fromkeys(key for one in self.kind.parts for key in keys_of(one))
        spans = [self.span.days, self.span.before, self.span.year_before]
        self.whole = readings(keys, [self.here], spans, now, self.split, self.parts)
        self.least = insights(in_force()).public.rated
        self.level = below_of(place.kind)
        self.below = under(place.id, self.level)

    def part(self, name: str, part: CircularPart) -> Plain:
        """A part as it is kept."""
        made = _MAKERS[part.part](self, part)
        title = part.title.zh if part.title else ""
        plain: Plain = {"id": name, "part": part.part, "title": title, "removed": False}
        return {**plain, "sentences": [], "table": {}, "chart": {}, **made}

    def reading(self, key: str, which: int = 0) -> Reading:
        """An indicator of the whole: of now (0), of the period before (1), of a year ago (2)."""
        return self.whole[(key, which, self.here.id, self.subject.topic)]

    def say(self, name: str, what: str) -> Said:
        """What fills a gap of a sentence of the pack."""
        if name in GIVEN:
            return Said(self.given(name))
        about, now = indicator(name), self.reading(name)
        url = words.link(self.asked, name, self.split, self.subject.topic)
        if what == "change":
            return Said(self.changed(name))
        if what == "year":
            return Said(self.since_last_year(name))
        if what == "mean":
            mean = None if now.number is None else now.number / self.span.length
            return Said(sentences.number(mean, 1) + sentences.spaced(about.unit.zh))
        if what == "fraction":
            return Said(sentences.fraction(about, now), url)
        return Said(words.texts(name)[0]) if what == "title" else Said(self.value(about, now), url)

    def value(self, about: Indicator, reading: Reading) -> str:
        """A figure with its unit; a rate of few as the fraction it is."""
        return sentences.value(about, reading, self.least)

    def against(self, about: Indicator, now: Reading, before: Reading, last: str) -> str:
        """How a figure stands against the one of another period."""
        return sentences.change(about, now, before, last, self.all.phrases, self.least)

    def given(self, name: str) -> str:
        """What is no indicator: place, period, category."""
        titles = words.part_words("cases", "category", (self.subject.topic,)) if self.subject.topic else {}
        return {
            "place": self.subject.place.name,
            "period": period_words(self.kind.every, self.span),
            "days": days_words(self.span),
            "last": last_words(self.kind.every),
            "topic": titles.get(self.subject.topic, ""),
            "level": level_words(self.level),
        }[name]

    def changed(self, key: str) -> str:
        """How an indicator stands against the last period."""
        last = last_words(self.kind.every)
        return self.against(indicator(key), self.reading(key), self.reading(key, 1), last)

    def since_last_year(self, key: str) -> str:
        """How an indicator stands against last year; nothing where nothing was counted then."""
        before = self.reading(key, 2)
        if not before.number or not before.comparable:
            return ""
        return self.against(indicator(key), self.reading(key), before, "上年同期")

    def sentence(self, name: str, pattern: str, more: Callable[[str, str], Said] | None = None) -> Plain:
        """A sentence of this name out of a pattern."""
        text, marks = fill(pattern, more or self.say)
        return {"id": name, "text": text, "marks": marks, "edited": False}


def _said(writer: Writer, part: CircularPart) -> list[Plain]:
    return [writer.sentence(f"say{at}", one.zh) for at, one in enumerate(part.say)]


def _opening(writer: Writer, part: CircularPart) -> Plain:
    return {"sentences": _said(writer, part)}


def _figures(writer: Writer, part: CircularPart) -> Plain:
    if part.say:
        return {"sentences": _said(writer, part)}
    phrases = writer.all.phrases
    pattern = (phrases.yearly if writer.kind.yearly else phrases.figure).zh
    return {"sentences": [writer.sentence(key, _about_one(pattern, key)) for key in part.of]}


def _about_one(pattern: str, key: str) -> str:
    """A pattern about any indicator as one about this."""
    for what in ASKED:
        pattern = pattern.replace("{" + what + "}", "{" + f"{key}:{what}" + "}")
    return pattern


def _table(writer: Writer, part: CircularPart) -> Plain:
    below = writer.below
    table = table_of(part, writer.asked, below, writer.now, writer.split, writer.subject.topic)
    return {"sentences": _said(writer, part), "table": table}


def _chart(writer: Writer, part: CircularPart) -> Plain:
    return {
        "sentences": _said(writer, part),
        "chart": chart_of(part, writer.here, writer.span, writer.split, writer.subject.topic),
    }


def _hot(writer: Writer, part: CircularPart) -> Plain:
    first = part.of[0]
    parts = parts_of(indicator(first), writer.asked, "category") if writer.here.level in TALLIED else ()
    if not parts:
        return {}
    spans = [writer.span.days, writer.span.before]
    found = readings(part.of, [writer.here], spans, writer.now, "category", parts)
    counted = {one: found[(first, 0, writer.here.id, one)].number or 0 for one in parts}
    most = sorted((one for one in parts if counted[one]), key=lambda one: -counted[one])[: part.most]
    titles = words.part_words("cases", "category", tuple(most))
    return {"sentences": [_topic(writer, part, one, titles[one], found) for one in most]}


def _topic(
    writer: Writer, part: CircularPart, one: str, title: str, found: dict[tuple[str, int, int, str], Reading]
) -> Plain:
    phrases, here, first = writer.all.phrases, writer.here.id, part.of[0]

    def say(name: str, what: str) -> Said:
        if name == "name":
            return Said(title)
        about, now = indicator(name), found[(name, 0, here, one)]
        if what == "change":
            before = found[(name, 1, here, one)]
            return Said(writer.against(about, now, before, last_words(writer.kind.every)))
        return Said(writer.value(about, now), words.link(writer.asked, name, "category", one))

    have = [key for key in part.of[1:] if found[(key, 0, here, one)].number is not None]
    rest = "，".join(f"{words.texts(key)[0]} {{{key}}}" for key in have)
    pattern = (phrases.topic if rest else phrases.topic_alone).zh
    pattern = pattern.replace("{title}", "{name}").replace("{rest}", rest)
    return writer.sentence(f"hot-{one}", _about_one(pattern, first), say)


def _below(writer: Writer, part: CircularPart) -> Plain:
    keys = [key for key in part.of if indicator(key).floor is not None]
    if not keys or not writer.below:
        return {}
    places = [Place(step.id, step.kind) for step in writer.below]
    found = readings(keys, places, [writer.span.days], writer.now, writer.split, writer.parts)
    cut = writer.subject.topic
    low = {key: [one.id for one in places if _is_low(writer, key, found[(key, 0, one.id, cut)])] for key in keys}
    return {"sentences": [_low(writer, key, low[key], found) for key in keys]}


def _is_low(writer: Writer, key: str, reading: Reading) -> bool:
    about = indicator(key)
    if reading.number is None or about.floor is None or sentences.few(about, reading, writer.least):
        return False
    return reading.number < about.floor


def _low(writer: Writer, key: str, low: Sequence[int], found: dict[tuple[str, int, int, str], Reading]) -> Plain:
    phrases, about = writer.all.phrases, indicator(key)
    names = {step.id: step.name for step in writer.below}

    def say(name: str, _what: str) -> Said:
        if name.startswith("at"):
            place = int(name[2:])
            asked = Asked(place, writer.level, names[place], writer.span)
            value = writer.value(about, found[(key, 0, place, writer.subject.topic)])
            return Said(value, words.link(asked, key, writer.split, writer.subject.topic))
        if name == "count":
            return Said(str(len(low)), f"/board/?place={writer.here.id}&from={writer.span.start}&to={writer.span.end}")
        plain = {"title": words.texts(key)[0], "floor": f"{about.floor:g}{sentences.spaced(about.unit.zh)}"}
        return Said(plain[name]) if name in plain else writer.say(name, "value")

    named = writer.all.names
    pattern = (phrases.low_named if named else phrases.low).zh if low else phrases.ok.zh
    listed = "、".join(f"{names[one]}（{{at{one}}}）" for one in low)
    return writer.sentence(f"below-{key}", pattern.replace("{names}", listed), say)


def _advice(writer: Writer, part: CircularPart) -> Plain:
    said = _said(writer, part)
    return {"sentences": said or [{"id": "advice", "text": "", "marks": [], "edited": False}]}


_MAKERS: dict[str, Callable[[Writer, CircularPart], Plain]] = {
    "opening": _opening,
    "figures": _figures,
    "table": _table,
    "chart": _chart,
    "hot": _hot,
    "below": _below,
    "advice": _advice,
}
