"""The words venues are found by and the places they stand in; written with them, `rebuild()` makes the same."""

from collections.abc import Iterable, Sequence

from django.db import connection

from linli.domains.places.queries import names_by_id
from linli.domains.places.queries.counts import ancestors_of
from linli.domains.places.values.search import initial_marks, within_mark
from linli.domains.venues.models import Venue
from linli.kernel.words import vector

BATCH = 1000
_WRITE = """
INSERT INTO venues_venuetext (id, words)
SELECT id, words::tsvector FROM unnest(%s::bigint[], %s::text[]) AS given (id, words)
ON CONFLICT (id) DO UPDATE SET words = excluded.words WHERE venues_venuetext.words <> excluded.words
"""


def index_words(venue_ids: Iterable[int]) -> int:
    """Write the words of these venues; how many."""
    return _write(list(Venue.objects.filter(pk__in=list(venue_ids)).order_by("id")))


def rebuild() -> int:
    """Write the words of all venues anew; how many there are."""
    last = made = 0
    while some := list(Venue.objects.filter(pk__gt=last).order_by("id")[:BATCH]):
        made, last = made + _write(some), some[-1].pk
    return made


def copy_places() -> int:
    """Copy the places of all venues anew, after the territory changed; how many stand elsewhere or under another name
    than before."""
    last = changed = 0
    while some := list(Venue.objects.filter(pk__gt=last).order_by("id")[:BATCH]):
        changed, last = changed + _copy(some), some[-1].pk
    return changed


def _copy(rows: Sequence[Venue]) -> int:
    ids = {row.place_id for row in rows}
    paths, names, moved = ancestors_of(ids), names_by_id(ids), []
    for row in rows:
        place = names[row.place_id]
        now = (list(paths[row.place_id]), place.kind, place.name)
        if now != (row.path, row.place_kind, row.place_name):
            row.path, row.place_kind, row.place_name = now
            moved.append(row)
    Venue.objects.bulk_update(moved, ["path", "place_kind", "place_name"], batch_size=500)
    _write(moved)
    return len(moved)


def _write(rows: Sequence[Venue]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [[row.pk for row in rows], [_vector(row) for row in rows]])
    return len(rows)


def _vector(row: Venue) -> str:
    marks = [*map(within_mark, row.path), *initial_marks(row.name)]
    return vector((row.name, row.address, row.code), marks)
