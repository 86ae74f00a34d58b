"""What happens in a place is sent to the systems that asked for it, each hearing only of its own place.

The table below says which events leave, which places see them, and what of each is said: numbers, words of the pack,
moments, ids of seats and bodies. Never people, words somebody wrote, contact, codes of doors, or a household.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from django.utils.translation import gettext_noop as mark

from linli.backbone.events import Recorded
from linli.backbone.values import SYSTEM
from linli.backbone.webhooks.commands import any_hook, queue_deliveries, stop_hooks_of_token
from linli.domains.cases.queries.held import places_of_case
from linli.domains.duties.commands import notify
from linli.domains.duties.queries import places_of_duty
from linli.domains.insights.queries.issues import places_of_issue
from linli.domains.organizations.queries import seats_by_id
from linli.domains.organizations.queries.bodies import places_of_body
from linli.domains.places.queries import place_info, root
from linli.kernel.refusal import NotFound

Facts = dict[str, Any]


class Seen(NamedTuple):
    """The places that see an event, and what is said of it beside its own words."""

    places: Iterable[int]
    said: Facts


class Leaving(NamedTuple):
    """An event that may leave: what its subject is called, who sees it, and which of its own words are said."""

    about: str
    seen: Callable[[Recorded], Seen]
    sent: tuple[str, ...]


def _place(place_id: int) -> Seen:
    """A place and all it lies in; a household is never named."""
    steps = [step for step in place_info(place_id).path if step.kind != "household"]
    code = place_info(steps[-1].id).code if steps else ""
    return Seen([step.id for step in steps], {"place_id": steps[-1].id if steps else None, "place_code": code})


def _case(event: Recorded) -> Seen:
    return Seen(places_of_case(event.subject_id), {})


def _duty(event: Recorded) -> Seen:
    """Where the matter of the duty is: a case or a round."""
    number, places = places_of_duty(event.data["duty_id"])
    return Seen(places, {"number": number})


def _round(event: Recorded) -> Seen:
    return _place(event.data["place_id"])


def _seat(event: Recorded) -> Seen:
    """Where the seat is; a seat in a body without a place of its own, where the body works."""
    seat = seats_by_id([event.subject_id])[event.subject_id]
    here = _place(seat.place_id) if seat.place_id else Seen(_body_places(seat.organization_id), {})
    said = {"id": seat.id, "post": seat.post, "organization_id": seat.organization_id}
    return Seen(here.places, {**said, **here.said})


def _vacated(event: Recorded) -> Seen:
    seen = _seat(event)
    return Seen(seen.places, {**seen.said, "vacant": not (event.data["successor_id"] or event.data.get("stays_id"))})


def _body_places(organization_id: int | None) -> set[int]:
    """Every place above those a body works in; the whole town where it works everywhere or nowhere."""
    covered = places_of_body(organization_id) if organization_id else ()
    return {one for place_id in covered for one in _place(place_id).places} or {root().id}


def _body(event: Recorded) -> Seen:
    return Seen(_body_places(event.subject_id), {"id": event.subject_id})


def _cover(event: Recorded) -> Seen:
    here = _place(event.data["place_id"])
    return Seen(here.places, {"id": event.subject_id, **here.said})


def _here(event: Recorded) -> Seen:
    return _place(event.subject_id)


def _town(event: Recorded) -> Seen:
    return Seen([root().id], {})


def _issue(event: Recorded) -> Seen:
    category, places = places_of_issue(event.subject_id)
    return Seen(places, {"id": event.subject_id, "category": category})


def _circular(event: Recorded) -> Seen:
    here = _place(event.data["place_id"])
    return Seen(here.places, {"id": event.subject_id, **here.said})


def _all(about: str, seen: Callable[[Recorded], Seen], **sent: str) -> dict[str, Leaving]:
    return {name: Leaving(about, seen, tuple(words.split())) for name, words in sent.items()}


CASES = _all(
    "case",
    _case,
    CaseOpened="number channel category due",
    CaseSigned="number",
    CaseMoved="number act act_words from_stage to_stage stage_words",
    WhistleBlown="number kind arrive_by",
    UnitArrived="number on_time",
    PartFinished="number",
    CallBackAnswered="number outcome satisfaction solved",
    CaseReopened="number round due",
    CaseOverdue="number due",
    CasePressed="number level",
    CaseRecategorised="number from_category to_category due",
    CaseMerged="number into",
    CaseSplit="number parts to_stage stage_words",
    CaseClosed="number result",
)
DUTIES = {
    **_all(
        "duty",
        _duty,
        DutyWarned="subject duty_id seat_id due",
        DutyOverdue="subject duty_id seat_id clock role",
        DutyEscalated="subject duty_id seat_id to_seat_id level",
    ),
    **_all(
        "round",
        _round,
        OccurrenceOpened="routine number seat_id planned due",
        OccurrenceDone="routine number seat_id late",
        OccurrenceMissed="routine number seat_id count quota",
    ),
}
ORGANIZATIONS = {
    **_all("seat", _seat, SeatCreated="", PersonAppointed="way starts"),
    **_all("seat", _vacated, AppointmentEnded=""),
    **_all("organization", _body, BodyFounded="kind", BodyDissolved="", FoundingStepDone="step"),
    **_all("organization", _cover, CoverageChanged="way ended"),
}
PLACES = {
    **_all("place", _here, CompoundRegistered="kind firm_id contract_ends", DoorsIssued="issued"),
    **_all("place", _here, DoorRotated="", DoorRevoked=""),
    **_all("territory", _town, TerritoryImported="created updated", BoundariesImported="updated"),
}
INSIGHTS = {
    **_all("issue", _issue, IssueFound="people count", IssueGrew="people count week week_before"),
    **_all(
        "issue", _issue, IssueTaken="people count kind", IssueLinked="people count number", IssueClosed="people count"
    ),
    **_all("circular", _circular, CircularIssued="kind number issued_on"),
}
# What can be asked for, by what it is about.
GROUPS: Mapping[str, Mapping[str, Leaving]] = {
    "cases": CASES,
    "duties": DUTIES,
    "organizations": ORGANIZATIONS,
    "places": PLACES,
    "insights": INSIGHTS,
}
LEAVING: dict[str, Leaving] = {name: one for group in GROUPS.values() for name, one in group.items()}
EVENTS = tuple(LEAVING)


def queue_hooks(event: Recorded) -> None:
    """A delivery for each hook that asked for this event at a place that sees it; what is gone by now is not told."""
    if not any_hook(event.name):
        return
    try:
        about, seen, said = leaving(event)
    except NotFound:
        return
    queue_deliveries(event, seen, about, said)


def leaving(event: Recorded) -> tuple[str, tuple[int, ...], Facts]:
    """What the subject is called, the places that see the event, and all that is said of it."""
    one = LEAVING[event.name]
    seen = one.seen(event)
    own = {name: event.data[name] for name in one.sent if name in event.data}
    return one.about, tuple(seen.places), {**seen.said, **own}


def end_hooks_of_token(event: Recorded) -> None:
    """What a token subscribed to ends with it."""
    with suppress(NotFound):
        stop_hooks_of_token(actor=SYSTEM, token_id=event.subject_id, now=event.at)


def tell_hook_keeper(event: Recorded) -> None:
    """The seat that made a hook hears that it was switched off."""
    if event.data["seat_id"]:
        words = mark("事件推送停了，一直送不到：%(name)s")
        notify([event.data["seat_id"]], event.id, words, {"name": event.data["name"]}, "/me/hooks/", event.at)
