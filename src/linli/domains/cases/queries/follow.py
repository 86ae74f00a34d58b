"""A case as its reporter sees it, by the secret link."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from linli.backbone import sql
from linli.backbone.crypto import token_digest, unseal
from linli.domains.cases.access import case_followed
from linli.domains.cases.models import Case, Follower, Photo, Tie
from linli.domains.cases.queries.alike import neighbours_of
from linli.domains.cases.queries.lists import category_title
from linli.domains.cases.queries.timeline import photo_rows, story, timeline
from linli.domains.cases.rules import may_nudge
from linli.domains.cases.values import FollowCase, MineRow, NeighbourRow, NextStep, TrackStep
from linli.domains.cases.values.alike import JoinedCase, JoinedStep
from linli.domains.duties.queries import duties_of
from linli.domains.duties.values import DutyInfo, DutyRole, DutyState
from linli.domains.organizations.queries import incumbents, seats_by_id
from linli.domains.people.queries import public_persons
from linli.domains.places.queries import door_code_of
from linli.kernel.ids import masked_phone
from linli.kernel.refusal import NotFound
from linli.ui.timewords import by_when, day_beside


def follow(token: str, now: datetime) -> FollowCase:
    """The whole follow-up page of a case; NotFound for an unknown link. `now` in the zone of the place."""
    case = case_followed(token_digest(token))
    main, holders = _main(case), _holders(case)
    link = f"/f/{token}/"
    photos = photo_rows(case.pk, link)
    chief_name, chief_phone = _chief(case)
    rating = case.open and case.rate_by is not None
    return FollowCase(
        token=token,
        number=case.number,
        title=case.title,
        text=case.text,
        plate=case.plate,
        compound=case.where.split(" · ")[0],
        where=case.where,
        opened_at=case.opened_at,
        track=_track(main, now, own=main == case),
        next=_next(case, main, holders, now),
        timeline=timeline(story(case.pk), photos, staff=False),
        photos=tuple(photo for photo in photos if photo.kind == "report"),
        before=next((one for one in photos if one.kind == "report"), None),
        after=next((one for one in reversed(photos) if one.kind == "done"), None) if rating or not case.open else None,
        closed=not main.open,
        satisfied=case.result == "solved",
        can_rate=rating,
        can_nudge=case.open and not rating and may_nudge(case.nudged_at, now),
        can_add=case.open,
        rate_by=case.rate_by,
        handled_by=_seat_title(case.handler_seat),
        handled_at=case.handled_at,
        door_code=door_code_of(case.place_id),
        chief_name=chief_name,
        chief_phone=chief_phone,
        phone_masked=masked_phone(unseal(case.phone_sealed)),
        public=case.public,
        receipt=_receipt(case, holders, now),
    )


def _main(case: Case) -> Case:
    """The case in which this one goes on: a duplicate's is that which it was merged into, until one is none."""
    while case.result == "merged":
        tie = Tie.objects.filter(case=case, kind="merged").select_related("other").first()
        if tie is None:
            break
        case = tie.other
    return case


def _holders(case: Case) -> tuple[DutyInfo, ...]:
    working = (DutyRole.MAIN, DutyRole.LEAD, DutyRole.HELPER, DutyRole.CALL_BACK)
    return tuple(
        one
        for one in duties_of("case", case.pk)
        if one.role in working and one.state in (DutyState.OPEN, DutyState.PAUSED)
    )


def _seat_title(seat_id: int | None) -> str:
    seat = seats_by_id([seat_id]).get(seat_id) if seat_id else None
    return seat.title if seat else ""


def _chief(case: Case) -> tuple[str, str]:
    sitting = incumbents([case.building_id or case.place_id], ["building_chief"])
    if not sitting:
        return "", ""
    person = public_persons([sitting[0].person_id]).get(sitting[0].person_id)
    if person is None or not person.surname:
        return "", ""
    return _("%(surname)s楼长") % {"surname": person.surname}, person.phone


def resident_words(*, own: bool = True) -> tuple[str, str, str, str]:
    """The four words a resident sees: of their own matter, or of another's, which it is not theirs to rate."""
    return _("收到"), _("正在办"), _("请您评") if own else _("等评价"), _("办结")


def track_index(case: Case) -> int:
    """Which of the four words the case stands at."""
    if not case.open:
        return 3
    return 2 if case.rate_by is not None else 1


