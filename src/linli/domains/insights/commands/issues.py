"""What hands and nights do with issues: told when found or grown, merged, split, taken on as a matter, closed."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from linli.backbone.commands import command
from linli.backbone.events import record
from linli.backbone.packs.registry import in_force
from linli.backbone.values import Actor
from linli.domains.cases.queries.heard import heard
from linli.domains.cases.queries.kinds import kind_form
from linli.domains.insights.access import issue_to_change
from linli.domains.insights.events import (
    IssueClosed,
    IssueFound,
    IssueGrew,
    IssueLinked,
    IssuesMerged,
    IssueSplit,
    IssueTaken,
)
from linli.domains.insights.models import HandTie, Issue, Membership, Raised
from linli.domains.insights.projections.issues import gather
from linli.domains.insights.queries.issues import tells
from linli.domains.insights.values.hot import hot
from linli.domains.organizations.queries import seats_for
from linli.kernel.refusal import NotFound, Refusal


@command
def note_issue(*, actor: Actor, issue_id: int, now: datetime) -> None:
    """Tell the desk that enough people speak of one thing, or that they suddenly are far more: each once. Refusal:
    issue_quiet where there is nothing to tell."""
    row = Issue.objects.select_for_update().get(pk=issue_id)
    seats, what = _told(row, now), tells(row)
    if what == "found":
        row.found_at = now
        Raised.objects.get_or_create(issue_id=row.pk, defaults={"at": now})
        record(IssueFound(subject_id=row.pk, at=now, people=row.people, count=row.count, seat_ids=seats))
    elif what == "grew":
        row.grew_at = now
        weeks = {"week": row.week, "week_before": row.week_before}
        record(IssueGrew(subject_id=row.pk, at=now, people=row.people, count=row.count, seat_ids=seats, **weeks))
    else:
        raise Refusal("issue_quiet")
    row.save(update_fields=["found_at", "grew_at"])


def _told(row: Issue, now: datetime) -> tuple[int, ...]:
    """The first of the seats the pack names that somebody sits in."""
    for one in hot(in_force()).tell:
        found = tuple(seat.id for seat in seats_for([one], row.path, now.date()))
        if found:
            return found
    return ()


@command
def merge_issues(*, actor: Actor, issue_id: int, other_id: int, now: datetime) -> int:
    """Say that two things are one; the first keeps its number. It is remembered: no night takes them apart. Refusal:
    issue_itself, issue_taken (both were taken on); NotFound outside one's places."""
    if issue_id == other_id:
        raise Refusal("issue_itself")
    row, other = _both(actor, issue_id, other_id)
    if row.taken_at and other.taken_at:
        raise Refusal("issue_taken")
    mine, theirs = _members(row), _members(other)
    _tie(actor, [(mine[0], one) for one in [*mine[1:], *theirs]], True, now)
    if other.taken_at:
        row.taken_at, row.taken_case, row.taken_number = other.taken_at, other.taken_case, other.taken_number
    gather(row, heard([*mine, *theirs]), now)
    other.delete()
    _undone(issue_id, other_id)
    record(IssuesMerged(subject_id=row.pk, at=now, people=row.people, count=row.count, other_id=other_id))
    return row.pk


def _both(actor: Actor, issue_id: int, other_id: int) -> tuple[Issue, Issue]:
    rows = {pk: issue_to_change(actor.viewer, pk) for pk in sorted((issue_id, other_id))}
    return rows[issue_id], rows[other_id]


@command
def split_issue(*, actor: Actor, issue_id: int, case_ids: Sequence[int], now: datetime) -> int:
    """Take messages out of an issue into one of their own; its number. Remembered: no night puts them back. Refusal:
    issue_split where none or all are chosen; NotFound outside one's places."""
    row = issue_to_change(actor.viewer, issue_id)
    members, wanted = _members(row), set(case_ids)
    out, rest = [one for one in members if one in wanted], [one for one in members if one not in wanted]
    if not out or not rest:
        raise Refusal("issue_split")
    _tie(actor, [*((out[0], one) for one in out[1:]), *((rest[0], one) for one in rest[1:])], True, now)
    _tie(actor, [*((out[0], one) for one in rest), *((rest[0], one) for one in out)], False, now)
    made = gather(Issue(), heard(out), now)
    gather(row, heard(rest), now)
    _undone(issue_id)
    record(IssueSplit(subject_id=row.pk, at=now, people=row.people, count=row.count, new_id=made.pk))
    return made.pk


def _undone(*issue_ids: int) -> None:
    """The machine had brought together what hands see otherwise: that counts on the page of trust."""
    Raised.objects.filter(issue_id__in=issue_ids).update(undone=True)


def _members(row: Issue) -> list[int]:
    return list(Membership.objects.filter(issue=row).order_by("case_id").values_list("case_id", flat=True))


def _tie(actor: Actor, pairs: Iterable[tuple[int, int]], together: bool, now: datetime) -> None:
    """Remember; what was said last holds."""
    rows = {
        (min(one, other), max(one, other)): HandTie(
            one=min(one, other), other=max(one, other), together=together, by=actor.label[:120], at=now
        )
        for one, other in pairs
        if one != other
    }
    HandTie.objects.bulk_create(
        rows.values(), update_conflicts=True, unique_fields=["one", "other"], update_fields=["together", "by", "at"]
    )


@command
def take_issue(*, actor: Actor, issue_id: int, now: datetime) -> None:
    """Take an issue on: a matter of the kind the pack names is opened for it after commit. Refusal: issue_taken;
    NotFound for who may not open such a matter."""
    row = issue_to_change(actor.viewer, issue_id)
    kind = hot(in_force()).opens
    seat = kind_form(actor.viewer, kind).seat_id
    if seat is None:
        raise NotFound("kind")
    if row.taken_at:
        raise Refusal("issue_taken")
    row.taken_at = now
    row.save(update_fields=["taken_at"])
    record(IssueTaken(subject_id=row.pk, at=now, people=row.people, count=row.count, kind=kind, starter_seat=seat))


@command
def link_issue(*, actor: Actor, issue_id: int, case_id: int, number: str, now: datetime) -> None:
    """Keep which matter was opened for an issue. NotFound for no issue."""
    row = Issue.objects.select_for_update().filter(pk=issue_id).first()
    if row is None:
        raise NotFound("issue")
    row.taken_case, row.taken_number = case_id, number
    row.save(update_fields=["taken_case", "taken_number"])
    record(IssueLinked(subject_id=row.pk, at=now, people=row.people, count=row.count, number=number))


@command
def close_issue(*, actor: Actor, issue_id: int, now: datetime) -> None:
    """Close an issue: by hand, or because nobody speaks of it any more; a later message begins a new one. NotFound
    outside one's places."""
    rows = Issue.objects.select_for_update().filter(pk=issue_id, open=True)
    row = rows.first() if actor.kind == "system" else issue_to_change(actor.viewer, issue_id)
    if row is None:
        raise NotFound("issue")
    row.open = False
    row.save(update_fields=["open"])
    if actor.kind != "system" and row.taken_at is None:
        _undone(issue_id)
    record(IssueClosed(subject_id=row.pk, at=now, people=row.people, count=row.count))
