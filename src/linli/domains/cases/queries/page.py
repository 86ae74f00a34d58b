"""A case as a member of staff sees it: everything on one page, and what they may do now."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from linli.backbone.crypto import unseal
from linli.backbone.moments import midnight
from linli.backbone.packs.registry import version
from linli.backbone.values import Viewer
from linli.domains.cases.access import sees
from linli.domains.cases.models import Case
from linli.domains.cases.queries.acts import act_options, panel
from linli.domains.cases.queries.answers import answer_rows, paper_rows
from linli.domains.cases.queries.asks import wants
from linli.domains.cases.queries.follow import is_late
from linli.domains.cases.queries.sentences import ask_words, pick
from linli.domains.cases.queries.standing import (
    LIVE,
    holding,
    own_duty,
    procedure_of,
    reporter_hidden,
    stage_words,
    standing_of,
)
from linli.domains.cases.queries.timeline import Told, photo_links, timeline, walked
from linli.domains.cases.queries.whistle import whistle_panel
from linli.domains.cases.queries.whole import Whole, whole_case
from linli.domains.cases.values import RESULTS, AskRow, CasePage, ChiefRow, TrackStep, WhistlePanel
from linli.domains.cases.values.tables import cases as cases_part
from linli.domains.duties.queries import channel_words, duties_of
from linli.domains.duties.values import DutyInfo, DutyState
from linli.domains.organizations.queries import incumbents, seats_by_id
from linli.domains.people.queries import shown_persons
from linli.kernel.ids import masked_name, masked_phone
from linli.kernel.refusal import NotFound
from linli.ui.timewords import when

POSTS = ("building_chief", "grid_worker", "desk")
MOST_STEPS = 5


def case_page(viewer: Viewer, number: str, now: datetime) -> CasePage:
    """The page of a case for a viewer; NotFound for those it does not concern. `now` in the zone of the place."""
    whole = whole_case(number)
    case, events = whole.case, whole.events
    duties = duties_of("case", case.pk)
    if not sees(viewer, case, (one.seat_id for one in duties)):
        raise NotFound("case")
    seats = set(viewer.seat_ids)
    duty = own_duty(duties, seats)
    standing = standing_of(case, duty, viewer.seats, {one.duty_id for one in whole.asks}, whole.known)
    photos = photo_links(whole.photos, f"/cases/{number}/")
    whistle = whistle_panel(whole, duties, {photo.id: photo for photo in photos}, viewer, now)
    asks = _asks(whole, seats)
    options = act_options(case, duty, standing, bool(asks), duties, seats)
    heading, needs = panel(case, duty, standing, duties, asks, options)
    return CasePage(
        **_about(case, viewer),
        track=_track(case, events, now),
        **_clock(case, duty, duties),
        clock_started=case.opened_at,
        clock_words="" if case.open or case.result == "solved" else pick(RESULTS[case.result]),
        photos=tuple(photo for photo in photos if photo.kind != "arrival"),
        my_turn=any(option.primary for option in options) or bool(asks),
        panel_heading=heading,
        needs=needs,
        acts=options,
        refused=(),
        whistle=whistle,
        asks=asks,
        scores=_scorable(whole, duties, viewer, whistle),
        timeline=timeline(events, photos, staff=True, words=whole.words),
        people=_people(case),
        signed=standing.signed,
        answers=answer_rows(case, whole.known.entries, paper_rows(whole, hidden=reporter_hidden(case, viewer.seats))),
        kind=pick(procedure_of(case).words),
        started=case.starter_seat is not None,
        order=whole.order[0],
        order_source=whole.order[1],
    )


def _about(case: Case, viewer: Viewer) -> dict[str, Any]:
    """What a case says of itself, contact masked, with the links its reader may use."""
    category = cases_part(version(case.pack_version)).categories.get(case.category)
    hidden = reporter_hidden(case, viewer.seats)
    phone, here = "" if hidden else masked_phone(unseal(case.phone_sealed)), f"/cases/{case.number}/"
    return {
        "id": case.pk,
        "number": case.number,
        "title": case.title,
        "text": case.text,
        "plate": case.plate,
        "where": f"{case.where} · {case.detail}" if case.detail else case.where,
        "category": pick((category.title.zh, category.title.en)) if category else case.category,
        "guessed": not case.category_chosen,
        "channel": _("岗位发起") if case.starter_seat else channel_words(case.channel),
        "opened_at": case.opened_at,
        "reporter": _("已保密") if hidden else masked_name(unseal(case.reporter_sealed)),
        "phone_masked": phone,
        "reveal_url": f"{here}phone/" if phone and viewer.may("reveal") else "",
        "message_url": f"{here}tell/" if case.open and case.starter_seat is None and viewer.may("handle") else "",
        "redo": case.redo,
        "closed": not case.open,
        "scores_caller": case.caller_seat not in viewer.seat_ids,
        "lat": case.lat,
        "lon": case.lon,
    }


def _clock(case: Case, duty: DutyInfo | None, duties: Sequence[DutyInfo]) -> dict[str, Any]:
    """The clock a reader watches: their own duty's, else the day a suspended case waits for, else the case's."""
    if duty is not None and duty.state == DutyState.OPEN:
        return {"clock_due": duty.next_due, "clock_state": "waiting" if case.rate_by is not None else "open"}
    review = next((one.review_on for one in holding(duties, LIVE) if one.review_on), None)
    if case.open and case.rate_by is None and review is not None:
        return {"clock_due": midnight(review), "clock_state": "paused"}
    return {"clock_due": case.due, "clock_state": "done" if not case.open else "waiting" if case.rate_by else "open"}


def _track(case: Case, events: list[Told], now: datetime) -> tuple[TrackStep, ...]:
    """The stages the case has walked with their moments, the one it is in, and the call-back and end to come."""
    procedure = procedure_of(case)
    rating = next((key for key, stage in procedure.stages.items() if stage.rating), "")
    joint = next((key for key, stage in procedure.stages.items() if stage.arrival), "")
    redo = procedure.stages[rating].outcomes.get("unsolved", "") if rating else ""
    way = [(procedure.start, case.opened_at, ""), *walked(events, joint, redo)]
    steps = [TrackStep(_("收到"), "done", when(localtime(case.opened_at), now))]
    current = "late" if is_late(case, now) else "now"
    for index, (key, at, who) in enumerate(way[-MOST_STEPS:]):
        last = case.open and index == len(way[-MOST_STEPS:]) - 1
        note = who if last else when(localtime(at), now)
        if key in procedure.stages:
            steps.append(TrackStep(pick(stage_words(case, key)), current if last else "done", note))
    if not case.open:
        ended = pick(RESULTS.get(case.result, RESULTS["solved"]))
        return (*steps, TrackStep(ended, "done", when(localtime(case.closed_at), now) if case.closed_at else ""))
    if rating and case.stage != rating:
        steps.append(TrackStep(pick(stage_words(case, rating)), "todo"))
    return (*steps, TrackStep(_("办结"), "todo"))


def _asks(whole: Whole, seats: set[int]) -> tuple[AskRow, ...]:
    """What waits for the viewer's answer."""
    return tuple(
        AskRow(
            one.id,
            one.kind,
            _("%(seat)s申请%(kind)s")
            % {"seat": one.seat, "kind": ask_words(one.kind, _kind_words(whole.case, one.kind))},
            one.seat,
            whole.words.get(one.remark_id, ""),
            one.asked_at,
            f"/cases/{whole.case.number}/asks/{one.id}/",
            wants(whole.case, one.given),
        )
        for one in whole.asks
        if one.decide_seat_id in seats
    )


