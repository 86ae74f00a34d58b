"""What a procedure's acts do beside moving a case: leave out, merge, split, press, conceal, transfer, claim."""

from datetime import timedelta

import pytest
from django.db import connection

from linli.backbone.crypto import unseal
from linli.backbone.facts import EXCLUDED, Key, Question
from linli.backbone.jobs import deliver_waiting
from linli.backbone.values import RESIDENT, SYSTEM, Actor
from linli.domains.cases import commands, projections
from linli.domains.cases.commands.gates import pass_gate
from linli.domains.cases.commands.oversight import leave_assessment
from linli.domains.cases.models import Ask, Case, Fact, Tally, Tie
from linli.domains.cases.queries import case_page, follow, mine
from linli.domains.cases.queries.figures import Cut, asked, facts_behind
from linli.domains.cases.values import Channel
from linli.domains.duties.models import Duty, Notice
from linli.domains.duties.queries import inbox
from linli.domains.organizations.models import Organization, Seat
from linli.domains.places.queries import root
from linli.kernel.refusal import NotFound, Refusal
from tests.journeys.test_pages import client_for
from tests.support.town import MONDAY, viewer_for
from tests.support.walk import Walk, seat_actor

SOON = MONDAY + timedelta(hours=1)


@pytest.fixture
def report(front_door):
    def open_one(text="三栋楼道的灯坏了", **more):
        return commands.open_case(
            actor=RESIDENT, place=front_door.place, text=text, channel=Channel.SCAN, now=MONDAY, **more
        )

    return open_one


def holder(case_id, role="main"):
    duty = Duty.objects.filter(subject_id=case_id, subject_kind="case", state="open", role=role).order_by("id").first()
    return seat_actor(duty.seat_id)


def office(post, kind, case):
    return seat_actor(Seat.objects.get(post=post, place_kind=kind, place_id=getattr(case, f"{kind}_id")).pk)


def signed(number, case_id, now=SOON):
    actor = holder(case_id)
    commands.sign_case(actor=actor, number=number, now=now)
    return actor


def waiting(actor, opened):
    groups, _cursor, _counts = inbox(actor.viewer, tab="mine", now=SOON)
    return [row for group in groups for row in group.rows if row.number == opened["number"]]


def satisfied(case, now):
    commands.rate(
        actor=RESIDENT, token=unseal(case.follow_sealed), contacted=True, solved=True, satisfaction="satisfied", now=now
    )


def test_a_case_left_out_counts_with_and_without(town, report):
    district, kept, left = root(), report(), report("小区门口积水")
    for opened in (kept, left):
        actor = signed(opened["number"], opened["id"])
        if opened is left:
            commands.do_act(actor=actor, number=opened["number"], act="exclude", given={"reason": "不可抗力"}, now=SOON)
        commands.do_act(actor=actor, number=opened["number"], act="solve", given={"note": "修好了"}, now=SOON)
        satisfied(Case.objects.get(pk=opened["id"]), SOON)
    ask = Ask.objects.get(case_id=left["id"])
    commands.decide_ask(
        actor=seat_actor(ask.decide_seat_id), number=left["number"], ask_id=ask.pk, approve=True, now=SOON
    )
    days = (MONDAY.date(), MONDAY.date())
    question = Question((Key(district.id, "district"), Key(district.id, "district", EXCLUDED)), (days,))
    for _round in ("loose", "folded", "rebuilt"):
        have = asked(question)
        mine, taken = have.sums(district.id, ""), have.sums(district.id, EXCLUDED)
        assert (mine["received"], mine["due"], mine["valid"], mine["satisfied"]) == (2, 1, 1, 10)
        assert (mine["due"] - taken["due"], mine["valid"] - taken["valid"], taken["excluded"]) == (2, 2, 1)
        facts = facts_behind("valid", "district_id", district.id, days, Cut(), "", 10)
        assert sorted((case_id, adds) for _cursor, case_id, _day, adds in facts) == sorted(
            [(kept["id"], 1), (left["id"], 1), (left["id"], -1)]
        )
        projections.rebuild() if _round == "folded" else projections.fold()
    with pytest.raises(Refusal, match="excluded"):
        leave_assessment(Case.objects.get(pk=left["id"]), "", None, SOON)
    assert Tally.objects.filter(slice=EXCLUDED).exists()


