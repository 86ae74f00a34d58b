"""Requests like a new one: open ones nearby, handled ones of the same category, and what can be learnt from."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from linli.backbone import sql
from linli.backbone.packs.registry import in_force
from linli.backbone.values import Viewer
from linli.domains.cases.access import visible_cases
from linli.domains.cases.models import Case, Follower, Tie
from linli.domains.cases.values.alike import ALIKE_KIND, LabelledRow, NearCase, PastRow
from linli.domains.cases.values.tables import cases as cases_part

# How many of the newest requests of a place are looked through.
NEAR, PAST = 400, 2000

# The newest of a place by its index first, so that what is asked never grows with history.
_NEAR = f"""
SELECT c.id, c.number, c.title, c.text, c.category, c.compound_id, c.building_id, c.lon, c.lat, c.where, c.plate,
  c.opened_at, 1 + (SELECT count(*) FROM cases_follower f WHERE f.case_id = c.id)
    + (SELECT count(*) FROM cases_tie t WHERE t.other_id = c.id AND t.kind = 'merged')
FROM (SELECT * FROM cases_case WHERE community_id = %s ORDER BY id DESC LIMIT {NEAR}) c
WHERE c.open AND c.opened_at >= %s AND c.procedure = '{ALIKE_KIND}' AND NOT c.confidential AND NOT c.excluded
"""  # noqa: S608 - words of ours
_PAST = f"""
SELECT c.number, c.title, c.text, c.handler_seat
FROM (SELECT * FROM cases_case WHERE {{column}} = %s ORDER BY id DESC LIMIT {PAST}) c
WHERE NOT c.open AND c.category = %s AND c.handler_seat IS NOT NULL AND c.procedure = '{ALIKE_KIND}'
  AND NOT c.confidential LIMIT %s
"""  # noqa: S608 - words of ours


def near_cases(community_id: int, since: datetime) -> list[NearCase]:
    """Open requests of a community since a moment, newest first, with how many neighbours said the same."""
    return [NearCase(*row) for row in sql.rows(_NEAR, [community_id, since])]


def past_cases(level: str, place_id: int, category: str, limit: int = 200) -> list[PastRow]:
    """Handled requests of a category among the newest of a community or street."""
    if level not in ("community", "street"):
        raise ValueError(level)
    return [PastRow(*row) for row in sql.rows(_PAST.format(column=f"{level}_id"), [place_id, category, limit])]


def seen_of(viewer: Viewer, numbers: Iterable[str]) -> set[str]:
    """Those of these numbers that the viewer may see."""
    return set(visible_cases(viewer).filter(number__in=list(numbers)).values_list("number", flat=True))


def labelled(limit: int) -> list[LabelledRow]:
    """The newest handled requests whose category somebody chose, where it says something, newest first. What only the
    words of the pack guessed is none of them: a model would learn to guess like its own seed."""
    rows = _handled().filter(category_chosen=True).order_by("-id")
    return [LabelledRow(*row) for row in rows.values_list("text", "category", "opened_at")[:limit]]


def guessed_since(moment: datetime) -> int:
    """How many handled requests since a moment have a category that nobody chose."""
    return _handled().filter(category_chosen=False, opened_at__gte=moment).count()


def _handled() -> QuerySet[Case]:
    rows = Case.objects.filter(open=False, procedure=ALIKE_KIND, confidential=False, result="solved")
    return rows.exclude(category=cases_part(in_force()).fallback)


def handler_of(case_id: int) -> int | None:
    """The seat that handled a case."""
    return Case.objects.filter(pk=case_id).values_list("handler_seat", flat=True).first()


def neighbours_of(case: Case) -> int:
    """How many neighbours a case speaks for: who reported it, who joined, whose own was merged into it."""
    joined = Follower.objects.filter(case=case).count()
    return 1 + joined + Tie.objects.filter(other=case, kind="merged").count()
