"""An approved promise stands on the public card of its seat until it is taken back or was not kept (C08): after
commit, safe to repeat."""

from linli.backbone.events import Recorded
from linli.backbone.values import SYSTEM
from linli.domains.cases.commands import open_case
from linli.domains.cases.queries.promises import promise_kind, promised
from linli.domains.cases.values import Channel
from linli.domains.organizations.commands.promises import link_promise, show_promise, take_promise_down
from linli.domains.organizations.queries.cards import draft, promise_case
from linli.domains.places.queries import place_info


def show_promise_of_case(event: Recorded) -> None:
    """Bring the card to what the case says by now; one approved later is left alone."""
    said = promised(event.subject_id)
    if said is None:
        return
    standing = promise_case(said.seat_id)
    if said.stands and (standing is None or standing <= said.case_id):
        case = (said.case_id, said.number)
        show_promise(
            actor=SYSTEM,
            seat_id=said.seat_id,
            case=case,
            words=said.words,
            due=said.due,
            kept_on=said.kept_on,
            now=event.at,
        )
    elif not said.stands and standing == said.case_id:
        take_promise_down(actor=SYSTEM, seat_id=said.seat_id, case_id=said.case_id, now=event.at)


def open_case_of_promise(event: Recorded) -> None:
    """Open the case of a promise that came in with a workbook, in the name of its seat."""
    found = draft(event.data["draft_id"])
    kind = promise_kind(found.seat)
    if found.case_number or kind is None:
        return
    key, card = kind
    opened = open_case(
        actor=event.actor,
        place=place_info(found.place_id),
        text=found.words,
        channel=Channel.WINDOW,
        now=event.at,
        kind=key,
        given={card.promise: found.words, card.due: found.due.isoformat()},
        starter_seat=found.seat_id,
        key=f"promise:{event.data['draft_id']}",
    )
    link_promise(actor=event.actor, draft_id=event.data["draft_id"], case_number=opened["number"], now=event.at)
