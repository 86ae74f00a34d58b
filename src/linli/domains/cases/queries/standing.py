"""Where a case stands in its procedure, and what is true of those who hold its duties."""

from collections.abc import Collection, Iterable
from operator import attrgetter

from linli.backbone import sql
from linli.backbone.packs.registry import version
from linli.backbone.values import Held
from linli.domains.cases.models import Ask, Case
from linli.domains.cases.queries.facts import Known, facts_of, proofs_missing
from linli.domains.cases.values.tables import procedure
from linli.domains.duties.values import DutyInfo, DutyRole, DutyState
from linli.domains.organizations.values import SeatInfo
from linli.domains.organizations.values.tables import own_levels
from linli.domains.places.queries import place_info
from linli.kernel.procedure import Procedure, Role, Standing

ACTING: dict[DutyRole, Role] = {
    DutyRole.MAIN: "main",
    DutyRole.LEAD: "lead",
    DutyRole.HELPER: "helper",
    DutyRole.CALL_BACK: "call_back",
    DutyRole.CLAIM: "claimant",
    DutyRole.APPROVE: "approver",
}
LIVE = (DutyState.OPEN, DutyState.WAITING, DutyState.PAUSED)
PLACE_COLUMNS = ("district_id", "street_id", "community_id", "grid_id", "compound_id", "building_id")
_columns = attrgetter(*PLACE_COLUMNS)


def place_ids(case: Case) -> list[int]:
    """The places the case keeps, from the district down; with a pack that sets posts at levels of its own, also those
    on the way to its place as it is today."""
    kept = [value for value in _columns(case) if value]
    if not sql.once(("levels", case.pack_version), lambda: own_levels(version(case.pack_version))):
        return kept
    whole = sql.once(("place", case.place_id), lambda: place_info(case.place_id))
    path = [step.id for step in whole.path]
    return path + [one for one in kept if one not in path]


def procedure_of(case: Case) -> Procedure:
    """The procedure the case walks, in the version it started with."""
    return procedure(case.pack_version, case.procedure)


def outlasts(case: Case, kind: str) -> bool:
    """Whether what is asked is about the case and not its stage, and waits for an answer wherever the case goes."""
    acts = (stage.acts.get(kind) for stage in procedure_of(case).stages.values())
    return any(act is not None and act.does == "exclude" for act in acts)


def stage_words(case: Case, key: str) -> tuple[str, str]:
    """A stage's title in both languages."""
    return procedure_of(case).stages[key].words


def act_words(case: Case, stage_key: str, act_key: str) -> tuple[str, str]:
    """An act's title in both languages."""
    return procedure_of(case).stages[stage_key].acts[act_key].words


def holding(duties: Iterable[DutyInfo], states: Collection[DutyState] = (DutyState.OPEN,)) -> list[DutyInfo]:
    """The duties of those who hold a case, in which its acts are done: not of who supervises it or decides on it."""
    return [one for one in duties if one.role in ACTING and one.state in states]


def own_duty(duties: tuple[DutyInfo, ...], seats: set[int]) -> DutyInfo | None:
    """The asker's live duty in which acts are done; a finished part of a whistle still counts as theirs."""
    mine = [one for one in duties if one.seat_id in seats and one.role in ACTING]
    live = [one for one in mine if one.state in LIVE and one.state != DutyState.WAITING]
    return (
        live[0] if live else next((one for one in reversed(mine) if one.role in (DutyRole.LEAD, DutyRole.HELPER)), None)
    )


def offices_at(case: Case, seats: Iterable[Held]) -> frozenset[str]:
    """The seat expressions that somebody's seats answer to at the places of a case."""
    places = set(place_ids(case))
    return frozenset(
        f"{one.post}@{one.place_kind}" for one in seats if one.place_id in places and not one.organization_id
    )


def reporter_hidden(case: Case, seats: Iterable[Held]) -> bool:
    """Whether who reported is kept from somebody: only the desks of the place know (domain 1.14)."""
    if not (case.confidential or procedure_of(case).hides):
        return False
    places = set(place_ids(case))
    return not any("decide" in one.rights and one.place_id in places for one in seats)


def standing_of(
    case: Case,
    duty: DutyInfo | None,
    seats: Iterable[Held],
    asked: Collection[int] | None = None,
    known: Known | None = None,
) -> Standing:
    """What is true of the asker: the kernel decides on this and nothing else. `asked` are the duties with an open ask,
    `known` the history that guards ask for; both are read if not given."""
    held = tuple(seats)
    offices = offices_at(case, held)
    procedure_ = procedure_of(case)
    stage = procedure_.stages.get(case.stage)
    guarded = stage is not None and any(act.when for act in stage.acts.values())
    facts = facts_of(case, known) if guarded else {}
    if duty is None:
        caller = case.caller_seat in {one.seat_id for one in held}
        return Standing(role="caller" if caller else "none", offices=offices, facts=facts)
    if asked is None:
        asked = Ask.objects.filter(case=case, duty_id=duty.id, decided_at=None).values_list("duty_id", flat=True)
    return Standing(
        role=ACTING[duty.role],
        signed=duty.signed_at is not None or duty.sign_due is None,
        arrived=duty.arrived_at is not None,
        done=duty.state not in LIVE,
        designated=duty.designated,
        extended=duty.extended,
        asking=duty.id in asked,
        paused=duty.state == DutyState.PAUSED,
        offices=offices,
        facts=facts,
        proofs=proofs_missing(case, stage),
    )


def parts_of(case: Case, duties: tuple[DutyInfo, ...]) -> tuple[DutyInfo, ...]:
    """The lead and helper duties of the present whistle, or of a stage given to several, as they were called."""
    stage = procedure_of(case).stages.get(case.stage)
    together = stage is not None and stage.duty is not None and bool(stage.duty.together)
    since = case.entered_at if together else case.whistled_at
    return tuple(
        one
        for one in duties
        if one.role in (DutyRole.LEAD, DutyRole.HELPER) and since is not None and one.created_at >= since
    )


def unit_of(seat: SeatInfo) -> str:
    """The short name of the unit a seat belongs to, or the seat's own title."""
    return seat.unit or seat.title
