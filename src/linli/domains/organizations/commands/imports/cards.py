"""Promises on public cards from a workbook: each new one is proposed, and stands on the card once approved."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from linli.backbone.commands import command
from linli.backbone.events import record
from linli.backbone.values import Actor
from linli.domains.organizations.access import fillable_seats
from linli.domains.organizations.commands.imports.cells import imported
from linli.domains.organizations.events import PromiseProposed
from linli.domains.organizations.models import PromiseDraft, Seat
from linli.domains.organizations.queries.cards import shown_posts
from linli.domains.organizations.values.registers import SheetReport
from linli.domains.places.values import ImportFault
from linli.domains.places.values.cells import Row, Rows, nothing, repeated

Promises = Mapping[int, tuple[str, date | None]]


def import_cards(*, actor: Actor, rows: Rows, now: datetime) -> SheetReport:
    """Import promises by the number of the seat; the report names each fault by row and column. An empty promise leaves
    the card as it is."""
    faults: list[ImportFault] = []
    seats = Seat.objects.filter(closed_at=None) if actor.kind == "system" else _fillable(actor)
    wanted = seats.filter(post__in=list(shown_posts()), organization=None)
    known, promises = {str(one.pk): one for one in wanted}, {}
    for number, cells in rows:
        row = Row(number, cells, faults)
        seat, promise, due = row.code("seat", known, required=True), row.text("promise", 80), row.day("due")
        if seat is None:
            continue
        if seat.pk in promises:
            row.fault("seat", repeated())
        if promise and promise != seat.promise and due is None:
            row.fault("due", _("写上到哪天兑现"))
        promises[seat.pk] = (promise, due)
    if faults or not promises:
        return SheetReport(faults=tuple(faults) or nothing())
    return store_register_of_promises(actor=actor, promises=promises, now=now)


def _fillable(actor: Actor) -> QuerySet[Seat]:
    return fillable_seats(actor.viewer) if actor.viewer else Seat.objects.none()


@command
def store_register_of_promises(*, actor: Actor, promises: Promises, now: datetime) -> SheetReport:
    """Propose the promises that differ from what stands on the card and were not proposed before."""
    created = 0
    for seat in Seat.objects.select_for_update().filter(pk__in=list(promises)).order_by("id"):
        words, due = promises[seat.pk]
        if not words or due is None or (seat.promise, seat.promise_due) == (words, due):
            continue
        draft, new = PromiseDraft.objects.get_or_create(seat=seat, words=words, due=due, defaults={"at": now})
        if new:
            record(PromiseProposed(subject_id=seat.pk, at=now, draft_id=draft.pk))
            created += 1
    return imported("cards", created, 0, len(promises) - created, now)
