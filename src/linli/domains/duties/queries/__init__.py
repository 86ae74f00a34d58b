"""Every read about duties."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.backbone import sql
from linli.backbone.moments import midnight
from linli.backbone.values import Viewer
from linli.domains.duties.access import own_duties, own_notices
from linli.domains.duties.models import Duty
from linli.domains.duties.rules import end_of_day, offered, urgency
from linli.domains.duties.values import DutyInfo, DutyRole, DutyRow, DutyState, InboxCounts, InboxGroup, NoticeRow
from linli.domains.duties.values.tables import working_calendar
from linli.kernel.calendar import UnknownYear

PAGE = 20


# How many duties stand where, and beside that what a line of the inbox shows, in the order of DutyLine.
_INBOX = """
WITH have AS (
  SELECT count(*) FILTER (WHERE state = 'open')::int, count(*) FILTER (WHERE state = 'open' AND next_due < %s)::int,
    count(*) FILTER (WHERE state = 'open' AND next_due >= %s AND next_due <= %s)::int,
    count(*) FILTER (WHERE state <> 'open')::int
  FROM duties_duty WHERE seat_id = ANY(%s) AND state IN ('open', 'waiting', 'paused'))
SELECT have.*, line.* FROM have LEFT JOIN (
  SELECT id, seat_id, subject_kind, subject_id, number, title, plate, "where", channel, role, stage_zh, stage_en, state,
    created_at, next_due, sign_due, signed_at, arrive_due, arrived_at, late_at, redo, act, act_zh, act_en, review_on
  FROM duties_duty WHERE seat_id = ANY(%s) AND {} ORDER BY next_due, id LIMIT %s) line ON true
ORDER BY line.next_due, line.id
"""
_TABS = {
    "mine": ("state = 'open'", 0),
    "late": ("state = 'open' AND next_due < %s", 1),
    "today": ("state = 'open' AND next_due >= %s AND next_due <= %s", 2),
    "waiting": ("state IN ('waiting', 'paused')", 0),
}


class DutyLine(NamedTuple):
    """A duty as the database hands it to a list."""

    id: int
    seat_id: int
    subject_kind: str
    subject_id: int
    number: str
    title: str
    plate: str
    where: str
    channel: str
    role: str
    stage_zh: str
    stage_en: str
    state: str
    created_at: datetime
    next_due: datetime | None
    sign_due: datetime | None
    signed_at: datetime | None
    arrive_due: datetime | None
    arrived_at: datetime | None
    late_at: datetime | None
    redo: bool
    act: str
    act_zh: str
    act_en: str
    review_on: date | None


def inbox(
    viewer: Viewer, *, tab: str, now: datetime, channel: str = "", after: str = "", limit: int = PAGE
) -> tuple[tuple[InboxGroup, ...], str, InboxCounts]:
    """The viewer's duties by urgency, most urgent first, the cursor of the next page, and how many stand where.

    `now` is in the zone of the place. `tab` is mine, late, today or waiting.
    """
    where, moments = _TABS[tab]
    seats, end = viewer.seat_ids, end_of_day(now)
    params: list[object] = [now, now, end, seats, seats, *(now, end)[:moments]]
    if channel:
        where += " AND channel = %s"
        params.append(channel)
    if after:
        words, more = _beyond(after)
        where += f" AND {words}"
        params += more
    rows = sql.rows(_INBOX.format(where), [*params, limit + 1])
    found = [DutyLine._make(row[4:]) for row in rows if row[4] is not None]
    cursor = ""
    if len(found) > limit:
        found = found[:limit]
        cursor = f"{found[-1].next_due.isoformat() if found[-1].next_due else ''}~{found[-1].id}"
    return _groups(_shown(found), now), cursor, InboxCounts(*rows[0][:4])


def _beyond(after: str) -> tuple[str, list[object]]:
    """What lies beyond a cursor, in the order of the list: clocks first, duties without one last."""
    text, _sep, last = after.rpartition("~")
    if not text:
        return "(next_due IS NULL AND id > %s)", [int(last)]
    moment = datetime.fromisoformat(text)
    return "(next_due > %s OR (next_due = %s AND id > %s) OR next_due IS NULL)", [moment, moment, int(last)]


def _groups(rows: list[DutyRow], now: datetime) -> tuple[InboxGroup, ...]:
    today, end = now.date(), end_of_day(now)
    split: dict[str, list[DutyRow]] = {"late": [], "today": [], "later": []}
    for row in rows:
        key = urgency(row.next_due, now, today, end) if row.state != DutyState.PAUSED else "later"
        split[key].append(row)
    return tuple(InboxGroup(key, tuple(found)) for key, found in split.items() if found)


def _shown(lines: Iterable[DutyLine]) -> list[DutyRow]:
    """Duties as lines of a list, in the reader's language; words are looked up once for all."""
    english = (get_language() or "").startswith("en")
    channels, words = _words(get_language())
    return [_row(line, words, channels.get(line.channel, line.channel), english=english) for line in lines]


@lru_cache(maxsize=8)
def _words(_language: str | None) -> tuple[dict[str, str], dict[str, str]]:
    words = {"sign": _("签收"), "arrive": _("我到了"), "": _("去办")}
    return {key: channel_words(key) for key in CHANNELS}, words


