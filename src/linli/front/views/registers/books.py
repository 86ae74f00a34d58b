"""The registers that are workbooks: what each is called and holds, who reads it, who fills it, how it comes in."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from linli.adapters.workbooks import Column
from linli.backbone.values import Actor, Viewer
from linli.domains.exchange.commands.imports import import_offers
from linli.domains.exchange.queries import check_keeper, sheets, vets
from linli.domains.organizations.commands.imports.bodies import import_bodies
from linli.domains.organizations.commands.imports.cards import import_cards
from linli.domains.organizations.commands.imports.compounds import import_compounds
from linli.domains.organizations.commands.imports.pairings import check_pairings, store_register_of_pairings
from linli.domains.organizations.queries import sheets as registers
from linli.domains.organizations.queries.reach import reads_registers, writes_registers
from linli.domains.organizations.values.registers import SheetReport
from linli.domains.people.commands import add_person
from linli.domains.people.queries import person_with_phone
from linli.domains.venues.commands.imports import import_venues
from linli.domains.venues.queries import sheets as venues
from linli.kernel.refusal import NotFound

Rows = Iterable[tuple[int, Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class Book:
    """A register as a workbook; `reads` says NotFound to whoever may not."""

    title: str
    columns: tuple[Column, ...]
    writes: bool
    may_export: bool
    sample: Callable[[], Mapping[str, Any]]
    held: Callable[[], Iterable[Mapping[str, Any]]]
    bring_in: Callable[..., SheetReport]


def book(viewer: Viewer, register: str) -> Book:
    """A register for somebody who may read it; NotFound for any other word, or anybody else."""
    if register == "offers":
        return _offers(viewer)
    reads_registers(viewer)
    if register not in RUNS:
        raise NotFound("register")
    writes, keeper = writes_registers(viewer), venues if register in venues.REGISTERS else registers
    return Book(
        keeper.titles()[register],
        keeper.columns(viewer, register),
        writes,
        writes or viewer.may("export"),
        lambda: keeper.sample(viewer, register),
        lambda: keeper.held(viewer, register),
        RUNS[register],
    )


def _offers(viewer: Viewer) -> Book:
    check_keeper(viewer)
    keeps = vets(viewer)
    return Book(
        sheets.title(),
        sheets.columns(viewer),
        keeps,
        keeps,
        lambda: sheets.sample(viewer),
        lambda: sheets.held(viewer),
        import_offers,
    )


def import_pairings(*, actor: Actor, rows: Rows, now: datetime) -> SheetReport:
    """Pairings name people by telephone: those not yet known are entered in the same transaction."""
    lines, faults = check_pairings(actor=actor, rows=rows)
    if faults or actor.viewer is None:
        return SheetReport(faults=faults)
    names = {line.phone: line.name for line in lines if line.phone and not line.known}
    with transaction.atomic():
        people = {
            phone: person_with_phone(actor.viewer, phone) or add_person(actor=actor, name=name, phone=phone, now=now)
            for phone, name in names.items()
        }
        return store_register_of_pairings(actor=actor, lines=lines, people=people, now=now)


RUNS: dict[str, Callable[..., SheetReport]] = {
    "bodies": import_bodies,
    "pairings": import_pairings,
    "cards": import_cards,
    "compounds": import_compounds,
    "venues": import_venues,
}
