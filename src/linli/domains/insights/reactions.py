"""What happens after commit: the seats a circular concerns next are told, once per event."""

from django.utils.translation import gettext_noop as mark

from linli.backbone.events import Recorded
from linli.domains.duties.commands import notify
from linli.domains.insights.models import Circular

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
