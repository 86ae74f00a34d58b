"""`pack:` of a pack: what it is called, which pack it extends, and its own words for what pages say."""

from collections.abc import Iterator
from datetime import time

from pydantic import Field

from linli.backbone.packs.loader import Pack
from linli.backbone.packs.registry import in_force, section
from linli.backbone.packs.schema import Table, Text, Words

# What pages call by the pack's word where it has one.
SPOKEN = ("inbox", "cases", "whistle", "board", "places", "seats", "rounds", "start", "registers", "slogan")


class Waiting(Table):
    """A mechanism that waits for a capability still to come: which, and what the pack will then say."""

    capability: str = Field(alias="for", pattern=r"^C\d\d(, ?C\d\d)*$")
    what: Text


class Statistics(Table):
    """How figures are counted (domain 1.16): from which day of a calendar month its assessment month runs (the 26th: a
    month is named by the one it ends in), and at what time a statistical day closes; later counts for the next day."""

    month_from: int = Field(default=1, ge=1, le=28)
    day_closes: str = Field(default="24:00", pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$")

    @property
    def closes(self) -> time | None:
        """The time of day after which a moment counts for the next day; None where the day closes at midnight."""
        return None if self.day_closes == "24:00" else time.fromisoformat(self.day_closes)


class About(Table):
    """Title, place and idea of a governance model; `words` replace what pages say; `model` is its letter in the
    list of mechanisms; `waits` the mechanisms no part of the pack carries yet; `settings` what the sources do not say
    and a place decides for itself; `statistics` how figures are counted."""

    extends: str | None = None
    title: Text = Words(zh="基础包", en="Base pack")
    place: Text | None = None
    about: Text | None = None
    model: str = Field(default="", pattern=r"^(S\d)?$")
    waits: dict[str, Waiting] = {}
    settings: dict[str, Text] = {}
    words: dict[str, Text] = {}
    statistics: Statistics = Statistics()


class AboutSection:
    """`pack:` of a pack."""

    name = "pack"
    schema = About

    def problems(self, pack: Pack) -> Iterator[tuple[tuple[str, ...], str]]:
        """Only words that a page speaks may be replaced."""
        for key in about(pack).words:
            if key not in SPOKEN:
                yield ("words", key), f"页面上没有“{key}”这个词；可以换的有：{'、'.join(SPOKEN)}"


def about(pack: Pack) -> About:
    """What a pack says of itself."""
    return section(pack, "pack", About)


def word(key: str, language: str, plain: str) -> str:
    """What pages call `key` under the pack in force; `plain` where it has no word of its own."""
    words = about(in_force()).words.get(key)
    return words.to(language) if words else plain
