"""The main job in a real browser, person by person; screenshots of each step stay under test-output/screenshots."""

import re

import pytest
from playwright.sync_api import expect

from linli.domains.cases.models import Case
from linli.domains.duties.models import Duty
from tests.browser.seeing import see

pytestmark = pytest.mark.browser

WORDS = "小区北门口每天占道卖菜，车出不来，早上送孩子都堵着，请管一管。"


def act(page, name):
    page.get_by_role("link", name=name, exact=True).first.click()
    page.wait_for_load_state()


def report_from_the_door(page, door, photo, axe, keep):
    page.goto(f"/d/{door.code}/")
    expect(page.get_by_role("heading", name="金榕花园")).to_be_visible()
    expect(page.get_by_text("您的楼长")).to_be_visible()
    see(page, axe, keep, "01-door-390")
    page.get_by_label("家门口有什么事要解决").fill(WORDS)
    page.get_by_role("button", name="我要反映").click()
    expect(page.get_by_label("是什么事")).to_have_value(WORDS)
    page.locator("input[name=photos]").set_input_files([photo("one"), photo("two", "#1d5c63")])
    page.get_by_role("textbox", name="电话").fill("138 1234 2046")
    see(page, axe, keep, "02-report-390")
    page.get_by_role("button", name="发出去").click()
    page.wait_for_url("**/sent/")
    see(page, axe, keep, "03-sent-390")
    number = page.locator(".ll-no").inner_text()
    assert re.fullmatch(r"QS\d{6}-\d+", number)
    return number, page.url.removesuffix("sent/")


