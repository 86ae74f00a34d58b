"""Searching cases: newest first, within what the viewer sees, in steps that do not grow with history.

The newest rows are looked through one by one: a word that many cases hold is found there at once. What is rarer is
asked of the index, a few stretches of ids at first, each further step eight times as many; places and seats stand in
the same index as words, so that a common word in a small place costs what the place costs.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language

from linli.backbone import sql
from linli.backbone.moments import local
from linli.backbone.packs.registry import version, version_in_force
from linli.backbone.values import Viewer
from linli.domains.cases.access import seen_of, visible_cases, visible_marks
from linli.domains.cases.models import Case
from linli.domains.cases.queries.lists import LINE, case_rows
from linli.domains.cases.queries.numbers import NUMBER, ends_in
from linli.domains.cases.queries.orders import cases_of_order
from linli.domains.cases.queries.sentences import pick
from linli.domains.cases.values import CaseRow
from linli.domains.cases.values.search import (
    OPEN,
    STRETCH,
    CaseHit,
    CaseHits,
    CaseSearch,
    kind_mark,
    month_mark,
    place_mark,
    stretch_mark,
)
from linli.domains.cases.values.tables import cases as cases_part
from linli.domains.places.values import KEPT_KINDS
from linli.kernel.ids import case_number, normal_phone, row_number
from linli.kernel.words import Term, asked, highlighted, questions

PAGE, WIDTH = 20, 72
NEWEST, DENSE = 1000, 500
STRIDE, WIDER = 4, 8  # what is not among the newest is rare: the index is asked for more at once
LONGEST_MONTHS = 36
# A question stands in a query of its own, so that it is no constant to the planner: it would guess from the commonest
# words and read the table, where the index is right each time. So it would for a limit, which stands outside.
_HOLDS = "words @@ (SELECT %s::tsquery)"
_NEWEST = """
SELECT id FROM (SELECT id, words FROM cases_casetext WHERE id < %s ORDER BY id DESC LIMIT %s) newest
WHERE {} LIMIT %s
"""
_EDGE = "SELECT min(id), max(id) FROM (SELECT id FROM cases_casetext WHERE id < %s ORDER BY id DESC LIMIT %s) newest"
_FIRST = "SELECT min(id) FROM cases_casetext"
_MATCHED = """
WITH matched AS MATERIALIZED (SELECT id FROM cases_casetext WHERE {} AND id < %s)
SELECT id FROM matched LIMIT %s
"""
# What a hit shows and is asked of a case, and the number its hotline gave it.
_FOUND = (*LINE, "detail", "text", *(f"{kind}_id" for kind in KEPT_KINDS))
_NAMES = (*_FOUND, "order_number")
_LINES = """
SELECT {}, o.number FROM cases_case c LEFT JOIN cases_order o ON o.case_id = c.id
WHERE c.id = ANY(%s) ORDER BY c.id DESC
""".format(", ".join(f'c."{one}"' for one in _FOUND))
_END = 2**62


def search_cases(
    viewer: Viewer, words: str, wanted: CaseSearch, *, now: datetime, after: str = "", limit: int = PAGE
) -> CaseHits:
    """A page of the cases that hold all these words, newest first, from what the viewer sees, the one whose
    number ends in them before all; words of nothing find nothing."""
    terms, before = asked(words), row_number(after, _END)
    ids = found_ids(viewer, words, wanted, before, limit + 1)
    meant = [] if after else ends_in(visible_cases(viewer), words)
    others = [one for one in ids[:limit] if one not in meant]
    rows = [*_rows(viewer, meant, wanted), *_rows(viewer, others, wanted)]
    hits = tuple(_hit(case, row, terms) for case, row in zip(rows, case_rows(rows, now), strict=True))
    return CaseHits(hits, str(ids[limit - 1]) if len(ids) > limit else "")


def found_ids(viewer: Viewer, words: str, wanted: CaseSearch, before: int = _END, limit: int = PAGE + 1) -> list[int]:
    """The newest cases below an id that bear all these words and the marks of what is wanted."""
    terms, scope = asked(words), visible_marks(viewer)
    if not terms or scope == ():
        return []
    # Nearly all are closed: what is not open is found sooner than what bears a mark that nearly all bear.
    without = (OPEN,) if wanted.state == "closed" else ()
    return _found(questions(terms, _marks(wanted, scope), without), before, limit)


def _marks(wanted: CaseSearch, scope: tuple[str, ...] | None) -> Iterator[list[str]]:
    if wanted.place_id:
        yield [place_mark(wanted.place_id)]
    if scope is not None:
        yield list(scope)
    if wanted.kind:
        yield [kind_mark(wanted.kind)]
    if wanted.state == "open":
        yield [OPEN]
    if months := list(_months(wanted.start, wanted.end)):
        yield [month_mark(one) for one in months]


def _months(start: date | None, end: date | None) -> Iterator[date]:
    """The months a period touches; none where it has no begin or is too long to name them all."""
    if start is None:
        return
    month, last = start.replace(day=1), end or timezone.localdate()
    if (last.year - month.year) * 12 + last.month - month.month >= LONGEST_MONTHS:
        return
    while month <= last:
        yield month
        month = (month + timedelta(days=32)).replace(day=1)


def _found(asked_for: tuple[str, ...], before: int, limit: int) -> list[int]:
    ids = _newest(asked_for, before, NEWEST, limit)
    if len(ids) >= limit:
        return ids
    edge = sql.rows(_EDGE, [before, NEWEST])[0][0]
    return ids + _further(asked_for, edge, limit - len(ids), 1 if ids else STRIDE) if edge else ids


def _newest(asked_for: tuple[str, ...], before: int, looked_at: int, limit: int) -> list[int]:
    rows = sql.planned(_NEWEST.format(_all(asked_for)), [before, looked_at, *asked_for, limit])
    return [row[0] for row in rows]


def _all(asked_for: tuple[str, ...]) -> str:
    return " AND ".join([_HOLDS] * len(asked_for))


def _further(asked_for: tuple[str, ...], before: int, limit: int, step: int) -> list[int]:
    """What the index finds below an id: a step of so many stretches, then eight times as many, and again. A step that
    holds many (a word of another season) is halved, and one stretch that does is looked through from its end."""
    first = (sql.rows(_FIRST, [])[0][0] or before) >> STRETCH
    last, ids = (before - 1) >> STRETCH, list[int]()
    while last >= first and len(ids) < limit:
        low, bound = max(first, last - step + 1), min(before, (last + 1) << STRETCH)
        found = _matched(asked_for, low, last, bound)
        if len(found) == DENSE and low < last:
            step = (last - low + 1) // 2
            continue
        if len(found) == DENSE:
            found = [one for one in _newest(asked_for, bound, 1 << STRETCH, limit) if one >> STRETCH == low]
        ids += sorted(found, reverse=True)[: limit - len(ids)]
        last, step = low - 1, step * WIDER
    return ids


def _matched(asked_for: tuple[str, ...], low: int, last: int, bound: int) -> list[int]:
    """Some ids below the bound that lie in these stretches, in no order."""
    stretches = "|".join(f"'{stretch_mark(one)}'" for one in range(low, last + 1))
    parts = (*asked_for, stretches)
    return [row[0] for row in sql.planned(_MATCHED.format(_all(parts)), [*parts, bound, DENSE])]


def _wanted(row: Case, wanted: CaseSearch) -> bool:
    """Whether a search may show a case: asked of the case itself, as its marks may be a moment old."""
    day = local(row.opened_at).date()
    places = (row.district_id, row.street_id, row.community_id, row.grid_id, row.compound_id, row.building_id)
    return (
        (not wanted.place_id or wanted.place_id in places)
        and (not wanted.kind or row.procedure == wanted.kind)
        and (not wanted.state or row.open == (wanted.state == "open"))
        and (wanted.start or day) <= day <= (wanted.end or day)
    )


def _rows(viewer: Viewer, ids: list[int], wanted: CaseSearch) -> list[Case]:
    """These cases as they stand, those that the viewer sees and wants, newest first."""
    found = [sql.fresh(Case, **dict(zip(_NAMES, row, strict=True))) for row in sql.rows(_LINES, [ids])] if ids else []
    return seen_of(viewer, [row for row in found if _wanted(row, wanted)])


def _hit(case: Case, row: CaseRow, terms: tuple[Term, ...]) -> CaseHit:
    where = f"{case.where} {case.detail}".strip()
    return CaseHit(
        row.number,
        row.url,
        highlighted(" ".join(case.text.split()), terms, WIDTH),
        row.plate,
        highlighted(where, terms),
        highlighted(row.category, terms),
        row.stage,
        row.closed,
        row.late,
        row.opened_at,
        row.order,
    )


def case_named(viewer: Viewer, words: str) -> str:
    """Where the case of this number, or of this order of a hotline, is shown; empty for none the viewer sees."""
    number, ids = case_number(words), cases_of_order(words)
    if not ids and not NUMBER.match(number):
        return ""
    found = visible_cases(viewer).filter(Q(number=number) | Q(pk__in=ids)).values_list("number", flat=True).first()
    return f"/cases/{found}/" if found else ""


def is_phone(words: str) -> bool:
    """Whether somebody asks for a telephone number: nothing is found by it."""
    return (normal_phone(words) or "").startswith("1")


def kind_choices() -> tuple[tuple[str, str], ...]:
    """The kinds of case of the pack in force, for a choice."""
    return _kinds(version_in_force(), get_language())


@lru_cache(maxsize=16)
def _kinds(pack_version: int, _language: str | None) -> tuple[tuple[str, str], ...]:
    kinds = cases_part(version(pack_version)).procedures
    return tuple((key, pick((one.title.zh, one.title.en))) for key, one in kinds.items())
