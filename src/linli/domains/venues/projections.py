"""The words venues are found by and the places they stand in; written with them, `rebuild()` makes the same."""

from collections.abc import Sequence

from linli.backbone.found import BATCH, Row, WordIndex
from linli.domains.places.queries import names_by_id
from linli.domains.places.queries.counts import ancestors_of
from linli.domains.places.values.search import initial_marks, within_mark
from linli.domains.venues.models import Venue
from linli.kernel.words import vector


def _words(rows: list[Row]) -> list[str]:
    return [
        vector((name, address, code), [*map(within_mark, path), *initial_marks(name)])
        for _pk, name, address, code, path in rows
    ]


_INDEX = WordIndex(
    "venues_venuetext", lambda: Venue.objects.values_list("id", "name", "address", "code", "path"), _words
)
index_words, rebuild = _INDEX.write, _INDEX.rebuild


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
    index_words(row.pk for row in moved)
    return len(moved)
