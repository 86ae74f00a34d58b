"""What the imports of all registers share beside their cells."""

from datetime import datetime

from linli.backbone.events import record
from linli.domains.organizations.events import RegisterImported
from linli.domains.organizations.models import Organization
from linli.domains.organizations.values.registers import SheetReport


def named(kind: str) -> dict[str, int]:
    """The organizations of a kind by name."""
    return dict(Organization.objects.filter(kind=kind, closed_at=None).values_list("name", "pk"))


def imported(register: str, created: int, updated: int, unchanged: int, now: datetime) -> SheetReport:
    """Say in the log, and to the caller, what an import did."""
    counts = {"created": created, "updated": updated, "unchanged": unchanged}
    record(RegisterImported(subject_id=0, at=now, register=register, **counts))
    return SheetReport(created, updated, unchanged)
