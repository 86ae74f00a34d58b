"""The two contracts of import-linter that the house needs beside its own: doors between domains, rooms inside one.

They read every domain that is there, so that a new one is covered from its first import. Tests are free.
"""

from __future__ import annotations

from collections.abc import Iterator

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, output

DOMAINS = "linli.domains"
ROOMS = (
    ("api",),
    ("web",),
    ("admin", "management"),
    ("reactions",),
    ("pack",),
    ("commands",),
    ("queries",),
    ("access",),
    ("projections",),
    ("models",),
    ("rules",),
    ("events",),
    ("values",),
)
HEIGHT = {room: -depth for depth, rooms in enumerate(ROOMS) for room in rooms}
OPEN_TO_ALL = {"queries", "values"}
ALSO_EVENTS = {"projections", "reactions"}
BOOKS = {"duties", "ledger"}
JOINERS = ("front", "journeys")
CLOSED_TO_JOINERS = {"models", "access", "rules", "projections"}


def room_of(module: str) -> tuple[str, str]:
    """The domain and the room of a module; the room is empty for the domain itself."""
    domain, _, rest = module.removeprefix(f"{DOMAINS}.").partition(".")
    return domain, rest.partition(".")[0]


class _Imports(Contract):
    """Goes through all direct imports and collects the forbidden ones."""

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        broken = [
            f"{importer} -> {imported} (line {_line(graph, importer, imported)})"
            for importer in sorted(graph.modules)
            if ".tests" not in importer
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if imported.startswith(f"{DOMAINS}.") and self.forbids(importer, imported)
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for line in check.metadata["broken"]:
            output.print_error(line)

    def forbids(self, importer: str, imported: str) -> bool:
        raise NotImplementedError


class Doors(_Imports):
    """From another domain only queries and values; projections and reactions also events; two books may be written."""

    def forbids(self, importer: str, imported: str) -> bool:
        there, room = room_of(imported)
        if importer.startswith(tuple(f"linli.{floor}" for floor in JOINERS)):
            return room in CLOSED_TO_JOINERS
        if not importer.startswith(f"{DOMAINS}.") or room_of(importer)[0] == there:
            return False
        return room not in set(_open_doors(room_of(importer)[1], there))


class Rooms(_Imports):
    """Inside a domain a room uses those below it."""

    def forbids(self, importer: str, imported: str) -> bool:
        if not importer.startswith(f"{DOMAINS}."):
            return False
        (here, upper), (there, lower) = room_of(importer), room_of(imported)
        if here != there or upper == lower or upper in {"apps", "migrations"} or not lower:
            return False
        return HEIGHT.get(lower, 1) >= HEIGHT.get(upper, 0)


def _open_doors(room: str, there: str) -> Iterator[str]:
    yield from OPEN_TO_ALL
    if room in ALSO_EVENTS:
        yield "events"
    if there in BOOKS:
        yield "commands"


def _line(graph: ImportGraph, importer: str, imported: str) -> int:
    details = graph.get_import_details(importer=importer, imported=imported)
    return details[0]["line_number"] if details else 0
