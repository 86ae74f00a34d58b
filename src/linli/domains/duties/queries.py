"""Every read about duties."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Count, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.backbone.values import Viewer
from linli.domains.duties.access import own_duties, own_notices
from linli.domains.duties.models import Duty
from linli.domains.duties.rules import end_of_day, offered, urgency
from linli.domains.duties.values import (
    DutyInfo,
    DutyRole,
    DutyRow,
    DutyState,
    InboxCounts,
    InboxGroup,
    NoticeRow,
)
from linli.domains.duties.values.tables import working_calendar
from linli.kernel.calendar import UnknownYear

PAGE = 20


def inbox(
    viewer: Viewer, *, tab: str, now: datetime, channel: str = "", after: str = "", limit: int = PAGE
) -> tuple[tuple[InboxGroup, ...], str]:
    """The viewer's duties by urgency, most urgent first, with the cursor of the next page.

    `now` is in the zone of the place. `tab` is mine, late, today or waiting.
    """
    rows = _tab(viewer, tab, now)
    if channel:
        rows = rows.filter(channel=channel)
    if after:
        moment, _sep, last = after.rpartition("~")
        rows = rows.filter(_beyond(datetime.fromisoformat(moment) if moment else None, int(last)))
    found = list(rows.order_by("next_due", "id")[: limit + 1])
    cursor = ""
    if len(found) > limit:
        found = found[:limit]
        moment = found[-1].next_due.isoformat() if found[-1].next_due else ""
        cursor = f"{moment}~{found[-1].pk}"
    return _groups([duty_row(row) for row in found], now), cursor


def _tab(viewer: Viewer, tab: str, now: datetime):  # type: ignore[no-untyped-def]
    rows = own_duties(viewer)
    if tab == "waiting":
        return rows.filter(state__in=(DutyState.WAITING, DutyState.PAUSED))
    rows = rows.filter(state=DutyState.OPEN)
    if tab == "late":
        return rows.filter(next_due__lt=now)
    return rows.filter(next_due__gte=now, next_due__lte=end_of_day(now)) if tab == "today" else rows


def _beyond(moment: datetime | None, last: int) -> Q:
    if moment is None:
        return Q(next_due=None, id__gt=last)
    return Q(next_due__gt=moment) | Q(next_due=moment, id__gt=last) | Q(next_due=None)


def _groups(rows: list[DutyRow], now: datetime) -> tuple[InboxGroup, ...]:
    today, end = now.date(), end_of_day(now)
    split: dict[str, list[DutyRow]] = {"late": [], "today": [], "later": []}
    for row in rows:
        split[urgency(row.next_due, now, today, end)].append(row)
    return tuple(InboxGroup(key, tuple(found)) for key, found in split.items() if found)


def duty_row(row: Duty) -> DutyRow:
    """A duty as a line of a list, in the reader's language."""
    english = (get_language() or "").startswith("en")
    act = offered(
        row.role,
        sign_due=row.sign_due,
        signed=row.signed_at is not None,
        arrived=row.arrived_at is not None,
        act=row.act,
    )
    word = (row.act_en if english and row.act_en else row.act_zh) if act == row.act else ""
    words = {"sign": _("签收"), "arrive": _("我到了")}
    return DutyRow(
        row.pk,
        row.seat_id,
        row.subject_kind,
        row.subject_id,
        row.number,
        row.title,
        row.plate,
        row.where,
        channel_words(row.channel),
        row.role,
        row.stage_en if english and row.stage_en else row.stage_zh,
        row.state,
        row.created_at,
        row.next_due,
        row.created_at,
        row.signed_at is not None or row.sign_due is None,
        row.arrived_at is not None,
        row.late_at is not None,
        row.redo,
        act,
        word or words.get(act, _("去办")),
        f"/cases/{row.number}/",
    )


def counts(viewer: Viewer, now: datetime) -> InboxCounts:
    """How many live duties of the viewer's seats stand where."""
    end = end_of_day(now)
    live = Q(state=DutyState.OPEN)
    found = (
        own_duties(viewer)
        .filter(state__in=(DutyState.OPEN, DutyState.WAITING, DutyState.PAUSED))
        .aggregate(
            mine=Count("id", filter=live),
            late=Count("id", filter=live & Q(next_due__lt=now)),
            today=Count("id", filter=live & Q(next_due__gte=now, next_due__lte=end)),
            waiting=Count("id", filter=~live),
        )
    )
    return InboxCounts(**found)


def duties_of(subject_kind: str, subject_id: int) -> tuple[DutyInfo, ...]:
    """All duties of one matter, oldest first: for the domain whose matter it is, after it has granted access."""
    rows = Duty.objects.filter(subject_kind=subject_kind, subject_id=subject_id).order_by("id")
    return tuple(_info(row) for row in rows)


def _info(row: Duty) -> DutyInfo:
    return DutyInfo(
        row.pk,
        row.seat_id,
        DutyRole(row.role),
        row.stage,
        DutyState(row.state),
        row.created_at,
        row.sign_due,
        row.signed_at,
        row.arrive_due,
        row.arrived_at,
        row.due,
        row.next_due,
        row.done_at,
        row.outcome,
        row.extended,
        row.designated,
        row.late_at,
        row.about,
    )


def subjects_of_seats(subject_kind: str, seat_ids: Iterable[int]):  # type: ignore[no-untyped-def]
    """The ids of matters in which these seats hold or held a duty, as a subquery."""
    return Duty.objects.filter(subject_kind=subject_kind, seat_id__in=list(seat_ids)).values("subject_id")


def subjects_of_duties(viewer: Viewer, duty_ids: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """(duty id, matter id) of the viewer's own duties among these."""
    return tuple(own_duties(viewer).filter(pk__in=list(duty_ids)).order_by("id").values_list("pk", "subject_id"))


def notices(viewer: Viewer, limit: int = 50) -> tuple[NoticeRow, ...]:
    """What the viewer's seats were told, newest first."""
    rows = own_notices(viewer).order_by("-id")[:limit]
    return tuple(NoticeRow(row.pk, _(row.code) % row.params, row.at, row.url, row.read_at is not None) for row in rows)


def unread(viewer: Viewer) -> bool:
    """Whether the bell has something new."""
    return own_notices(viewer).filter(read_at=None).exists()


def channel_words(channel: str) -> str:
    """How a matter came in."""
    return {
        "scan": _("扫码反映"),
        "web": _("网上反映"),
        "window": _("窗口登记"),
        "phone": _("电话登记"),
        "patrol": _("巡查发现"),
        "hotline": _("12345 转来"),
    }.get(channel, channel)


def is_rest_day(day: date) -> bool:
    """Whether nobody works on this day; of a year whose notice is not known, no day is said to be off."""
    try:
        return not working_calendar().is_working_day(day)
    except UnknownYear:
        return False