def is_late(case: Case, now: datetime) -> bool:
    """Whether an open case has passed its limit and is not handled."""
    return case.open and case.rate_by is None and case.due is not None and case.due < now


def _track(case: Case, now: datetime, *, own: bool = True) -> tuple[TrackStep, ...]:
    here = track_index(case)
    late = is_late(case, now)
    words = list(resident_words(own=own))
    if late:
        words[1] = _("已超时")
    states = [
        "done" if index < here else ("late" if late else "now") if index == here else "todo" for index in range(4)
    ]
    if not case.open:
        states, words[2] = ["done"] * 4, _("已评价")
    steps = [TrackStep(word, state) for word, state in zip(words, states, strict=True)]
    # What ended otherwise than solved was rated by nobody.
    return tuple(steps) if case.open or case.result == "solved" else (*steps[:2], steps[3])


def _next(case: Case, main: Case, holders: tuple[DutyInfo, ...], now: datetime) -> NextStep:
    if main != case:
        return _merged_step(main)
    if not case.open:
        heading = _("这件事不归我们办，已告诉您去向") if case.result == "declined" else _("这件事办结了")
        return NextStep(heading, (_("以前的记录都留着，随时能看。"),))
    if case.rate_by is not None:
        answered = (_("解决了没有、满不满意，您说了算。"), _silent(case, case.rate_by, now))
        return NextStep(_("办好了，请您评一评"), answered)
    holder = holders[0] if holders else None
    if holder is not None and holder.state == DutyState.PAUSED:
        again = day_beside(holder.review_on, now) if holder.review_on else _("到日子")
        lines = (_("不会丢，%(day)s再看，您这里能看到。") % {"day": again},)
        return NextStep(_("一时办不了，先挂着账"), lines)
    return _working_step(case, holder, now)


def _silent(case: Case, until: datetime, now: datetime) -> str:
    """What comes of not rating: somebody can ask only where there is a telephone."""
    call, none = _("%(when)s没有评，会有人打电话问您。"), _("您没留电话，过后没法问您，%(when)s都可以评。")
    return (call if unseal(case.phone_sealed) else none) % {"when": by_when(until, now)}


def _merged_step(other: Case) -> NextStep:
    """A duplicate goes on with the matter it was merged into: its reporter hears how that one stands."""
    said = {"number": other.number, "word": resident_words(own=False)[track_index(other)]}
    lines = (_("那一件的编号是 %(number)s，现在：%(word)s。") % said, _("有新进展，这里能看到。"))
    return NextStep(_("和邻居反映的是同一件事，一起办"), lines, due=None if other.rate_by else other.due)


def _working_step(case: Case, holder: DutyInfo | None, now: datetime) -> NextStep:
    title = _seat_title(holder.seat_id) if holder else ""
    late = is_late(case, now)
    due = holder.next_due if holder else case.due
    by = {"when": by_when(due, now)} if due else {}
    if holder is not None and holder.sign_due and holder.signed_at is None:
        heading, line = _("%(seat)s签收，并跟您联系") % {"seat": title}, _("%(when)s签收。")
    elif holder is not None and holder.role in (DutyRole.LEAD, DutyRole.HELPER) and holder.arrived_at is None:
        heading, line = _("%(seat)s到现场") % {"seat": title}, _("%(when)s到，到了会拍照。")
    else:
        heading = _("%(seat)s办理") % {"seat": title} if title else _("正在安排人办")
        line = _("%(when)s有结果。")
    lines = [line % by] if by and not late else []
    lines.append(_("比约定的晚了，我们已经在催。") if late else _("到点没办，我们会催，也会告诉您。"))
    return NextStep(heading, tuple(lines), holder.created_at if holder else case.opened_at, due, late)


def _receipt(case: Case, holders: tuple[DutyInfo, ...], now: datetime) -> tuple[tuple[str, str], ...]:
    holder = holders[0] if holders else None
    title = _seat_title(holder.seat_id) if holder else ""
    lines = [(_("现在"), _("已送到%(seat)s手里") % {"seat": title} if title else _("已收到，正在安排人"))]
    if holder and holder.sign_due and holder.signed_at is None:
        lines.append((by_when(holder.sign_due, now), _("%(seat)s签收，并跟您联系") % {"seat": title}))
    if case.due:
        lines.append((by_when(case.due, now), _("办好，或者告诉您原因和下一步")))
    else:
        lines.append((_("时限待定"), _("放假安排公布后告诉您")))
    return (*lines, (_("办好以后"), _("请您说一句：解决了没有、满不满意")))