def decided(opened, *, approve):
    """Have the open ask of a case decided by the seat it waits for; the ask."""
    ask = Ask.objects.get(case_id=opened["id"], decided_at=None)
    decider = seat_actor(ask.decide_seat_id)
    commands.decide_ask(actor=decider, number=opened["number"], ask_id=ask.pk, approve=approve, now=SOON)
    return Ask.objects.get(pk=ask.pk)


def test_a_refused_exclusion_is_appealed_one_level_up(town, report):
    opened, district = report(), root()
    actor = signed(opened["number"], opened["id"])
    do = {"actor": actor, "number": opened["number"], "given": {"reason": "不可抗力"}, "now": SOON}
    with pytest.raises(Refusal, match="not_now"):
        commands.do_act(act="appeal", **do)
    commands.do_act(act="exclude", **do)
    decided(opened, approve=False)
    assert not Case.objects.get(pk=opened["id"]).excluded
    keys = [act.key for act in case_page(actor.viewer, opened["number"], SOON).acts]
    assert ("appeal" in keys, "exclude" in keys) == (True, False)
    with pytest.raises(Refusal, match="not_now"):
        commands.do_act(act="exclude", **do)
    commands.do_act(act="appeal", **do)
    commands.do_act(actor=actor, number=opened["number"], act="solve", given={"note": "修好了"}, now=SOON)
    appeal = decided(opened, approve=True)
    assert Seat.objects.get(pk=appeal.decide_seat_id).post == "leader"
    assert Case.objects.get(pk=opened["id"]).excluded
    said = [row.sentence for row in case_page(actor.viewer, opened["number"], SOON).timeline]
    assert any("提出剔除申诉" in one for one in said)
    assert any("没有同意" in one and one.endswith("剔除") for one in said)
    question = Question(
        (Key(district.id, "district"), Key(district.id, "district", EXCLUDED)), ((MONDAY.date(), MONDAY.date()),)
    )
    for _round in ("loose", "folded"):
        have = asked(question)
        mine, taken = have.sums(district.id, ""), have.sums(district.id, EXCLUDED)
        assert (mine["received"], mine["due"], mine["due"] - taken["due"]) == (1, 0, 1)
        projections.fold()


def test_an_appeal_is_made_and_decided_on_its_pages(town, report):
    opened = report()
    actor, here = signed(opened["number"], opened["id"]), f"/cases/{opened['number']}/"
    asker = client_for("grid")
    assert viewer_for("grid").seat_ids == actor.viewer.seat_ids
    assert "申诉剔除" not in asker.get(here).content.decode()
    assert asker.get(f"{here}acts/appeal/").url == here
    assert asker.post(f"{here}acts/exclude/", {"reason": "不可抗力"}).status_code == 302
    decided(opened, approve=False)
    assert "申诉剔除" in asker.get(here).content.decode()
    assert "佐证材料" in asker.get(f"{here}acts/appeal/").content.decode()
    assert asker.post(f"{here}acts/appeal/", {"reason": "有暴雨红色预警"}).status_code == 302
    ask = Ask.objects.get(case_id=opened["id"], decided_at=None)
    for caller, status in (("", 404), ("district", 404), ("grid2", 404), ("leader", 302)):
        answer = client_for(caller).post(f"{here}asks/{ask.pk}/", {"decision": "approve"})
        assert answer.status_code == status or (not caller and answer.status_code == 302), (caller, answer.status_code)
        assert Case.objects.get(pk=opened["id"]).excluded == (caller == "leader")


def test_what_was_asked_of_a_stage_waits_for_nobody_once_the_case_has_gone_on(town, report):
    opened = report()
    actor = signed(opened["number"], opened["id"])
    do = {"actor": actor, "number": opened["number"], "now": SOON}
    commands.do_act(act="extend", given={"reason": "等配件"}, **do)
    ask = Ask.objects.get(case_id=opened["id"])
    decider = seat_actor(ask.decide_seat_id)
    here = f"/cases/{opened['number']}/asks/{ask.pk}/"
    (row,) = case_page(decider.viewer, opened["number"], SOON).asks
    assert (row.url, row.wants) == (here, "同意了，时限往后延 3 个工作日")
    commands.do_act(act="solve", given={"note": "修好了"}, **do)
    assert not case_page(decider.viewer, opened["number"], SOON).asks
    with pytest.raises(Refusal, match="stale"):
        commands.decide_ask(actor=decider, number=opened["number"], ask_id=ask.pk, approve=True, now=SOON)
    ended = Ask.objects.get(pk=ask.pk)
    assert (ended.decided_at, ended.approved) == (SOON, None)


