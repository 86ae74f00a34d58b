"""What an act comes to, in words: before it is done, and of an ask for who decides on it."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from linli.backbone.packs.registry import version
from linli.backbone.values import Viewer
from linli.domains.cases.access import case_seen
from linli.domains.cases.models import Case
from linli.domains.cases.queries.holders import holder
from linli.domains.cases.queries.sentences import pick
from linli.domains.cases.queries.standing import procedure_of
from linli.domains.cases.queries.whistle import length_words
from linli.domains.cases.values.tables import cases as cases_part
from linli.kernel.procedure import Act
from linli.kernel.refusal import NotFound, Refusal
from linli.ui.timewords import day_beside


def wants(case: Case, given: Mapping[str, str]) -> str:
    """How much longer, until when, by which way elsewhere, or to which stage; empty where the act says it all."""
    if given.get("each"):
        return _("同意了，时限往后延 %(length)s") % {"length": length_words(given["each"])}
    review = parse_date(given.get("review_date") or "")
    if review is not None:
        return _("同意了，挂到 %(day)s再看") % {"day": day_beside(review, timezone.localdate())}
    route = cases_part(version(case.pack_version)).routes.get(given.get("route") or "")
    if route is not None:
        return _("同意了，告知去向：%(route)s") % {"route": pick((route.zh, route.en))}
    stage = procedure_of(case).stages.get(given.get("to") or "")
    return _("同意了，到“%(stage)s”") % {"stage": pick(stage.words)} if stage else ""


def ahead(viewer: Viewer, number: str, act_key: str, now: datetime) -> tuple[str, ...]:
    """To whom an act of a case's stage leads and for how long, as its table and who sits where say; nothing where its
    form chooses that. NotFound when the stage has no such act."""
    case = case_seen(viewer, number)
    act = procedure_of(case).stage(case.stage).acts.get(act_key)
    if act is None:
        raise NotFound("act")
    try:
        said = _asked_of(case, act, now) if act.decide else _handed_to(case, act, now)
    except Refusal:  # nobody is there to do it: the act itself says so
        return ()
    return tuple(one for one in said if one)


def _asked_of(case: Case, act: Act, now: datetime) -> tuple[str, ...]:
    seat = _("送%(seat)s批") % {"seat": holder(case, act.decide, now).seat.title}
    return seat, wants(case, {"each": str(act.each or ""), "to": act.to or ""})


def _handed_to(case: Case, act: Act, now: datetime) -> tuple[str, ...]:
    """Who holds the stage an act leads to: known beforehand of posts, where no unit is chosen."""
    stage = procedure_of(case).stages.get(act.to or "")
    duty = stage.duty if stage else None
    chosen = {"organization", "lead", "seat"} & {*act.needs, *act.choose}
    if act.does != "move" or stage is None or duty is None or chosen or stage.gate or stage.rating:
        return ()
    if not duty.seats or not all("@" in one for one in duty.seats):
        return ()
    seat = holder(case, duty.seats, now).seat.title
    return (_("交给%(seat)s，到“%(stage)s”") % {"seat": seat, "stage": pick(stage.words)},)