def mine(tokens: Iterable[str], now: datetime) -> tuple[MineRow, ...]:
    """The matters behind the links this phone keeps, newest first; unknown links are passed over."""
    by_digest = {token_digest(token): token for token in list(tokens)[:50]}
    rows = Case.objects.filter(follow_digest__in=list(by_digest)).order_by("-id")
    own = [_mine(by_digest[bytes(row.follow_digest)], row, row.title, now, own=True) for row in rows]
    joins = Follower.objects.filter(digest__in=list(by_digest)).select_related("case")
    others = [
        _mine(by_digest[bytes(one.digest)], one.case, category_title(one.case.category), now, own=False)
        for one in joins
    ]
    return tuple(sorted([*own, *others], key=lambda row: row.opened_at, reverse=True))


def _mine(token: str, row: Case, title: str, now: datetime, *, own: bool) -> MineRow:
    """A line of the list; only one's own matter waits for one's rating, not that which it was merged into."""
    main = _main(row)
    own = own and main == row
    return MineRow(
        token,
        row.number,
        title,
        _place(row),
        row.opened_at,
        _("已超时") if is_late(main, now) else resident_words(own=own)[track_index(main)],
        "late" if is_late(main, now) else "ok" if not main.open else "soon" if own and main.rate_by else "",
    )


def _place(case: Case) -> str:
    return f"{case.where.split(' · ')[0]} {case.plate}"


# What of a case's story is about what was done: the rest is between the reporter and those who work for them.
DONE = (
    "CaseOpened",
    "CaseSigned",
    "CaseMoved",
    "WhistleBlown",
    "UnitArrived",
    "PartFinished",
    "AskDecided",
    "CaseResumed",
    "CaseReopened",
    "CaseMerged",
    "DuplicateTaken",
    "CaseClosed",
)


def joined(token: str, now: datetime, since: datetime | None = None) -> JoinedCase:
    """The page of a neighbour who joined a case: how far it is, never the words of who reported it; what came after
    `since`, the last visit, is fresh. NotFound for an unknown link. `now` in the zone of the place."""
    found = Follower.objects.filter(digest=token_digest(token)).select_related("case").first()
    if found is None:
        raise NotFound("case")
    case, main = found.case, _main(found.case)
    waits = case.open and case.rate_by is not None
    rated = NextStep(_("办好了，等反映的邻居评一评"), (_("要是没解决，会接着办，这里能看到。"),))
    return JoinedCase(
        token=token,
        number=case.number,
        category=category_title(case.category),
        place=_place(case),
        door_code=door_code_of(case.place_id),
        opened_at=case.opened_at,
        neighbours=neighbours_of(case),
        track=_track(main, now, own=False),
        next=rated if waits else _next(case, main, _holders(case), now),
        closed=not main.open,
        steps=_steps(case, since),
    )


def _steps(case: Case, since: datetime | None) -> tuple[JoinedStep, ...]:
    told = [one for one in story(case.pk) if one.name in DONE]
    rows = timeline(told, (), staff=False, words={})
    return tuple(JoinedStep(row.at, row.sentence, row.tone, since is not None and row.at > since) for row in rows)


_NEIGHBOURS = """
SELECT title, open, rate_by, opened_at FROM cases_case
WHERE building_id = %s AND public AND result <> 'merged' ORDER BY id DESC LIMIT %s
"""


def neighbours(building_id: int, now: datetime, limit: int = 3) -> tuple[NeighbourRow, ...]:
    """What neighbours of a building let others see, newest first."""
    words, names = resident_words(own=False), ("title", "open", "rate_by", "opened_at")
    rows = (
        sql.fresh(Case, **dict(zip(names, row, strict=True))) for row in sql.rows(_NEIGHBOURS, [building_id, limit])
    )
    return tuple(NeighbourRow(row.title, words[track_index(row)], row.opened_at) for row in rows)


def photo_file(case: Case, photo_id: int) -> str:
    """The stored file of a case's picture; NotFound for another case's."""
    file = Photo.objects.filter(case=case, pk=photo_id).values_list("file", flat=True).first()
    if file is None:
        raise NotFound("photo")
    return file


def followed_photo(token: str, photo_id: int) -> str:
    """The stored file of a picture of the case behind a link."""
    return photo_file(case_followed(token_digest(token)), photo_id)
