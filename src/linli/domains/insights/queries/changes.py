"""How much more or less a figure is than before, in words."""

from fractions import Fraction

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.domains.insights.rules.reading import FEW, is_rate, tone_of
from linli.domains.insights.values import Reading
from linli.domains.insights.values.sources import SOURCES
from linli.domains.insights.values.tables import Indicator
from linli.kernel.rounding import rounded


def change(about: Indicator, now: Reading, before: Reading) -> tuple[str, str]:
    """How much more or less than before, in words, and whether that is good; empty where one is nothing or not
    comparable."""
    if now.number is None or before.number is None or not (now.comparable and before.comparable):
        return "", ""
    more, tone = now.number - before.number, tone_of(about, now.number, before.number)
    if is_rate(about):
        up, down, by = _("升 %(points)s 点"), _("降 %(points)s 点"), {"points": f"{rounded(abs(more), 1)}"}
    elif before.number < FEW and not about.of:
        up, down, by = _("多 %(n)s"), _("少 %(n)s"), {"n": _counted(about, abs(more))}
    elif before.number:
        more = more * 100 / before.number
        up, down, by = _("多 %(share)s%%"), _("少 %(share)s%%"), {"share": f"{rounded(abs(more), 1):,}"}
    else:
        return "", ""
    if not rounded(more, 1):
        return _("持平"), ""
    return (up if more > 0 else down) % by, tone


def _counted(about: Indicator, more: Fraction) -> str:
    """Of little it says more how much came to it than which share of it that is."""
    return f"{rounded(more):,} {about.unit_to(get_language() or '')}".rstrip()


def stands(about: Indicator) -> bool:
    """Whether it says what is there now: there is no before to hold it against."""
    source = about.counts.partition(".")[0]
    return source in SOURCES and SOURCES[source].now
