"""The part of a pack that names kinds of venue: the levels and functions it names exist."""

from collections.abc import Iterator

from linli.backbone.packs.loader import Pack
from linli.domains.venues.values.tables import Venues, venues


class VenuesSection:
    """`venues:` of a pack."""

    name = "venues"
    schema = Venues

    def problems(self, pack: Pack) -> Iterator[tuple[tuple[str, ...], str]]:
        """Every level and every function that is named exists."""
        levels, part = pack.raw.get("territory", {}).get("levels", {}), venues(pack)
        for path, level in _levels(part):
            if level not in levels:
                yield path, f"没有叫“{level}”的层级"
        for key, kind in part.kinds.items():
            for one in kind.needs:
                if one not in part.functions:
                    yield ("kinds", key, "needs"), f"没有叫“{one}”的功能"


def _levels(part: Venues) -> Iterator[tuple[tuple[str, ...], str]]:
    for key, kind in part.kinds.items():
        yield from ((("kinds", key, "at"), level) for level in kind.at)
    yield from ((("blank", "levels"), level) for level in part.blank.levels)
