"""Searching organizations by name or initials, within the registers a viewer may read."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from linli.backbone import sql
from linli.backbone.values import Viewer
from linli.domains.organizations.access import seen_among
from linli.domains.organizations.models import Organization
from linli.domains.organizations.queries.bodies import kinds
from linli.domains.places.queries import names_by_id
from linli.kernel.words import Piece, asked, highlighted, sounding

MOST, LOOKED_AT = 6, 200
_FIND = """
SELECT t.id FROM organizations_organizationtext t JOIN organizations_organization o ON o.id = t.id
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
    terms = asked(words)
    if not terms:
        return ()
    ids = [row[0] for row in sql.rows(_FIND, [sounding(words, terms), LOOKED_AT])]
    seen = seen_among(viewer, ids)
    return _hits([one for one in ids if one in seen][:limit], words)


def _hits(ids: Sequence[int], words: str) -> tuple[BodyHit, ...]:
    rows, language = Organization.objects.in_bulk(ids), get_language() or ""
    places = names_by_id(row.place_id for row in rows.values() if row.place_id)
    titles, terms = {key: kind.title.to(language) for key, kind in kinds().items()}, asked(words)
    return tuple(
        BodyHit(
            row.pk,
            titles.get(row.kind, row.kind),
            highlighted(row.name, terms),
            places[row.place_id].name if row.place_id in places else "",
            f"/registers/bodies/{row.pk}/",
        )
        for row in (rows[one] for one in ids)
    )
