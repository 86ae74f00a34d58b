"""Searching organizations by name or initials, within the registers a viewer may read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.translation import get_language

from linli.backbone import sql
from linli.backbone.values import Viewer
from linli.domains.organizations.access import seen_among, tops
from linli.domains.organizations.queries.bodies import kinds
from linli.domains.places.queries import names_of
from linli.kernel.words import Piece, Term, asked, highlighted, sounding

MOST = 6
# How many are looked at first, how many times as many next, and how many in all: who sees little of a large town must
# find theirs behind all the others of that name.
FIRST, WIDER, LOOKED_AT = 60, 8, 5000
_FIND = """
SELECT o.id, o.kind, o.name, o.place_id
FROM organizations_organizationtext t JOIN organizations_organization o ON o.id = t.id
WHERE t.words @@ (SELECT %s::tsquery) AND o.closed_at IS NULL ORDER BY length(o.name), t.id LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class BodyHit:
    """An organization that was found, its name in pieces."""

    id: int
    kind: str
    name: tuple[Piece, ...]
    place: str
    url: str


def find_bodies(viewer: Viewer, words: str, limit: int = MOST) -> tuple[BodyHit, ...]:
    """The organizations in the viewer's reach whose names hold all these words, or begin with these initials."""
    terms, found = asked(words), tops(viewer)
    if not terms or not found:
        return ()
    rows = sql.rows(_FIND, [sounding(words, terms), LOOKED_AT])
    return _hits(list(islice(_seen(rows, found), limit)), terms)


def _seen(rows: Sequence[tuple[Any, ...]], found: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    start, step = 0, FIRST
    while start < len(rows):
        some = rows[start : start + step]
        seen = seen_among(found, [row[0] for row in some])
        yield from (row for row in some if row[0] in seen)
        start, step = start + step, step * WIDER


def _hits(rows: Sequence[tuple[Any, ...]], terms: tuple[Term, ...]) -> tuple[BodyHit, ...]:
    places, language = names_of({row[3] for row in rows if row[3]}), get_language() or ""
    titles = {key: kind.title.to(language) for key, kind in kinds().items()}
    return tuple(
        BodyHit(pk, titles.get(kind, kind), highlighted(name, terms), places.get(place, ""), f"/registers/bodies/{pk}/")
        for pk, kind, name, place in rows
    )
