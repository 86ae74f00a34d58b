"""The long work of bringing in a hotline's order sheet: wholly checked, then wholly in, or not at all.

The sheet is checked row by row into a file of orders; one fault, and its end is a workbook of faults. The orders then
go in as one transaction: a worker that is killed, or a cancel, leaves nothing of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.adapters.exports import file_name
from linli.adapters.sheets import sheet
from linli.adapters.tables import read_rows
from linli.adapters.workbooks import Unreadable
from linli.backbone import sql
from linli.backbone.hands import Own, share
from linli.backbone.packs.registry import in_force
from linli.backbone.values import Actor, Viewer
from linli.backbone.works import files
from linli.backbone.works.kinds import Doing, Outcome, Step, Wrong
from linli.backbone.writing import Block, copy
from linli.domains.cases.commands.orders import BATCH, accept_orders, end_import, known_numbers
from linli.domains.cases.queries.orders import category_words, field_words, register_tops, sheet_token
from linli.domains.cases.rules import guess_category
from linli.domains.cases.rules.orders import Findings, RowCheck, Spotted, summed, twice
from linli.domains.cases.values.hotline import OrderFault, OrderRow, SheetReading, hotline
from linli.domains.cases.values.tables import cases as cases_part
from linli.domains.places.queries.addresses import AddressBook, address_book
from linli.kernel.refusal import NotFound, Refusal

KIND = "import_orders"
MOST_FAULTS = 100_000
_encode = msgspec.msgpack.encode
_decode = msgspec.msgpack.Decoder(list[OrderRow]).decode


def fault_words(fault: OrderFault) -> str:
    """What is wrong with a cell, in the reader's language."""
    words = {
        "no_number": _("没有工单编号"),
        "bad_number": _("编号只能用数字、字母和横线，最多 40 个字"),
        "same_number": _("和第 %(row)s 行的编号一样") % {"row": fault.other},
        "empty_text": _("没有写是什么事"),
        "text_too_long": _("太长了，最多 2000 个字"),
        "bad_time": _("时间读不懂，要写成 2026-06-08 09:05 这样"),
        "future": _("来电时间还没到"),
        "unknown_category": _("不认得这个类别，可以在导入页上说它算哪一类"),
        "bad_phone": _("电话号码不对"),
        "unknown_place": _("找不到这个地方，或不在您的辖区"),
        "several_places": _("叫这个名字的不止一处，写上社区或街道"),
    }
    return words.get(fault.code, fault.code)


class ImportKind:
    """Bringing in an order sheet."""

    name, icon = KIND, "table-import"

    def title(self, params: Mapping[str, Any]) -> str:
        """Which file of which source."""
        return _("导入 %(source)s 工单：%(file)s") % {"source": params["source"], "file": params["file"]}

    def phase(self, checkpoint: Mapping[str, Any]) -> str:
        """Checking, or going in."""
        return _("都查过了，正在立成事项") if checkpoint else _("正在一行一行地查")

    def said(self, facts: Mapping[str, Any]) -> str:
        """How many came in, and how many had been there."""
        words = {"created": f"{facts.get('created', 0):,}", "known": f"{facts.get('known', 0):,}"}
        return _("进来 %(created)s 件；早就有的 %(known)s 件，没有动") % words

    def again(self, params: Mapping[str, Any], person_id: int, work_id: int) -> str:
        """Where the same sheet can be read another way, as long as it is kept."""
        if not files.is_kept(params["upload"]):
            return ""
        token = sheet_token(params["upload"], params["file"], params["source"], person_id)
        return f"/cases/import/{token}/?work={work_id}"

    def see(self, params: Mapping[str, Any], work_id: int) -> str:
        """The cases that came with this sheet, newest first."""
        return f"/cases/?view=all&sheet={work_id}"

    def wrong(self, params: Mapping[str, Any], facts: Mapping[str, Any]) -> Sequence[Wrong]:
        """The faults of the sheet by column and kind."""
        titles, at = field_words(), params.get("columns", {})
        return [
            Wrong(
                _("和别的行的编号一样") if code == "same_number" else fault_words(OrderFault(0, field, code, "")),
                _column(titles.get(field, field), at.get(field)),
                times,
                tuple(rows),
            )
            for field, code, times, rows in facts.get("kinds", ())
        ]

    def writes(self, checkpoint: Mapping[str, Any]) -> bool:
        """The orders go in as one transaction."""
        return bool(checkpoint)

    def step(self, work: Doing) -> Step | Outcome:
        """Check the whole sheet; then bring it in."""
        if not work.viewer.may("register"):
            raise NotFound("import")
        return _load(work) if work.checkpoint else _check(work)


class Rows(NamedTuple):
    """Some rows of a sheet that are to be checked; what is built once for a work is found again by `asked`."""

    asked: tuple[int, datetime]
    viewer: Viewer
    params: Mapping[str, Any]
    at: datetime
    rows: list[tuple[int, list[str]]]


def _check(work: Doing) -> Step | Outcome:
    """Check all rows, here and by other hands; the orders are kept in a file until it is known that all are right."""
    faults: list[OrderFault] = []
    seen: dict[str, int] = {}
    read = 0
    with (work.folder / "orders.spool").open("wb") as spool:
        for size, orders, found in share(_checked, _rows(work)):
            spool.write(len(orders).to_bytes(4, "big") + orders)
            faults += [*found.faults, *twice(found.numbers, seen)]
            read += size
            work.beat(read, None)
            if len(faults) > MOST_FAULTS:
                break
    if faults:
        return _faulty(work, sorted(faults, key=lambda one: one.row))
    if not read:
        raise Refusal("sheet_empty")
    return Step({"phase": "load", "rows": read}, 0, read)


