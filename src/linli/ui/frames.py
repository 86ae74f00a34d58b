"""Frames: what a page says to everybody with the same rail and language, rendered once; slots stand for the rest.

A template takes part by `{% slot "name" %}`; what it is given must be hashable and the same for many requests. Values
go into their slots escaped, unless they are safe; a slot may be a function, asked at each place where it stands.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from django.template.loader import get_template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

Slots = Mapping[str, str | Callable[[], str]]
# No text of ours can hold it: PostgreSQL refuses it, and what an address says is held against a list first.
_MARK = "\x00"
_SLOT = re.compile(f"{_MARK}([a-z_]+){_MARK}")


def slot_mark(name: str) -> SafeString:
    """What stands in a frame where a slot is."""
    return mark_safe(f"{_MARK}{name}{_MARK}")  # noqa: S308 - a name of ours


@lru_cache(maxsize=512)
def _frame(_language: str | None, template: str, known: tuple[tuple[str, object], ...]) -> tuple[str, ...]:
    made = get_template(template).render({**dict(known), "framed": True, "csrf_token": slot_mark("csrf")})
    return tuple(_SLOT.split(made))


def framed(template: str, known: Mapping[str, object], slots: Slots) -> SafeString:
    """The template with its slots filled; KeyError for one that was not given."""
    parts = list(_frame(get_language(), template, tuple(known.items())))
    for at in range(1, len(parts), 2):
        value = slots[parts[at]]
        parts[at] = conditional_escape(value() if callable(value) else value)
    return mark_safe("".join(parts))  # noqa: S308 - a rendered template and escaped values
