"""Pure decisions about a hotline's order sheet: which column is what, and whether a row may become a case."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from linli.domains.cases.rules import TEXT_LIMIT
from linli.domains.cases.values.hotline import FaultKind, OrderFault, OrderRow, SheetReading
from linli.kernel.ids import normal_phone
from linli.kernel.moments import read_moment

NUMBER_LIMIT = 40
# So many rows are named of each kind of fault.
FIRST_ROWS = 5
_NUMBER = re.compile(r"[0-9A-Za-z\-_/（）()\[\]〔〕号]{1,40}")
_STRANGE = re.compile(r"[\s*（）()：:_\-/、]")
_LEVELS = re.compile(r"[/>＞\\|—–·、-]")
_PHONES = re.compile(r"[,，;；、/\s]+")

Wrong = Callable[..., None]


class Spotted(NamedTuple):
    """Where an order's address lies: the place, what is left of the address, or the fault."""

    place_id: int | None
    detail: str
    fault: str = ""


def is_order_number(words: str) -> bool:
    """Whether words may be the number of an order: what a sheet may give one, with a digit in it."""
    return len(words) >= 4 and any(one.isdecimal() for one in words) and bool(_NUMBER.fullmatch(words))


def guess_columns(headings: Sequence[str], words: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Which column is what, by its heading: an exact word first, the longest word it holds next; each column once."""
    plain = [_STRANGE.sub("", heading) for heading in headings]
    scored = [
        (word != heading, rank if word == heading else -len(word), at, field)
        for field, known in words.items()
        for rank, word in enumerate(known)
        for at, heading in enumerate(plain)
        if word in heading
    ]
    found: dict[str, int] = {}
    for _part, _rank, at, field in sorted(scored):
        if field not in found and at not in found.values():
            found[field] = at
    return found


def category_of(words: str, known: Mapping[str, str]) -> str:
    """The category a sheet's words name; of a path (城市管理/市容环卫) the innermost that is known; empty for none."""
    whole = words.strip()
    if whole in known:
        return known[whole]
    parts = [part.strip() for part in _LEVELS.split(whole)]
    return next((known[part] for part in reversed(parts) if part in known), "")


class Findings:
    """What was found in some rows of a sheet: cells that are wrong, and the numbers by row."""

    def __init__(self) -> None:
        self.faults: list[OrderFault] = []
        self.numbers: list[tuple[str, int]] = []


def twice(numbers: Iterable[tuple[str, int]], seen: dict[str, int]) -> Iterator[OrderFault]:
    """The rows whose number stands in a row above; `seen` are the first rows of the numbers so far."""
    for number, row in numbers:
        other = seen.setdefault(number, row)
        if other != row:
            seen[number] = min(row, other)
            yield OrderFault(max(row, other), "number", "same_number", number, min(row, other))


def summed(faults: Iterable[OrderFault]) -> list[FaultKind]:
    """The same faults by column and kind, the most frequent first, with the first rows they stand in."""
    rows: dict[tuple[str, str], list[int]] = {}
    for one in faults:
        rows.setdefault((one.field, one.code), []).append(one.row)
    found = [FaultKind(*key, len(at), sorted(at)[:FIRST_ROWS]) for key, at in rows.items()]
    return sorted(found, key=lambda one: (-one.times, one.rows))


class RowCheck:
    """Checks rows, each for itself; what is wrong is said by row and column."""

    def __init__(
        self,
        reading: SheetReading,
        urgent: Iterable[str],
        guess: Callable[[str], str],
        spot: Callable[[str, str, str, str], Spotted],
        zone: tzinfo,
        now: datetime,
    ) -> None:
        self._reading, self._urgent, self._guess, self._spot = reading, frozenset(urgent), guess, spot
        self._zone, self._now = zone, now

    def check(self, row: int, cells: Sequence[str], found: Findings) -> OrderRow | None:
        """The row as an order, or None with what is wrong added to what was found."""
        faults = found.faults
        before, at = len(faults), self._reading.columns

        def cell(field: str) -> str:
            place = at.get(field, -1)
            return cells[place].strip() if 0 <= place < len(cells) else ""

        def fault(field: str, code: str, other: int = 0) -> None:
            faults.append(OrderFault(row, field, code, cell(field)[:120], other))

        number = _number(cell("number"), fault)
        if number:
            found.numbers.append((number, row))
        text = self._text(cell("text"), fault)
        called = self._moment("called", cell("called"), fault)
        due = self._moment("due", cell("due"), fault)
        category, guessed = self._category(cell("category"), text, fault)
        phone = self._phone(cell("phone"), fault)
        spot = self._spot(cell("address"), cell("community"), cell("street"), cell("code"))
        if spot.fault or spot.place_id is None:
            fault("address" if "address" in at else "community", spot.fault)
        if len(faults) > before or spot.place_id is None:
            return None
        urgency = "urgent" if cell("urgency") in self._urgent else ""
        name = cell("reporter")[:40]
        told = (spot.place_id, spot.detail, name, phone, guessed)
        return OrderRow(row, number, called, due, text, category, urgency, *told)

    def _text(self, text: str, fault: Wrong) -> str:
        if not text:
            fault("text", "empty_text")
        elif len(text) > TEXT_LIMIT:
            fault("text", "text_too_long")
        return text

    def _moment(self, field: str, words: str, fault: Wrong) -> datetime | None:
        if not words:
            return None
        found = read_moment(words, self._zone)
        if found is None:
            fault(field, "bad_time")
        elif field == "called" and found > self._now:
            fault(field, "future")
        return found

    def _category(self, words: str, text: str, fault: Wrong) -> tuple[str, bool]:
        """The category a cell names, or the one the text suggests, which is then said to be guessed."""
        known = category_of(words, self._reading.categories) if words else ""
        if known:
            return known, False
        if words and self._reading.unknown_category == "error":
            fault("category", "unknown_category")
            return "", True
        return self._guess(text), True

    def _phone(self, words: str, fault: Wrong) -> str:
        """The first number of a cell; one that is masked is none."""
        first = next((one for one in _PHONES.split(words) if one), "")
        if not first or "*" in first:
            return ""
        number = normal_phone(first)
        if number is None:
            fault("phone", "bad_phone")
        return number or ""


def _number(number: str, fault: Wrong) -> str:
    """The number of an order, empty for none that may be one."""
    if _NUMBER.fullmatch(number):
        return number
    fault("number", "bad_number" if number else "no_number")
    return ""
