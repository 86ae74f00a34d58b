"""The public page of a community, reached from a door: this month and the last, small numbers guarded."""

from datetime import datetime

from django.utils.translation import gettext as _

from linli.backbone.facts import month_from, one_moment, statistical_day
from linli.backbone.packs.registry import in_force
from linli.domains.insights.queries import words
from linli.domains.insights.queries.indicators import indicator, known, readings
from linli.domains.insights.queries.kinds import parts_of
from linli.domains.insights.queries.sources import Place, term
from linli.domains.insights.rules import guard
from linli.domains.insights.rules.reading import is_rate
from linli.domains.insights.values import Asked, Reading
from linli.domains.insights.values.public import PublicFigure, PublicPage, PublicPart, Said
from linli.domains.insights.values.tables import Indicator, insights
from linli.domains.places.queries import phones_of
from linli.domains.places.values import PathStep, PlaceInfo
from linli.kernel.periods import Period, period
from linli.kernel.refusal import NotFound


def public_page(building: PlaceInfo, code: str, now: datetime) -> PublicPage:
    """The page of the community a door's building stands in; open to everybody. NotFound where it stands in none."""
    step = building.of_kind("community")
    if step is None:
        raise NotFound("community")
    today, part = statistical_day(now), insights(in_force()).public
    month, last = period("month", today, month_from()), period("last_month", today, month_from())
    with one_moment():
        found = readings(part.of, [Place(step.id, step.kind)], [month.days, last.days], now)
        parts = _parts(part.split, step, last, part.least, now) if part.split else ()
    figures = tuple(
        _figure(key, found[(key, 0, step.id, "")], found[(key, 1, step.id, "")], part.least) for key in part.of
    )
    street = building.of_kind("street")
    return PublicPage(
        code,
        building.plate,
        step.name,
        street.name if street else "",
        words.span_words(month),
        words.span_words(last),
        figures,
        words.texts(part.split)[0] if part.split else "",
        parts,
        part.least,
        phones_of([step.id]).get(step.id, ""),
    )


def _figure(key: str, now: Reading, before: Reading, least: int) -> PublicFigure:
    about, (title, _unit, meaning, source) = indicator(key), words.texts(key)
    return PublicFigure(
        title, said(key, about, now, least), said(key, about, before, least), meaning, words.formula(about), source
    )


def said(key: str, about: Indicator, reading: Reading, least: int) -> Said:
    """A reading as the public may read it: exactly, bounded, or not at all, with the reason."""
    unit = words.texts(key)[1]
    if is_rate(about):
        return _rate(about, reading, least)
    counted = reading.bottom if about.of else reading.number
    if guard.small(counted or 0, least):
        return Said(_("少于 %(n)s") % {"n": least}, "" if about.of else unit, _("太少，不说准确的数"))
    if reading.number is None:
        return Said(words.NOTHING, "", _("还没有"))
    return Said(words.value_of(about, reading), unit, words.fraction(about, reading))


def _rate(about: Indicator, reading: Reading, least: int) -> Said:
    bounded, what = guard.rate(reading.top, reading.bottom or 0, least), words.measure_words()[about.of]
    if bounded.how == guard.EXACT:
        return Said(words.value_of(about, reading), "%", words.fraction(about, reading))
    if bounded.how == guard.NOTHING:
        few = _("%(what)s少于 %(n)s 件，不说率") % {"what": what, "n": least * 2}
        return Said(words.NOTHING, "", few if reading.bottom else _("还没有"))
    total = words.number(reading.bottom, 0)
    if bounded.how == guard.MORE:
        note = _("%(what)s %(total)s，其余的少于 %(n)s") % {"what": what, "total": total, "n": least}
        return Said(_("%(percent)s%% 以上") % {"percent": int(bounded.percent)}, "", note)
    note = _("%(what)s %(total)s，算上的少于 %(n)s") % {"what": what, "total": total, "n": least}
    return Said(_("%(percent)s%% 以下") % {"percent": int(bounded.percent)}, "", note)


def _parts(key: str, step: PathStep, span: Period, least: int, now: datetime) -> tuple[PublicPart, ...]:
    """The last whole month by category: one that is over cannot be compared with itself of the day before."""
    asked = Asked(step.id, step.kind, step.name, span)
    parts = parts_of(known()[key], asked, "category")
    if not parts:
        return ()
    found = readings([key], [Place(step.id, step.kind)], [span.days], now, "category", parts)
    counts = {one: int(found[(key, 0, step.id, one)].number or 0) for one in parts}
    shown, rest = guard.merged(counts, least)
    titles = words.part_words(term(known()[key].counts).source, "category", tuple(shown))
    most = max([*shown.values(), rest, 1])
    rows = [PublicPart(titles[one], words.number(count, 0), round(count / most * 100)) for one, count in shown.items()]
    if rest:
        rows.append(PublicPart(_("其他合起来"), words.number(rest, 0), round(rest / most * 100)))
    return tuple(rows)
