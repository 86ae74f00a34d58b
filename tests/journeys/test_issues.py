"""Hot issues: many messages in different words become the few things behind them; what hands say is remembered."""

from datetime import timedelta

import psycopg
import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from linli.backbone.events import Recorded, listeners_of
from linli.backbone.jobs import deliver_waiting
from linli.backbone.models import EventRow
from linli.backbone.values import RESIDENT, SYSTEM
from linli.config import wiring
from linli.domains.cases import commands as cases
from linli.domains.cases.models import Case
from linli.domains.cases.values import Channel
from linli.domains.duties.models import Notice
from linli.domains.insights.commands import (
    close_issue,
    merge_issues,
    note_issue,
    split_issue,
    switch_advice,
    take_issue,
)
from linli.domains.insights.models import HandTie, Issue, Membership, Raised
from linli.domains.insights.projections.issues import place_case, rebuild
from linli.domains.insights.queries.issues import hot_issues, issue, quiet_ids, telling_ids
from linli.domains.insights.queries.trust import trust_page
from linli.domains.organizations.models import Seat
from linli.domains.places.models import Place
from linli.domains.places.queries import place_info
from linli.kernel.refusal import NotFound, Refusal
from tests.journeys.test_pages import client_for
from tests.support.town import MONDAY, actor_for, viewer_for

LAMPS = (
    "楼道灯不亮了，老人上下楼看不见",
    "三单元楼道的灯坏了，晚上黑漆漆的",
    "楼道照明坏了好些天，没人换灯泡",
    "声控灯不亮，楼道里摸黑走",
)
DRAINS = ("下水道堵了，污水往外冒", "污水管堵塞，一楼返水", "下水道不通，污水流到门口")


