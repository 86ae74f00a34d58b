"""Which cases time has caught up with: what the periodic job works through."""

from datetime import datetime

from linli.backbone.moments import local_day
from linli.backbone.packs.loader import Pack
from linli.domains.cases.models import Case
from linli.domains.cases.values.tables import cases as cases_part
from linli.domains.duties.queries.counts import paused_subjects

BATCH = 200


def overdue_ids(now: datetime) -> list[int]:
    """Open cases whose own limit passed and that were not counted yet."""
    rows = Case.objects.filter(open=True, rate_by=None, counted=False, due__lt=now).order_by("due")
    return list(rows.values_list("pk", flat=True)[:BATCH])


def unanswered_ids(now: datetime) -> list[int]:
    """Open cases whose reporter has not answered in time and that no desk was asked about."""
    rows = Case.objects.filter(open=True, asked_back=False, rate_by__lt=now).order_by("rate_by")
    return list(rows.values_list("pk", flat=True)[:BATCH])


def gate_ids(now: datetime) -> list[int]:
    """Open cases whose gate has waited long enough."""
    rows = Case.objects.filter(open=True, gate_due__lte=now).order_by("gate_due")
    return list(rows.values_list("pk", flat=True)[:BATCH])


def review_ids(now: datetime) -> list[int]:
    """Suspended cases whose review day has come."""
    return paused_subjects("case", local_day(now))[:BATCH]


def unclocked_ids() -> list[int]:
    """Open cases without a limit though their category has one: their year's notice was not known."""
    rows = Case.objects.filter(open=True, due=None, handled_at=None, asks__isnull=True).exclude(limit="")
    return list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])


def cases_stranded(pack: Pack) -> list[str]:
    """Numbers of open cases whose procedure a new pack no longer has.

    Open cases finish on the version they started with; they are stranded only when nobody would know the procedure.
    """
    known = set(cases_part(pack).procedures)
    rows = Case.objects.filter(open=True).exclude(procedure__in=known).values_list("number", flat=True)
    return list(rows.order_by("pk")[:100])
