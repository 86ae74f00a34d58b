"""Searching notices by their words, among those a viewer may read."""

from datetime import date

from django.utils import timezone

from linli.backbone.values import Viewer
from linli.domains.places.queries import names_of
from linli.domains.places.queries.search import above
from linli.domains.places.values.search import marks_in_sight
from linli.domains.publishing.access import visible_notices
from linli.domains.publishing.models import Notice, NoticeText
from linli.domains.publishing.queries import kind_words
from linli.domains.publishing.rules import standing
from linli.domains.publishing.values import NoticeHit
from linli.kernel.words import Term, asked, highlighted, question

MOST, WIDTH = 6, 72


def find_notices(viewer: Viewer, words: str, limit: int = MOST) -> tuple[NoticeHit, ...]:
    """The newest notices the viewer may read whose title, text or contact hold all these words."""
    terms, tops = asked(words), [held.place_id for held in viewer.seats if held.place_id]
    if not terms or not tops:
        return ()
    over = above(tops)
    whole = question(terms, [marks_in_sight(tops, over)])
    matched = NoticeText.objects.extra(where=["words @@ (SELECT %s::tsquery)"], params=[whole]).values("id")
    rows = visible_notices(viewer, over).filter(pk__in=matched).order_by("-id")[:limit]
    return _hits(list(rows), terms, timezone.localdate())


def _hits(rows: list[Notice], terms: tuple[Term, ...], today: date) -> tuple[NoticeHit, ...]:
    places = names_of({row.place_id for row in rows})
    return tuple(
        NoticeHit(
            row.pk,
            *kind_words(row.kind),
            highlighted(row.title, terms),
            highlighted(row.text.replace("\n", " "), terms, WIDTH),
            places.get(row.place_id, ""),
            row.starts,
            row.ends,
            standing(row.state, row.starts, row.ends, today),
            f"/bulletin/{row.pk}/",
        )
        for row in rows
    )
