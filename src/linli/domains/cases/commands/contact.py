"""What passes between the reporter and the staff: words added, nudges, a line back, a number shown with its reason."""

from collections.abc import Sequence
from datetime import datetime

from linli.backbone.commands import command
from linli.backbone.crypto import token_digest, unseal
from linli.backbone.events import record
from linli.backbone.values import Actor
from linli.domains.cases.access import case_followed, case_to_change
from linli.domains.cases.commands.open import StoredPhoto, attach
from linli.domains.cases.commands.turn import remark
from linli.domains.cases.events import CaseNudged, ContactRevealed, ReporterTold, WordsAdded
from linli.domains.cases.models import Case
from linli.domains.cases.queries.standing import reporter_hidden
from linli.domains.cases.rules import may_nudge, may_urge
from linli.domains.duties.queries import duties_of
from linli.domains.organizations.queries import seats_by_id
from linli.kernel.refusal import NotFound, Refusal


@command
def add_words(
    *, actor: Actor, token: str, words: str, photos: Sequence[StoredPhoto] = (), now: datetime, key: str = ""
) -> None:
    """The reporter adds words or pictures. Refusal: empty_text, case_closed."""
    case = case_followed(token_digest(token), lock=True)
    if not case.open:
        raise Refusal("case_closed")
    pictures = attach(case, photos, "report", now)
    words_id = remark(case, words, now)
    if words_id is None and not pictures:
        raise Refusal("empty_text")
    record(WordsAdded(subject_id=case.pk, at=now, number=case.number, remark_id=words_id or 0, photos=pictures))


@command
def nudge(*, actor: Actor, token: str, now: datetime, key: str = "") -> None:
    """The reporter asks for speed, once an hour at most. Refusal: nudged, case_closed."""
    case = case_followed(token_digest(token), lock=True)
    _nudge(case, now)
    record(CaseNudged(subject_id=case.pk, at=now, number=case.number, by="reporter"))


@command
def nudge_unit(*, actor: Actor, number: str, duty_id: int, now: datetime, key: str = "") -> None:
    """Those who handle or lead ask a called unit for speed. Refusal: nudged; NotFound for a duty of another case or of
    their own, and for who only looks on."""
    case = case_to_change(actor.viewer, number)
    duty = next((one for one in duties_of("case", case.pk) if one.id == duty_id), None)
    if duty is None or actor.viewer is None or not may_urge(actor.viewer, duty.seat_id):
        raise NotFound("duty")
    _nudge(case, now)
    seat = seats_by_id([duty.seat_id])[duty.seat_id]
    record(
        CaseNudged(
            subject_id=case.pk,
            at=now,
            number=case.number,
            seat=_seat(actor),
            by="staff",
            duty_id=duty.id,
            to=seat.title,
        )
    )


def _nudge(case: Case, now: datetime) -> None:
    if not case.open:
        raise Refusal("case_closed")
    if not may_nudge(case.nudged_at, now):
        raise Refusal("nudged")
    case.nudged_at = now
    case.save(update_fields=["nudged_at"])


@command
def tell_reporter(*, actor: Actor, number: str, words: str, now: datetime, key: str = "") -> None:
    """Write a line that the reporter reads behind their link, for those who handle. Refusal: empty_text."""
    case = case_to_change(actor.viewer, number)
    if actor.viewer is None or not actor.viewer.may("handle"):
        raise NotFound("case")
    words_id = remark(case, words, now)
    if words_id is None:
        raise Refusal("empty_text")
    record(ReporterTold(subject_id=case.pk, at=now, number=case.number, seat=_seat(actor), remark_id=words_id))


@command
def reveal_phone(*, actor: Actor, number: str, reason: str, now: datetime) -> str:
    """The reporter's full number, for those who handle; the look and its reason are logged. Refusal: reason_needed."""
    case = case_to_change(actor.viewer, number)
    if actor.viewer is None or not actor.viewer.may("reveal") or reporter_hidden(case, actor.viewer.seats):
        raise NotFound("case")
    words_id = remark(case, reason, now)
    if words_id is None:
        raise Refusal("reason_needed")
    record(ContactRevealed(subject_id=case.pk, at=now, number=case.number, seat=_seat(actor), remark_id=words_id))
    return unseal(case.phone_sealed)


def _seat(actor: Actor) -> str:
    held = actor.viewer.seat if actor.viewer else None
    return held.title if held else ""
