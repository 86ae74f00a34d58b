"""One row of an uploaded register, cell by cell: what is wrong is said with row and column."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol, TypeVar

from django.utils.translation import gettext as _

from linli.backbone.refusals import sentence
from linli.domains.places.values import ImportFault
from linli.kernel.refusal import Refusal

T = TypeVar("T")
Rows = Iterable[tuple[int, Mapping[str, str]]]


class _Check(Protocol):
    def __call__(self) -> object: ...


class Row:
    """A row as its columns are asked for; every fault is added to `faults`."""

    def __init__(self, number: int, cells: Mapping[str, str], faults: list[ImportFault]) -> None:
        self.number, self._cells, self._faults = number, cells, faults

    def fault(self, column: str, words: str) -> None:
        """Something is wrong with a cell."""
        self._faults.append(ImportFault(self.number, column, words))

    def text(self, column: str, most: int = 80, required: bool = False) -> str:
        """The words of a cell."""
        words = self._cells.get(column, "").strip()
        if required and not words:
            self.fault(column, _("不能空着"))
        if len(words) > most:
            self.fault(column, _("最多 %(most)s 个字") % {"most": most})
        return words[:most]

    def code(self, column: str, known: Mapping[str, T], required: bool = False) -> T | None:
        """What the code of a cell stands for (the words behind it are for people), or what its whole text names."""
        words = self.text(column, required=required)
        if not words:
            return None
        found = known.get(words) or known.get(words.split()[0])
        if found is None:
            self.fault(column, _("没有“%(code)s”这个代码，或不在您的辖区") % {"code": words.split()[0]})
        return found

    def codes(self, column: str, known: Mapping[str, T]) -> list[T]:
        """The same for several codes parted by commas."""
        words = [one for one in re.split(r"[,，、;；\n]+", self._cells.get(column, "")) if one.strip()]
        found = []
        for one in words:
            value = known.get(one.strip()) or known.get(one.split()[0])
            if value is None:
                self.fault(column, _("没有“%(code)s”这个代码，或不在您的辖区") % {"code": one.split()[0]})
            else:
                found.append(value)
        return found

    def day(self, column: str, required: bool = False) -> date | None:
        """A day written 2026-06-08 (slashes and dots do too)."""
        words = self.text(column, required=required)
        if not words:
            return None
        try:
            return date.fromisoformat("-".join(f"{int(one):02d}" for one in re.split(r"[-/.]", words.split()[0])))
        except ValueError:
            self.fault(column, _("日期要写成 2026-06-08 这样"))
            return None

    def allowed(self, column: str, check: _Check) -> None:
        """Let a rule decide; its refusal becomes the fault of a cell."""
        try:
            check()
        except Refusal as refusal:
            self.fault(column, sentence(refusal))


def repeated() -> str:
    """The same thing stands in two rows."""
    return _("前面已经写过一行")


def nothing() -> tuple[ImportFault, ...]:
    """The report of a file without rows."""
    return (ImportFault(1, "", _("文件里没有数据行")),)