def _kind_words(case: Case, kind: str) -> str:
    stage = procedure_of(case).stages.get(case.stage)
    act = stage.acts.get(kind) if stage else None
    return ask_words(kind, act.words if act else ("", ""))


def _scorable(
    whole: Whole, duties: Sequence[DutyInfo], viewer: Viewer, whistle: WhistlePanel | None
) -> tuple[tuple[int, str], ...]:
    """Whom the viewer has still to score, by duty: the caller each called unit that is done, and such a unit the
    caller (双考核, domain 1.17)."""
    case = whole.case
    if whistle is None or case.caller_seat is None:
        return ()
    by_caller = case.caller_seat in viewer.seat_ids
    mine = {one.id for one in duties if by_caller or one.seat_id in viewer.seat_ids}
    left = [
        (part.duty_id, part.unit)
        for part in whistle.parts
        if part.duty_id in mine and part.state == "done" and (part.duty_id, by_caller) not in whole.scores
    ]
    if by_caller or not left:
        return tuple(left)
    caller = seats_by_id([case.caller_seat])[case.caller_seat].title
    return tuple((duty_id, caller) for duty_id, _unit in left)


def _people(case: Case) -> tuple[ChiefRow, ...]:
    sitting = incumbents([one for one in (case.building_id, case.grid_id, case.community_id) if one], POSTS)
    persons = shown_persons(one.person_id for one in sitting)
    shown = ((one, *persons[one.person_id]) for one in sitting if one.person_id in persons)
    return tuple(ChiefRow(name[:1], name, one.seat_title, public.phone) for one, name, public in shown)
