"""What happens after commit: the seats a circular concerns next are told; advice is compared with what came of it."""

from django.utils.translation import gettext_noop as mark

from linli.backbone.events import Recorded
from linli.domains.cases.queries.alike import handler_of
from linli.domains.duties.commands import notify
from linli.domains.insights.models import Advised, Circular
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
