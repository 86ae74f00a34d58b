"""The figures of cases: facts written with their cause, folded by a job into tallies by place, day and month."""

from datetime import datetime

from django.db.models import Sum

from linli.backbone import sql
from linli.backbone.facts import statistical_day
from linli.domains.cases.models import BOOK, Case, Fact
from linli.domains.cases.values.measures import ASSESSED


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
            **measures,
        )
    )


def leave_out(case: Case, now: datetime) -> None:
    """Take back what a case has counted in the assessment, on the day this is decided (domain 1.18)."""
    counted = Fact.objects.filter(subject_id=case.pk).aggregate(**{f"sum_{one}": Sum(one) for one in ASSESSED})
    taken = {one: -(counted[f"sum_{one}"] or 0) for one in ASSESSED}
    _write(case, now, None, None, {"excluded": 1, **taken}, correction=True)


def fold() -> int:
    """Fold a batch of facts into the tallies; how many tallies were touched."""
    return BOOK.fold()


def rebuild() -> int:
    """Make the tallies anew from the facts; how many there are."""
    return BOOK.rebuild()
