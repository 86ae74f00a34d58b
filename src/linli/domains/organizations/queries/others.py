"""Who may decide on what somebody else wrote."""

from collections.abc import Collection, Sequence
from datetime import date

from linli.domains.organizations.queries import incumbents, seats_for
from linli.domains.organizations.values import SeatInfo


def seats_of_others(
    expressions: Sequence[str], place_ids: Sequence[int], today: date, persons: Collection[int | None]
) -> tuple[SeatInfo, ...]:
    """Every occupied seat that answers to one of the expressions at these places and in which none of these persons
    sits, by id."""
    seats = seats_for(expressions, place_ids, today)
    sitting = incumbents(place_ids, {one.post for one in seats})
    own = {one.seat_id for one in sitting if one.person_id in persons}
    return tuple(one for one in seats if one.id not in own)
