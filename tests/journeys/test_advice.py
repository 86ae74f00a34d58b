"""Advice while somebody writes: shown, never forced; what people chose is kept; anybody sees how often it was right."""

import csv
import gzip
import re
from argparse import Namespace
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from linli.backbone.events import Recorded, listeners_of
from linli.backbone.models import EventRow, Work
from linli.backbone.values import RESIDENT, SYSTEM, Actor
from linli.backbone.works.running import carry_on
from linli.config import bench, demo
from linli.config.demo.history import write_history
from linli.domains.cases import commands as cases
from linli.domains.cases.models import Case, Follower
from linli.domains.cases.queries import joined as how_far
from linli.domains.cases.queries.alike import guessed_since, labelled
from linli.domains.cases.values import Channel
from linli.domains.insights.commands import note_advice, train_model
from linli.domains.insights.models import Advised, Trained
from linli.domains.insights.queries.advice import advise_desk, advise_resident, ticket_case
from linli.domains.insights.queries.trust import trust_page
from linli.domains.insights.tests.test_classifier import told
from linli.domains.organizations.queries import seats_by_id
from linli.domains.organizations.queries.who import who_of
from linli.domains.places.models import Place
from linli.domains.places.queries import place_info
from linli.kernel.refusal import NotFound, Refusal
from tests.journeys.test_pages import client_for
from tests.support.town import MONDAY, actor_for, viewer_for

# Pages ask at the moment they are asked.
NOW = datetime.now(UTC)
LAMP = "三单元楼道灯不亮了，晚上老人看不见，请来修一修"


