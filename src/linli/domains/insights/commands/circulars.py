"""A circular's life: drafted, edited, sent, approved or sent back, issued with its figures frozen."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from linli.backbone.commands import command
from linli.backbone.events import record
from linli.backbone.facts import month_from, statistical_day
from linli.backbone.packs.registry import in_force, version_in_force
from linli.backbone.queries import said_by
from linli.backbone.values import Actor
from linli.domains.insights.access import circular_for, drafts_at
from linli.domains.insights.commands.drafting import draft, may_hold, place_of
from linli.domains.insights.events import (
    CircularApproved,
    CircularDrafted,
    CircularDropped,
    CircularEdited,
    CircularEvent,
    CircularIssued,
    CircularRefreshed,
    CircularReturned,
    CircularSent,
    CircularTakenBack,
)
from linli.domains.insights.models import Circular, CircularStep
from linli.domains.insights.queries.approvers import approver_of
from linli.domains.insights.queries.content import Subject, content_of
from linli.domains.insights.rules import circulars as rules
from linli.domains.insights.rules.sentences import edited, renewed
from linli.domains.insights.values.circulars import WROTE, CircularKind, Plain, circulars
from linli.domains.organizations.queries import seats_for
from linli.domains.places.queries import place_info
from linli.kernel.refusal import NotFound, Refusal


@command
def draft_circular(
    *, actor: Actor, kind: str, place_id: int, start: date, end: date, now: datetime, topic: str = ""
) -> int:
    """Draft a circular of a place over days that are over, with the figures of now; its id. The system drafts any, a
    person those of a place where they hold a seat with boards. Refusal: circular_open_period, circular_there,
    circular_topic; NotFound for a kind, a place or a seat that is none."""
    spec = circulars(in_force()).kinds.get(kind)
    if spec is None or (actor.kind != "system" and not (actor.viewer and drafts_at(actor.viewer, place_id))):
        raise NotFound("circular")
    place = place_of(place_id, spec)
    may_hold(spec, topic, start, end, statistical_day(now))
    span = rules.span_of(spec.every, start, end, month_from())
    row = draft(spec, Subject(kind, place, span, topic), now)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as again:
        raise Refusal("circular_there") from again
    seats = tuple(one.id for one in seats_for(spec.drafts, row.path, now.date()))
    _note(row, "drafted", actor, now)
    record(
        CircularDrafted(
            subject_id=row.pk,
            at=now,
            kind=kind,
            place_id=place_id,
            seat_ids=seats,
            starts=row.starts.isoformat(),
            ends=row.ends.isoformat(),
            pack_version=row.pack_version,
        )
    )
    return row.pk


@command
def edit_circular(
    *,
    actor: Actor,
    circular_id: int,
    version: int,
    title: str,
    copies: str,
    sentences: Mapping[str, str],
    removed: Collection[str],
    now: datetime,
) -> None:
    """Change words and parts of a draft; figures whose words stay still open. `sentences` by “part/sentence”; `removed`
    are parts. Refusal: stale, circular_not_now, circular_title, text_too_long."""
    row = _ready(actor, circular_id, "edit", version)
    if not title.strip():
        raise Refusal("circular_title")
    if len(title) > 160 or len(copies) > 300 or any(len(one) > rules.MOST_TEXT for one in sentences.values()):
        raise Refusal("text_too_long", limit=rules.MOST_TEXT)
    row.title, row.copies = " ".join(title.split()), " ".join(copies.split())
    row.content = {**row.content, "parts": [_edited(one, sentences, removed) for one in row.content["parts"]]}
    _keep(row, CircularEdited, "edited", actor, now)


def _edited(part: Plain, sentences: Mapping[str, str], removed: Collection[str]) -> Plain:
    said = [edited(one, sentences.get(f"{part['id']}/{one['id']}", one["text"])) for one in part["sentences"]]
    return {**part, "sentences": said, "removed": part["id"] in removed}


@command
def refresh_circular(*, actor: Actor, circular_id: int, version: int, now: datetime) -> None:
    """Read the figures of a draft anew; what was rewritten keeps its words around the new figures."""
    row = _ready(actor, circular_id, "refresh", version)
    spec = _spec(row)
    place, span = place_info(row.place_id), rules.span_of(spec.every, row.starts, row.ends, month_from())
    fresh = content_of(Subject(row.kind, place, span, row.topic), now)
    kept = {part["id"]: part for part in row.content["parts"]}
    row.content = {**fresh, "parts": [_renewed(kept.get(part["id"]), part) for part in fresh["parts"]]}
    row.figures_at, row.pack_version = now, version_in_force()
    _keep(row, CircularRefreshed, "refreshed", actor, now)


def _renewed(old: Plain | None, new: Plain) -> Plain:
    if old is None:
        return new
    known = {one["id"]: one for one in old["sentences"]}
    said = [renewed(known[one["id"]], one) if one["id"] in known else one for one in new["sentences"]]
    return {**new, "sentences": said, "removed": old["removed"]}


@command
def send_circular(*, actor: Actor, circular_id: int, version: int, now: datetime) -> None:
    """Send a draft to the first seat its kind names whose holder had no hand in it. Refusal: stale, circular_not_now,
    circular_no_seat, circular_own where there are only such."""
    row = _ready(actor, circular_id, "send", version)
    seat = approver_of(row, actor.person_id, now.date())
    row.approve_seat_id, row.approver, row.reason = seat.id, seat.title, ""
    _keep(row, CircularSent, "sent", actor, now, seat_ids=(seat.id,))


@command
def take_back_circular(*, actor: Actor, circular_id: int, version: int, now: datetime) -> None:
    """Take a circular back before it is decided."""
    row = _ready(actor, circular_id, "take_back", version)
    row.approve_seat_id = None
    _keep(row, CircularTakenBack, "taken_back", actor, now)


@command
def decide_circular(
    *, actor: Actor, circular_id: int, version: int, approved: bool, now: datetime, reason: str = ""
) -> None:
    """Approve a circular, or send it back with a reason. Refusal: stale, circular_not_now, needs(reason), own_paper
    where the approver had drafted, edited or sent it."""
    row = _ready(actor, circular_id, "approve" if approved else "return", version)
    if approved and said_by("circular", row.pk, actor.person_id, WROTE):
        raise Refusal("own_paper")
    reason = " ".join(reason.split())
    if not approved and not reason:
        raise Refusal("needs", missing=("reason",))
    if len(reason) > 300:
        raise Refusal("text_too_long", limit=300)
    row.reason = "" if approved else reason
    kind, what = (CircularApproved, "approved") if approved else (CircularReturned, "returned")
    _keep(row, kind, what, actor, now, words=row.reason, seat_ids=_drafters(row, now))


@command
def issue_circular(*, actor: Actor, circular_id: int, version: int, now: datetime) -> str:
    """Give an approved circular its number in the year and its date; the number. From then on nothing changes.
    Refusal: stale (somebody issued another at the same moment), circular_not_now."""
    row = _ready(actor, circular_id, "issue", version)
    row.issued_on = now.date()
    row.year = row.issued_on.year
    used = Circular.objects.filter(kind=row.kind, place_id=row.place_id, year=row.year).aggregate(last=Max("seq"))
    row.seq = (used["last"] or 0) + 1
    row.number = rules.number_of(_spec(row).number, row.year, row.seq)
    about = {"number": row.number, "issued_on": row.issued_on.isoformat()}
    try:
        with transaction.atomic():
            _keep(row, CircularIssued, "issued", actor, now, words=row.number, seat_ids=_drafters(row, now), **about)
    except IntegrityError as again:
        raise Refusal("stale") from again
    return row.number


@command
def drop_circular(*, actor: Actor, circular_id: int, version: int, now: datetime) -> None:
    """Put a draft aside: it is not needed. Another of the same period may then be drafted."""
    row = _ready(actor, circular_id, "drop", version)
    _keep(row, CircularDropped, "dropped", actor, now)


def _ready(actor: Actor, circular_id: int, act: str, version: int) -> Circular:
    row = circular_for(actor.viewer, circular_id, act)
    then = rules.after(row.state, act)
    if row.version != version:
        raise Refusal("stale")
    row.state = then
    return row


def _spec(row: Circular) -> CircularKind:
    found = circulars(in_force()).kinds.get(row.kind)
    if found is None:
        raise Refusal("circular_kind_gone")
    return found


def _drafters(row: Circular, now: datetime) -> tuple[int, ...]:
    return tuple(one.id for one in seats_for(_spec(row).drafts, row.path, now.date()))


def _keep(
    row: Circular, kind: type[CircularEvent], what: str, actor: Actor, now: datetime, words: str = "", **more: object
) -> None:
    row.version += 1
    row.save()
    _note(row, what, actor, now, words)
    record(kind(subject_id=row.pk, at=now, kind=row.kind, place_id=row.place_id, **more))  # type: ignore[arg-type]


def _note(row: Circular, what: str, actor: Actor, now: datetime, words: str = "") -> None:
    seat = "" if actor.kind == "system" else actor.label
    CircularStep.objects.create(circular=row, what=what, seat=seat, at=now, words=words)
