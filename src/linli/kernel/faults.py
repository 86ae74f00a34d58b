"""What is wrong with a cell of an import."""

from typing import NamedTuple


class ImportFault(NamedTuple):
    """A cell of an import that is wrong; `row` counts as Excel does, the heading being row 1."""

    row: int
    column: str
    words: str
