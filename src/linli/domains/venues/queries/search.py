"""Searching venues by name, address, code or initials, within the registers a viewer may read."""

from dataclasses import dataclass

from linli.backbone import sql
from linli.backbone.values import Viewer
from linli.domains.organizations.queries.reach import read_tops
from linli.domains.places.values.search import within_mark
from linli.domains.venues.queries.words import kind_words, status_words
from linli.domains.venues.values import Status
from linli.kernel.words import Piece, asked, highlighted, question, sounding

MOST, LOOKED_AT = 6, 200
# The marks find few to look at; the path, asked again, decides.
_FIND = """
WITH matched AS MATERIALIZED (
  SELECT id FROM venues_venuetext WHERE words @@ (SELECT %s::tsquery) LIMIT %s)
SELECT v.id, v.kind, v.name, v.address, v.place_name, v.status FROM matched m JOIN venues_venue v ON v.id = m.id
WHERE v.path && %s::bigint[] ORDER BY v.status = 'closed', length(v.name), v.id LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class VenueHit:
    """A venue that was found, its name and address in pieces; `status` is empty for an open one."""

    id: int
    kind: str
    name: tuple[Piece, ...]
    where: tuple[Piece, ...]
    status: str
    url: str


def find_venues(viewer: Viewer, words: str, limit: int = MOST) -> tuple[VenueHit, ...]:
    """The venues in the viewer's reach whose name, address or code holds all these words, or whose name begins with
    these initials."""
    terms, tops = asked(words), read_tops(viewer)
    if not terms or not tops:
        return ()
    whole = f"({sounding(words, terms)})&{question((), [[within_mark(one) for one in tops]])}"
    kinds, states = kind_words(), status_words()
    return tuple(
        VenueHit(
            pk,
            kinds.get(kind, kind),
            highlighted(name, terms),
            highlighted(address or place, terms),
            "" if status == Status.OPEN else states[status],
            f"/registers/venues/{pk}/",
        )
        for pk, kind, name, address, place, status in sql.rows(_FIND, [whole, LOOKED_AT, tops, limit])
    )
