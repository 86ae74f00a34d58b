"""Reads about a hotline's order sheets: how they are mapped here, and where an address of theirs lies."""

from collections.abc import Sequence
from typing import NamedTuple

from django.core import signing
from django.utils.translation import get_language

from linli.backbone.packs.registry import in_force
from linli.backbone.values import Viewer
from linli.domains.cases.models import Order, SheetMapping
from linli.domains.cases.rules.orders import guess_columns, is_order_number
from linli.domains.cases.values.hotline import MappingRow, hotline
from linli.domains.cases.values.tables import cases as cases_part
from linli.kernel.ids import case_number, half_width
from linli.kernel.refusal import NotFound


def kept_mapping(source: str) -> MappingRow:
    """How the sheets of a source are read here; empty where nobody has said."""
    row = SheetMapping.objects.filter(source=source).first()
    if row is None:
        return MappingRow(source, {}, {}, {})
    return MappingRow(source, row.columns, row.categories, row.options)


def sources() -> list[str]:
    """The sources whose sheets are known here, that of the pack first."""
    first = hotline(in_force()).source
    return [first, *SheetMapping.objects.exclude(source=first).order_by("source").values_list("source", flat=True)]


def field_words() -> dict[str, str]:
    """What each column of an order sheet is called, in the reader's language."""
    language = get_language() or ""
    return {key: one.title.to(language) for key, one in hotline(in_force()).columns.items()}


def category_words(source: str) -> dict[str, str]:
    """The words that name a category, in a sheet of this source: keys, titles, the pack's words, those kept here."""
    part, pack = cases_part(in_force()), hotline(in_force())
    known = {key: key for key in part.categories}
    known |= {words: key for key, one in part.categories.items() for words in (one.title.zh, one.title.en) if words}
    known |= {words: key for key, several in pack.categories.items() for words in several if key in part.categories}
    return known | {words: key for words, key in kept_mapping(source).categories.items() if key in part.categories}


def register_tops(viewer: Viewer) -> list[int]:
    """The places below which a viewer may register cases."""
    return [held.place_id for held in viewer.scope("register") if held.place_id]


def cases_of_order(number: str) -> list[int]:
    """The cases that orders of this number became, of any source; none where it is no number of an order."""
    typed = {number.strip(), half_width(number), case_number(number)}
    if not any(is_order_number(one) for one in typed):
        return []
    return list(Order.objects.filter(source__in=sources(), number__in=typed).values_list("case_id", flat=True))


class Sent(NamedTuple):
    """A sheet somebody has sent and not yet brought in."""

    upload: str
    file: str
    source: str


_SALT = "order sheet"
_SENT_SECONDS = 24 * 3600


def sheet_token(upload: str, file: str, source: str, person_id: int) -> str:
    """The word by which who sent a sheet goes on with it."""
    return signing.dumps([upload, file, source, person_id], salt=_SALT)


def sent_sheet(viewer: Viewer, token: str) -> Sent:
    """The sheet behind a word; NotFound for another's, and after a day."""
    try:
        upload, file, source, person_id = signing.loads(token, salt=_SALT, max_age=_SENT_SECONDS)
    except (signing.BadSignature, ValueError):
        raise NotFound("sheet") from None
    if person_id != viewer.person_id:
        raise NotFound("sheet")
    return Sent(upload, file, source)


def reading_of(headings: Sequence[str], source: str) -> tuple[dict[str, int], bool]:
    """Which column of a sheet is what: as it was kept for this source, else by the words of the headings; and whether
    all of it was kept."""
    kept = kept_mapping(source).columns
    found = {field: headings.index(heading) for field, heading in kept.items() if heading in headings}
    if kept and len(found) == len(kept):
        return found, True
    words = {key: one.words for key, one in hotline(in_force()).columns.items()}
    guessed = guess_columns(headings, words)
    used = set(found.values())
    return found | {key: at for key, at in guessed.items() if key not in found and at not in used}, False


def heading_row(rows: Sequence[Sequence[str]], source: str) -> int:
    """Which of the first rows is the heading, counted from one: that of which most is understood."""
    known = [len(reading_of(list(row), source)[0]) for row in rows]
    return known.index(max(known)) + 1 if known else 0