@pytest.fixture
def door(front_door, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    return front_door


def say(place, text, phone="", now=MONDAY, category="lighting"):
    opened = cases.open_case(
        actor=RESIDENT, place=place, text=text, channel=Channel.SCAN, now=now, phone=phone, category=category
    )
    tell()
    return opened


def tell():
    deliver_waiting(until=lambda: False)


def many(place, texts, first=0, **more):
    return [say(place, text, f"1380000{first + at:04d}", **more)["id"] for at, text in enumerate(texts)]


def member(case_id):
    return Membership.objects.get(case_id=case_id).issue_id


def beside(place):
    rows = Place.objects.filter(kind="building", parent_id=place.ids["compound"]).exclude(pk=place.id)
    return place_info(rows.order_by("pk").first().pk)


def elsewhere(place):
    rows = Place.objects.filter(kind="building").exclude(ancestors__contains=[place.ids["community"]])
    return place_info(rows.order_by("pk").first().pk)


def test_different_words_of_one_thing_are_one_issue(door):
    lamps = many(door.place, LAMPS[:2]) + many(beside(door.place), LAMPS[2:], 2)
    drains = many(door.place, DRAINS, 10, category="water")
    far = say(elsewhere(door.place), LAMPS[0])["id"]
    assert len({member(one) for one in lamps}) == 1
    assert len({member(one) for one in drains}) == 1
    assert len({member(one) for one in (lamps[0], drains[0], far)}) == 3
    row = Issue.objects.get(pk=member(lamps[0]))
    assert (row.count, row.people, row.buildings, row.unsolved, row.week) == (4, 4, 2, 4, 4)
    assert row.heat == pytest.approx(4 + 0.5 + 4)
    assert "灯" in row.title
    assert row.place_id == door.place.ids["compound"]


def test_ten_messages_of_one_person_are_one_person(door):
    for at in range(10):
        say(door.place, LAMPS[at % 4], "13800001234")
    row = Issue.objects.get()
    assert (row.count, row.people) == (10, 1)
    assert hot_issues(viewer_for("leader")) == ()
    assert not EventRow.objects.filter(name="IssueFound").exists()
    assert b"13800001234" not in b"".join(bytes(one) for one in Membership.objects.values_list("person", flat=True))


def test_a_message_told_twice_is_placed_once(door):
    opened = say(door.place, LAMPS[0])
    row = EventRow.objects.get(name="CaseOpened", subject_id=opened["id"])
    event = Recorded(row.pk, row.name, row.subject_kind, row.subject_id, row.at, SYSTEM, row.data)
    place_report = next(one for one in listeners_of("CaseOpened") if one.__qualname__ == "place_report")
    place_report(event)
    assert Membership.objects.count() == 1
    assert Issue.objects.get().count == 1


def test_what_is_confidential_or_of_another_kind_is_not_brought_together(door):
    opened = say(door.place, LAMPS[0])
    Issue.objects.all().delete()
    Case.objects.filter(pk=opened["id"]).update(confidential=True)
    rebuild(MONDAY)
    assert not Issue.objects.exists()


def test_the_desk_hears_of_an_issue_once(door):
    many(door.place, LAMPS)
    tell()
    found = EventRow.objects.get(name="IssueFound")
    notices = Notice.objects.filter(event_id=found.id)
    desk = Seat.objects.get(pk=notices.get().seat_id)
    assert (desk.post, desk.place_id) == ("desk", door.place.ids["community"])
    say(door.place, LAMPS[1], "13811111111")
    assert EventRow.objects.filter(name="IssueFound").count() == 1
    with pytest.raises(Refusal, match="issue_quiet"):
        note_issue(actor=SYSTEM, issue_id=Issue.objects.get().pk, now=MONDAY)


def test_sudden_growth_is_told_once_more(door):
    many(door.place, LAMPS[:3], now=MONDAY - timedelta(days=8))
    many(door.place, LAMPS[:3] * 2, 20)
    assert EventRow.objects.filter(name="IssueGrew").count() == 0
    many(door.place, LAMPS, 40)
    tell()
    grown = EventRow.objects.get(name="IssueGrew")
    assert Notice.objects.filter(event_id=grown.id).count() == 1


def test_merging_and_splitting_are_remembered_by_the_night(door):
    lamps = many(door.place, LAMPS)
    drains = many(door.place, DRAINS, 10, category="water")
    boss = actor_for("leader")
    merge_issues(actor=boss, issue_id=member(lamps[0]), other_id=member(drains[0]), now=MONDAY)
    kept = member(lamps[0])
    assert {member(one) for one in lamps + drains} == {kept}
    rebuild(MONDAY)
    assert {member(one) for one in lamps + drains} == {kept}
    split_issue(actor=boss, issue_id=kept, case_ids=[lamps[0], lamps[3]], now=MONDAY)
    rebuild(MONDAY)
    assert member(lamps[0]) == member(lamps[3]) != kept
    assert {member(one) for one in [*lamps[1:3], *drains]} == {kept}
    assert set(EventRow.objects.values_list("name", flat=True)) >= {"IssuesMerged", "IssueSplit"}


def test_a_community_is_brought_together_by_one_at_a_time(door):
    opened = cases.open_case(actor=RESIDENT, place=door.place, text=LAMPS[0], channel=Channel.SCAN, now=MONDAY)
    given = connection.get_connection_params()
    line = {key: given[key] for key in ("dbname", "user", "password", "host", "port") if key in given}
    community = door.place.ids["community"]
    with psycopg.connect(**line) as other, connection.cursor() as cursor:
        other.execute("SELECT pg_advisory_xact_lock(hashtext('issues'), %s)", [community])
        cursor.execute("SET LOCAL lock_timeout = '100ms'")
        for bring in (lambda: place_case(opened["id"], MONDAY), lambda: rebuild(MONDAY)):
            with pytest.raises(OperationalError, match="lock timeout"), transaction.atomic():
                bring()
    rebuild(MONDAY)
    assert Issue.objects.get().count == 1


def test_a_night_keeps_what_was_told_and_decided(door):
    many(door.place, LAMPS)
    tell()
    row = Issue.objects.get()
    assert row.found_at
    Issue.objects.filter(pk=row.pk).update(taken_at=MONDAY, taken_number="ZX-1", title="灯", count=1)
    rebuild(MONDAY)
    again = Issue.objects.get()
    assert (again.pk, again.found_at, again.taken_at, again.taken_number) == (row.pk, row.found_at, MONDAY, "ZX-1")
    assert again.count == row.count, "what is counted is counted anew"
    assert again.title != "灯"


def test_a_night_changes_nothing_where_nothing_happened(door):
    many(door.place, LAMPS)
    rebuild(MONDAY)
    columns = ("pk", "title", "count", "people", "heat", "place_id", "path")
    before = list(Issue.objects.order_by("pk").values(*columns))
    members = dict(Membership.objects.values_list("case_id", "issue_id"))
    rebuild(MONDAY)
    assert (
        list(Issue.objects.order_by("pk").values("pk", "title", "count", "people", "heat", "place_id", "path"))
        == before
    )
    assert dict(Membership.objects.values_list("case_id", "issue_id")) == members


def test_refused_merges_and_splits_change_nothing(door):
    lamps = many(door.place, LAMPS)
    pk, boss = member(lamps[0]), actor_for("leader")
    with pytest.raises(Refusal, match="issue_itself"):
        merge_issues(actor=boss, issue_id=pk, other_id=pk, now=MONDAY)
    for chosen in ([], lamps, [10**9]):
        with pytest.raises(Refusal, match="issue_split"):
            split_issue(actor=boss, issue_id=pk, case_ids=chosen, now=MONDAY)
    assert not HandTie.objects.exists()


def test_one_click_opens_one_rectification_that_both_sides_show(door):
    lamps = many(door.place, LAMPS)
    pk = member(lamps[0])
    desk = client_for("community")
    assert "开展专项整治" in desk.get(f"/issues/{pk}/").content.decode()
    assert desk.post(f"/issues/{pk}/take/").status_code == 302
    tell()
    assert desk.post(f"/issues/{pk}/take/").status_code == 422
    tell()
    made = Case.objects.get(procedure="rectification")
    assert Case.objects.get(pk=lamps[0]).number in made.text
    assert f"/issues/{pk}/" in made.text
    assert made.number in desk.get(f"/issues/{pk}/").content.decode()
    assert made.starter_seat is not None
    assert EventRow.objects.filter(name="IssueLinked").count() == 1


def test_only_who_sees_the_board_of_the_place_sees_and_changes_it(door):
    lamps = many(door.place, LAMPS)
    pk = member(lamps[0])
    for name, status in (("", 404), ("grid2", 404), ("chengguan", 404)):
        client = client_for(name)
        assert client.get(f"/issues/{pk}/").status_code == status, name
        for act in ("merge", "split", "take", "close"):
            assert client.post(f"/issues/{pk}/{act}/", {"case": lamps[0], "other": pk}).status_code == status, (
                name,
                act,
            )
    assert client_for("leader").post(f"/issues/{pk}/nothing/").status_code == 404
    assert client_for("leader").get("/issues/99999999/").status_code == 404
    assert Issue.objects.get(pk=pk).open
    assert Membership.objects.filter(issue_id=pk).count() == 4
    for name in ("leader", "community"):
        assert "楼道" in client_for(name).get("/issues/").content.decode()
        assert client_for(name).get(f"/issues/{pk}/").status_code == 200
    stranger = Issue.objects.create(**{**vars_of(pk), "path": [10**9]})
    assert stranger.pk not in [one.id for one in hot_issues(viewer_for("leader"))]
    with pytest.raises(NotFound):
        issue(viewer_for("leader"), stranger.pk, MONDAY)
    with pytest.raises(NotFound):
        take_issue(actor=actor_for("leader"), issue_id=stranger.pk, now=MONDAY)


def vars_of(pk):
    row = Issue.objects.values().get(pk=pk)
    row.pop("id")
    return row


def test_what_is_taken_on_is_offered_to_merge_only_with_what_is_not(door):
    lamps, drains = many(door.place, LAMPS), many(door.place, DRAINS, 10, category="water")
    pk, other = member(lamps[0]), member(drains[0])

    def offered(one):
        return [row.id for row in issue(viewer_for("leader"), one, MONDAY).others]

    take_issue(actor=actor_for("community"), issue_id=pk, now=MONDAY)
    assert (offered(pk), offered(other)) == ([other], [pk])
    take_issue(actor=actor_for("community"), issue_id=other, now=MONDAY)
    assert (offered(pk), offered(other)) == ([], [])


def test_the_pages_merge_split_and_close(door):
    lamps, drains = many(door.place, LAMPS), many(door.place, DRAINS, 10, category="water")
    pk, other = member(lamps[0]), member(drains[0])
    boss = client_for("leader")
    page = boss.get("/issues/").content.decode()
    assert f"/issues/{pk}/" in page
    assert f"/issues/{other}/" in page
    assert boss.post(f"/issues/{pk}/merge/", {"other": "x"}).status_code == 404
    assert boss.post(f"/issues/{pk}/merge/", {"other": pk}).status_code == 422
    assert boss.post(f"/issues/{pk}/merge/", {"other": other}).status_code == 302
    assert boss.post(f"/issues/{pk}/split/", {}).status_code == 422
    assert boss.post(f"/issues/{pk}/split/", {"case": drains}).status_code == 302
    assert member(drains[0]) not in (pk, other)
    assert boss.post(f"/issues/{pk}/close/").status_code == 302
    assert f"/issues/{pk}/" not in boss.get("/issues/").content.decode()
    assert f"/issues/{pk}/" in boss.get("/issues/?state=closed").content.decode()
    assert boss.post(f"/issues/{pk}/close/").status_code == 404


def test_a_quiet_issue_is_closed_and_a_later_message_begins_anew(door):
    lamps = many(door.place, LAMPS)
    later = MONDAY + timedelta(days=46)
    assert quiet_ids(MONDAY) == []
    assert quiet_ids(later) == [member(lamps[0])]
    close_issue(actor=SYSTEM, issue_id=member(lamps[0]), now=later)
    again = say(door.place, LAMPS[0], now=later)["id"]
    assert member(again) != member(lamps[0])
    rebuild(later)
    assert member(again) != member(lamps[0])
    assert telling_ids() == []


def switch(off, username="admin"):
    return switch_advice(actor=actor_for(username), kind="hot", off=off, now=MONDAY)


def test_switched_off_nothing_is_brought_together_and_nobody_told(door):
    before = many(door.place, LAMPS[:2])
    switch(True)
    rest = many(door.place, LAMPS[2:], 2)
    assert Membership.objects.filter(case_id__in=rest).count() == 0
    assert wiring.gather_issues(MONDAY) == 0
    assert not Issue.objects.filter(found_at__isnull=False).exists()
    assert Membership.objects.count() == len(before)
    assert not EventRow.objects.filter(name="IssueFound").exists()
    switch(False)
    assert wiring.gather_issues(MONDAY) == 1
    assert len({member(one) for one in [*before, *rest]}) == 1
    assert EventRow.objects.filter(name="IssueFound").count() == 1


def test_the_page_says_that_it_is_off_and_who_may_switch_it_on(door):
    leader, admin = client_for("leader"), client_for("admin")
    assert "热点归并关着" not in leader.get("/issues/").content.decode()
    assert client_for("street").post("/advice/hot/", {"off": "1"}).status_code == 404
    assert admin.post("/advice/hot/", {"off": "1"}).status_code == 302
    page = leader.get("/issues/").content.decode()
    assert "热点归并关着" in page
    assert 'href="/advice/"' in page
    assert "管后台任务或管全辖区的岗位可以" in client_for("street").get("/issues/").content.decode()
    assert admin.post("/advice/hot/", {"off": "0"}).status_code == 302
    assert "热点归并关着" not in leader.get("/issues/").content.decode()


def held(now=MONDAY):
    row = next(one for one in trust_page(viewer_for("admin"), now).kinds if one.key == "hot")
    return row.shown, row.right, row.percent


def test_how_often_it_was_right_is_what_hands_left_as_it_was(door):
    lamps, drains = many(door.place, LAMPS), many(door.place, DRAINS, 10, category="water")
    other = many(elsewhere(door.place), LAMPS, 20)
    assert held() == (3, 3, 100)
    split_issue(actor=actor_for("leader"), issue_id=member(lamps[0]), case_ids=lamps[:1], now=MONDAY)
    assert held() == (3, 2, 67)
    take_issue(actor=actor_for("street"), issue_id=member(drains[0]), now=MONDAY)
    close_issue(actor=actor_for("leader"), issue_id=member(drains[0]), now=MONDAY)
    assert held() == (3, 2, 67)
    close_issue(actor=SYSTEM, issue_id=member(other[0]), now=MONDAY)
    assert held() == (3, 2, 67)
    assert held(MONDAY + timedelta(days=31)) == (0, 0, None)


def test_what_hands_merge_or_put_away_was_wrong(door):
    lamps, drains = many(door.place, LAMPS), many(door.place, DRAINS, 10, category="water")
    other = many(elsewhere(door.place), LAMPS, 20)
    close_issue(actor=actor_for("leader"), issue_id=member(other[0]), now=MONDAY)
    assert held() == (3, 2, 67)
    merge_issues(actor=actor_for("leader"), issue_id=member(lamps[0]), other_id=member(drains[0]), now=MONDAY)
    assert held() == (3, 0, 0)
    Raised.objects.update(at=timezone.now())
    assert "没被拆、并或收起" in client_for("admin").get("/advice/").content.decode()
