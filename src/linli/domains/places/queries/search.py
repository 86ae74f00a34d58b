"""Searching places by name, code or initials within what a viewer sees, the larger ones first."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import get_language

from linli.backbone import sql
from linli.backbone.packs.registry import in_force
from linli.backbone.values import Viewer
from linli.domains.places.queries import names_by_id
from linli.domains.places.values.search import PlaceHit, kind_mark, within_mark
from linli.domains.places.values.tables import territory
from linli.kernel.words import Term, asked, highlighted, question, sounding

MOST, LOOKED_AT = 6, 300
SMALL = ("building", "unit", "household")
_FIND = """
WITH matched AS MATERIALIZED (
  SELECT id FROM places_placetext WHERE words @@ (SELECT %s::tsquery) LIMIT %s)
SELECT p.id, p.kind, p.code, p.name FROM matched m JOIN places_place p ON p.id = m.id
WHERE p.closed_at IS NULL AND p.ancestors && %s::bigint[]
ORDER BY cardinality(p.ancestors), p.code LIMIT %s
"""
_WITHIN = "SELECT id FROM places_place WHERE id = ANY(%s) AND ancestors && %s::bigint[]"


def find_places(viewer: Viewer, words: str, limit: int = MOST) -> tuple[PlaceHit, ...]:
    """The places of the viewer's scope whose names hold all these words, or begin with these initials."""
    tops = [held.place_id for held in viewer.seats if held.place_id]
    return find_within(tops, words, limit)


def find_within(tops: Sequence[int], words: str, limit: int = MOST, levels: Sequence[str] = ()) -> tuple[PlaceHit, ...]:
    """As `find_places`, at or below these places; of some levels or all."""
    terms = asked(words)
    if not terms or not tops:
        return ()
    known = territory(in_force()).levels
    if levels:
        kinds = [kind_mark(kind) for kind in levels if kind in known]
        return _hits(_rows(words, terms, tops, kinds, limit), terms) if kinds else ()
    large = [kind_mark(kind) for kind in known if kind not in SMALL]
    rows = _rows(words, terms, tops, large, limit)
    if len(rows) < limit:
        rows += _rows(words, terms, tops, [kind_mark(kind) for kind in SMALL], limit - len(rows))
    return _hits(rows, terms)


def _rows(
    words: str, terms: Iterable[Term], tops: Sequence[int], kinds: list[str], limit: int
) -> list[tuple[Any, ...]]:
    within = [[within_mark(one) for one in tops], kinds]
    whole = f"({sounding(words, terms)})&{question((), within)}"
    return sql.rows(_FIND, [whole, LOOKED_AT, list(tops), limit])


def _hits(rows: list[tuple[Any, ...]], terms: tuple[Term, ...]) -> tuple[PlaceHit, ...]:
    named, levels = names_by_id(row[0] for row in rows), territory(in_force()).levels
    language = get_language() or ""
    return tuple(
        PlaceHit(
            pk,
            kind,
            levels[kind].title.to(language) if kind in levels else kind,
            code,
            highlighted(name, terms),
            named[pk].above,
            f"/places/{pk}/",
        )
        for pk, kind, code, name in rows
    )


def lying_within(place_ids: Iterable[int], tops: Sequence[int]) -> set[int]:
    """Which of these places lie at or below one of `tops`."""
    return {row[0] for row in sql.rows(_WITHIN, [list(place_ids), list(tops)])}


_BELOW = """
SELECT id, name FROM places_place
WHERE (parent_id = ANY(%(tops)s) OR id = %(chosen)s AND ancestors && %(tops)s::bigint[]) AND closed_at IS NULL
ORDER BY code LIMIT 200
"""


def places_to_narrow(viewer: Viewer, chosen: int = 0) -> list[tuple[int, str]]:
    """The places right below the viewer's own, and a `chosen` one that lies in them, to narrow a search by."""
    tops = [held.place_id for held in viewer.seats if held.place_id]
    return [(row[0], row[1]) for row in sql.rows(_BELOW, {"tops": tops, "chosen": chosen})] if tops else []


_ABOVE = "SELECT DISTINCT unnest(ancestors) FROM places_place WHERE id = ANY(%s)"


def above(place_ids: Iterable[int]) -> list[int]:
    """The ids of these places and of all above them."""
    wanted = list(place_ids)
    return [row[0] for row in sql.rows(_ABOVE, [wanted])] if wanted else []
