"""What was left out of the assessment, and the rates as they are with it (domain 1.18)."""

from fractions import Fraction

from django.utils.translation import gettext as _

from linli.backbone.facts import EXCLUDED, TALLIED, Key, Question
from linli.domains.cases.queries import figures as cases
from linli.domains.insights.queries import words
from linli.domains.insights.queries.locks import last_facts
from linli.domains.insights.values import Asked


def excluded_words(asked: Asked) -> str:
    """One sentence with both figures; empty when nothing was left out in the period."""
    if asked.level not in TALLIED:
        return ""
    keys = (Key(asked.place_id, asked.level), Key(asked.place_id, asked.level, EXCLUDED))
    days = (asked.period.days,)
    answer, kinds = cases.asked(Question(keys, days, ends=last_facts("cases", days))), cases.counted_kinds()
    taken = answer.sums(asked.place_id, EXCLUDED, kinds)
    if not (taken["due"] or taken["valid"]):
        return ""
    mine = answer.sums(asked.place_id, "", kinds)
    whole = {name: mine[name] - taken[name] for name in ("due", "on_time", "valid", "satisfied")}
    return _("以上不含剔除的 %(due)s 件；含剔除：按时办结率 %(on_time)s%%，满意率 %(satisfied)s%%") % {
        "due": max(-taken["due"], -taken["valid"]),
        "on_time": _percent(whole["on_time"], whole["due"]),
        "satisfied": _percent(whole["satisfied"], whole["valid"] * 10),
    }


def _percent(top: int, bottom: int) -> str:
    return words.number(Fraction(top * 100, bottom) if bottom else None, 1)
