"""What an ask comes to when it is approved, in words for who decides."""

from collections.abc import Mapping

from django.utils.dateparse import parse_date
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from linli.backbone.packs.registry import version
from linli.domains.cases.models import Case
from linli.domains.cases.queries.sentences import pick
from linli.domains.cases.queries.standing import procedure_of
from linli.domains.cases.queries.whistle import length_words
from linli.domains.cases.values.tables import cases as cases_part
from linli.ui.timewords import day_near


def wants(case: Case, given: Mapping[str, str]) -> str:
    """How much longer, until when, by which way elsewhere, or to which stage; empty where the act says it all."""
    if given.get("each"):
        return _("同意了，时限往后延 %(length)s") % {"length": length_words(given["each"])}
    review = parse_date(given.get("review_date") or "")
    if review is not None:
        return _("同意了，挂到 %(day)s再看") % {"day": day_near(review, localtime())}
    route = cases_part(version(case.pack_version)).routes.get(given.get("route") or "")
    if route is not None:
        return _("同意了，告知去向：%(route)s") % {"route": pick((route.zh, route.en))}
    stage = procedure_of(case).stages.get(given.get("to") or "")
    return _("同意了，到“%(stage)s”") % {"stage": pick(stage.words)} if stage else ""
