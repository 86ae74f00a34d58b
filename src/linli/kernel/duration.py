"""Lengths of time as packs write them: `30min`, `2h` natural, `4wh` working hours, `5wd` working days, `5d` days."""

import re
from dataclasses import dataclass
from enum import StrEnum

_SHAPE = re.compile(r"(\d{1,4})(min|h|wh|wd|d)")


class Unit(StrEnum):
    """The unit of a length; working units follow the statutory calendar."""

    MINUTE = "min"
    HOUR = "h"
    DAY = "d"
    WORKING_HOUR = "wh"
    WORKING_DAY = "wd"


@dataclass(frozen=True, slots=True)
class Duration:
    """A positive length in one unit."""

    amount: int
    unit: Unit

    @property
    def working(self) -> bool:
        """Whether rest days and nights are left out."""
        return self.unit in (Unit.WORKING_HOUR, Unit.WORKING_DAY)

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}"


def parse_duration(text: str) -> Duration:
    """Read `text` as a length; ValueError names what is wrong with it."""
    match = _SHAPE.fullmatch(text.strip())
    if match is None or int(match[1]) == 0:
        raise ValueError(f"“{text}” 不是时限；写法如 30min、2h、4wh、5wd、5d")
    return Duration(int(match[1]), Unit(match[2]))
