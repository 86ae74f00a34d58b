"""A case that was taken for something else: its category, its figures, its clock, what it is found by (改类别)."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.backbone.crypto import unseal
from linli.backbone.facts import EXCLUDED, Key, Question
from linli.backbone.jobs import deliver_waiting
from linli.backbone.models import EventRow
from linli.backbone.values import RESIDENT
from linli.config import demo
from linli.config.demo.history import write_history
from linli.domains.cases import commands, projections
from linli.domains.cases.models import Ask, Case, Fact
from linli.domains.cases.projections import words
from linli.domains.cases.queries import case_page, follow
from linli.domains.cases.queries.figures import Cut, asked, facts_behind
from linli.domains.cases.queries.needs import act_needs
from linli.domains.cases.values import Channel
from linli.domains.cases.values.measures import MEASURES
from linli.domains.duties.models import Duty, Notice
from linli.domains.insights.commands import lock_period, note_advice
from linli.domains.insights.models import Advised
from linli.domains.insights.queries.behind import behind as behind_figure
from linli.domains.insights.queries.locks import forget_locks
from linli.domains.places.queries import root
from linli.kernel.periods import chosen
from linli.kernel.refusal import NotFound, Refusal
from tests.journeys.test_acts import holder, office, satisfied, signed
from tests.journeys.test_figures import fold_all, tallies
from tests.journeys.test_pages import client_for
from tests.support.town import MONDAY, viewer_for
from tests.support.walk import seat_actor

SOON, LATER = MONDAY + timedelta(hours=1), MONDAY + timedelta(days=1, hours=2)


@pytest.fixture
def report(front_door):
    def open_one(text="三栋楼道的灯坏了", **more):
        said = {"text": text, "channel": Channel.SCAN, "now": MONDAY, **more}
        return commands.open_case(actor=RESIDENT, place=front_door.place, **said)

    return open_one


def to(opened, category, actor, now=SOON):
    chosen = {"category": category, "reason": "看错了"}
    commands.do_act(actor=actor, number=opened["number"], act="recategorise", given=chosen, now=now)
    return Case.objects.get(pk=opened["id"])


def counted(days, category):
    """What the tallies and the loose facts say of a category at the root."""
    return asked(Question((Key(root().id, "district", f"category={category}"),), (days,))).sums(
        root().id, f"category={category}"
    )


def behind(days, category, measure):
    found = facts_behind(measure, "district_id", root().id, days, Cut(category=(category,)), "", 50)
    return sum(adds for _cursor, _case, _day, adds in found)


def test_figures_of_a_recategorised_case_stand_under_the_new_category_on_their_own_days(town, report):
    opened, other = report(), report("路灯不亮")
    actor = signed(opened["number"], opened["id"])
    commands.do_act(actor=actor, number=opened["number"], act="solve", given={"note": "好了"}, now=LATER)
    desk = office("desk", "community", Case.objects.get(pk=opened["id"]))
    projections.fold()
    case = to(opened, "noise", desk, LATER + timedelta(days=2))
    assert (case.category, case.category_chosen) == ("noise", True)
    satisfied(case, LATER + timedelta(days=3))
    monday, tuesday = (MONDAY.date(), MONDAY.date()), (LATER.date(), LATER.date())
    for state in ("loose", "folded", "rebuilt"):
        assert (counted(monday, "lighting")["received"], counted(monday, "noise")["received"]) == (1, 1)
        assert (counted(monday, "lighting")["signed"], counted(monday, "noise")["signed"]) == (0, 1)
        assert (counted(tuesday, "lighting")["due"], counted(tuesday, "noise")["due"]) == (0, 1)
        whole = asked(Question((Key(root().id, "district"), Key(root().id, "district", EXCLUDED)), (monday,)))
        assert whole.sums(root().id, "")["received"] == 2
        assert whole.sums(root().id, EXCLUDED)["received"] == 0
        assert behind(monday, "lighting", "received") == behind(monday, "noise", "received") == 1
        fold_all() if state == "loose" else projections.rebuild()
    assert counted((MONDAY.date(), LATER.date() + timedelta(days=9)), "noise")["valid"] == 1
    assert not Fact.objects.filter(subject_id=other["id"], category="noise").exists()


def test_what_seldom_happens_is_taken_back_too_and_opens_with_the_same_count(town, report):
    opened = report()
    case = Case.objects.get(pk=opened["id"])
    commands.do_act(
        actor=signed(opened["number"], opened["id"]),
        number=opened["number"],
        act="solve",
        given={"note": "好了"},
        now=SOON,
    )
    again = {"contacted": True, "solved": False, "satisfaction": "unsatisfied"}
    commands.rate(actor=RESIDENT, token=unseal(case.follow_sealed), now=SOON, **again)
    to(opened, "noise", office("desk", "community", case))
    day = (MONDAY.date(), MONDAY.date())
    for _state in ("loose", "folded"):
        assert (counted(day, "lighting")["redo"], counted(day, "noise")["redo"]) == (0, 1)
        assert (behind(day, "lighting", "redo"), behind(day, "noise", "redo")) == (0, 1)
        fold_all()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_fact")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT id FROM cases_fact WHERE redo <> 0 ORDER BY day DESC, id DESC LIMIT 30")
        assert any("fact_rare" in row[0] for row in cursor.fetchall())


def test_a_case_left_out_and_recategorised_counts_with_and_without(town, report):
    opened = report()
    actor = signed(opened["number"], opened["id"])
    for act, given_ in (("exclude", {"reason": "不可抗力"}), ("solve", {"note": "好了"})):
        commands.do_act(actor=actor, number=opened["number"], act=act, given=given_, now=SOON)
    ask = Ask.objects.get(case_id=opened["id"])
    decider = seat_actor(ask.decide_seat_id)
    commands.decide_ask(actor=decider, number=opened["number"], ask_id=ask.pk, approve=True, now=SOON)
    to(opened, "noise", office("desk", "community", Case.objects.get(pk=opened["id"])))
    day = (MONDAY.date(), MONDAY.date())
    for _state in ("loose", "folded"):
        have = asked(
            Question((Key(root().id, "district", "category=noise"), Key(root().id, "district", EXCLUDED)), (day,))
        )
        assert (have.sums(root().id, "category=noise")["due"], have.sums(root().id, EXCLUDED)["due"]) == (0, -1)
        assert have.sums(root().id, "category=noise")["excluded"] == 1
        fold_all()


def test_a_locked_period_keeps_what_it_counted(town, report):
    opened, june = report(), (date(2026, 6, 1), date(2026, 6, 30))
    after, leader = MONDAY + timedelta(days=40), viewer_for("leader")
    lock_period(actor=town.actor_for("leader"), start=june[0], end=june[1], now=after)
    forget_locks()
    to(opened, "noise", office("desk", "community", Case.objects.get(pk=opened["id"])), after)
    asked_of = (leader, "received", str(root().id), chosen(*june), after)
    whole = behind_figure(*asked_of)
    assert (whole.figure.value, len(whole.records)) == ("1", 1)
    for part, count in (("lighting", "1"), ("noise", "0")):
        page = behind_figure(*asked_of, split="category", part=part)
        assert (page.figure.value, len(page.records)) == (count, int(count)), "parts stay as they were, too"
    for part, count, notes in (("lighting", "0", ["改到别的类别，减 1", "QS"]), ("noise", "1", ["QS"])):
        days = chosen(june[0], june[1] + timedelta(days=1))  # not those that were locked
        page = behind_figure(leader, "received", str(root().id), days, after, split="category", part=part)
        assert page.figure.value == count
        assert [one.note[: len(say)] for one, say in zip(page.records, notes, strict=True)] == notes
    may = behind_figure(leader, "received", str(root().id), chosen(june[0], MONDAY.date()), after)
    assert (may.figure.value, len(may.records)) == ("1", 1)
    assert counted(june, "noise")["received"] == 1
    forget_locks()


def test_random_recategorisations_equal_a_rebuild_and_leave_the_whole_alone(town):
    """Whatever is recategorised, however often and back again: tallies equal those made anew, wholes stay."""
    assert write_history(cases=120, seed=demo.SEED, now=MONDAY, say=lambda said: None) == 120
    numbers = list(Case.objects.filter(open=True, procedure="request").values_list("number", flat=True)[:12])
    assert len(numbers) >= 5
    whole = {key: row for key, row in tallies().items() if not key[4].startswith(("category=", "pair="))}

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.sampled_from(numbers), st.sampled_from(["noise", "water", "other", "gas"]), st.booleans())
    def change(number, category, fold):
        case = Case.objects.get(number=number)
        given = {"category": category, "reason": "看错了"}
        desk = office("desk", "district", case)
        do = {"actor": desk, "number": number, "act": "recategorise", "given": given, "now": MONDAY}
        if category == case.category and case.category_chosen:
            with pytest.raises(Refusal, match="same_category"):
                commands.do_act(**do)
        else:
            commands.do_act(**do)
        held = Fact.objects.filter(subject_id=case.pk)
        for name in ("received", "due", "signed", "redo"):
            elsewhere = held.exclude(category=category).values_list(name, flat=True)
            assert sum(one or 0 for one in elsewhere) == 0
        if fold:
            fold_all()

    change()
    fold_all()
    folded = tallies()
    assert {key: row for key, row in folded.items() if not key[4].startswith(("category=", "pair="))} == whole
    projections.rebuild()
    assert tallies() == folded
    assert len(folded[next(iter(folded))]) == len(MEASURES)


def test_the_clock_follows_the_limit_of_the_new_category(town, report):
    opened = report()
    before = Case.objects.get(pk=opened["id"])
    assert before.limit == "3wd"
    case = to(opened, "building_works", holder(opened["id"]))
    duty = Duty.objects.get(subject_id=case.pk, role="main")
    assert case.limit == "7wd"
    assert case.due == duty.due > before.due
    said = [row.sentence for row in case_page(viewer_for("grid"), opened["number"], SOON).timeline]
    assert any("楼道照明 → 违法建设" in one and one.endswith("时限照新类别") for one in said)
    assert any("类别改为“违法建设”" in row.sentence for row in follow(opened["token"], SOON).timeline)
    event = EventRow.objects.filter(name="CaseRecategorised").get()
    assert datetime.fromisoformat(event.data["due"]) == case.due


def test_an_end_that_somebody_set_and_one_that_passed_stay(town, report):
    extended, late = report(), report("路灯不亮")
    actor = signed(extended["number"], extended["id"])
    commands.do_act(actor=actor, number=extended["number"], act="extend", given={"reason": "等配件"}, now=SOON)
    case = Case.objects.get(pk=extended["id"])
    ask = case.asks.get()
    commands.decide_ask(actor=seat_actor(ask.decide_seat_id), number=case.number, ask_id=ask.pk, approve=True, now=SOON)
    due = Case.objects.get(pk=case.pk).due
    assert to(extended, "building_works", actor).due == due
    overdue = Case.objects.get(pk=late["id"])
    after = overdue.due + timedelta(hours=1)
    case = to(late, "building_works", office("desk", "community", overdue), after)
    assert (case.due, case.limit) == (overdue.due, "7wd")


def test_a_guess_is_confirmed_once_and_counts_where_it_did(town, report):
    opened = report()
    facts = Fact.objects.count()
    desk = office("desk", "community", Case.objects.get(pk=opened["id"]))
    needs = act_needs(desk.viewer, opened["number"], "recategorise")
    assert (needs.categories[0].key, needs.categories[0].now) == ("lighting", True)
    case = to(opened, "lighting", desk)
    assert (case.category_chosen, Fact.objects.count()) == (True, facts)
    said = [row.sentence for row in case_page(desk.viewer, opened["number"], SOON).timeline]
    assert any("认定类别是“楼道照明”" in one for one in said)
    assert "lighting" not in {one.key for one in act_needs(desk.viewer, opened["number"], "recategorise").categories}
    with pytest.raises(Refusal, match="same_category"):
        to(opened, "lighting", desk)
    with pytest.raises(NotFound):
        to(opened, "nonsense", desk)


def test_four_callers(town, report):
    opened = report()
    here = f"/cases/{opened['number']}/acts/recategorise/"
    for caller, status in (("", 404), ("chengguan", 404), ("grid2", 404), ("grid", 302)):
        answer = client_for(caller).post(here, {"category": "noise", "reason": "是吵"})
        assert answer.status_code == status, (caller, answer.status_code)
        assert Case.objects.get(pk=opened["id"]).category == ("noise" if caller == "grid" else "lighting")
    page = client_for("community").get(here).content.decode()
    assert 'data-words="停水' in page
    assert "楼道照明" in page
    assert 'value="noise"' not in page
    wrong = client_for("community").post(here, {"category": "noise", "reason": "是吵"})
    assert wrong.status_code == 422


def test_it_is_found_by_its_new_category_advice_is_judged_and_the_holder_hears_it(town, report):
    opened = report()
    said = {"category": ["noise", 80, 1]}
    note_advice(actor=RESIDENT, case_id=opened["id"], said=said, chosen={"category": "lighting"}, now=MONDAY)
    assert Advised.objects.get().right is False
    words.index([opened["id"]])
    to(opened, "noise", office("desk", "community", Case.objects.get(pk=opened["id"])))
    deliver_waiting(until=lambda: False)
    assert Advised.objects.get().right is True
    assert Notice.objects.filter(code__contains="改了类别").count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT words::text FROM cases_casetext WHERE id = %s", [opened["id"]])
        indexed = cursor.fetchone()[0]
    assert "噪声" in indexed
    words.rebuild()
    with connection.cursor() as cursor:
        cursor.execute("SELECT words::text FROM cases_casetext WHERE id = %s", [opened["id"]])
        assert cursor.fetchone()[0] == indexed
