"""Promises that seats make in public (C08): which kind of case carries them, and what one says on a card."""

from datetime import date

from django.utils.timezone import localtime

from linli.backbone.packs.registry import in_force, version
from linli.backbone.values import Viewer
from linli.domains.cases.models import Case
from linli.domains.cases.queries.facts import answers, filled
from linli.domains.cases.queries.kinds import starting_seat
from linli.domains.cases.values.forms import Promised
from linli.domains.cases.values.tables import CardTable, ProcedureTable
from linli.domains.cases.values.tables import cases as cases_part


def promise_kind(seat: str) -> tuple[str, CardTable] | None:
    """The kind of case by which a seat (`post@level`) makes a public promise, and what of it stands on the card."""
    return next(((key, card) for key, table, card in _carrying() if seat in table.opens), None)


def promising(viewer: Viewer, seat_id: int) -> str:
    """Where the viewer writes a promise for a seat of theirs; empty where the pack or the seat has none."""
    mine = (key for key, table, _card in _carrying() if starting_seat(viewer, table.opens) == seat_id)
    return next((f"/start/{key}/" for key in mine), "")


def _carrying() -> list[tuple[str, ProcedureTable, CardTable]]:
    return [(key, table, table.card) for key, table in cases_part(in_force()).procedures.items() if table.card]


def promised(case_id: int) -> Promised | None:
    """What a case says on a card; None for a case of a kind without, or one that no seat opened."""
    case = Case.objects.get(pk=case_id)
    card = cases_part(version(case.pack_version)).procedures[case.procedure].card
    if card is None or case.starter_seat is None:
        return None
    said = answers(filled(case))
    kept = not case.open and case.stage in card.kept and case.closed_at is not None
    return Promised(
        case_id=case.pk,
        number=case.number,
        seat_id=case.starter_seat,
        words=str(said[card.promise]),
        due=date.fromisoformat(said[card.due]),
        stands=kept or (case.open and case.stage in card.stages),
        kept_on=localtime(case.closed_at).date() if kept and case.closed_at else None,
    )
