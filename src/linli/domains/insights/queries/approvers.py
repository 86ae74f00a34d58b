"""Who approves a circular."""

from datetime import date

from linli.backbone.packs.registry import in_force
from linli.backbone.queries import persons_of
from linli.domains.insights.models import Circular
from linli.domains.insights.values.circulars import WROTE, circulars
from linli.domains.organizations.queries import seats_for
from linli.domains.organizations.queries.others import seats_of_others
from linli.domains.organizations.values import SeatInfo
from linli.kernel.refusal import Refusal


def approver_of(row: Circular, sender: int | None, today: date) -> SeatInfo:
    """The first seat its kind names whose holder had no hand in it and does not send it. Refusal: circular_kind_gone,
    circular_no_seat where nobody sits in one, circular_own where there are only such."""
    kind = circulars(in_force()).kinds.get(row.kind)
    if kind is None:
        raise Refusal("circular_kind_gone")
    wrote = {sender, *persons_of("circular", row.pk, WROTE)}
    found = {f"{one.post}@{one.place_kind}": one for one in seats_of_others(kind.approve, row.path, today, wrote)}
    seat = next((found[one] for one in kind.approve if one in found), None)
    if seat is None:
        raise Refusal("circular_own" if seats_for(kind.approve, row.path, today) else "circular_no_seat")
    return seat
