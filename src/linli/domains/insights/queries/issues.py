"""Hot issues as their pages show them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from linli.backbone.packs.registry import in_force
from linli.backbone.values import Viewer
from linli.domains.cases.queries.heard import seen_rows
from linli.domains.cases.queries.kinds import kind_form
from linli.domains.cases.queries.lists import category_title
from linli.domains.insights.access import may_switch, visible_issues
from linli.domains.insights.models import Issue, Membership, Switch
from linli.domains.insights.rules.heat import Sums, sudden
from linli.domains.insights.values.advice import HOT
from linli.domains.insights.values.hot import HeatTable, HotOff, IssuePage, IssueRow, hot
from linli.domains.places.queries import place_info
from linli.kernel.refusal import NotFound

SHOWN, NEAR, MEMBERS = 60, 12, 200


def hot_issues(viewer: Viewer, state: str = "") -> tuple[IssueRow, ...]:
    """The hottest issues of the viewer's places: those open that enough people speak of, or the `closed` ones."""
    rows = visible_issues(viewer).filter(people__gte=hot(in_force()).people, open=state != "closed")
    order = ("-last_at",) if state == "closed" else ("-heat", "-pk")
    return _rows(rows.defer("words").order_by(*order)[:SHOWN])


def issue(viewer: Viewer, issue_id: int, now: datetime) -> IssuePage:
    """One issue with the messages the viewer may see; NotFound outside their places."""
    row = visible_issues(viewer).filter(pk=issue_id).first()
    if row is None:
        raise NotFound("issue")
    ids = list(Membership.objects.filter(issue=row).order_by("-at").values_list("case_id", flat=True))
    members = tuple(seen_rows(viewer, ids[:MEMBERS], now))
    others = visible_issues(viewer).filter(community_id=row.community_id, open=True).exclude(pk=row.pk)
    if row.taken_at:  # of two that were taken on neither can go into the other
        others = others.filter(taken_at=None)
    near = others.defer("words").order_by("-heat", "-pk")[:NEAR]
    return IssuePage(_rows([row])[0], members, len(ids) - len(members), _rows(near), _may_take(viewer))


def hot_off(viewer: Viewer) -> HotOff | None:
    """Who switched the bringing together off, and whether the viewer may switch it on again; None while it is on."""
    row = Switch.objects.filter(kind=HOT, off=True).first()
    return HotOff(row.by, row.at, may_switch(viewer)) if row else None


def _may_take(viewer: Viewer) -> bool:
    try:
        return kind_form(viewer, hot(in_force()).opens).seat_id is not None
    except NotFound:
        return False


def _rows(rows: Iterable[Issue]) -> tuple[IssueRow, ...]:
    found = list(rows)
    hottest = max((one.heat for one in found), default=0) or 1
    return tuple(_row(one, hottest) for one in found)


def _row(one: Issue, hottest: float) -> IssueRow:
    return IssueRow(
        id=one.pk,
        title=one.title,
        place=one.place_name,
        category=category_title(one.category),
        first_at=one.first_at,
        last_at=one.last_at,
        count=one.count,
        people=one.people,
        buildings=one.buildings,
        week=one.week,
        week_before=one.week_before,
        unsolved=one.unsolved,
        heat=round(one.heat, 1),
        share=max(4, round(one.heat * 100 / hottest)),
        points=tuple(one.days),
        number=one.taken_number,
        taken=one.taken_at is not None,
        open=one.open,
        url=f"/issues/{one.pk}/",
    )


def issue_taken(issue_id: int) -> tuple[IssueRow, int, list[int]]:
    """An issue that was taken on, the place it lies in and its messages: for the matter that is opened."""
    row = Issue.objects.get(pk=issue_id)
    return _row(row, row.heat or 1), row.place_id, list(row.members.order_by("-at").values_list("case_id", flat=True))


def quiet_ids(now: datetime) -> list[int]:
    """Open issues nobody spoke of for as long as the pack says: for `keep` days, for `days` where all is solved."""
    part = hot(in_force())
    old = Q(last_at__lt=now - timedelta(days=part.keep))
    done = Q(unsolved=0, last_at__lt=now - timedelta(days=part.days))
    return list(Issue.objects.filter(old | done, open=True).values_list("pk", flat=True))


def tells(row: Issue) -> str:
    """What there is to tell of an issue that was not told yet: found, grew, or nothing."""
    part = hot(in_force())
    if not row.open or row.people < part.people:
        return ""
    if row.found_at is None:
        return "found"
    counted = Sums(row.count, row.people, row.buildings, row.week, row.week_before, row.unsolved, 0, ())
    return "grew" if row.grew_at is None and sudden(counted, part.sudden) else ""


def telling_ids() -> list[int]:
    """Open issues enough people speak of; which of them there is something to tell of is decided one by one."""
    rows = Issue.objects.filter(open=True, people__gte=hot(in_force()).people).defer("words")
    return [one.pk for one in rows if tells(one)]


def place_for(place_id: int, levels: Sequence[str]) -> int:
    """The place itself, or the nearest above it of one of these levels."""
    path = place_info(place_id).path
    return next((step.id for step in reversed(path) if step.kind in levels), place_id)


def heat_weights() -> HeatTable:
    """What each part of the heat weighs in the pack in force."""
    return hot(in_force()).heat


def least_people() -> int:
    """How many people make a thing an issue."""
    return hot(in_force()).people


def places_of_issue(issue_id: int) -> tuple[str, tuple[int, ...]]:
    """The category of an issue, and the places all of its messages lie in."""
    row = Issue.objects.filter(pk=issue_id).values_list("category", "path").first()
    return (row[0], tuple(row[1])) if row else ("", ())
