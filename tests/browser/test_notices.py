"""A notice from its draft to its end, and an offer from its making to its finding, in the browser."""

import re

import pytest
from playwright.sync_api import expect

from linli.domains.exchange.models import Offer
from linli.domains.publishing.models import Notice
from tests.browser.play import WIDTHS
from tests.browser.seeing import see

pytestmark = pytest.mark.browser
FIELD = "搜原话、地址、编号、单位"


def look(page, axe, keep, name):
    """The page at both widths: no sideways scroll, axe finds nothing, a picture is kept."""
    for width, height in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        see(page, axe, keep, f"{name}-{width}")


def draft(page, town, kind, title, text):
    page.goto("/bulletin/new/")
    page.get_by_role("radio", name=re.compile(f"^{kind}")).check()
    code = next(
        one.get_attribute("value")
        for one in page.get_by_label("给哪里看").locator("option").all()
        if one.inner_text().endswith("金榕花园")
    )
    page.get_by_label("给哪里看").select_option(code)
    page.get_by_label("标题").fill(title)
    page.get_by_label("正文").fill(text)


def test_a_notice_from_draft_to_its_end(town, sign_in, new_page, axe, keep):
    grid, desk, resident = sign_in("grid"), sign_in("community"), new_page(390, 844)
    door = f"/d/{town.front_door().code}/"
    grid.get_by_role("link", name="公告公示").first.click()
    look(grid, axe, keep, "notice-01-none")
    draft(grid, town, "公告", "周三停水六小时", "供水管道改造。\n请提前存水，老人家里不方便的打给社区。")
    look(grid, axe, keep, "notice-02-new")
    grid.get_by_role("button", name="起草").click()
    grid.wait_for_url(re.compile(r"/bulletin/\d+/$"))
    expect(grid.get_by_role("button", name="发布")).to_have_count(0)
    look(grid, axe, keep, "notice-03-draft")
    grid.get_by_role("link", name="改", exact=True).click()
    grid.get_by_label("标题").fill("周四停水六小时")
    look(grid, axe, keep, "notice-04-edit")
    grid.get_by_role("button", name="改好了").click()
    grid.wait_for_url(re.compile(r"/bulletin/\d+/$"))
    row = Notice.objects.get()
    resident.goto(door)
    expect(resident.get_by_text("周四停水六小时")).to_have_count(0)
    desk.goto(f"/bulletin/{row.pk}/")
    desk.get_by_role("button", name="发布").click()
    expect(desk.get_by_text("贴着", exact=True).first).to_be_visible()
    look(desk, axe, keep, "notice-05-standing")
    resident.reload()
    look(resident, axe, keep, "notice-06-door")
    resident.get_by_role("link", name=re.compile("周四停水六小时")).click()
    look(resident, axe, keep, "notice-07-read")
    resident.goto(f"{door}notices/")
    look(resident, axe, keep, "notice-08-list")
    resident.goto(f"{door}?elder=1")
    expect(resident.get_by_role("link", name=re.compile("公告公示"))).to_be_visible()
    see(resident, axe, keep, "notice-09-elder-door")
    resident.goto(f"{door}notices/{row.pk}/")
    look(resident, axe, keep, "notice-10-elder")
    desk.goto("/search/")
    desk.get_by_role("combobox", name=FIELD).fill("停水")
    expect(desk.locator("#found mark").first).to_be_visible()
    desk.get_by_label("找什么").select_option("notices")
    expect(desk.get_by_role("heading", name="事项")).to_have_count(0)
    expect(desk.locator("#found mark").first).to_be_visible()
    look(desk, axe, keep, "notice-11-found")
    desk.goto(f"/bulletin/{row.pk}/")
    desk.locator("summary", has_text="撤下").click()
    desk.get_by_label("为什么").fill("改到下周")
    look(desk, axe, keep, "notice-12-taking-down")
    desk.get_by_role("button", name="撤下").click()
    expect(desk.get_by_text("改到下周").first).to_be_visible()
    look(desk, axe, keep, "notice-13-withdrawn")
    assert resident.goto(f"{door}notices/{row.pk}/").status == 410
    resident.goto(f"{door}notices/")
    expect(resident.get_by_text("周四停水六小时")).to_have_count(0)
    look(resident, axe, keep, "notice-14-none-left")


