"""The words that notices are found by; written with them, `rebuild()` makes the same."""

from linli.backbone.found import Row, WordIndex
from linli.domains.places.values.search import marks
from linli.domains.publishing.models import Notice
from linli.kernel.words import vector


def _words(rows: list[Row]) -> list[str]:
    return [vector(said, marks(path)) for _pk, *said, path in rows]


_INDEX = WordIndex(
    "publishing_noticetext", lambda: Notice.objects.values_list("id", "title", "text", "contact", "path"), _words
)
index_notices, rebuild = _INDEX.write, _INDEX.rebuild
