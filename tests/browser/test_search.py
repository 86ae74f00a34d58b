"""Searching in a browser: found as it is typed, without JavaScript too, at both widths with axe."""

import pytest
from playwright.sync_api import expect

from linli.domains.cases.models import Case
from tests.browser.seeing import see

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [390, 1280])
def test_what_is_found_as_it_is_typed(lived_in, sign_in, axe, keep, width):
    page = sign_in("leader", width)
    page.goto("/search/")
    see(page, axe, keep, f"search-empty-{width}")
    page.get_by_role("combobox", name="搜原话、地址、编号、单位").fill("金榕花园")
    expect(page.locator("#found mark").first).to_be_visible()
    expect(page.get_by_role("heading", name="地方")).to_be_visible()
    see(page, axe, keep, f"search-found-{width}")
    page.get_by_label("办完没有").select_option("closed")
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("heading", name="事项")).to_be_visible()
    page.get_by_role("combobox", name="搜原话、地址、编号、单位").fill("鳄鱼恐龙")
    expect(page.get_by_text("没有找到“鳄鱼恐龙”")).to_be_visible()
    see(page, axe, keep, f"search-nothing-{width}")
    page.get_by_role("combobox", name="搜原话、地址、编号、单位").fill("13812342046")
    expect(page.get_by_text("不能按电话找")).to_be_visible()


def test_a_slash_begins_a_search_and_a_number_leads_to_its_case(lived_in, sign_in):
    page = sign_in("leader", 1280)
    page.goto("/cases/")
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    expect(page.locator("#rail-find")).to_be_focused()
    number = Case.objects.order_by("-id").first().number
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/cases/{number}/")


def test_without_javascript(lived_in, sign_in):
    page = sign_in("leader", 390, java_script_enabled=False)
    page.goto("/search/")
    page.get_by_role("searchbox", name="搜原话、地址、编号、单位").fill("楼")
    page.get_by_role("button", name="搜").click()
    expect(page.locator("#found mark").first).to_be_visible()
    page.get_by_role("link", name="再看一页").click()
    expect(page.locator("#found mark").first).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_an_address_nearly_written_chooses_its_place(town, sign_in, axe, keep, width):
    page = sign_in("grid", width)
    page.goto("/report/")
    page.get_by_label("地址怎么说的").fill("金容花园1栋2单元")
    offer = page.locator(".ll-offers a").filter(has_text="金榕花园 1 栋").first
    expect(offer).to_contain_text("读音一样")
    offer.click()
    see(page, axe, keep, f"search-address-{width}")
    assert page.get_by_label("在哪里").input_value() == town.front_door().place.code
    assert page.get_by_label("细一点的位置").input_value() == "2单元"


FIELD = "搜原话、地址、编号、单位"


def look_for(page, words):
    page.get_by_role("combobox", name=FIELD).fill(words)
    page.get_by_role("button", name="搜", exact=True).click()
    page.wait_for_load_state("networkidle")


def offered(page):
    return page.get_by_role("listbox", name="最近搜过").get_by_role("option")


@pytest.mark.parametrize("width", [390, 1280])
def test_what_one_looked_for_lately_is_offered_and_stays_in_the_browser(lived_in, sign_in, axe, keep, width):
    page = sign_in("leader", width)
    sent = []
    page.goto("/search/")
    field = page.get_by_role("combobox", name=FIELD)
    field.click()
    expect(page.get_by_role("listbox")).to_be_hidden()
    for words in ("路灯", "停车 消防", "金榕花园 3 栋", "路灯", "138 1234 2046"):
        look_for(page, words)
    page.goto("/search/")
    page.on("request", lambda request: sent.append(request.url) if "/static/" not in request.url else None)
    field.click()
    expect(offered(page)).to_have_text(["路灯", "金榕花园 3 栋", "停车 消防"])
    expect(field).to_have_attribute("aria-expanded", "true")
    see(page, axe, keep, f"search-recent-{width}")
    assert sent == []
    field.press("ArrowDown")
    field.press("ArrowDown")
    expect(offered(page).nth(1)).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", "recent-1")
    field.press("Enter")
    expect(field).to_have_value("金榕花园 3 栋")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.locator("#found mark").first).to_be_visible()
    field.fill("停")
    expect(offered(page)).to_have_text(["停车 消防"])
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("停")
    field.press("ArrowUp")
    field.press("ArrowUp")
    expect(offered(page).last).to_have_attribute("aria-selected", "false")
    offered(page).first.click()
    expect(field).to_have_value("停车 消防")


def test_they_are_ones_own_and_can_be_cleared(lived_in, sign_in):
    page = sign_in("leader", 1280)
    page.goto("/search/")
    look_for(page, "路灯")
    owner = page.locator("#recent").get_attribute("data-owner")
    page.evaluate("localStorage.setItem('ll-recent:somebody-else', JSON.stringify(['别人搜的']))")
    page.goto("/search/")
    page.get_by_role("combobox", name=FIELD).click()
    expect(offered(page)).to_have_text(["路灯"])
    page.get_by_role("combobox", name=FIELD).press("Tab")
    page.get_by_role("button", name="清除").press("Enter")
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert page.evaluate(f"localStorage.getItem('ll-recent:{owner}')") is None
    look_for(page, "路灯")
    page.goto("/me/")
    page.get_by_role("link", name="退出").click()
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('ll-recent'))") == []


def test_syllables_that_are_being_composed_are_not_looked_for(lived_in, sign_in):
    page = sign_in("leader", 1280)
    page.goto("/search/")
    look_for(page, "楼道")
    page.goto("/search/")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/static/" not in request.url else None)
    field = page.get_by_role("combobox", name=FIELD)
    field.focus()
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "lou", "selectionStart": 3, "selectionEnd": 3})
    page.wait_for_timeout(600)
    assert asked == []
    expect(page.get_by_role("listbox")).to_be_hidden()
    session.send("Input.insertText", {"text": "楼"})
    expect(page.locator("#found mark").first).to_be_visible()
    expect(offered(page)).to_have_text(["楼道"])
    assert any("q=%E6%A5%BC" in one for one in asked)