def test_from_a_scanned_door_to_a_satisfied_resident(town, new_page, sign_in, photo, axe, keep):
    door = town.front_door()
    resident = new_page(390, 844)
    number, link = report_from_the_door(resident, door, photo, axe, keep)
    assert Case.objects.count() == 1
    case = Case.objects.get()
    assert case.photos.count() == 2

    grid = sign_in("grid", 390)
    expect(grid.get_by_role("link", name=re.compile("占道卖菜")).first).to_be_visible()
    see(grid, axe, keep, "04-inbox-390")
    grid.get_by_role("button", name="签收").first.click()
    expect(grid.get_by_role("link", name="办结").first).to_be_visible()
    assert Duty.objects.get(role="main").signed_at
    grid.goto(f"/cases/{number}/acts/forward/")
    grid.get_by_label("理由").fill("流动摊贩，要执法权")
    see(grid, axe, keep, "05-forward-390")
    grid.get_by_role("button", name="转办").click()
    grid.wait_for_url(f"**/cases/{number}/")

    community = sign_in("community")
    see(community, axe, keep, "06-inbox-1280")
    community.get_by_role("link", name=re.compile("占道卖菜")).first.click()
    community.wait_for_load_state("networkidle")
    community.goto(f"/cases/{number}/")
    community.get_by_role("button", name="签收").first.click()
    community.wait_for_load_state("networkidle")
    see(community, axe, keep, "07-case-signed-1280")
    act(community, "吹哨")
    community.get_by_role("radio", name=re.compile("联合执法")).check()
    community.get_by_label("主办单位").select_option(label="长洲区城市管理局")
    community.get_by_role("checkbox", name="长洲区住房和城乡建设局").check()
    community.get_by_label("理由").fill("早市摊贩占道，需要执法")
    see(community, axe, keep, "08-whistle-1280")
    community.get_by_role("button", name="吹哨").click()
    community.wait_for_url(f"**/cases/{number}/")
    see(community, axe, keep, "09-whistled-1280")

    here = {"latitude": case.lat, "longitude": case.lon}
    far = {"latitude": case.lat + 0.02, "longitude": case.lon}
    lead = sign_in("chengguan", 390, geolocation=far, permissions=["geolocation"])
    arrive(lead, number, photo, axe, keep, "10-too-far-390")
    expect(lead.get_by_role("alert")).to_contain_text("不算到场")
    lead.context.set_geolocation(here)
    arrive(lead, number, photo, axe, keep, None)
    lead.wait_for_url(f"**/cases/{number}/")
    see(lead, axe, keep, "11-arrived-390")
    expect(lead.get_by_text("不能退单：您已到场，并且是首接单位")).to_be_visible()

    helper = sign_in("zhujian", 1280, geolocation=here, permissions=["geolocation"])
    arrive(helper, number, photo, axe, keep, None)
    helper.wait_for_url(f"**/cases/{number}/")
    act(helper, "退单")
    helper.get_by_label("理由").fill("现场没有住建的事")
    helper.get_by_role("button", name="退单").click()
    helper.wait_for_url(f"**/cases/{number}/")

    community.goto(f"/cases/{number}/")
    act(community, "给个答复")
    see(community, axe, keep, "12-decide-1280")
    community.get_by_role("radio", name="不同意", exact=True).check()
    community.get_by_role("button", name="就这么定").click()
    community.wait_for_url(f"**/cases/{number}/")

    act(lead, "申请延期")
    lead.get_by_label("理由").fill("要给摊贩找地方")
    lead.get_by_role("button", name="申请延期").click()
    lead.wait_for_url(f"**/cases/{number}/")
    street = sign_in("street")
    street.goto(f"/cases/{number}/")
    act(street, "给个答复")
    street.get_by_role("radio", name="同意", exact=True).check()
    street.get_by_role("button", name="就这么定").click()
    street.wait_for_url(f"**/cases/{number}/")

    for page in (helper, lead):
        page.goto(f"/cases/{number}/")
        act(page, "写处置记录")
        page.get_by_label("处置记录").fill("早市已劝离，划了临时摊位。")
        page.locator("input[name=photos]").set_input_files(photo("done", "#2f6b3f"))
        page.get_by_role("button", name="写处置记录").click()
        page.wait_for_url(f"**/cases/{number}/")
    community.goto(f"/cases/{number}/")
    see(community, axe, keep, "13-all-done-1280")
    act(community, "去打分")
    for radio in community.get_by_role("radio", name=re.compile("^4")).all():
        radio.check()
    see(community, axe, keep, "14-score-1280")
    community.get_by_role("button", name="打好了").click()
    community.wait_for_url(f"**/cases/{number}/")

    answer(resident, link, "没解决", "不满意", axe, keep, "15-rate-390")
    see(resident, axe, keep, "16-redo-390")
    community.goto(f"/cases/{number}/")
    community.get_by_role("button", name="签收").first.click()
    community.wait_for_load_state("networkidle")
    act(community, "办结")
    community.get_by_label("处理情况").fill("摊贩都进了临时市场，每天早上有人守。")
    community.get_by_role("button", name="办结").click()
    community.wait_for_url(f"**/cases/{number}/")
    answer(resident, link, "解决了", "满意", axe, keep, "17-rate-again-390")
    expect(resident.get_by_role("heading", name="这件事办结了")).to_be_visible()
    see(resident, axe, keep, "18-closed-390")

    leader = sign_in("leader")
    leader.goto("/board/")
    see(leader, axe, keep, "19-board-1280")
    leader.get_by_role("link", name=re.compile("解决率")).first.click()
    leader.wait_for_load_state("networkidle")
    expect(leader.get_by_role("link", name=re.compile("占道卖菜")).first).to_be_visible()
    see(leader, axe, keep, "20-behind-1280")
    auditor = sign_in("audit")
    auditor.goto("/audit/")
    see(auditor, axe, keep, "21-audit-1280")
    for name in ("grid2", "jiaojing"):
        stranger = sign_in(name)
        assert stranger.goto(f"/cases/{number}/").status == 404
    assert new_page(390).goto(f"/cases/{number}/").status == 404


def arrive(page, number, photo, axe, keep, name):
    page.goto(f"/cases/{number}/acts/arrive/")
    page.locator("input[name=photos]").set_input_files(photo("there"))
    expect(page.locator("[data-place-words]")).to_contain_text("定到位了")
    if name:
        see(page, axe, keep, name)
    page.get_by_role("button", name="我到了").click()
    page.wait_for_load_state("networkidle")


def answer(page, link, solved, satisfied, axe, keep, name):
    page.goto(link)
    page.get_by_role("link", name="请您评").click()
    page.wait_for_url("**/rate/")
    page.get_by_role("radio", name="联系了", exact=True).check()
    page.get_by_role("radio", name=solved, exact=True).check()
    page.get_by_role("radio", name=satisfied, exact=True).check()
    see(page, axe, keep, name)
    page.get_by_role("button", name="提交评价").click()
    page.wait_for_url(link)
