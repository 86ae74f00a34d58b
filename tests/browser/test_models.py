"""Each of the five models in the browser: its signature mechanism from beginning to end, at both widths with axe."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from linli.adapters.tests.test_papers import PDF
from linli.backbone.packs import registry
from linli.backbone.values import SYSTEM
from linli.config import demo
from linli.config.demo import plans
from linli.domains.cases.models import Case
from linli.domains.duties.commands.routines import coming, open_occurrence
from linli.domains.duties.models import Duty, Occurrence
from linli.domains.duties.web.forms import ASKED
from linli.domains.organizations.models import Contact, Organization, Pairing, Seat
from linli.domains.places.models import Place
from tests.browser.play import Play, tell
from tests.support import town

pytestmark = pytest.mark.browser


@pytest.fixture
def load(world, monkeypatch):
    """A small town of a pack, loaded now; the place of its first door."""

    def one(pack):
        small = plans.Plan(
            plans.PLANS[pack].divisions, plans.PLANS[pack].centre, "0774", communities=3, grids=6, buildings=18
        )
        monkeypatch.setitem(plans.PLANS, pack, small)
        world(f"small {pack}", lambda: demo.load_town(demo.SEED, timezone.now(), registry.read(pack)))
        return town.front_door()

    return one


@pytest.fixture
def play(request, new_page, axe, keep, photo):
    """A story under the name of its test."""
    return Play(request.node.name.removeprefix("test_"), new_page, axe, keep, photo)


def paper(name, data):
    """A paper as a file to choose."""
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def place_of(door, kind):
    return Place.objects.get(pk=door.place.ids[kind])


def track_says(page, words):
    expect(page.locator(".ll-track")).to_contain_text(words)


def test_partners_whistle(load, play):
    door = load("partners")
    chief = play.seat("building_chief", "building", places=[door.place.ids["building"]])
    case = play.start(chief, "whistle", "三号楼顶上有人搭棚子，苗头要早管", place_of(door, "building"), look=True)
    units = [Organization.objects.get(short_name=name) for name in ("城管局", "住建局")]
    page = play.do(
        case,
        "whistle",
        kind="enforcement",
        lead=units[0].pk,
        helpers=[str(units[1].pk)],
        reason="要执法权",
        look="call",
    )
    play.look(page, "called")
    for duty in Duty.objects.filter(subject_id=case.pk, role__in=("lead", "helper"), state="open").order_by("id"):
        play.arrive(case, duty)
        play.do(case, "finish", seat=Seat(pk=duty.seat_id), minutes="现场拆了，立了规矩")
    assert case.stage == "confirm"
    page = play.do(case, "accept", note="去看过，没有了")
    track_says(page, "办结")
    play.story(case, "closed")
    assert Case.objects.get(pk=case.pk).result == "solved"


def test_partners_try_before_they_pay(load, play):
    door = load("partners")
    desk = play.seat("desk", "community", places=[door.place.ids["community"]])
    case = play.start(
        desk, "takeover", "老厂宿舍没人管", place_of(door, "compound"), look=True, households=320, subsidy=60000
    )
    play.do(case, "submit", note="保洁、门卫先管起来")
    for _link in range(2):
        play.do(case, "approve")
    assert case.stage == "assign"
    firm = _any_firm()
    play.do(case, "assign", organization=firm.pk, note="请国企红管家进场")
    page = play.do(case, "note", note="第一周，垃圾清了三车", look="trial")
    track_says(page, "先尝")
    play.day_comes(case)
    page = play.do(case, "survey", note="入户问的", asked=180, satisfied=45)
    page.goto(f"/cases/{case.number}/")
    expect(page.get_by_role("link", name="签约（后买）")).to_have_count(0)
    play.do(case, "survey", note="又问了一遍", asked=210, satisfied=87, look="survey")
    play.do(case, "buy", note="居民说好，签约")
    play.prove(case, "signed", "fee")
    play.do(case, "convert", note="转为正式服务")
    play.story(case, "converted")
    assert Case.objects.get(pk=case.pk).result == "solved"


def _any_firm():
    return Organization.objects.filter(kind="department", seats__appointments__isnull=False).first()


def test_happy_home_one_link_two_guarantees(load, play):
    door = load("happy-home")
    compound, unit = place_of(door, "compound"), Organization.objects.get(short_name="民政局")
    Pairing.objects.filter(place_id=compound.pk, scheme="one_link_two_guarantees").update(ends=timezone.localdate())
    keeper = play.sit(play.seat("administrator", "district").pk)
    keeper.goto(f"/registers/pairings/new/?scheme=one_link_two_guarantees&layer=unit&place={compound.code}")
    play.fill(keeper, {"place": compound.code, "unit": unit.pk})
    play.look(keeper, "pair")
    keeper.locator("main form button.is-zhu").click()
    keeper.wait_for_url(re.compile(r"/registers/pairings/\d+/$"))
    pairing = Pairing.objects.latest("id")
    assert (pairing.organization_id, pairing.place_id) == (unit.pk, compound.pk)

    desk = play.sit(play.seat("desk", "community", places=[door.place.ids["community"]]).pk)
    desk.goto(f"/registers/pairings/{pairing.pk}/")
    play.fill(desk, {"contact-kind": "visit", "contact-note": "单位来了四个人，看了两户老人"})
    desk.get_by_role("button", name="记下来").click()
    expect(desk.get_by_text("记下了")).to_be_visible()
    play.look(desk, "contact")
    assert Contact.objects.get(pairing=pairing).note_sealed

    resident = play._new(390, 844)
    resident.goto(f"/d/{door.code}/report/")
    play.fill(resident, {"text": "楼道口的台阶塌了一块，老人出门怕摔"})
    resident.get_by_role("button", name="发出去").click()
    resident.wait_for_url("**/sent/")
    case = Case.objects.latest("id")
    play.do(case, "forward", reason="要单位出力")
    play.do(case, "link", reason="请联系单位帮办", look="link")
    assert Seat.objects.get(pk=play.holder(case).seat_id).organization_id == unit.pk
    play.do(case, "solve", note="台阶补好了", photo=True)
    page = play.rate(case, look="rate")
    expect(page.get_by_role("heading", name="这件事办结了")).to_be_visible()
    play.story(case, "closed")


def test_happy_home_property_in_three_levels(load, play):
    door = load("happy-home")
    desk = play.seat("desk", "community", places=[door.place.ids["community"]])
    text = "电梯三天两头停，物业说维修基金不够"
    case = play.start(desk, "property_case", text, place_of(door, "building"))
    play.prove(case, "branch", "committee", "firm")
    play.do(case, "raise", reason="小区里三方谈不拢", look="raise")
    page = play.decide(case, look="decide")
    track_says(page, "街道联盟协调")
    for duty in Duty.objects.filter(subject_id=case.pk, role__in=("lead", "helper"), state="open").order_by("id"):
        play.do(case, "finish", seat=Seat(pk=duty.seat_id), minutes="联盟协调：先修后补，物业垫付")
    assert case.stage == "confirm"
    play.rate(case, solved=False)
    assert case.stage == "study"
    play.prove(case, "branch", "committee", "firm")
    firm = _any_firm()
    play.do(case, "decide", organization=firm.pk, reason="三方定了：本周换曳引机", look="decided")
    play.do(case, "solve", note="换好了，试了三天")
    play.rate(case)
    play.story(case, "closed")
    assert Case.objects.get(pk=case.pk).result == "solved"


def test_great_cogovernance_scan_and_dispatch(load, play, photo):
    door = load("great-cogovernance")
    resident = play._new(390, 844)
    resident.goto(f"/d/{door.code}/")
    play.look(resident, "door")
    resident.get_by_label("家门口有什么事要解决").fill("路面有坑，电动车摔了两回")
    resident.get_by_role("button", name="我要反映").click()
    resident.locator("input[name=photos]").set_input_files(photo("hole"))
    resident.get_by_role("button", name="发出去").click()
    resident.wait_for_url("**/sent/")
    case = Case.objects.latest("id")
    play.do(case, "forward", reason="要市政来补")
    unit = _any_firm()
    play.do(case, "assign", organization=unit.pk, reason="派单", look="dispatch")
    assert Seat.objects.get(pk=play.holder(case).seat_id).organization_id == unit.pk
    play.do(case, "solve", note="坑补平了", photo=True)
    page = play.rate(case, look="rate")
    expect(page.get_by_role("heading", name="这件事办结了")).to_be_visible()
    leader = play.sit(play.seat("leader", "district").pk)
    leader.goto("/board/")
    expect(leader.get_by_text("扫码").first).to_be_visible()
    play.look(leader, "board")


def test_great_cogovernance_admission(load, play):
    door = load("great-cogovernance")
    desk, place = play.seat("desk", "district"), place_of(door, "community")
    given = {"sort": "assist", "basis": "条例第九条"}
    page = play.sit(desk.pk)
    page.goto("/start/admission/")
    page.locator("[name=place]").select_option(place.code)
    words = "社区帮着发消防宣传册"
    play.fill(page, {"text": words, **given, "paper": paper("旧文件.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")})
    page.get_by_role("button", name="发起").click()
    expect(page.get_by_text("“旧文件.doc”是旧版 Office 文件。另存为 docx 或 xlsx，再选一次")).to_be_visible()
    expect(page.get_by_label("是什么事")).to_have_value(words)
    play.look(page, "wrong-paper")
    first = play.start(desk, "admission", words, place, paper=paper("消防宣传的通知.pdf", PDF), **given)
    page.goto(f"/cases/{first.number}/")
    with page.expect_download() as saved:
        page.get_by_role("link", name=re.compile("消防宣传的通知.pdf")).click()
    assert saved.value.suggested_filename == "消防宣传的通知.pdf"
    play.look(page, "paper")
    play.do(first, "pass", note="依据齐全")
    play.do(first, "approve")
    assert first.stage == "notice"
    play.day_comes(first)
    assert first.stage == "listed"
    second = play.start(desk, "admission", "让社区填十二张表", place, **given)
    play.do(second, "refuse_item", reason="没有依据", look="refuse")
    leader = play.sit(play.seat("leader", "district").pk)
    leader.goto("/procedures/")
    play.look(leader, "procedures")
    leader.goto("/procedures/admission/")
    expect(leader.get_by_role("img", name="工作事项准入")).to_be_visible()
    stats = leader.locator(".ll-stats")
    expect(stats).to_contain_text("在清单内")
    expect(stats).to_contain_text("50.0%")
    play.look(leader, "list")
    stats.get_by_role("link").first.click()
    leader.wait_for_url("**/cases/**")
    expect(leader.get_by_text("消防宣传册").first).to_be_visible()
    expect(leader.get_by_text("十二张表")).to_have_count(0)
    play.look(leader, "behind")


def test_three_micro_collect_deliberate_publish(load, play):
    door = load("three-micro")
    chief = play.seat("courtyard_chief", "compound", places=[door.place.ids["compound"]])
    text = "院里没有晾衣服的地方，商量加一排晾衣架"
    case = play.start(
        chief, "deliberation", text, place_of(door, "compound"), look=True, matter="加装晾衣架", money=4200
    )
    play.do(case, "pass", note="挨户问了", asked=86, wanted=71, look="collect")
    for stage, step in (("propose", "minutes"), ("discuss", "minutes"), ("decide", "signatures")):
        assert case.stage == stage
        play.prove(case, step)
        more = {"agree": 71, "against": 4} if stage == "decide" else {}
        play.do(case, "pass", minutes="会议记录在案", look=stage, **more)
    assert case.stage == "publish"
    page = play.story(case, "published")
    track_says(page, "一公开")
    play.day_comes(case)
    play.prove(case, "before_after")
    play.do(case, "pass", note="装好了，四排", cost=3980)
    track_says(play.story(case, "result"), "二公开")
    play.day_comes(case)
    play.do(
        case,
        "call_back",
        reached="yes",
        contacted="yes",
        solved="yes",
        satisfaction="satisfied",
        note="问了十户，都说好",
        look="rate",
    )
    play.story(case, "closed")
    assert Case.objects.get(pk=case.pk).result == "solved"


def test_five_chiefs_wall_and_promise(load, play):
    door = load("five-chiefs")
    compound = place_of(door, "compound")
    chief = play.seat("building_chief", "building", places=[door.place.ids["building"]])
    page = play.sit(chief.pk)
    page.goto(f"/registers/cards/{chief.pk}/")
    play.look(page, "card")
    page.get_by_role("link", name="写承诺").click()
    page.wait_for_url("**/start/promise/")
    due = timezone.localdate() + timedelta(days=20)
    words = "月底前把楼道灯都换好"
    case = play.start(chief, "promise", "", place_of(door, "building"), look=True, promise=words, due=due.isoformat())
    wall = play.sit(play.seat("desk", "community", places=[door.place.ids["community"]]).pk)
    wall.goto(f"/registers/wall/{compound.pk}/")
    expect(wall.get_by_text(words)).to_have_count(0)
    play.do(case, "approve", look="approve")
    tell("CaseMoved")
    wall.goto(f"/registers/wall/{compound.pk}/")
    expect(wall.get_by_text(words)).to_be_visible()
    for post in ("楼长", "调解委员会长", "缤纷群艺队长", "红色宣教队长", "邻里互助会长"):
        expect(wall.get_by_text(post).first).to_be_visible()
    play.look(wall, "wall")
    play.do(case, "fulfil", note="十二盏都换了")
    tell("CaseClosed")
    page.goto(f"/registers/cards/{chief.pk}/")
    expect(page.get_by_text("已兑现")).to_be_visible()
    play.look(page, "kept")


def friday_desk(community):
    """The desk of the latest Friday, still open now whatever the day of the test."""
    noon = timezone.localtime().replace(hour=15, minute=30)
    days = (noon - timedelta(days=back) for back in range(15))
    wanted = ((at, one) for at in days for one in coming(at) if one.key == "friday_desk")
    at, one = next((at, one) for at, one in wanted if one.place_id == community.pk)
    open_occurrence(actor=SYSTEM, one=one, now=at)
    Occurrence.objects.filter(routine="friday_desk").update(closes_at=timezone.now() + timedelta(hours=2))
    return Occurrence.objects.get(routine="friday_desk", place_id=community.pk)


def test_five_chiefs_friday_desk_to_rectification(load, play):
    door = load("five-chiefs")
    community = place_of(door, "community")
    row = friday_desk(community)
    page = play.sit(row.seat_id)
    page.goto(f"/rounds/{row.pk}/")
    page.locator("summary", has_text="发现问题").click()
    play.fill(page, {f"{ASKED}received": 7, f"{ASKED}settled": 5, "problem": "夜市油烟和占道，第三个星期有人来说"})
    play.look(page, "friday")
    page.get_by_role("button", name="记好了").locator("visible=true").first.click()
    page.wait_for_url(re.compile(r"/rounds/$"))
    tell("ProblemFound")
    found = Case.objects.get(procedure="request")
    assert "夜市油烟" in found.text

    desk = play.seat("desk", "street", places=[door.place.ids["street"]])
    text = f"夜市油烟和占道，反复有人反映（{found.number}）"
    case = play.start(desk, "rectification", text, community, look=True, reports=9, goal="占道清零，油烟达标")
    play.do(case, "submit", note="划线、定时、装净化器", until=timezone.localdate().isoformat(), look="plan")
    for _link in range(2):
        play.do(case, "approve")
    play.do(case, "split", titles="划出临时摊位\n给摊主装净化器", look="split")
    assert case.stage == "work"
    for part in Case.objects.filter(tied__case=case).order_by("id"):
        play.do(part, "solve", note="办好了")
        play.rate(part)
        tell("CaseClosed")
    case.refresh_from_db()
    assert case.stage == "verify"
    play.prove(case, "before_after", "opinion")
    play.do(case, "accept", note="通过验收")
    play.day_comes(case)
    assert case.stage == "settle"
    play.do(case, "strike", note="一个月没有反弹")
    track_says(play.story(case, "struck"), "办结")
    assert Case.objects.get(pk=case.pk).result == "solved"
