"""The figures of cases: facts written with their cause, folded by a job into tallies by place, day and month."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Sum

from linli.backbone import sql
from linli.backbone.facts import LEVELS, statistical_day
from linli.domains.cases.models import BOOK, Case, Fact
from linli.domains.cases.values.measures import ASSESSED, MEASURES

# What a fact is of, beside its category and its measures.
_OF = ("day", "kind", "channel", *(f"{level}_id" for level in LEVELS), "organization_id", "seat_id", "correction")


def fact(case: Case, now: datetime, *, seat: int | None = None, unit: int | None = None, **measures: int) -> None:
    """Add to the figures of the day, for the seat and unit it is to the credit of (else those that handle the case).
    What is assessed of a case that was left out is counted and taken back at once: figures with and without it."""
    _write(case, now, seat, unit, measures)
    assessed = {name: -value for name, value in measures.items() if name in ASSESSED and value}
    if case.excluded and assessed:
        _write(case, now, seat, unit, assessed, correction=True)


def _write(
    case: Case, now: datetime, seat: int | None, unit: int | None, measures: dict[str, int], *, correction: bool = False
) -> None:
    BOOK.write(
        sql.fresh(
            Fact,
            subject_id=case.pk,
            day=statistical_day(now),
            kind=case.procedure,
            channel=case.channel,
            category=case.category,
            district_id=case.district_id,
            street_id=case.street_id,
            community_id=case.community_id,
            grid_id=case.grid_id,
            compound_id=case.compound_id,
            building_id=case.building_id,
            organization_id=unit or case.unit_id,
            seat_id=seat or case.handler_seat,
            correction=correction,
            **{name: value or None for name, value in measures.items()},
        )
    )


def leave_out(case: Case, now: datetime) -> None:
    """Take back what a case has counted in the assessment, on the day this is decided (domain 1.18)."""
    counted = _facts(case).aggregate(**{f"sum_{one}": Sum(one) for one in ASSESSED})
    taken = {one: -(counted[f"sum_{one}"] or 0) for one in ASSESSED}
    _write(case, now, None, None, {"excluded": 1, **taken}, correction=True)


def count_anew(case: Case) -> None:
    """Take back what a case has counted under other categories, each on its own day, and count it under the category it
    has now: nothing else of a figure changes. A locked period keeps the facts it was locked with."""
    sums = {f"sum_{name}": Sum(name) for name in MEASURES}
    for row in _facts(case).exclude(category=case.category).values(*_OF, "category").annotate(**sums).order_by("day"):
        counted = {name: row[f"sum_{name}"] for name in MEASURES if row[f"sum_{name}"]}
        if counted:
            of = {name: row[name] for name in _OF}
            _add(case, {**of, "category": row["category"]}, {name: -value for name, value in counted.items()})
            _add(case, {**of, "category": case.category}, counted)


def _add(case: Case, of: Mapping[str, Any], measures: Mapping[str, int]) -> None:
    BOOK.write(sql.fresh(Fact, subject_id=case.pk, **of, **measures))


def _facts(case: Case) -> QuerySet[Fact]:
    """What a case has counted: looked for in the smallest place it keeps that has an index, since it was opened."""
    kept = next((name for name in ("building_id", "grid_id", "community_id", "street_id") if getattr(case, name)), None)
    since = statistical_day(case.opened_at) - timedelta(days=1)
    here = Q(**{kept: getattr(case, kept)}) if kept else Q()
    return Fact.objects.filter(here, subject_id=case.pk, day__gte=since)


def fold() -> bool:
    """Fold a batch of facts into the tallies; whether more may be waiting."""
    return BOOK.fold()


def rebuild() -> int:
    """Make the tallies anew from the facts; how many there are."""
    return BOOK.rebuild()