def test_a_good_deed_waits_for_a_consent(town, sign_in, axe, keep):
    grid, desk = sign_in("grid"), sign_in("community")
    draft(grid, town, "好人好事", "楼道里的修灯人", "三栋的一位退休电工，义务修了一年的楼道灯。")
    grid.get_by_role("button", name="起草").click()
    grid.wait_for_url(re.compile(r"/bulletin/\d+/$"))
    row = Notice.objects.get()
    desk.goto(f"/bulletin/{row.pk}/")
    expect(desk.get_by_text(re.compile("还没有同意书。先存下"))).to_be_visible()
    expect(desk.get_by_role("button", name="发布")).to_have_count(0)
    look(desk, axe, keep, "deed-01-refused")
    grid.get_by_label("写到或照到了谁").fill("欧阳某")
    grid.get_by_label("同意书在哪里存着").fill("社区档案柜 12 号")
    grid.get_by_role("button", name="存下").click()
    expect(grid.get_by_text("社区档案柜 12 号")).to_be_visible()
    look(grid, axe, keep, "deed-02-consent")
    desk.goto(f"/bulletin/{row.pk}/")
    desk.get_by_role("button", name="发布").click()
    expect(desk.get_by_text("贴着", exact=True).first).to_be_visible()
    desk.get_by_role("button", name=re.compile("本人收回")).click()
    expect(desk.get_by_text("本人收回同意").first).to_be_visible()
    row.refresh_from_db()
    assert row.state == "withdrawn"


def test_an_offer_from_its_making_to_its_finding(town, sign_in, new_page, axe, keep):
    water, desk, resident = sign_in("shui"), sign_in("community"), new_page(390, 844)
    door = f"/d/{town.front_door().code}/"
    water.get_by_role("link", name="资源清单").first.click()
    look(water, axe, keep, "offer-01-none")
    water.get_by_role("link", name="报一项").click()
    water.get_by_label("哪家单位").select_option(index=1)
    water.get_by_label("哪一类").select_option("service")
    water.get_by_label("给什么").fill("免费查漏水")
    water.get_by_label("怎么给、给谁、带什么").fill("每周五上午，老人优先。")
    community = town.front_door().place.of_kind("community").name
    option = water.get_by_label("给哪里的人").locator("option", has_text=community).first
    water.get_by_label("给哪里的人").select_option(option.get_attribute("value"))
    water.get_by_label("电话").fill("0774-3100000")
    look(water, axe, keep, "offer-02-new")
    water.get_by_role("button", name="报上去").click()
    water.wait_for_url(re.compile(r"/registers/offers/\d+/$"))
    look(water, axe, keep, "offer-03-offered")
    desk.goto("/registers/offers/?show=offered")
    look(desk, axe, keep, "offer-04-to-vet")
    desk.get_by_role("link", name="免费查漏水").click()
    look(desk, axe, keep, "offer-05-vetting")
    desk.get_by_role("button", name="审过，公开").click()
    expect(desk.get_by_text("公开着", exact=True)).to_be_visible()
    resident.goto(door)
    resident.get_by_role("link", name=re.compile("附近有 1 项资源")).click()
    resident.get_by_text("免费查漏水").click()
    look(resident, axe, keep, "offer-06-read")
    desk.goto("/search/?q=漏水&what=offers")
    expect(desk.locator("#found mark").first).to_be_visible()
    look(desk, axe, keep, "offer-07-found")
    desk.goto("/registers/offers/sheet/")
    look(desk, axe, keep, "offer-08-sheet")
    water.goto(f"/registers/offers/{Offer.objects.get().pk}/")
    water.locator("summary", has_text="撤回").click()
    water.get_by_label("为什么").fill("人手不够")
    water.get_by_role("button", name="撤回").click()
    expect(water.get_by_text("人手不够")).to_be_visible()
    resident.goto(f"{door}offers/")
    expect(resident.get_by_text("附近还没有资源")).to_be_visible()
    look(resident, axe, keep, "offer-09-none-left")
