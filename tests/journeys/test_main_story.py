"""The main job, command by command: from a scanned door to a satisfied resident."""

import io
import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from PIL import Image

from linli.backbone import audit
from linli.backbone.models import EventRow
from linli.backbone.values import RESIDENT, SYSTEM
from linli.domains.cases import commands
from linli.domains.cases.commands import StoredPhoto
from linli.domains.cases.models import Ask, Case, Fact, Score
from linli.domains.cases.queries import case_page, follow
from linli.domains.cases.values import Channel
from linli.domains.duties.commands import climb, fall_due
from linli.domains.duties.commands.overdue import climbing_ids, due_ids
from linli.domains.duties.models import Duty
from linli.domains.duties.queries import inbox
from linli.domains.organizations.models import Appointment, Organization, Seat
from linli.kernel.refusal import NotFound, Refusal
from tests.journeys.test_pages import client_for
from tests.support.town import CHINA, MONDAY, viewer_for

PHOTO = StoredPhoto("ab" * 20, 800, 600)


def report(door, now=MONDAY, key="k1", text="北门口占道卖菜，车出不来，请管一管。"):
    return commands.open_case(
        actor=RESIDENT, place=door.place, text=text, channel=Channel.SCAN, phone="13812342046", now=now, key=key
    )


def unit(short):
    return Organization.objects.get(short_name=short).pk


def to_whistle(opened, who, now=MONDAY):
    number = opened["number"]
    commands.sign_case(actor=who("grid"), number=number, now=now + timedelta(minutes=10))
    commands.do_act(
        actor=who("grid"), number=number, act="forward", given={"reason": "要执法权"}, now=now + timedelta(minutes=20)
    )
    commands.sign_case(actor=who("community"), number=number, now=now + timedelta(minutes=30))
    commands.blow_whistle(
        actor=who("community"),
        number=number,
        act="whistle",
        kind="enforcement",
        lead=unit("城管局"),
        helpers=[unit("住建局")],
        reason="需要联合执法",
        now=now + timedelta(minutes=40),
    )
    return number


def test_whole_story(front_door, who):
    opened = report(front_door)
    assert report(front_door) == opened
    case = Case.objects.get()
    assert opened["number"].startswith("QS260608-")
    groups, _cursor, _counts = inbox(viewer_for("grid"), tab="mine", now=MONDAY)
    assert [row.number for group in groups for row in group.rows] == [case.number]
    number = to_whistle(opened, who)

    at = MONDAY + timedelta(hours=1)
    here = (case.lon, case.lat)
    with pytest.raises(Refusal, match="too_far"):
        commands.arrive(actor=who("chengguan"), number=number, here=(case.lon + 0.02, case.lat), photos=[PHOTO], now=at)
    commands.arrive(actor=who("chengguan"), number=number, here=here, photos=[PHOTO], now=at)
    commands.arrive(actor=who("zhujian"), number=number, here=here, photos=[PHOTO], now=at)
    with pytest.raises(Refusal, match="first_receiver"):
        commands.do_act(actor=who("chengguan"), number=number, act="return", given={"reason": "不归我"}, now=at)

    commands.do_act(actor=who("zhujian"), number=number, act="return", given={"reason": "没有住建的事"}, now=at)
    ask = Ask.objects.get(kind="return")
    with pytest.raises(NotFound):
        commands.decide_ask(actor=who("street"), number=number, ask_id=ask.pk, approve=True, now=at)
    commands.decide_ask(actor=who("community"), number=number, ask_id=ask.pk, approve=False, note="请指定配合", now=at)
    with pytest.raises(Refusal, match="designated"):
        commands.do_act(actor=who("zhujian"), number=number, act="return", given={"reason": "还是不归我"}, now=at)

    before = Duty.objects.get(role="lead").due
    commands.do_act(actor=who("chengguan"), number=number, act="extend", given={"reason": "要协调摊位"}, now=at)
    ask = Ask.objects.get(kind="extend")
    commands.decide_ask(actor=who("street"), number=number, ask_id=ask.pk, approve=True, now=at)
    assert Duty.objects.get(role="lead").due > before

    commands.finish_part(actor=who("zhujian"), number=number, minutes="已核实围挡", now=at)
    assert Case.objects.get().stage == "joint"
    commands.finish_part(actor=who("chengguan"), number=number, minutes="摊位已清", photos=[PHOTO], now=at)
    assert Case.objects.get().stage == "callback"
    for part in Duty.objects.filter(role__in=("lead", "helper")):
        commands.score_unit(actor=who("community"), number=number, duty_id=part.pk, points=4, now=at)
    scored_by_the_called(number, at)

    token = opened["token"]
    assert (
        commands.rate(actor=RESIDENT, token=token, contacted=True, solved=False, satisfaction="unsatisfied", now=at)
        == "unsolved"
    )
    case.refresh_from_db()
    assert (case.stage, case.redo) == ("redo", 1)
    listed = client_for("community").get("/cases/", {"q": case.number}).content.decode()
    assert re.search(r'data-label="到哪一步">重办</td>', listed)
    commands.sign_case(actor=who("community"), number=number, now=at)
    commands.do_act(actor=who("community"), number=number, act="solve", given={"note": "划了临时摊位"}, now=at)
    commands.rate(actor=RESIDENT, token=token, contacted=True, solved=True, satisfaction="satisfied", now=at)
    case.refresh_from_db()
    assert (case.open, case.result) == (False, "solved")
    assert not Duty.objects.filter(state__in=("open", "waiting", "paused")).exists()
    page = follow(token, at)
    assert page.closed
    assert page.timeline
    assert Fact.objects.filter(valid=1).count() == 2
    assert len(case_page(viewer_for("community"), number, at).timeline) >= 12