@pytest.fixture
def door(front_door, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    return front_door


def report(place, text, **more):
    return cases.open_case(actor=RESIDENT, place=place, text=text, channel=Channel.SCAN, now=NOW, **more)


def beside(place):
    """Another building of the same compound, and one of another community."""
    compound = place.ids["compound"]
    near = Place.objects.filter(kind="building", parent_id=compound).exclude(pk=place.id).order_by("pk").first()
    rows = Place.objects.filter(kind="building").exclude(ancestors__contains=[place.ids["community"]])
    return place_info(near.pk), place_info(rows.order_by("pk").first().pk)


def ask(client, door, text, **more):
    return client.post(f"/d/{door.code}/advice/", {"text": text, **more}).content.decode()


def test_before_there_is_a_model_the_words_of_the_pack_advise(client, door):
    page = ask(client, door, LAMP)
    assert "像是“楼道照明”" in page
    assert "照写的词猜的" in page
    assert 'data-value="lighting"' in page
    assert "像是" not in ask(client, door, "您好")
    assert "像是" not in ask(client, door, "请问这个到底怎么弄")
    assert "119" in ask(client, door, "厨房里漏气了，味道很大")
    assert "写一句在哪个位置" in ask(client, door, "水管漏水漏得厉害")
    assert "写一句在哪个位置" not in ask(client, door, "水管漏水漏得厉害", detail="三单元")


def test_a_neighbour_joins_instead_of_reporting_again(client, door):
    near, far = beside(door.place)
    first = report(near, LAMP)
    page = ask(client, door, "三单元楼道灯不亮，晚上看不见")
    assert "已有 1 位邻居反映“楼道照明”" in page
    assert first["number"] not in page
    assert LAMP not in page
    assert advise_resident(far, "三单元楼道灯不亮，晚上看不见", "", NOW).same == ()
    ticket = re.search(r'data-ticket="([^"]+)"', page)[1]
    joined = client.post(f"/d/{door.code}/join/", {"ticket": ticket, "key": "k1"})
    again = client.post(f"/d/{door.code}/join/", {"ticket": ticket, "key": "k1"})
    assert joined["Location"] == again["Location"]
    assert Follower.objects.count() == 1
    assert Case.objects.count() == 1
    seen = client.get(joined["Location"]).content.decode()
    assert first["number"] in seen
    assert "连您一共 2 位邻居" in seen
    assert LAMP not in seen
    assert "三单元" not in seen
    assert "楼道照明" in client.get("/mine/").content.decode()
    mine = ask(client, door, "三单元楼道灯不亮，晚上看不见")
    assert "您已经关注“楼道照明”" in mine
    assert f'href="{joined["Location"]}"' in mine
    assert "data-join" not in mine
    assert "已有 2 位邻居" in ask(Client(), door, "三单元楼道灯不亮，晚上看不见")
    assert "又一位邻居关注" in client_for("grid").get(f"/cases/{first['number']}/").content.decode()
    assert EventRow.objects.filter(name="NeighbourJoined").count() == 1
    Case.objects.update(open=False, closed_at=NOW)
    assert client.post(f"/d/{door.code}/join/", {"ticket": ticket, "key": "k2"}).status_code == 409
    assert ask(client, door, "三单元楼道灯不亮，晚上看不见").count("邻居反映") == 0


def test_what_one_said_oneself_is_no_neighbours(client, door):
    address = f"/d/{door.code}/report/"
    token = client.post(address, {"key": "o1", "text": LAMP})["Location"].strip("/").split("/")[1]
    page = ask(client, door, "三单元楼道灯不亮，晚上看不见")
    assert "您反映过“楼道照明”" in page
    assert f'href="/f/{token}/"' in page
    assert "邻居" not in page
    assert "data-join" not in page
    assert "已有 1 位邻居反映“楼道照明”" in ask(Client(), door, "三单元楼道灯不亮，晚上看不见")


def test_a_ticket_is_good_only_where_it_was_given(client, door):
    near, far = beside(door.place)
    report(near, LAMP)
    same = advise_resident(door.place, LAMP, "", NOW).same[0]
    assert ticket_case(same.ticket, door.place) == same.case_id
    assert ticket_case(same.ticket, near) is None
    for ticket in ("", "x", same.ticket[:-2], str(same.case_id)):
        assert ticket_case(ticket, door.place) is None
        assert client.post(f"/d/{door.code}/join/", {"ticket": ticket}).status_code == 404
    with pytest.raises(NotFound):
        cases.join_case(actor=RESIDENT, case_id=same.case_id, place_ids=tuple(far.ids.values()), now=MONDAY)
    Case.objects.update(confidential=True)
    with pytest.raises(NotFound):
        cases.join_case(actor=RESIDENT, case_id=same.case_id, place_ids=tuple(near.ids.values()), now=MONDAY)
    assert advise_resident(door.place, LAMP, "", NOW).same == ()


def test_what_people_chose_is_kept(client, door):
    page = ask(client, door, LAMP)
    advised = re.search(r'name="advised" value="([^"]+)"', page)[1]
    address = f"/d/{door.code}/report/"
    sent = client.post(address, {"key": "a1", "text": LAMP, "category": "lighting", "advised": advised})
    assert sent.status_code == 302
    assert list(Advised.objects.values_list("kind", "said", "right")) == [("category", "lighting", True)]
    client.cookies.clear()  # other phones: the same words of one are the same matter
    client.post(address, {"key": "a2", "text": LAMP, "category": "power", "advised": advised})
    client.cookies.clear()
    client.post(address, {"key": "a3", "text": LAMP, "advised": advised})
    client.cookies.clear()
    client.post(address, {"key": "a4", "text": LAMP, "category": "power", "advised": advised + "x"})
    assert list(Advised.objects.order_by("id").values_list("right", flat=True)) == [True, False, None]
    assert Case.objects.count() == 4
    kind = next(one for one in trust_page(viewer_for("leader"), datetime.now(UTC)).kinds if one.key == "category")
    assert (kind.shown, kind.right, kind.percent) == (2, 1, 50)


@pytest.fixture
def lived_in(town):
    write_history(cases=900, seed=demo.SEED, now=MONDAY, say=lambda words: None)
    return town


def test_a_model_is_learnt_from_the_town_and_a_worse_one_is_not_taken(lived_in, client, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    version = train_model(actor=SYSTEM, now=MONDAY)
    row = Trained.objects.get(pk=version)
    assert (row.taken, row.why) == (True, "first")
    assert row.card["rows"] >= 300
    assert 0.5 < row.macro_f1 <= 1
    best = advise_resident(lived_in.front_door().place, LAMP, "", MONDAY).category
    assert (best.key, best.version) == ("lighting", version)
    assert best.percent >= 60
    assert advise_resident(lived_in.front_door().place, "嗯嗯嗯嗯嗯嗯", "", MONDAY).category is None
    again = Trained.objects.get(pk=train_model(actor=SYSTEM, now=MONDAY))
    assert again.taken
    Trained.objects.filter(pk=again.pk).update(macro_f1=1.5)
    worse = Trained.objects.get(pk=train_model(actor=SYSTEM, now=MONDAY))
    assert (worse.taken, worse.why) == (False, "worse")
    assert advise_resident(lived_in.front_door().place, LAMP, "", MONDAY).category.version == again.pk
    page = client.get("/advice/").content.decode()
    assert "猜类别的模型" in page
    assert "关掉" not in page
    assert f"{row.card['chosen']} 件，只从这些学" in page
    assert f"{row.card['guessed']} 件，没有拿来学" in page
    assert row.card["chosen"] >= row.card["rows"]
    assert row.card["guessed"] > 50


def test_a_guess_that_nobody_touched_is_not_learnt(lived_in):
    """However many there are: not as labels, not in the model, and a town of guesses alone is too little history."""
    handled = Case.objects.filter(open=False, result="solved").exclude(category="other")
    lamps = handled.filter(category="lighting")
    assert lamps.filter(category_chosen=True).count() >= 10
    guessed = handled.exclude(category="lighting").filter(category_chosen=False)
    assert guessed.count() > 3 * lamps.filter(category_chosen=True).count()
    guessed.update(category="dogs", text=LAMP)
    row = Trained.objects.get(pk=train_model(actor=SYSTEM, now=MONDAY))
    assert advise_resident(lived_in.front_door().place, LAMP, "", MONDAY).category.key == "lighting"
    assert row.card["chosen"] == handled.filter(category_chosen=True).count()
    assert row.card["guessed"] >= guessed.count() * 0.9
    Case.objects.update(category_chosen=False)
    with pytest.raises(Refusal, match="too_little_history"):
        train_model(actor=SYSTEM, now=MONDAY)


def test_what_people_say_of_a_case_is_its_label(client, door):
    """The words of the pack guess; a choice, one tap on the advice and a later correction are people's."""
    address = f"/d/{door.code}/report/"
    client.post(address, {"key": "g1", "text": LAMP})
    client.cookies.clear()  # another phone: the same words of one are the same matter
    client.post(address, {"key": "g2", "text": LAMP, "category": "power"})
    guessed, chosen = Case.objects.order_by("id")
    assert (guessed.category, guessed.category_chosen) == ("lighting", False)
    assert (chosen.category, chosen.category_chosen) == ("power", True)
    said = {"category": "noise", "reason": "不是灯，是吵"}
    for case in (guessed, chosen):
        assert client_for("community").post(f"/cases/{case.number}/acts/recategorise/", said).status_code == 302
    Case.objects.update(open=False, closed_at=NOW + timedelta(hours=1), result="solved")
    assert [(one.text, one.category) for one in labelled(10)] == [(LAMP, "noise")] * 2
    assert guessed_since(NOW - timedelta(days=1)) == 0


def test_the_desk_hears_who_handled_such_things(lived_in):
    train_model(actor=SYSTEM, now=MONDAY)
    viewer, found = viewer_for("community"), None
    for case in Case.objects.filter(community_id=viewer.seat.place_id, open=False).order_by("-id")[:60]:
        place = place_info(case.place_id)
        found = advise_desk(viewer, place, case.text, "", MONDAY).route
        if found:
            break
    assert found is not None
    assert found.count * 2 > found.of >= 3
    handled = Case.objects.filter(open=False, handler_seat__isnull=False)
    seats = seats_by_id(handled.values_list("handler_seat", flat=True))
    case = next(one for one in handled if who_of(seats[one.handler_seat])[0] == found.key)
    note_advice(actor=Actor.of(viewer), case_id=case.pk, said={"route": [found.key, 80, 0]}, chosen={}, now=MONDAY)
    event = Recorded(1, "CaseClosed", "case", case.pk, MONDAY, SYSTEM, {})
    next(one for one in listeners_of("CaseClosed") if one.__qualname__ == "judge_route")(event)
    assert Advised.objects.get(kind="route").right is True


def test_too_little_history_is_said(town):
    with pytest.raises(Refusal, match="too_little_history"):
        train_model(actor=SYSTEM, now=MONDAY)
    assert not Trained.objects.exists()


def test_each_kind_can_be_switched_off(client, door):
    near, _far = beside(door.place)
    report(near, LAMP)
    texts = {"category": "像是", "same": "邻居反映", "urgent": "119", "place": "写一句在哪个位置"}
    said = {kind: LAMP for kind in texts} | {"urgent": "厨房里漏气了，味道很大", "place": "水管漏水漏得厉害"}
    for kind, words in texts.items():
        assert words in ask(client, door, said[kind]), kind
        for caller in (client, *(client_for(name) for name in ("grid", "community", "audit", "chengguan"))):
            assert caller.post(f"/advice/{kind}/", {"off": "1"}).status_code in (302, 404)
        assert words in ask(client, door, said[kind]), kind
        client_for("admin").post(f"/advice/{kind}/", {"off": "1"})
        assert words not in ask(client, door, said[kind]), kind
        assert "已关闭" in client.get("/advice/").content.decode()
        client_for("leader").post(f"/advice/{kind}/", {"off": "0"})
        assert words in ask(client, door, said[kind]), kind
    assert client_for("admin").post("/advice/other/", {"off": "1"}).status_code == 404


def test_four_callers_of_the_desk(town):
    place = place_info(Place.objects.filter(kind="building").order_by("pk").first().pk)
    mine = {"text": LAMP, "place": place.code}
    assert Client().post("/report/advice/", mine).status_code == 404
    assert client_for("chengguan").post("/report/advice/", mine).status_code == 404
    assert client_for("audit").post("/report/advice/", mine).status_code == 404
    own = viewer_for("community").seat.place_id
    inside = Place.objects.filter(kind="building", ancestors__contains=[own]).first()
    outside = Place.objects.filter(kind="building").exclude(ancestors__contains=[own]).first()
    desk = client_for("community")
    assert desk.post("/report/advice/", {"text": LAMP, "place": inside.code}).status_code == 200
    assert desk.post("/report/advice/", {"text": LAMP, "place": outside.code}).status_code == 404
    assert desk.post("/report/advice/", {"text": LAMP + "\x00", "place": ""}).status_code == 200


def test_a_desk_sees_numbers_only_of_what_it_may_see(town, door):
    near, _far = beside(door.place)
    number = report(near, LAMP)["number"]
    found = advise_desk(viewer_for("community"), door.place, LAMP, "", NOW).same
    assert [one.number for one in found] == [number]
    assert advise_desk(viewer_for("chengguan"), door.place, LAMP, "", NOW).same == ()


def test_what_a_desk_was_advised_is_kept_too(town, door):
    desk = client_for("community")
    given = {"place": door.place.code, "text": LAMP}
    page = desk.post("/report/advice/", given).content.decode()
    advised = re.search(r'name="advised" value="([^"]+)"', page)[1]
    fields = {"channel": "phone", "category": "lighting", "key": "desk1", "advised": advised}
    assert desk.post("/report/", {**given, **fields}).status_code == 302
    assert Advised.objects.get().right is True
    assert EventRow.objects.get(name="AdviceNoted").data["right"] == ["category"]


def test_who_may_switch_has_a_model_learnt_now(lived_in):
    for username in ("grid", "community", "audit", "chengguan"):
        assert client_for(username).post("/advice/learn/").status_code == 404
    assert Client().post("/advice/learn/").status_code in (302, 404)
    assert not Work.objects.exists()
    client_for("admin").post("/advice/learn/")
    work = Work.objects.get()
    carry_on(work.pk)
    assert Trained.objects.get().taken
    assert "不如原来的不换" not in client_for("admin").get("/advice/").content.decode()
    assert "学好了" in client_for("admin").get(f"/works/{work.pk}/").content.decode()


def test_the_bench_reports_what_it_finds(tmp_path, capsys):
    folder = tmp_path / "messages"
    folder.mkdir()
    rows = told(300)
    with gzip.open(folder / "labelled_tokens.csv.gz", "wt", encoding="utf-8") as out:
        lines = csv.DictWriter(out, ["tokens", "label", "group"])
        lines.writeheader()
        lines.writerows({"tokens": one.text, "label": one.label, "group": at} for at, one in enumerate(rows))
    with gzip.open(folder / "labelled_raw.csv.gz", "wt", encoding="utf-8") as out:
        lines = csv.DictWriter(out, ["title", "text", "label", "group"])
        lines.writeheader()
        given = enumerate(rows[:40])
        lines.writerows({"title": "", "text": one.text, "label": one.label, "group": at} for at, one in given)
    assert bench.run(Namespace(what="classify", messages=folder, out=tmp_path / "out")) == 0
    said = (tmp_path / "out" / "classify.md").read_text(encoding="utf-8")
    assert "300 token rows, 300 groups, 40 raw messages" in said
    assert said in capsys.readouterr().out
    assert bench.run(Namespace(what="classify", messages=tmp_path, out=tmp_path / "out")) == 2
    assert "--messages" in capsys.readouterr().out


@pytest.fixture
def joined(client, door):
    """A neighbour's phone that has joined a matter: its link, its number."""
    near, _far = beside(door.place)
    said = {"text": LAMP, "channel": Channel.SCAN, "now": NOW - timedelta(hours=9)}
    first = cases.open_case(actor=RESIDENT, place=near, **said)
    same = advise_resident(door.place, LAMP, "", NOW).same[0]
    link = client.post(f"/d/{door.code}/join/", {"ticket": same.ticket, "key": "k1"})["Location"]
    return link, first["number"]


def text_of(client, link):
    return client.get(link).content.decode()


def long_ago(client, hours=5):
    """As if this phone had looked some hours before."""
    seen = client.cookies["linli_seen"]
    before, last = seen.value.split(".")
    earlier = f"{max(int(before) - hours * 3600, 0)}.{int(last) - hours * 3600}"
    client.cookies["linli_seen"] = earlier
    client.cookies["linli_seen"]["path"] = seen["path"]


def test_a_joined_neighbour_is_told_what_is_new_since_they_came_last(client, joined):
    link, number = joined
    first = text_of(client, link)
    assert "新进展" not in first
    assert number in first
    assert f"http://testserver{link}" in first
    long_ago(client)
    assert "新进展" not in text_of(client, link)
    long_ago(client)
    grid = actor_for("grid")
    cases.sign_case(actor=grid, number=number, now=timezone.now())
    cases.tell_reporter(actor=grid, number=number, words="王大妈，明天上门找您", now=timezone.now())
    cases.do_act(actor=grid, number=number, act="forward", given={"reason": "要执法权"}, photos=(), now=timezone.now())
    page = text_of(client, link)
    assert "自您上次来，有 2 条新进展" in page
    assert page.count(">新</span>") == 2
    for secret in ("王大妈", "要执法权", LAMP):
        assert secret not in page
    assert "自您上次来，有 2 条新进展" in text_of(client, link), "the same visit"
    token = link.strip("/").rpartition("/")[2]
    assert how_far(token, timezone.localtime(), timezone.now()).news == 0


def test_the_memory_of_a_visit_is_the_phones_and_may_be_anything(client, joined, door):
    link, _number = joined
    assert client.get(link).cookies["linli_seen"]["path"] == link
    for value in ("", ".", "x.y", "9" * 40, "-1.-2", "²³.²³", "1.99999999999"):
        client.cookies["linli_seen"] = value
        assert client.get(link).status_code == 200
    assert "linli_seen" not in Client().get(f"/d/{door.code}/").cookies
