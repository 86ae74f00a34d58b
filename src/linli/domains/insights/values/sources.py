"""What can be counted, by whom it is kept, and how it can be narrowed and split: the door through which a domain adds
its figures. A pack that names anything else is refused."""

from typing import NamedTuple

from linli.domains.cases.values.measures import MEASURES as CASES
from linli.domains.duties.values.measures import MEASURES as ROUNDS

PLACE_ONLY = ("place",)
# Where one of these is asked for, the pack means the kinds of case that count as requests.
COUNTED = "counted"


class Known(NamedTuple):
    """A source: its measures, the words that may narrow it, the splits it can be asked for, and whether it says what is
    there now rather than what happened in a period. `kinds` names the part of a pack where its kinds stand."""

    measures: tuple[str, ...]
    narrows: tuple[str, ...]
    splits: tuple[str, ...]
    now: bool
    kinds: tuple[str, str]


CASES_NOW = ("open", "late", "suspended", "listed", "taken_off", "decided")
PLACES_NOW = ("all", "households", "covered", "sized", "outsized")
BY_KIND = ("place", "kind")
BY_ALL = ("place", "kind", "channel", "category", "organization", "seat")
SOURCES: dict[str, Known] = {
    "cases": Known(CASES, ("kind", "channel", "category"), BY_ALL, False, ("cases", "procedures")),
    "rounds": Known(ROUNDS, ("kind",), ("place", "kind", "seat"), False, ("routines", "")),
    "doors": Known(("opened",), (), PLACE_ONLY, False, ("", "")),
    "open_cases": Known(CASES_NOW, ("kind", "category"), BY_KIND, True, ("cases", "procedures")),
    "seats": Known(("all", "filled", "vacant", "people"), ("kind",), BY_KIND, True, ("organizations", "posts")),
    "bodies": Known(("all",), ("kind",), BY_KIND, True, ("organizations", "kinds")),
    "pairings": Known(("all", "idle"), ("kind",), BY_KIND, True, ("organizations", "schemes")),
    "venues": Known(("open", "area"), ("kind",), BY_KIND, True, ("venues", "kinds")),
    "places": Known(PLACES_NOW, ("kind", "by"), BY_KIND, True, ("territory", "levels")),
}
