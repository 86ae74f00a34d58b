"""Searching notices by their words, among those a viewer may read."""

from datetime import date
from typing import Any

from django.utils import timezone

from linli.backbone import sql
from linli.backbone.values import Viewer
from linli.domains.places.queries import names_of
from linli.domains.places.queries.search import above
from linli.domains.places.values.search import marks_in_sight
from linli.domains.publishing.access import VISIBLE, visible_to
from linli.domains.publishing.queries import kind_words
from linli.domains.publishing.rules import standing
from linli.domains.publishing.values import NoticeHit, State
from linli.kernel.words import Term, asked, highlighted, question

MOST, WIDTH = 6, 72
_FIND = f"""
WITH matched AS MATERIALIZED (SELECT id FROM publishing_noticetext WHERE words @@ (SELECT %s::tsquery))
SELECT publishing_notice.id, kind, title, text, place_id, starts, ends, state
FROM matched JOIN publishing_notice ON publishing_notice.id = matched.id
WHERE {VISIBLE} ORDER BY matched.id DESC LIMIT %s
"""  # noqa: S608 - a condition of ours


def find_notices(viewer: Viewer, words: str, limit: int = MOST) -> tuple[NoticeHit, ...]:
    """The newest notices the viewer may read whose title, text or contact hold all these words."""
    terms, tops = asked(words), [held.place_id for held in viewer.seats if held.place_id]
    if not terms or not tops:
        return ()
    over = above(tops)
    whole = question(terms, [marks_in_sight(tops, over)])
    return _hits(sql.rows(_FIND, [whole, *visible_to(viewer, tops, over), limit]), terms, timezone.localdate())


def _hits(rows: list[tuple[Any, ...]], terms: tuple[Term, ...], today: date) -> tuple[NoticeHit, ...]:
    places = names_of({row[4] for row in rows})
    return tuple(
        NoticeHit(
            pk,
            *kind_words(kind),
            highlighted(title, terms),
            highlighted(text.replace("\n", " "), terms, WIDTH),
            places.get(place_id, ""),
            starts,
            ends,
            standing(State(state), starts, ends, today),
            f"/bulletin/{pk}/",
        )
        for pk, kind, title, text, place_id, starts, ends, state in rows
    )