def test_a_decision_about_the_case_waits_in_the_inbox_however_the_case_goes_on(town, report):
    opened = report()
    actor = signed(opened["number"], opened["id"])
    do = {"actor": actor, "number": opened["number"], "now": SOON}
    commands.do_act(act="exclude", given={"reason": "不可抗力"}, **do)
    ask = Ask.objects.get(case_id=opened["id"])
    decider = seat_actor(ask.decide_seat_id)
    commands.do_act(act="solve", given={"note": "修好了"}, **do)
    satisfied(Case.objects.get(pk=opened["id"]), SOON)
    assert not Case.objects.get(pk=opened["id"]).open
    assert [(row.role, row.act) for row in waiting(decider, opened)] == [("decide", "decide")]
    commands.decide_ask(actor=decider, number=opened["number"], ask_id=ask.pk, approve=True, now=SOON)
    assert Case.objects.get(pk=opened["id"]).excluded
    assert not waiting(decider, opened)


def test_who_only_decides_on_a_case_is_not_late_with_it_and_not_pressed_for_it(town, report):
    opened = report()
    actor = signed(opened["number"], opened["id"])
    do = {"actor": actor, "number": opened["number"], "now": SOON}
    commands.do_act(act="exclude", given={"reason": "不可抗力"}, **do)
    commands.do_act(act="forward", given={"reason": "要社区出面"}, **do)
    case = Case.objects.get(pk=opened["id"])
    holds = Duty.objects.get(subject_id=case.pk, state="open", role="main").seat_id
    assert holds != Ask.objects.get(case=case).decide_seat_id
    commands.nudge(actor=RESIDENT, token=unseal(case.follow_sealed), now=SOON)
    deliver_waiting(until=lambda: False)
    assert [row.seat_id for row in Notice.objects.filter(code__startswith="催办")] == [holds]
    commands.fall_overdue(actor=SYSTEM, case_id=case.pk, now=case.due + timedelta(minutes=1))
    assert Fact.objects.get(subject_id=case.pk, due=1).seat_id == holds


def test_only_a_unit_with_the_desk_that_is_called_can_be_called(town, report):
    opened = report()
    actor = signed(opened["number"], opened["id"])
    given = {"reason": "要社区出面"}
    commands.do_act(actor=actor, number=opened["number"], act="forward", given=given, now=SOON)
    signed(opened["number"], opened["id"])
    here, unit = f"/cases/{opened['number']}/acts/whistle/", Organization.objects.get(short_name="城管局")
    choice = f'value="{unit.pk}"'
    assert choice in client_for("community").get(here).content.decode()
    Seat.objects.filter(organization=unit, post="unit_desk").update(post="liaison")
    assert choice not in client_for("community").get(here).content.decode()


def test_a_refused_appeal_is_the_end_of_it(town, report):
    opened = report()
    actor = signed(opened["number"], opened["id"])
    for act in ("exclude", "appeal"):
        commands.do_act(actor=actor, number=opened["number"], act=act, given={"reason": "不可抗力"}, now=SOON)
        decided(opened, approve=False)
    keys = [act.key for act in case_page(actor.viewer, opened["number"], SOON).acts]
    assert not {"appeal", "exclude"} & set(keys)
    assert not Case.objects.get(pk=opened["id"]).excluded


