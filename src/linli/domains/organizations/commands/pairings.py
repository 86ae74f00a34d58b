"""Writes about pairings: assign, replace, end, and the log of contacts (C07, C57)."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from linli.backbone.commands import command
from linli.backbone.crypto import seal, unseal
from linli.backbone.events import record
from linli.backbone.packs.registry import in_force
from linli.backbone.values import Actor
from linli.domains.organizations.access import LOG, WRITE, reach, visible_pairings
from linli.domains.organizations.events import (
    ContactConfirmed,
    ContactLogged,
    ContactNoteRevealed,
    PairingAssigned,
    PairingEnded,
    PairingReplaced,
)
from linli.domains.organizations.models import Contact, ContactLook, Organization, Pairing
from linli.domains.organizations.rules import check_contact, check_layer, check_term
from linli.domains.organizations.values.registers import ContactKind
from linli.domains.organizations.values.tables import organizations
from linli.domains.places.queries import names_by_id
from linli.kernel.refusal import NotFound, Refusal


@command
def assign_pairing(
    *,
    actor: Actor,
    scheme: str,
    layer: str,
    place_id: int,
    starts: date,
    organization_id: int | None = None,
    person_id: int | None = None,
    now: datetime,
) -> int:
    """Bind a unit, or a person (with their unit), to a place; the pairing's id.

    NotFound outside the reach of the actor's right to appoint. Refusal: wrong_layer, wrong_level, already_paired.
    """
    check_write(actor, place_id)
    place = names_by_id([place_id])[place_id]
    check_layer(organizations(in_force()).schemes, scheme, layer, place.kind, organization_id, person_id)
    if organization_id and not Organization.objects.filter(pk=organization_id, closed_at=None).exists():
        raise NotFound("organization")
    try:
        with transaction.atomic():
            row = Pairing.objects.create(
                scheme=scheme,
                layer=layer,
                organization_id=organization_id,
                person_id=person_id,
                place_id=place_id,
                place_kind=place.kind,
                place_name=place.name,
                starts=starts,
            )
    except IntegrityError as clash:
        raise Refusal("already_paired") from clash
    who = {"organization_id": organization_id, "person_id": person_id}
    record(PairingAssigned(subject_id=row.pk, at=now, scheme=scheme, layer=layer, place_id=place_id, **who))
    return row.pk


def check_write(actor: Actor, place_id: int, rights: Iterable[str] = WRITE) -> None:
    """NotFound unless the actor keeps the registers of this place."""
    if actor.kind != "system" and (actor.viewer is None or place_id not in reach(actor.viewer, rights)):
        raise NotFound("place")


@command
def end_pairing(*, actor: Actor, pairing_id: int, ends: date, reason: str, now: datetime) -> None:
    """End a pairing, with the reason. Refusal: needs, bad_term, pairing_over."""
    row = _pairing_to_write(actor, pairing_id)
    words = reason.replace("\x00", "").strip()[:80]
    if not words:
        raise Refusal("needs", missing=("reason",))
    check_term(row.starts, ends)
    Pairing.objects.filter(pk=row.pk).update(ends=ends, ended_because=words)
    record(PairingEnded(subject_id=row.pk, at=now, ends=ends.isoformat()))


@command
def replace_pairing(
    *,
    actor: Actor,
    pairing_id: int,
    day: date,
    reason: str,
    organization_id: int | None = None,
    person_id: int | None = None,
    now: datetime,
) -> int:
    """Let somebody else take over a place on a day; the new pairing's id. The log stays with the old one."""
    row = _pairing_to_write(actor, pairing_id)
    if (organization_id, person_id) == (row.organization_id, row.person_id):
        raise Refusal("already_paired")
    end_pairing(actor=actor, pairing_id=pairing_id, ends=day, reason=reason, now=now)
    new = assign_pairing(
        actor=actor,
        scheme=row.scheme,
        layer=row.layer,
        place_id=row.place_id,
        starts=day,
        organization_id=organization_id,
        person_id=person_id,
        now=now,
    )
    record(PairingReplaced(subject_id=row.pk, at=now, successor_id=new))
    return new


