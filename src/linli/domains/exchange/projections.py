"""The words that offers are found by; written with them, `rebuild()` makes the same."""

from linli.backbone.found import Row, WordIndex
from linli.domains.exchange.models import Offer
from linli.domains.organizations.queries import organization_names
from linli.domains.places.values.search import marks
from linli.kernel.words import vector


def _words(rows: list[Row]) -> list[str]:
    names = {pk: one.name for pk, one in organization_names({row[3] for row in rows}).items()}
    return [vector((title, text, names.get(body, "")), marks(path)) for _pk, title, text, body, path in rows]


_INDEX = WordIndex(
    "exchange_offertext", lambda: Offer.objects.values_list("id", "title", "text", "organization_id", "path"), _words
)
index_offers, rebuild = _INDEX.write, _INDEX.rebuild
