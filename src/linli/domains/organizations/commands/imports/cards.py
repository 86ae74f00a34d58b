"""The promises on public cards from a workbook."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import QuerySet

from linli.backbone.commands import command
from linli.backbone.events import record
from linli.backbone.values import Actor
from linli.domains.organizations.access import fillable_seats
from linli.domains.organizations.commands.imports.cells import Row, Rows, imported, nothing, repeated
from linli.domains.organizations.events import PromiseWritten
from linli.domains.organizations.models import Seat
from linli.domains.organizations.queries.cards import shown_posts
from linli.domains.organizations.values.registers import SheetReport
from linli.domains.places.values import ImportFault


def import_cards(*, actor: Actor, rows: Rows, now: datetime) -> SheetReport:
    """Import promises by the number of the seat; the report names each fault by row and column."""
    faults: list[ImportFault] = []
    seats = Seat.objects.filter(closed_at=None) if actor.kind == "system" else _fillable(actor)
    wanted = seats.filter(post__in=list(shown_posts()), organization=None).values_list("pk", flat=True)
    known, promises = {str(pk): pk for pk in wanted}, {}
    for number, cells in rows:
        row = Row(number, cells, faults)
        seat, promise = row.code("seat", known, required=True), row.text("promise", 60)
        if seat in promises:
            row.fault("seat", repeated())
        if seat:
            promises[seat] = promise
    if faults or not promises:
        return SheetReport(faults=tuple(faults) or nothing())
    return store_register_of_promises(actor=actor, promises=promises, now=now)


def _fillable(actor: Actor) -> QuerySet[Seat]:
    return fillable_seats(actor.viewer) if actor.viewer else Seat.objects.none()


@command
def store_register_of_promises(*, actor: Actor, promises: Mapping[int, str], now: datetime) -> SheetReport:
    """Store promises that were already checked."""
    updated = 0
    for seat in Seat.objects.select_for_update().filter(pk__in=list(promises)).order_by("id"):
        if seat.promise != promises[seat.pk]:
            Seat.objects.filter(pk=seat.pk).update(promise=promises[seat.pk])
            record(PromiseWritten(subject_id=seat.pk, at=now))
            updated += 1
    return imported("cards", 0, updated, len(promises) - updated, now)
