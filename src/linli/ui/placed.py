"""A place in a form: chosen from a list where they are few, else written as people name it and found meanwhile."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

MOST_ALIKE = 12


class Named(NamedTuple):
    """A place as people know it: what it stands under, and its name."""

    code: str
    above: str
    name: str

    @property
    def label(self) -> str:
        """Both in one line."""
        return f"{self.above} {self.name}".strip()


Lying = Callable[[Iterable[str], Iterable[str]], set[str]]


def _plain(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).split()).upper()


@dataclass(frozen=True)
class PlaceBook:
    """The places a form may name; `find` is the address that offers some while one writes, `most` how many are still
    looked through in a list, `lying` says which of some places lie in others, all by code."""

    rows: tuple[Named, ...] = ()
    find: str = ""
    most: int = 0
    lying: Lying | None = None

    @property
    def listed(self) -> bool:
        """Whether they are few enough to choose from a list."""
        return len(self.rows) <= self.most

    def label(self, code: str) -> str:
        """How a form names the place with this code; empty without one."""
        return next((one.label for one in self.rows if one.code == code), "")

    def meant(self, words: str) -> tuple[tuple[Named, ...], bool]:
        """The places that words may mean, and whether they say so in full: a code, a name, a name after what it stands
        under; else a part of names, when there are at most a dozen. Full-width letters and blanks do not matter."""
        said = _plain(words)
        if not said:
            return (), False
        for kind in (_by_code, _by_name, self._by_way):
            if found := tuple(kind(said, self.rows)):
                return found, True
        alike = tuple(one for one in self.rows if len(said) > 1 and said in _plain(one.name))
        return (alike if len(alike) <= MOST_ALIKE else ()), False

    def _by_way(self, said: str, rows: tuple[Named, ...]) -> Iterator[Named]:
        """A name after what it stands right under, or after the name of any place that it lies in."""
        ends = [one for one in rows if said.endswith(_plain(one.name))]
        for name in sorted({_plain(one.name) for one in ends}, key=len, reverse=True):
            rest = said[: -len(name)]
            alike = [one for one in ends if _plain(one.name) == name]
            over = [one.code for one in rows if _plain(one.name) == rest]
            within = self.lying([one.code for one in alike], over) if over and self.lying else set()
            yield from (one for one in alike if rest in _plain(one.above) or one.code in within)


def _by_code(said: str, rows: Iterable[Named]) -> Iterator[Named]:
    return (one for one in rows if one.code.upper() == said)


def _by_name(said: str, rows: Iterable[Named]) -> Iterator[Named]:
    return (one for one in rows if _plain(one.name) == said)


class PlaceInput(forms.TextInput):
    """A line to write the name of a place in; what it may mean is offered below it."""

    def __init__(self, find: str) -> None:
        super().__init__(
            attrs={
                "autocomplete": "off",
                "hx-get": find,
                "hx-trigger": "input delay:250ms",
                "hx-target": "next .ll-named",
                "hx-sync": "this:replace",
            }
        )

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The line, and room for what is offered."""
        line = super().render(name, value, attrs, renderer)
        how = _("写名称、拼音首字母或代码，再点找到的那处")
        return format_html('{}<div class="ll-named" aria-live="polite"><p class="ll-hint">{}</p></div>', line, how)
