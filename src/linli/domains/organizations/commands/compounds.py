"""Writes about who manages a compound (C33)."""

from datetime import date, datetime

from linli.backbone.commands import command
from linli.backbone.events import record
from linli.backbone.packs.registry import in_force
from linli.backbone.values import Actor
from linli.domains.organizations.commands.pairings import check_write
from linli.domains.organizations.events import CompoundRegistered
from linli.domains.organizations.models import Compound, Organization
from linli.domains.organizations.values.tables import organizations
from linli.domains.places.queries import names_by_id
from linli.kernel.refusal import Refusal


@command
def register_compound(
    *,
    actor: Actor,
    place_id: int,
    kind: str,
    firm_id: int | None = None,
    contract_ends: date | None = None,
    committee_id: int | None = None,
    now: datetime,
) -> int:
    """Say who manages a compound; the register's row. Refusal: wrong_level, wrong_kind, wrong_body."""
    check_write(actor, place_id)
    if names_by_id([place_id])[place_id].kind != "compound":
        raise Refusal("wrong_level")
    if kind not in organizations(in_force()).compounds.kinds:
        raise Refusal("wrong_kind")
    for pk, wanted in ((firm_id, "property_firm"), (committee_id, "owners_committee")):
        if pk and not Organization.objects.filter(pk=pk, kind=wanted, closed_at=None).exists():
            raise Refusal("wrong_body")
    row, _created = Compound.objects.update_or_create(
        place_id=place_id,
        defaults={"kind": kind, "firm_id": firm_id, "contract_ends": contract_ends, "committee_id": committee_id},
    )
    ends = contract_ends.isoformat() if contract_ends else ""
    record(CompoundRegistered(subject_id=place_id, at=now, kind=kind, firm_id=firm_id, contract_ends=ends))
    return row.pk