def _rows(work: Doing) -> Iterator[Rows]:
    rows = _filled(files.upload(work.params["upload"]), work.params["head"])
    while some := list(islice(rows, BATCH)):
        yield Rows((work.id, work.now), work.viewer, work.params, work.asked_at, some)


_checks = Own[RowCheck]()


def _checked(part: Rows) -> tuple[int, bytes, Findings]:
    """The orders that some rows are, and what was found wrong; how many rows."""
    check, found = _checks.of(part.asked, lambda: _row_check(part)), Findings()
    orders = [check.check(row, cells, found) for row, cells in part.rows]
    return len(orders), _encode([one for one in orders if one is not None]), found


def _filled(path: Path, head: int) -> Iterator[tuple[int, list[str]]]:
    """The rows below the heading that hold anything, counted as Excel does."""
    try:
        for row, cells in enumerate(read_rows(path), start=1):
            if row > head and any(cells):
                yield row, cells
    except Unreadable:
        raise Refusal("sheet_unreadable") from None


def _row_check(rows: Rows) -> RowCheck:
    params, part = rows.params, cases_part(in_force())
    reading = SheetReading(
        params["columns"],
        category_words(params["source"]),
        params["options"].get("category", "error"),
        params["options"].get("place", "error"),
    )
    words = {key: one.words for key, one in part.categories.items()}
    book, to_area = address_book(register_tops(rows.viewer)), reading.unknown_place == "area"

    @lru_cache(maxsize=20_000)
    def spot(address: str, community: str, street: str, code: str) -> Spotted:
        return _spot(book, (address, community, street, code), to_area)

    def guess(text: str) -> str:
        return guess_category(text, words, part.fallback)

    zone = timezone.get_default_timezone()
    return RowCheck(reading, hotline(in_force()).urgent, guess, spot, zone, rows.at)


def _spot(book: AddressBook, told: tuple[str, str, str, str], to_area: bool) -> Spotted:
    found = book.find(*told)
    if found.place is not None:
        return Spotted(found.place, found.detail)
    if to_area and found.area is not None:
        return Spotted(found.area, found.detail)
    return Spotted(None, "", "several_places" if found.several else "unknown_place")


def _faulty(work: Doing, faults: Sequence[OrderFault]) -> Outcome:
    titles = field_words()
    letters = {field: _letter(at) for field, at in work.params["columns"].items()}
    rows = (
        (one.row, letters.get(one.field, ""), titles.get(one.field, one.field), fault_words(one), one.cell)
        for one in faults
    )
    heading = (_("行"), _("列"), _("哪一项"), _("哪里不对"), _("原来写的"))
    sheet(str(work.folder / "faults.xlsx"), _("哪里不对"), heading, rows, texts=(4,))
    strange = list(dict.fromkeys(one.cell for one in faults if one.code == "unknown_category"))[:60]
    facts = {"faults": len(faults), "strange": strange, "kinds": summed(faults)}
    return Outcome(facts, "faults.xlsx", file_name(_("哪里不对"), work.asked_at, "xlsx"), "sheet_faulty")


def _column(title: str, at: int | None) -> str:
    return title if at is None else _("%(title)s（%(letter)s 列）") % {"title": title, "letter": _letter(at)}


def _letter(at: int) -> str:
    """The letter by which Excel calls a column."""
    first, last = divmod(at, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)


class Part(NamedTuple):
    """Some orders of a sheet that are to become cases; what is told once for a work is told again by `asked`."""

    asked: tuple[int, datetime]
    actor: Actor
    source: str
    total: int
    orders: bytes
    now: datetime


def _load(work: Doing) -> Outcome:
    """Make the rows of all orders, here and by other hands; they are written here, in one transaction."""
    source, total = work.params["source"], work.checkpoint["rows"]
    created = 0
    spool = work.folder / "orders.spool"
    before = known_numbers(source, _spooled(spool))
    for made, blocks in share(_rows_of, _parts(work, before)):
        copy(blocks)
        created += made
        work.beat(len(before) + created, total)
    known = total - created
    end_import(actor=work.actor, source=source, work_id=work.id, created=created, known=known, now=work.now)
    transaction.on_commit(lambda: files.drop_upload(work.params["upload"]))
    return Outcome({"created": created, "known": known})


def _parts(work: Doing, before: set[str]) -> Iterator[Part]:
    asked, actor = (work.id, work.now), replace(work.actor, viewer=None)
    for block in _spooled(work.folder / "orders.spool"):
        fresh = [one for one in block if one.number not in before]
        if fresh:
            yield Part(asked, actor, work.params["source"], work.checkpoint["rows"], _encode(fresh), work.asked_at)


_gathered = Own[sql.Gathered]()


def _rows_of(part: Part) -> tuple[int, list[Block]]:
    """Orders as cases, ready to be copied; how many."""
    orders = _decode(part.orders)
    kept = _gathered.of(part.asked, lambda: sql.Gathered(part.total))
    with transaction.atomic(), sql.gathering(kept) as rows:
        made = accept_orders(actor=part.actor, source=part.source, orders=orders, work_id=part.asked[0], now=part.now)
        return made, rows.blocks()


def _spooled(path: Path) -> Iterator[list[OrderRow]]:
    with path.open("rb") as file:
        while head := file.read(4):
            yield _decode(file.read(int.from_bytes(head, "big")))