def _pairing_to_write(actor: Actor, pairing_id: int) -> Pairing:
    row = Pairing.objects.select_for_update().filter(pk=pairing_id).first()
    if row is None:
        raise NotFound("pairing")
    check_write(actor, row.place_id)
    if row.ends is not None:
        raise Refusal("pairing_over")
    return row


@command
def log_contact(
    *,
    actor: Actor,
    pairing_id: int,
    at: datetime,
    kind: str,
    about: str = "",
    hours: Decimal | None = None,
    note: str = "",
    key: str = "",
    now: datetime,
) -> int:
    """Write a contact into the log of a pairing in force; its id. The note is sealed.

    For those bound by it, and those who handle or appoint at the place. Refusal: bad_contact, pairing_over.
    """
    row = _pairing_to_log(actor, pairing_id)
    check_contact(kind, about, hours, at, now)
    contact = Contact.objects.create(
        pairing=row,
        at=at,
        kind=ContactKind(kind),
        about=about.replace("\x00", "").strip()[:80],
        hours=hours,
        note_sealed=seal(note.replace("\x00", "").strip()[:500]),
        by=actor.label[:120],
    )
    if row.contacted_at is None or row.contacted_at < at:
        Pairing.objects.filter(pk=row.pk).update(contacted_at=at)
    record(ContactLogged(subject_id=row.pk, at=now, contact_id=contact.pk, kind=kind))
    return contact.pk


def _pairing_to_log(actor: Actor, pairing_id: int) -> Pairing:
    viewer = actor.viewer
    if viewer is None:
        raise NotFound("pairing")
    row = visible_pairings(viewer).select_for_update().filter(pk=pairing_id).first()
    if row is None or not may_log(actor, row):
        raise NotFound("pairing")
    if row.ends is not None and row.ends <= timezone.localdate():
        raise Refusal("pairing_over")
    return row


def may_log(actor: Actor, row: Pairing) -> bool:
    """Whether the actor may write into this log."""
    viewer = actor.viewer
    if viewer is None:
        return False
    own = row.person_id == viewer.person_id or row.organization_id in {held.organization_id for held in viewer.seats}
    return own or row.place_id in reach(viewer, LOG)


@command
def confirm_contact(*, actor: Actor, contact_id: int, now: datetime) -> None:
    """The place confirms hours or a claim (C57): never those who did it. Refusal: confirmed."""
    contact = Contact.objects.select_for_update().select_related("pairing").filter(pk=contact_id).first()
    if contact is None:
        raise NotFound("contact")
    check_write(actor, contact.pairing.place_id, LOG)
    if actor.person_id is not None and actor.person_id == contact.pairing.person_id:
        raise NotFound("contact")
    if contact.confirmed_at is not None or (not contact.hours and contact.kind != ContactKind.CLAIM):
        raise Refusal("confirmed")
    Contact.objects.filter(pk=contact.pk).update(confirmed_at=now)
    record(ContactConfirmed(subject_id=contact.pairing_id, at=now, contact_id=contact.pk))


@command
def reveal_contact_note(*, actor: Actor, pairing_id: int, contact_id: int, reason: str, now: datetime) -> str:
    """The private note of a contact, for who may reveal at its place; logged with the reason.

    Refusal(reason_needed); NotFound for those without the right.
    """
    contact = Contact.objects.filter(pk=contact_id, pairing_id=pairing_id).select_related("pairing").first()
    if contact is None or not contact.note_sealed:
        raise NotFound("contact")
    check_write(actor, contact.pairing.place_id, ("reveal",))
    words = reason.replace("\x00", "").strip()[:200]
    if not words:
        raise Refusal("reason_needed")
    look = ContactLook.objects.create(contact=contact, reason=words, at=now)
    record(ContactNoteRevealed(subject_id=pairing_id, at=now, contact_id=contact.pk, look_id=look.pk))
    return unseal(contact.note_sealed)
