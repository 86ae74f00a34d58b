"""A problem found on a round becomes a case of the kind its routine names (C21): after commit, safe to repeat."""

from linli.adapters.photos import Stored
from linli.backbone.events import Recorded
from linli.domains.cases.commands import open_case
from linli.domains.cases.values import Channel
from linli.domains.duties.commands.entries import link_problem
from linli.domains.duties.queries.rounds import found_problem
from linli.domains.places.queries import place_info


def open_case_of_problem(event: Recorded) -> None:
    """Open the case where the problem was found, in the name of who found it, and leave its number on the round."""
    found = found_problem(event.data["problem_id"])
    if found.case_number:
        return
    opened = open_case(
        actor=event.actor,
        place=place_info(found.place_id),
        text=found.text,
        channel=Channel.PATROL,
        now=event.at,
        photos=[Stored(*photo) for photo in found.photos],
        kind=found.kind,
        key=f"problem:{found.id}",
    )
    link_problem(actor=event.actor, problem_id=found.id, case_number=opened["number"], now=event.at)