def test_a_duplicate_is_merged_and_its_reporter_follows_the_other(town, report):
    first, second = report(), report("三栋灯不亮")
    actor = signed(second["number"], second["id"])
    with pytest.raises(Refusal, match="merge_self"):
        commands.do_act(
            actor=actor,
            number=second["number"],
            act="merge",
            given={"case": second["number"], "reason": "同一件"},
            now=SOON,
        )
    typed = "".join(chr(ord(one) + 0xFEE0) for one in first["number"].lower())
    commands.do_act(
        actor=actor, number=second["number"], act="merge", given={"case": f" {typed}", "reason": "同一件"}, now=SOON
    )
    case = Case.objects.get(pk=second["id"])
    assert (case.open, case.result) == (False, "merged")
    assert Tie.objects.get(case=case).other_id == first["id"]
    page = follow(second["token"], SOON)
    assert first["number"] in " ".join(line for line in (page.next.heading, *page.next.lines))
    assert [(step.word, step.state) for step in page.track][1:3] == [("正在办", "now"), ("等评价", "todo")]
    assert (page.closed, page.can_rate, page.can_add) == (False, False, False)
    assert [row.word for row in mine([second["token"]], SOON)] == ["正在办"]
    lamp = signed(first["number"], first["id"])
    commands.do_act(actor=lamp, number=first["number"], act="solve", given={"note": "换了灯泡"}, now=SOON)
    assert [step.word for step in follow(second["token"], SOON).track][2] == "等评价"
    words = {row.number: row.word for row in mine([second["token"], first["token"]], SOON)}
    assert words == {second["number"]: "等评价", first["number"]: "请您评"}
    assert "并进来一起办" in case_page(actor.viewer, first["number"], SOON).timeline[-2].sentence
    assert case_page(actor.viewer, second["number"], SOON).clock_words == "并案"
    # Nobody solved it: the figures know it as merged, not as closed, and not as kept in time.
    sums = {"received": 2, "merged": 1, "closed": 0, "direct": 0, "due": 1, "on_time": 1}
    days = (MONDAY.date(), MONDAY.date())
    for _round in ("loose", "folded", "rebuilt"):
        have = asked(Question((Key(root().id, "district"),), (days,))).sums(root().id, "")
        assert {name: have[name] for name in sums} == sums
        projections.rebuild() if _round == "folded" else projections.fold()


@pytest.mark.parametrize("other", ["QS999999-0001", "随便写的", ""])
def test_a_duplicate_of_what_is_not_there_is_said_in_the_form(town, report, other):
    opened = report()
    signed(opened["number"], opened["id"])
    answer = client_for("grid").post(f"/cases/{opened['number']}/acts/merge/", {"case": other, "reason": "同一件"})
    assert answer.status_code == 422
    assert "同一件" in answer.content.decode()
    assert Case.objects.get(pk=opened["id"]).open


def test_parts_are_opened_and_the_parent_waits_for_them(town, report):
    walk = Walk("request", town.front_door().place.id, MONDAY)
    walk.step(("act", "forward"), "community")
    walk.step(("act", "split"), "parts")
    assert Tie.objects.filter(case_id=walk.id, kind="part").count() == 2
    assert walk.case.stage == "parts"
    walk.step(("then", ""), "callback")
    assert walk.case.stage == "callback"


def test_only_an_office_presses_and_the_holder_hears_it(town, report):
    opened = report()
    case = Case.objects.get(pk=opened["id"])
    given = {"level": "list", "reason": "拖了三天"}
    with pytest.raises(Refusal, match="not_yours"):
        commands.do_act(actor=holder(case.pk), number=case.number, act="press", given=given, now=SOON)
    commands.do_act(actor=office("desk", "street", case), number=case.number, act="press", given=given, now=SOON)
    assert "挂牌督办" in case_page(viewer_for("leader"), case.number, SOON).timeline[0].sentence
    with pytest.raises(NotFound):
        commands.do_act(actor=Actor.of(viewer_for("grid2")), number=case.number, act="press", given=given, now=SOON)


def test_a_desk_beside_the_case_is_offered_its_acts_but_urged_to_none(town, report):
    case = Case.objects.get(pk=report()["id"])
    beside = case_page(office("desk", "community", case).viewer, case.number, SOON)
    assert "conceal" in [one.key for one in beside.acts]
    assert not any(one.primary for one in beside.acts)
    assert not beside.my_turn
    assert beside.panel_heading == "不在这个岗位手里，可以看进展"
    held = case_page(holder(case.pk).viewer, case.number, SOON)
    assert [one.key for one in held.acts if one.primary] == ["sign"]
    assert held.my_turn


