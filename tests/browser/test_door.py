"""From the door to the receipt and back: what is written stays on the phone, and nothing is sent twice."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from linli.domains.cases.models import Case
from tests.support.town import front_door

pytestmark = pytest.mark.browser
WORDS = "2 单元的灯不亮了，找我打 13812345678"


def test_words_never_stand_in_an_address(town, new_page):
    door, page = front_door(), new_page(390, 844)
    page.goto(f"/d/{door.code}/")
    page.fill("#text", WORDS)
    page.get_by_role("button", name="我要反映").click()
    page.wait_for_url("**/report/**")
    assert urlsplit(page.url).query == ""
    assert page.input_value("[name=text]") == WORDS


def test_who_goes_back_and_sends_again_finds_the_first_receipt(town, new_page):
    door, page = front_door(), new_page(390, 844)
    page.goto(f"/d/{door.code}/report/")
    page.fill("[name=text]", WORDS)
    page.locator("button[form=report]").click()
    page.wait_for_url("**/sent/")
    first = page.url
    page.go_back()
    page.fill("[name=text]", WORDS)
    page.locator("button[form=report]").click()
    page.wait_for_url("**/sent/")
    assert page.url == first
    assert Case.objects.filter(text=WORDS).count() == 1


def test_what_is_wrong_with_a_field_is_said_at_the_field(town, new_page):
    door, page = front_door(), new_page(390, 844)
    page.goto(f"/d/{door.code}/report/")
    page.fill("[name=text]", WORDS)
    page.fill("[name=phone]", "12")
    page.locator("button[form=report]").click()
    expect(page.locator("[name=phone] + .ll-error")).to_contain_text("电话号码不对")
    expect(page.locator("[name=phone]")).to_be_focused()
    expect(page.locator("[data-notes] .ll-note")).to_have_count(0)
    page.fill("[name=phone]", "13812345678")
    page.locator("button[form=report]").click()
    page.wait_for_url("**/sent/")


def test_what_is_too_long_is_not_cut_without_a_word(town, new_page):
    door, page = front_door(), new_page(390, 844)
    for address, box in ((f"/d/{door.code}/", "#text"), (f"/d/{door.code}/report/", "[name=text]")):
        page.goto(address)
        page.focus(box)
        page.keyboard.insert_text("灯" * 2010)
        expect(page.get_by_text("多的没放进来")).to_be_visible()
        page.fill(box, WORDS)
        expect(page.get_by_text("多的没放进来")).to_have_count(0)
