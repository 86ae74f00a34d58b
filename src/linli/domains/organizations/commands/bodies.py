"""Writes about bodies: found and dissolve, what they cover, who belongs to a joint one, founding steps (C05, C06)."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction

from linli.backbone.commands import command
from linli.backbone.events import record
from linli.backbone.packs.registry import in_force
from linli.backbone.values import Actor
from linli.domains.organizations.access import WRITE, reach, visible_bodies
from linli.domains.organizations.commands.pairings import check_write
from linli.domains.organizations.events import (
    BodyDissolved,
    BodyFounded,
    CoverageChanged,
    FoundingStepDone,
    MembershipChanged,
)
from linli.domains.organizations.models import Coverage, FoundingStep, Membership, Organization
from linli.domains.organizations.projections import index_names
from linli.domains.organizations.rules import check_cover, kind_of
from linli.domains.organizations.values.tables import organizations
from linli.domains.places.queries import names_by_id
from linli.kernel.ids import is_credit_code
from linli.kernel.refusal import NotFound, Refusal


@command
def found_body(
    *,
    actor: Actor,
    kind: str,
    name: str,
    short_name: str = "",
    place_id: int,
    credit_code: str = "",
    parent_id: int | None = None,
    now: datetime,
) -> int:
    """Enter a body seated at a place; its id. Refusal: wrong_body, bad_code, body_known."""
    check_write(actor, place_id)
    kind_of(organizations(in_force()).kinds, kind)
    if credit_code and not is_credit_code(credit_code):
        raise Refusal("bad_code")
    try:
        with transaction.atomic():
            row = Organization.objects.create(
                kind=kind,
                name=name,
                short_name=(short_name or name)[:30],
                place_id=place_id,
                credit_code=credit_code,
                parent_id=parent_id,
            )
    except IntegrityError as clash:
        raise Refusal("body_known") from clash
    index_names([row.pk])
    record(BodyFounded(subject_id=row.pk, at=now, kind=kind))
    return row.pk


@command
def dissolve_body(*, actor: Actor, organization_id: int, day: date, now: datetime) -> None:
    """Dissolve a body: what it covers, has as members and belongs to ends that day. Refusal(body_closed)."""
    body = _body_to_write(actor, organization_id)
    Organization.objects.filter(pk=body.pk).update(closed_at=day)
    Coverage.objects.filter(organization=body, ends=None).update(ends=day)
    Membership.objects.filter(body=body, ends=None).update(ends=day)
    Membership.objects.filter(member=body, ends=None).update(ends=day)
    record(BodyDissolved(subject_id=body.pk, at=now))


def _body_to_write(actor: Actor, organization_id: int) -> Organization:
    rows = Organization.objects.all()
    if actor.kind != "system":
        if actor.viewer is None:
            raise NotFound("body")
        rows = visible_bodies(actor.viewer, WRITE)
    body = rows.select_for_update(of=("self",)).filter(pk=organization_id).first()
    if body is None:
        raise NotFound("body")
    if body.closed_at is not None:
        raise Refusal("body_closed")
    return body


@command
def do_founding_step(*, actor: Actor, organization_id: int, step: str, day: date, now: datetime) -> None:
    """Tick a step of founding (its Chinese words name it); the day may be corrected by doing it again."""
    body = _body_to_write(actor, organization_id)
    if step not in {str(one) for one in kind_of(organizations(in_force()).kinds, body.kind).steps}:
        raise NotFound("step")
    FoundingStep.objects.update_or_create(organization=body, step=step, defaults={"done_on": day})
    record(FoundingStepDone(subject_id=body.pk, at=now, step=step))


@command
def cover_place(
    *, actor: Actor, organization_id: int, place_id: int, way: str = "", starts: date, now: datetime
) -> int:
    """Say that a body reaches a place, in a way of its kind; the coverage's id.

    Both must be in the actor's reach. Refusal: wrong_level, wrong_way, already_covered.
    """
    body = _body_to_write(actor, organization_id)
    check_write(actor, place_id)
    place = names_by_id([place_id])[place_id]
    check_cover(kind_of(organizations(in_force()).kinds, body.kind), place.kind, way)
    try:
        with transaction.atomic():
            row = Coverage.objects.create(organization=body, place_id=place_id, way=way, starts=starts)
    except IntegrityError as clash:
        raise Refusal("already_covered") from clash
    record(CoverageChanged(subject_id=body.pk, at=now, place_id=place_id, way=way, ended=False))
    return row.pk


@command
def end_coverage(*, actor: Actor, organization_id: int, coverage_id: int, day: date, now: datetime) -> None:
    """Say that a body no longer reaches a place. Refusal(bad_term) for a day before it began."""
    body = _body_to_write(actor, organization_id)
    row = Coverage.objects.select_for_update().filter(pk=coverage_id, organization=body, ends=None).first()
    if row is None:
        raise NotFound("coverage")
    if day < row.starts:
        raise Refusal("bad_term")
    Coverage.objects.filter(pk=row.pk).update(ends=day)
    record(CoverageChanged(subject_id=body.pk, at=now, place_id=row.place_id, way=row.way, ended=True))


@command
def join_body(
    *, actor: Actor, organization_id: int, member_id: int, mandate: str = "", starts: date, now: datetime
) -> int:
    """Let an organization join a joint body; the membership's id. Members may sit in other streets (S1-09), so only
    the body must be in the actor's reach. Refusal: not_joint, already_member."""
    body = _body_to_write(actor, organization_id)
    if not kind_of(organizations(in_force()).kinds, body.kind).joint or member_id == body.pk:
        raise Refusal("not_joint")
    if not Organization.objects.filter(pk=member_id, closed_at=None).exists():
        raise NotFound("member")
    try:
        with transaction.atomic():
            row = Membership.objects.create(body=body, member_id=member_id, mandate=mandate[:120], starts=starts)
    except IntegrityError as clash:
        raise Refusal("already_member") from clash
    record(MembershipChanged(subject_id=body.pk, at=now, member_id=member_id, ended=False))
    return row.pk


@command
def leave_body(*, actor: Actor, organization_id: int, membership_id: int, day: date, now: datetime) -> None:
    """Let a member leave a joint body. Refusal(bad_term) for a day before it joined."""
    body = _body_to_write(actor, organization_id)
    row = Membership.objects.select_for_update().filter(pk=membership_id, body=body, ends=None).first()
    if row is None:
        raise NotFound("membership")
    if day < row.starts:
        raise Refusal("bad_term")
    Membership.objects.filter(pk=row.pk).update(ends=day)
    record(MembershipChanged(subject_id=body.pk, at=now, member_id=row.member_id, ended=True))


def in_reach(actor: Actor, place_ids: Iterable[int]) -> set[int]:
    """Those of these places whose registers the actor keeps."""
    wanted = set(place_ids)
    if actor.kind == "system":
        return wanted
    return wanted & set(reach(actor.viewer, WRITE)) if actor.viewer else set()
