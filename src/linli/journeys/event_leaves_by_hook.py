"""What happens to cases is sent to the systems that asked for it, each hearing only of its own place."""

from django.utils.translation import gettext_noop as mark

from linli.backbone.events import Recorded
from linli.backbone.webhooks.commands import any_hook, queue_deliveries
from linli.domains.cases.queries.held import places_of_case
from linli.domains.duties.commands import notify

# What can be asked for.
EVENTS = (
    "CaseOpened",
    "CaseSigned",
    "CaseMoved",
    "WhistleBlown",
    "UnitArrived",
    "PartFinished",
    "CallBackAnswered",
    "CaseReopened",
    "CaseOverdue",
    "CasePressed",
    "CaseMerged",
    "CaseSplit",
    "CaseClosed",
)


def queue_hooks(event: Recorded) -> None:
    """A delivery for each hook that asked for this event at a place of the case."""
    if any_hook():
        queue_deliveries(event, places_of_case(event.subject_id))


def tell_hook_keeper(event: Recorded) -> None:
    """The seat that made a hook hears that it was switched off."""
    if event.data["seat_id"]:
        words = mark("事件推送停了，一直送不到：%(name)s")
        notify([event.data["seat_id"]], event.id, words, {"name": event.data["name"]}, "/me/hooks/", event.at)
