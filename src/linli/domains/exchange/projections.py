"""The words that offers are found by; written with them, `rebuild()` makes the same."""

from collections.abc import Iterable
from typing import Any

from django.db import connection

from linli.domains.exchange.models import Offer
from linli.domains.organizations.queries import organization_names
from linli.domains.places.values.search import marks
from linli.kernel.words import vector

BATCH = 1000
_WRITE = """
INSERT INTO exchange_offertext (id, words)
SELECT id, words::tsvector FROM unnest(%s::bigint[], %s::text[]) AS given (id, words)
ON CONFLICT (id) DO UPDATE SET words = excluded.words WHERE exchange_offertext.words <> excluded.words
"""
_SAID = ("id", "title", "text", "organization_id", "path")


def index_offers(offer_ids: Iterable[int]) -> int:
    """Write the words of these offers; how many."""
    return _write(list(Offer.objects.filter(pk__in=list(offer_ids)).values_list(*_SAID)))


def rebuild() -> int:
    """Write the words of all offers anew; how many there are."""
    last = made = 0
    rows = Offer.objects.order_by("id").values_list(*_SAID)
    while some := list(rows.filter(pk__gt=last)[:BATCH]):
        made, last = made + _write(some), some[-1][0]
    return made


def _write(rows: list[tuple[Any, ...]]) -> int:
    names = {pk: one.name for pk, one in organization_names({row[3] for row in rows}).items()}
    words = [vector((title, text, names.get(body, "")), marks(path)) for _pk, title, text, body, path in rows]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [[row[0] for row in rows], words])
    return len(rows)