def scored_by_the_called(number, at):
    """Each called unit scores who whistled, once, for its own part (双考核)."""
    here = f"/cases/{number}/score/"
    for unit, points in (("chengguan", "5"), ("zhujian", "3")):
        page = case_page(viewer_for(unit), number, at)
        ((duty_id, caller),) = page.scores
        assert page.scores_caller
        assert caller == Seat.objects.get(pk=Case.objects.get().caller_seat).title
        client = client_for(unit)
        assert "给吹哨的打分" in client.get(f"/cases/{number}/").content.decode()
        assert client.post(here, {}).status_code == 200
        assert client.post(here, {f"unit_{duty_id}": points}).status_code == 302
        assert not case_page(viewer_for(unit), number, at).scores
        assert client.get(here).url == f"/cases/{number}/"
    assert sorted(Score.objects.filter(by_caller=False).values_list("points", flat=True)) == [3, 5]
    given = Fact.objects.filter(caller_scores=1)
    assert {row.seat_id for row in given} == {Case.objects.get().caller_seat}
    assert sum(row.caller_points for row in given) == 8
    assert not case_page(viewer_for("community"), number, at).scores


def test_who_was_let_go_is_not_scored_and_nobody_before_their_part_is_done(front_door, who):
    number, at = to_whistle(report(front_door), who), MONDAY + timedelta(minutes=50)
    commands.do_act(actor=who("zhujian"), number=number, act="return", given={"reason": "不是住建的事"}, now=at)
    decision = {"ask_id": Ask.objects.get().pk, "approve": True, "now": at}
    commands.decide_ask(actor=who("community"), number=number, **decision)
    assert not case_page(viewer_for("community"), number, at).scores
    for part in Duty.objects.filter(role__in=("lead", "helper")):
        with pytest.raises(NotFound):
            commands.score_unit(actor=who("community"), number=number, duty_id=part.pk, points=1, now=at)


def test_the_limit_of_arriving_is_said_with_its_day(front_door, who):
    number = to_whistle(report(front_door), who)
    (shown, _helper) = case_page(viewer_for("community"), number, MONDAY + timedelta(days=2)).whistle.parts
    assert (shown.late, shown.late_words) == (True, "已超 2 天")
    page = client_for("community").get(f"/cases/{number}/").content.decode()
    assert "该在 6 月 8 日 11:40 前到场" in page


def test_strangers_find_nothing(front_door, who):
    number = to_whistle(report(front_door), who)
    before = list(Duty.objects.order_by("id").values())
    for stranger in ("grid2", "jiaojing"):
        with pytest.raises(NotFound):
            case_page(viewer_for(stranger), number, MONDAY)
        with pytest.raises(NotFound):
            commands.sign_case(actor=who(stranger), number=number, now=MONDAY)
    with pytest.raises(NotFound):
        commands.sign_case(actor=RESIDENT, number=number, now=MONDAY)
    assert list(Duty.objects.order_by("id").values()) == before


def test_left_alone_it_climbs_over_a_make_up_saturday(front_door, who):
    """2026-02-13 is a Friday; Saturday the 14th is worked, the 15th to the 23rd are off."""
    friday = datetime(2026, 2, 13, 16, 30, tzinfo=CHINA)
    opened = report(front_door, now=friday)
    duty = Duty.objects.get()
    assert duty.sign_due == datetime(2026, 2, 14, 9, 30, tzinfo=CHINA)
    late = duty.sign_due + timedelta(minutes=1)
    for duty_id in due_ids(late):
        fall_due(actor=SYSTEM, duty_id=duty_id, now=late)
    duty.refresh_from_db()
    assert duty.climbs_at == datetime(2026, 2, 14, 16, 0, tzinfo=CHINA)
    community = Seat.objects.get(post="desk", place_id=Case.objects.get().community_id)
    Appointment.objects.filter(seat=community).update(ends=friday.date())
    for duty_id in climbing_ids(duty.climbs_at):
        climb(actor=SYSTEM, duty_id=duty_id, now=duty.climbs_at)
    event = EventRow.objects.get(name="DutyEscalated")
    assert event.data["to_seat"].startswith("大塘街道")
    assert event.data["vacant"] == [community.title]
    assert follow(opened["token"], late).next.heading


def test_one_changed_byte_is_found_and_named(front_door, who):
    to_whistle(report(front_door), who)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE pg_catalog.pg_class SET relname = relname WHERE false")
    while audit.seal_batch(MONDAY):
        pass
    assert audit.verify().faults == ()


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "gray").save(out, "JPEG")
    return out.getvalue()
