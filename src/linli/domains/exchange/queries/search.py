"""Searching offers by their words and who makes them, among those a viewer may read."""

from typing import Any

from django.utils import timezone

from linli.backbone import sql
from linli.backbone.values import Viewer
from linli.domains.exchange.access import VISIBLE, visible_to
from linli.domains.exchange.queries import kind_words
from linli.domains.exchange.values import OfferHit
from linli.domains.organizations.queries import organization_names
from linli.domains.places.queries import names_of
from linli.domains.places.queries.search import above
from linli.domains.places.values.search import marks_in_sight
from linli.kernel.words import Term, asked, highlighted, question

MOST, WIDTH = 6, 72
_FIND = f"""
WITH matched AS MATERIALIZED (SELECT id FROM exchange_offertext WHERE words @@ (SELECT %s::tsquery))
SELECT exchange_offer.id, kind, title, text, organization_id, place_id, starts, ends
FROM matched JOIN exchange_offer ON exchange_offer.id = matched.id
WHERE ends >= %s AND {VISIBLE} ORDER BY matched.id DESC LIMIT %s
"""  # noqa: S608 - a condition of ours


def find_offers(viewer: Viewer, words: str, limit: int = MOST) -> tuple[OfferHit, ...]:
    """The newest offers the viewer may read whose title, text or organization hold all these words; what is over is
    left to the register."""
    terms, tops = asked(words), [held.place_id for held in viewer.seats if held.place_id]
    if not terms or not tops:
        return ()
    over = above(tops)
    whole = question(terms, [marks_in_sight(tops, over)])
    asked_for = [whole, timezone.localdate(), *visible_to(viewer, tops, over), limit]
    return _hits(sql.rows(_FIND, asked_for), terms)


def _hits(rows: list[tuple[Any, ...]], terms: tuple[Term, ...]) -> tuple[OfferHit, ...]:
    if not rows:
        return ()
    places, bodies = names_of({row[5] for row in rows}), organization_names({row[4] for row in rows})
    return tuple(
        OfferHit(
            pk,
            *kind_words(kind),
            highlighted(title, terms),
            highlighted(text.replace("\n", " "), terms, WIDTH),
            highlighted(bodies[body].name if body in bodies else "", terms),
            places.get(place, ""),
            starts,
            ends,
            f"/registers/offers/{pk}/",
        )
        for pk, kind, title, text, body, place, starts, ends in rows
    )
