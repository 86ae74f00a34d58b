"""What happens after commit with routines: the seats concerned are told, once per event."""

from django.utils.translation import gettext_noop as mark

from linli.backbone.events import Recorded
from linli.domains.duties.commands import notify
from linli.domains.duties.queries.rounds import titled


def tell_missed(event: Recorded) -> None:
    """The seat hears that a round ended undone."""
    _tell(event, mark("没做：%(title)s"))


def tell_late(event: Recorded) -> None:
    """The seat hears that a round is late but can still be done."""
    _tell(event, mark("已超时：%(title)s"))


def _tell(event: Recorded, code: str) -> None:
    if event.data["seat_id"]:
        words = {"title": titled(event.subject_id)}
        notify([event.data["seat_id"]], event.id, code, words, f"/rounds/{event.subject_id}/", event.at)
