"""An issue that was taken on becomes a matter of the kind its pack names (C18): after commit, safe to repeat."""

from linli.backbone.events import Recorded
from linli.domains.cases.commands import open_case
from linli.domains.cases.queries.heard import numbers_of
from linli.domains.cases.values import Channel
from linli.domains.insights.commands import link_issue
from linli.domains.insights.queries.issues import issue_taken, place_for
from linli.domains.places.queries import place_info

# The kinds of place such a matter is opened at, and how many numbers its words name.
LEVELS, NAMED = ("community", "street", "district"), 20


def open_case_of_issue(event: Recorded) -> None:
    """Open it where the issue lies, for the seat that took it on, with the numbers of its messages."""
    issue, place_id, case_ids = issue_taken(event.subject_id)
    if issue.number:
        return
    named = "、".join(numbers_of(case_ids[:NAMED]))
    more = f"等 {len(case_ids)} 件" if len(case_ids) > NAMED else ""
    said = f"{issue.place}，{issue.people} 个人反映 {issue.count} 次。"
    opened = open_case(
        actor=event.actor,
        place=place_info(place_for(place_id, LEVELS)),
        text=f"{issue.title}\n{said}由热点 {issue.url} 立项。\n{named}{more}",
        channel=Channel.WINDOW,
        now=event.at,
        category="",
        kind=event.data["kind"],
        given={"reports": str(issue.count), "goal": f"解决“{issue.title}”，不再反复"},
        starter_seat=event.data["starter_seat"],
        key=f"issue:{issue.id}",
    )
    link_issue(actor=event.actor, issue_id=issue.id, case_id=opened["id"], number=opened["number"], now=event.at)
