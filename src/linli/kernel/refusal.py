"""The two ways a command or query says no; mapped to HTTP once, in the backbone."""

from functools import partial
from typing import Any


class Refusal(Exception):
    """A rule says no: `code` names the rule, `detail` fills its sentence; nothing has changed."""

    def __init__(self, code: str, **detail: object) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail

    def __reduce__(self) -> tuple[Any, ...]:
        """How it goes from one process to another."""
        return partial(type(self), self.code, **self.detail), ()


class NotFound(Exception):
    """The thing is absent or not for this viewer; the two answer alike."""

    def __init__(self, what: str = "") -> None:
        super().__init__(what)
        self.what = what
