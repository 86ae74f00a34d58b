"""The words and initials that organizations are found by; written with them, `rebuild()` makes the same."""

from collections.abc import Iterable
from typing import Any

from django.db import connection

from linli.domains.organizations.models import Organization
from linli.kernel.pinyin import initials
from linli.kernel.words import vector

BATCH = 1000
_WRITE = """
INSERT INTO organizations_organizationtext (id, words)
SELECT id, words::tsvector FROM unnest(%s::bigint[], %s::text[]) AS given (id, words)
ON CONFLICT (id) DO UPDATE SET words = excluded.words WHERE organizations_organizationtext.words <> excluded.words
"""


def index_names(organization_ids: Iterable[int]) -> int:
    """Write the words of these organizations; how many."""
    return _write(list(Organization.objects.filter(pk__in=list(organization_ids)).values_list("id", *_NAMES)))


def rebuild() -> int:
    """Write the words of all organizations anew; how many there are."""
    last = made = 0
    rows = Organization.objects.order_by("id").values_list("id", *_NAMES)
    while some := list(rows.filter(pk__gt=last)[:BATCH]):
        made, last = made + _write(some), some[-1][0]
    return made


_NAMES = ("name", "short_name")


def _write(rows: list[tuple[Any, ...]]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [[row[0] for row in rows], [_vector(*row[1:]) for row in rows]])
    return len(rows)


def _vector(name: str, short_name: str) -> str:
    return vector(dict.fromkeys((name, short_name)), sorted(f"I{one}" for one in initials(name) | initials(short_name)))
