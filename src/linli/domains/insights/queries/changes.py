"""How much more or less a figure is than before, in words."""

from django.utils.translation import gettext as _

from linli.domains.insights.rules.reading import is_rate, tone_of
from linli.domains.insights.values import Reading
from linli.domains.insights.values.sources import SOURCES
from linli.domains.insights.values.tables import Indicator

# Below this the counts of before are too few for a share of them.
FEW = 20


def change(about: Indicator, now: Reading, before: Reading) -> tuple[str, str]:
    """How much more or less than before, in words, and whether that is good; empty where one of them is nothing."""
    if now.number is None or before.number is None or stands(about):
        return "", ""
    if is_rate(about):
        return _points(about, now.number, before.number)
    if before.number < FEW and not about.of:
        return _more(about, now.number, before.number)
    if not before.number:
        return "", ""
    share = (now.number - before.number) / before.number * 100
    if abs(share) < 0.05:
        return _("持平"), ""
    words = _("多 %(share)s%%") if share > 0 else _("少 %(share)s%%")
    return words % {"share": f"{abs(share):.1f}"}, tone_of(about, now.number, before.number)


def _more(about: Indicator, now: float, before: float) -> tuple[str, str]:
    """Of little it says more how much came to it than which share of it that is."""
    more = now - before
    if not more:
        return _("持平"), ""
    said = _("多 %(n)s") if more > 0 else _("少 %(n)s")
    return said % {"n": f"{abs(more):,.0f}"}, tone_of(about, now, before)


def stands(about: Indicator) -> bool:
    """Whether it says what is there now: there is no before to hold it against."""
    source = about.counts.partition(".")[0]
    return source in SOURCES and SOURCES[source].now


def _points(about: Indicator, now: float, before: float) -> tuple[str, str]:
    points = now - before
    if abs(points) < 0.05:
        return _("持平"), ""
    words = _("升 %(points)s 点") if points > 0 else _("降 %(points)s 点")
    return words % {"points": f"{abs(points):.1f}"}, tone_of(about, now, before)
