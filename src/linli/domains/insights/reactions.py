"""What happens after commit: the seats a circular concerns next are told; advice is compared with what came of it;
a new request is brought to the issue it belongs to."""

from django.db import transaction
from django.utils.translation import gettext_noop as mark

from linli.backbone.events import Recorded
from linli.backbone.values import SYSTEM
from linli.domains.cases.queries.alike import handler_of
from linli.domains.duties.commands import notify
from linli.domains.insights.commands.issues import note_issue
from linli.domains.insights.models import Advised, Circular, Issue
from linli.domains.insights.projections.issues import place_case
from linli.domains.insights.queries.advice import hot_is_off
from linli.domains.insights.queries.issues import tells
from linli.domains.organizations.queries import seats_by_id
from linli.domains.organizations.queries.who import who_of

CODES = {
    "CircularDrafted": mark("起草好了一份通报：%(title)s"),
    "CircularSent": mark("通报请您审批：%(title)s"),
    "CircularApproved": mark("通报批准了，可以印发：%(title)s"),
    "CircularReturned": mark("通报退回来改：%(title)s"),
    "CircularIssued": mark("通报印发了：%(title)s"),
}


def tell_of_circular(event: Recorded) -> None:
    """The desk hears of a draft and of a decision, the approver of what waits for it."""
    title = Circular.objects.values_list("title", flat=True).get(pk=event.subject_id)
    seats = event.data["seat_ids"]
    notify(seats, event.id, CODES[event.name], {"title": title}, f"/circulars/{event.subject_id}/", event.at)


def judge_route(event: Recorded) -> None:
    """Who was advised for a case, against who handled it."""
    waiting = Advised.objects.filter(case_id=event.subject_id, kind="route", right=None)
    row = waiting.first()
    if row is not None:
        handler = handler_of(event.subject_id)
        seat = seats_by_id([handler]).get(handler) if handler else None
        waiting.update(right=None if seat is None else who_of(seat)[0] == row.said)


def judge_category(event: Recorded) -> None:
    """What was advised, against the category somebody gave the matter later."""
    said = Advised.objects.filter(case_id=event.subject_id, kind="category")
    said.filter(said=event.data["to_category"]).update(right=True)
    said.exclude(said=event.data["to_category"]).update(right=False)


ISSUE_CODES = {
    "IssueFound": mark("%(people)s 个人都在说：%(title)s（%(place)s）"),
    "IssueGrew": mark("这一周一下子多了：%(title)s（%(place)s），已有 %(people)s 个人"),
}


def place_report(event: Recorded) -> None:
    """A new request belongs to an issue; the desk is told where that makes it hot. Nothing while that is switched off:
    the first night it is on again brings together what came meanwhile."""
    if hot_is_off():
        return
    with transaction.atomic():
        issue_id = place_case(event.subject_id, event.at)
    if issue_id is not None and tells(Issue.objects.get(pk=issue_id)):
        note_issue(actor=SYSTEM, issue_id=issue_id, now=event.at)


def tell_of_issue(event: Recorded) -> None:
    """The desk hears of an issue that is new, or that grew."""
    row = Issue.objects.filter(pk=event.subject_id).first()
    if row is not None:
        about = {"title": row.title, "place": row.place_name, "people": row.people}
        notify(event.data["seat_ids"], event.id, ISSUE_CODES[event.name], about, f"/issues/{row.pk}/", event.at)
