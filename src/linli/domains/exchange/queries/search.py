"""Searching offers by their words and who makes them, among those a viewer may read."""

from django.utils import timezone

from linli.backbone.values import Viewer
from linli.domains.exchange.access import visible_offers
from linli.domains.exchange.models import OfferText
from linli.domains.exchange.queries import rows_of
from linli.domains.exchange.values import OfferHit, OfferRow
from linli.domains.places.queries.search import above
from linli.domains.places.values.search import marks_in_sight
from linli.kernel.words import Term, asked, highlighted, question

MOST, WIDTH = 6, 72


def find_offers(viewer: Viewer, words: str, limit: int = MOST) -> tuple[OfferHit, ...]:
    """The newest offers the viewer may read whose title, text or organization hold all these words; what is over is
    left to the register."""
    terms, tops = asked(words), [held.place_id for held in viewer.seats if held.place_id]
    if not terms or not tops:
        return ()
    over = above(tops)
    whole = question(terms, [marks_in_sight(tops, over)])
    matched = OfferText.objects.extra(where=["words @@ (SELECT %s::tsquery)"], params=[whole]).values("id")
    rows = visible_offers(viewer, over).filter(pk__in=matched, ends__gte=timezone.localdate()).order_by("-id")[:limit]
    return tuple(_hit(row, terms) for row in rows_of(rows))


def _hit(row: OfferRow, terms: tuple[Term, ...]) -> OfferHit:
    return OfferHit(
        row.id,
        row.kind_words,
        row.icon,
        highlighted(row.title, terms),
        highlighted(row.text.replace("\n", " "), terms, WIDTH),
        highlighted(row.organization, terms),
        row.place,
        row.starts,
        row.ends,
        row.url,
    )
