"""What the kinds of a source are called in the pack in force, and which parts a split has."""

from django.utils.translation import get_language

from linli.backbone.packs.registry import in_force
from linli.domains.cases.queries.figures import slices_of
from linli.domains.cases.queries.lists import category_choices
from linli.domains.cases.values import Channel
from linli.domains.insights.queries.sources import narrow_of, term
from linli.domains.insights.values import Asked
from linli.domains.insights.values.sources import SOURCES
from linli.domains.insights.values.tables import Indicator
from linli.kernel.periods import month_of


def titles_of(kinds: tuple[str, str]) -> dict[str, str]:
    """The titles of the kinds that stand in a part of the pack."""
    section, table = kinds
    part = in_force().raw.get(section, {})
    rows = part.get(table, {}) if table else part
    english = (get_language() or "").startswith("en")
    return {key: _title(one.get("title", key), english) for key, one in rows.items() if isinstance(one, dict)}


def _title(words: object, english: bool) -> str:
    if isinstance(words, dict):
        return str((english and words.get("en")) or words.get("zh", ""))
    return str(words)


def parts_of(about: Indicator, asked: Asked, split: str) -> tuple[str, ...]:
    """The parts an indicator is split into: the words its place has had in the period, in the order of the pack."""
    source = term(about.counts).source
    if split == "kind":
        narrow = narrow_of(about)
        return tuple(narrow.kinds or titles_of(SOURCES[source].kinds))
    if source != "cases" or asked.level not in ("district", "street", "community", "grid"):
        return ()
    found = slices_of(asked.place_id, split, month_of(min(asked.period.start, asked.period.before[0])))
    order = {"channel": list[str](Channel), "category": [key for key, _title in category_choices()]}.get(split, [])
    at = {one: place for place, one in enumerate(order)}
    return tuple(sorted(found, key=lambda one: (at.get(one, len(at)), one)))
