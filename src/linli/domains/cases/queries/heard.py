"""Requests as those who bring them together by what they are about hear them."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from linli.backbone.crypto import blind_index, unseal
from linli.backbone.values import Viewer
from linli.domains.cases.access import visible_cases
from linli.domains.cases.models import Case
from linli.domains.cases.queries.lists import case_rows
from linli.domains.cases.values.alike import ALIKE_KIND
from linli.domains.cases.values.heard import Heard
from linli.domains.cases.values.page import CaseRow

_COLUMNS = (
    "id",
    "text",
    "category",
    "opened_at",
    "open",
    "lon",
    "lat",
    "building_id",
    "compound_id",
    "community_id",
    "place_id",
    "phone_sealed",
)


def heard(case_ids: Iterable[int]) -> list[Heard]:
    """These requests, without those that are confidential or left out of figures."""
    return _rows(_told().filter(pk__in=list(case_ids)))


def heard_in(community_id: int, since: datetime, most: int) -> list[Heard]:
    """The newest requests of a community since a moment."""
    rows = _told().filter(community_id=community_id).order_by("-id")[:most]
    return [one for one in _rows(rows) if one.opened_at >= since]


def newest_words(most: int) -> list[tuple[str, str]]:
    """The words and categories of the newest requests of all places."""
    return list(Case.objects.filter(procedure=ALIKE_KIND).order_by("-id").values_list("text", "category")[:most])


def still_open(case_ids: Iterable[int]) -> set[int]:
    """Those of these that are not closed."""
    return set(Case.objects.filter(pk__in=list(case_ids), open=True).values_list("pk", flat=True))


def seen_rows(viewer: Viewer, case_ids: Iterable[int], now: datetime) -> list[CaseRow]:
    """Those of these that the viewer may see, newest first."""
    return case_rows(visible_cases(viewer).filter(pk__in=list(case_ids)).order_by("-id"), now)


def numbers_of(case_ids: Iterable[int]) -> list[str]:
    """The numbers of these, oldest first."""
    return list(Case.objects.filter(pk__in=list(case_ids)).order_by("pk").values_list("number", flat=True))


def _told() -> QuerySet[Case]:
    return Case.objects.filter(procedure=ALIKE_KIND, confidential=False, excluded=False)


def _rows(rows: QuerySet[Case]) -> list[Heard]:
    return [Heard._make((*row[:-1], _person(row[0], row[-1]))) for row in rows.values_list(*_COLUMNS)]


def _person(case_id: int, phone_sealed: bytes) -> bytes:
    """Who it was, unreadable; whoever left no number counts as somebody of their own."""
    phone = unseal(phone_sealed)
    return blind_index(f"heard:{phone or f'case {case_id}'}")