def test_a_concealed_reporter_is_known_to_the_desks_only(town, report):
    opened = report(phone="13800138000")
    case = Case.objects.get(pk=opened["id"])
    desk = office("desk", "community", case)
    commands.do_act(actor=desk, number=case.number, act="conceal", given={"reason": "怕报复"}, now=SOON)
    grid, seen = case_page(viewer_for("grid"), case.number, SOON), case_page(desk.viewer, case.number, SOON)
    assert (grid.phone_masked, grid.reveal_url) == ("", "")
    assert seen.phone_masked.startswith("138")
    with pytest.raises(NotFound):
        commands.reveal_phone(actor=Actor.of(viewer_for("grid")), number=case.number, reason="想看", now=SOON)


def test_a_wish_is_claimed_by_the_first_and_hides_who_asked(town, front_door):
    walk = Walk("wish", front_door.place.id, MONDAY)
    walk.step(("act", "publish"), "open")
    asked = list(Duty.objects.filter(subject_id=walk.id, role="claim", state="open").order_by("id"))
    assert len(asked) >= 2
    first, second = seat_actor(asked[0].seat_id), seat_actor(asked[1].seat_id)
    commands.do_act(actor=first, number=walk.number, act="claim", given={}, now=walk.now)
    with pytest.raises(Refusal):
        commands.do_act(actor=second, number=walk.number, act="claim", given={}, now=walk.now)
    assert Duty.objects.get(subject_id=walk.id, state="open").seat_id == asked[0].seat_id
    assert case_page(viewer_for("grid"), walk.number, walk.now).reporter == "已保密"


def test_nobody_claims_and_it_goes_back(town, front_door):
    walk = Walk("wish", front_door.place.id, MONDAY)
    walk.step(("act", "publish"), "open")
    walk.wait()
    assert walk.case.stage == "review"
    with pytest.raises(NotFound):
        pass_gate(actor=SYSTEM, case_id=walk.id, now=walk.now + timedelta(days=40))


