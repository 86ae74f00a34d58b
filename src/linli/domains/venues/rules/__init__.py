"""Pure decisions about venues: what may be entered, when one may open, close or be handed over."""

from collections.abc import Mapping
from datetime import date

from linli.domains.venues.rules.hours import week_of
from linli.domains.venues.values import BEFORE, Facts, Handed, Status
from linli.domains.venues.values.tables import VenueKind, Venues
from linli.kernel.ids import is_office_phone
from linli.kernel.refusal import Refusal

WARNING, MOST_AREA = 90, 10_000_000


def check_facts(facts: Facts, level: str, part: Venues) -> Facts:
    """What was entered, tidied. Refusal: venue_kind, venue_level, venue_name, venue_function, venue_room, venue_area,
    venue_point, venue_hours, bad_phone."""
    kind = kind_of(part.kinds, facts.kind)
    if kind.at and level not in kind.at:
        raise Refusal("venue_level")
    if not facts.name.strip():
        raise Refusal("venue_name")
    if not set(facts.functions) <= set(part.functions):
        raise Refusal("venue_function")
    if facts.room and facts.room not in part.rooms:
        raise Refusal("venue_room")
    _check_measures(facts)
    week_of(facts.hours, facts.holidays)
    return facts


def _check_measures(facts: Facts) -> None:
    if facts.area is not None and not 0 < facts.area < MOST_AREA:
        raise Refusal("venue_area")
    if facts.point is not None and not (-180 <= facts.point[0] <= 180 and -90 <= facts.point[1] <= 90):
        raise Refusal("venue_point")
    if facts.phone and not is_office_phone(facts.phone):
        raise Refusal("venue_phone")


def kind_of(kinds: Mapping[str, VenueKind], key: str) -> VenueKind:
    """A kind of venue of the pack. Refusal(venue_kind) when it has none of this name."""
    if key not in kinds:
        raise Refusal("venue_kind")
    return kinds[key]


def missing(facts: Facts, kind: VenueKind) -> tuple[str, ...]:
    """What a venue lacks before it may open: `hours`, `point`, `address`, and the functions its kind needs."""
    week = week_of(facts.hours, facts.holidays)
    lacks = (("hours", any(week.days)), ("point", facts.point is not None), ("address", bool(facts.address)))
    return (*(name for name, there in lacks if not there), *(one for one in kind.needs if one not in facts.functions))


def check_opening(status: str, lacks: tuple[str, ...], day: date, since: date, today: date) -> None:
    """Refusal: venue_open_already, venue_lacks, venue_day (a day to come, or before it was closed)."""
    if status == Status.OPEN:
        raise Refusal("venue_open_already")
    if lacks:
        raise Refusal("venue_lacks")
    if day > today or (status == Status.CLOSED and day < since):
        raise Refusal("venue_day")


def check_closing(status: str, reason: str, day: date, since: date, today: date) -> None:
    """Refusal: venue_closed_already, venue_reason, venue_day (a day to come, or before it opened)."""
    if status == Status.CLOSED:
        raise Refusal("venue_closed_already")
    if not reason.strip():
        raise Refusal("venue_reason")
    if day > today or (status == Status.OPEN and day < since):
        raise Refusal("venue_day")


def check_handover(handed: Handed, rooms: Mapping[str, object], today: date) -> None:
    """Refusal: venue_room, venue_giver, venue_area, venue_day (a day to come), venue_right."""
    if handed.room not in rooms:
        raise Refusal("venue_room")
    if not handed.given_by.strip():
        raise Refusal("venue_giver")
    if handed.area is not None and not 0 < handed.area < MOST_AREA:
        raise Refusal("venue_area")
    if handed.day > today:
        raise Refusal("venue_day")
    if handed.right_until is not None and handed.right_until <= handed.day:
        raise Refusal("venue_right")


def check_new(status: str) -> None:
    """Refusal(venue_status) unless a venue begins planned or preparing: opening is an act of its own."""
    if status not in BEFORE:
        raise Refusal("venue_status")


def right_state(until: date | None, today: date) -> str:
    """How the right to use a room stands: late when over, soon within ninety days, else nothing to say."""
    if until is None:
        return ""
    return "late" if until < today else "soon" if (until - today).days <= WARNING else ""
