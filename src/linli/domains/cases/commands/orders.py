"""Bringing in the orders of a hotline: each becomes a case by the rules of any other, many of them at once."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection

from linli.backbone import sql
from linli.backbone.commands import command
from linli.backbone.events import record
from linli.backbone.packs.registry import in_force
from linli.backbone.values import Actor
from linli.domains.cases.commands.open import accept, new_case
from linli.domains.cases.events import OrdersImported, SheetMappingKept
from linli.domains.cases.models import BOOK, Order, SheetMapping
from linli.domains.cases.values import Channel
from linli.domains.cases.values.hotline import MappingRow, OrderRow, hotline
from linli.domains.places.queries.addresses import place_infos
from linli.domains.places.values import PlaceInfo
from linli.kernel.refusal import NotFound

BATCH = 500
_insert = sql.Insert(lambda: Order)
# One sheet of a source at a time, until its transaction ends.
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('orders:' || %s))"
_KNOWN = "SELECT number FROM cases_order WHERE source = %s AND number = ANY(%s)"


def known_numbers(source: str, blocks: Iterable[Sequence[OrderRow]]) -> set[str]:
    """Which of these orders have come in before; nobody else brings in orders of this source before the running
    transaction ends, and nobody locks a period. Asked before anything is written: a plan made while the table was small
    reads it whole."""
    sql.rows(_LOCK, [source])
    BOOK.announce()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        known = {row[0] for block in blocks for row in sql.rows(_KNOWN, [source, [one.number for one in block]])}
        cursor.execute("SET LOCAL enable_seqscan = on")
    return known


@command
def accept_orders(*, actor: Actor, source: str, orders: Sequence[OrderRow], work_id: int | None, now: datetime) -> int:
    """Accept orders as cases; how many. While rows are gathered they are written in bulk. Refusal as `open_case`."""
    kind, count, places = hotline(in_force()).kind, 0, _places({one.place_id for one in orders})
    for one in orders:
        case = new_case(places[one.place_id], kind, one.text, one.category, one.urgency, now, one.called, one.due)
        case.channel, case.detail = Channel.HOTLINE, one.detail[:80]
        case.category_chosen = not one.guessed
        accept(case, one.phone, one.reporter, now)
        _insert(sql.fresh(Order, case_id=case.pk, source=source, number=one.number, work_id=work_id))
        count += 1
    return count


def _places(ids: set[int]) -> dict[int, PlaceInfo]:
    """The places of orders, by id; while rows are gathered each is read once."""
    known: dict[int, PlaceInfo] = sql.once("places of orders", dict)
    if missing := ids - known.keys():
        known.update(place_infos(missing))
    return known


@command
def end_import(*, actor: Actor, source: str, work_id: int, created: int, known: int, now: datetime) -> None:
    """Say in the log what a sheet brought."""
    record(OrdersImported(subject_id=work_id, at=now, source=source, created=created, known=known))


@command
def keep_mapping(*, actor: Actor, mapping: MappingRow, now: datetime) -> None:
    """Keep how the sheets of a source are read; NotFound for who may not register cases."""
    if actor.viewer is None or not actor.viewer.may("register"):
        raise NotFound("mapping")
    kept = {"columns": mapping.columns, "categories": mapping.categories, "options": mapping.options, "kept_at": now}
    row, _new = SheetMapping.objects.update_or_create(source=mapping.source[:20], defaults=kept)
    record(SheetMappingKept(subject_id=row.pk, at=now, source=row.source))
