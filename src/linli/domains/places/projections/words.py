"""The words and initials that places are found by; written with the places, `rebuild()` makes the same."""

from linli.backbone.found import Row, WordIndex
from linli.domains.places.models import Place
from linli.domains.places.values.search import initial_marks, kind_mark, within_mark
from linli.kernel.words import vector


def _words(rows: list[Row]) -> list[str]:
    return [
        vector((name, code), [*map(within_mark, ancestors), kind_mark(kind), *initial_marks(name)])
        for _pk, kind, code, name, ancestors in rows
    ]


_INDEX = WordIndex(
    "places_placetext", lambda: Place.objects.values_list("id", "kind", "code", "name", "ancestors"), _words
)
rebuild = _INDEX.rebuild