def test_private_answers_are_sealed_masked_and_absent_from_the_log(town, front_door):
    walk = Walk("dispute", front_door.place.id, MONDAY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(data::text, ' ') FROM backbone_eventrow")
        log = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(data::text, ' ') FROM cases_entry")
        entries = cursor.fetchone()[0]
    assert "说明" not in log
    assert "parties" not in entries
    shown = {row.title: row.value for row in case_page(viewer_for("leader"), walk.number, MONDAY).answers}
    assert shown["当事人"] == "说**"
    assert shown["哪一类"] == "家庭"


def test_a_guard_hides_an_act_until_its_fact_is_there(town, front_door):
    walk = Walk("takeover", front_door.place.id, MONDAY)
    for edge, target in (
        (("act", "submit"), "approve"),
        (("outcome", "approved"), "assign"),
        (("act", "assign"), "trial"),
        (("then", ""), "judge"),
    ):
        walk.step(edge, target)
    actor = seat_actor(walk.holder("main").seat_id)
    keys = [act.key for act in case_page(actor.viewer, walk.number, walk.now).acts]
    assert "survey" in keys
    assert "buy" not in keys
    given = {"note": "问了", "asked": "20", "satisfied": "59"}
    commands.do_act(actor=actor, number=walk.number, act="survey", given=given, now=walk.now)
    with pytest.raises(Refusal, match="not_now"):
        commands.do_act(actor=actor, number=walk.number, act="buy", given={"note": "签"}, now=walk.now)
    commands.do_act(actor=actor, number=walk.number, act="survey", given={**given, "satisfied": "60"}, now=walk.now)
    commands.do_act(actor=actor, number=walk.number, act="buy", given={"note": "签"}, now=walk.now)
    assert walk.case.stage == "contract"


def test_an_objection_stops_a_notice(town, front_door):
    walk = Walk("filing", front_door.place.id, MONDAY)
    walk.step(("act", "publish"), "notice")
    actor = seat_actor(walk.holder("main").seat_id)
    commands.do_act(actor=actor, number=walk.number, act="object", given={"reason": "有人反映不合适"}, now=walk.now)
    assert walk.case.stage == "check"
    assert walk.case.gate_due is None


def test_a_transfer_goes_to_an_occupied_seat_of_the_post_only(town, report):
    opened = report()
    case = Case.objects.get(pk=opened["id"])
    actor = signed(case.number, case.pk)
    here = Duty.objects.get(subject_id=case.pk, state="open", role="main").seat_id
    other = (
        Seat.objects.filter(
            post="grid_worker", appointments__isnull=False, place_ancestors__contains=[case.community_id]
        )
        .exclude(pk=here)
        .first()
    )
    desk = Seat.objects.filter(post="desk", place_kind="community").first()
    with pytest.raises(NotFound):
        commands.do_act(
            actor=actor, number=case.number, act="transfer", given={"seat": str(desk.pk), "reason": "x"}, now=SOON
        )
    commands.do_act(
        actor=actor, number=case.number, act="transfer", given={"seat": str(other.pk), "reason": "片区调整"}, now=SOON
    )
    assert Duty.objects.get(subject_id=case.pk, state="open", role="main").seat_id == other.pk


def test_an_urgent_matter_has_the_shorter_limit_of_its_category(town, report):
    plain, urgent = report("停电了"), report("停电了，电梯里有人", category="power", urgency="urgent")
    slow, fast = (Case.objects.get(pk=one["id"]) for one in (plain, urgent))
    assert (slow.limit, fast.limit) == ("1wd", "4h")
    assert fast.due == MONDAY + timedelta(hours=4)


def test_a_reporter_is_kept_secret_once_and_the_act_is_offered_no_more(town, report):
    opened = report()
    actor = signed(opened["number"], opened["id"])
    desk = office("desk", "community", Case.objects.get(pk=opened["id"]))

    def offered() -> bool:
        return "conceal" in [act.key for act in case_page(desk.viewer, opened["number"], SOON).acts]

    assert offered()
    commands.do_act(actor=desk, number=opened["number"], act="conceal", given={"reason": "怕报复"}, now=SOON)
    assert Case.objects.get(pk=opened["id"]).confidential
    assert not offered()
    assert case_page(actor.viewer, opened["number"], SOON).number == opened["number"]


def test_nobody_is_late_with_what_they_were_given_a_moment_ago(town, report):
    opened = report()
    actor = signed(opened["number"], opened["id"])
    case = Case.objects.get(pk=opened["id"])
    late = case.due + timedelta(days=2)
    commands.do_act(actor=actor, number=opened["number"], act="forward", given={"reason": "要社区出面"}, now=late)
    given = Duty.objects.get(subject_id=case.pk, state="open")
    assert late < given.due <= late + timedelta(days=5)
    desk = seat_actor(given.seat_id)
    commands.sign_case(actor=desk, number=opened["number"], now=late)
    units = Organization.objects.filter(short_name__in=("城管局", "住建局")).order_by("short_name")
    called = {"kind": "prominent", "lead": units[0].pk, "helpers": [units[1].pk], "reason": "一起来看"}
    commands.blow_whistle(actor=desk, number=opened["number"], act="whistle", now=late, **called)
    for part in Duty.objects.filter(subject_id=case.pk, role__in=("lead", "helper")):
        assert part.arrive_due > late
        assert part.due > part.arrive_due
    case.refresh_from_db()
    assert case.due < late


def test_what_was_written_in_a_second_window_is_not_lost(town, report):
    opened = report()
    signed(opened["number"], opened["id"])
    here, grid = f"/cases/{opened['number']}/acts/solve/", client_for("grid")
    assert grid.post(here, {"note": "换了灯泡，试过亮了"}).status_code == 302
    again = grid.post(here, {"note": "灯泡和开关都换了"})
    said = again.content.decode()
    assert again.status_code == 409
    assert "这一步已经办过了" in said
    assert "灯泡和开关都换了" in said
    assert f'href="/cases/{opened["number"]}/"' in said
    assert grid.get(here).status_code == 302


def test_who_decides_twice_is_shown_the_case(town, report):
    opened = report()
    actor = signed(opened["number"], opened["id"])
    commands.do_act(actor=actor, number=opened["number"], act="extend", given={"reason": "等配件"}, now=SOON)
    ask = Ask.objects.get(case_id=opened["id"])
    here, desk = f"/cases/{opened['number']}/asks/{ask.pk}/", client_for("community")
    assert ask.decide_seat_id in viewer_for("community").seat_ids
    assert desk.post(here, {"decision": "approve"}).status_code == 302
    again = desk.post(here, {"decision": "refuse", "note": "再想想 还是不行"})
    assert again.status_code == 409
    assert "再想想 还是不行" in again.content.decode()
    assert desk.get(here).status_code == 302