def _row(line: DutyLine, words: Mapping[str, str], channel: str, *, english: bool) -> DutyRow:
    signed, arrived = line.signed_at is not None, line.arrived_at is not None
    routine = line.subject_kind == "occurrence"
    url = f"/rounds/{line.subject_id}/" if routine else f"/cases/{line.number}/"
    stage = (english and line.stage_en) or line.stage_zh
    to_sign, to_arrive = line.sign_due is not None and not signed, line.arrive_due is not None and not arrived
    act = offered(to_sign=to_sign, to_arrive=to_arrive, act=line.act) if line.state == DutyState.OPEN else ""
    word = ((english and line.act_en) or line.act_zh) if act == line.act else words.get(act, words[""])
    return DutyRow(
        line.id,
        line.seat_id,
        line.subject_kind,
        line.subject_id,
        line.number,
        stage if routine else line.title,
        line.plate,
        line.where,
        channel,
        line.role,
        "" if routine else stage,
        line.state,
        line.created_at,
        midnight(line.review_on) if line.review_on else line.next_due,
        line.created_at,
        signed or line.sign_due is None,
        arrived,
        line.late_at is not None,
        line.redo,
        act,
        word,
        url,
        url if routine else f"{url}acts/{act}/",
    )


_OF_SUBJECT = """
SELECT id, seat_id, role, stage, state, created_at, sign_due, signed_at, arrive_due, arrived_at, due, next_due, done_at,
  outcome, extended, designated, late_at, about, review_on, paused_left
FROM duties_duty WHERE subject_kind = %s AND subject_id = %s ORDER BY id
"""


def duties_of(subject_kind: str, subject_id: int) -> tuple[DutyInfo, ...]:
    """All duties of one matter, oldest first: for the domain whose matter it is, after it has granted access."""
    return tuple(
        DutyInfo(pk, seat_id, DutyRole(role), stage, DutyState(state), *rest)
        for pk, seat_id, role, stage, state, *rest in sql.rows(_OF_SUBJECT, [subject_kind, subject_id])
    )


def places_of_duty(duty_id: int) -> tuple[str, tuple[int, ...]]:
    """The number of the matter a duty belongs to, and the places it lies in; nothing for an unknown one."""
    row = Duty.objects.filter(pk=duty_id).values_list("number", "place_ids").first()
    return (row[0], tuple(row[1])) if row else ("", ())


def subjects_of_seats(subject_kind: str, seat_ids: Iterable[int]) -> Any:
    """The ids of matters in which these seats hold or held a duty, as a subquery."""
    return Duty.objects.filter(subject_kind=subject_kind, seat_id__in=list(seat_ids)).values("subject_id")


_SEATS_OF = """
SELECT subject_id, array_agg(DISTINCT seat_id ORDER BY seat_id) FROM duties_duty
WHERE subject_kind = %s AND subject_id = ANY(%s) GROUP BY subject_id
"""


def seats_of_subjects(subject_kind: str, subject_ids: list[int]) -> dict[int, list[int]]:
    """The seats that hold or held a duty in these matters, by matter."""
    return {row[0]: row[1] for row in sql.rows(_SEATS_OF, [subject_kind, subject_ids])}


def subjects_of_duties(
    viewer: Viewer, duty_ids: Iterable[int], subject_kind: str = "case"
) -> tuple[tuple[int, int], ...]:
    """(duty id, matter id) of the viewer's own duties among these, over matters of one kind."""
    rows = own_duties(viewer).filter(pk__in=list(duty_ids), subject_kind=subject_kind)
    return tuple(rows.order_by("id").values_list("pk", "subject_id"))


def notices(viewer: Viewer, limit: int = 50) -> tuple[NoticeRow, ...]:
    """What the viewer's seats were told, newest first."""
    found = own_notices(viewer).order_by("-id")[:limit]
    return tuple(NoticeRow(row.pk, _(row.code) % row.params, row.at, row.url, row.read_at is not None) for row in found)


def unread(viewer: Viewer) -> bool:
    """Whether the bell has something new."""
    return own_notices(viewer).filter(read_at=None).exists()


CHANNELS = ("scan", "web", "window", "phone", "patrol", "hotline", "open311", "routine")


def channel_words(channel: str) -> str:
    """How a matter came in."""
    return {
        "scan": lambda: _("扫码反映"),
        "web": lambda: _("网上反映"),
        "window": lambda: _("窗口登记"),
        "phone": lambda: _("电话登记"),
        "patrol": lambda: _("巡查发现"),
        "hotline": lambda: _("12345 转来"),
        "open311": lambda: _("Open311 转来"),
        "routine": lambda: _("例行"),
    }.get(channel, lambda: channel)()


def rest_days(days: Iterable[date]) -> list[bool]:
    """Whether nobody works on each of these days; of a year whose notice is not known, no day is said to be off."""
    calendar = working_calendar()

    def rests(day: date) -> bool:
        try:
            return not calendar.is_working_day(day)
        except UnknownYear:
            return False

    return [rests(day) for day in days]
