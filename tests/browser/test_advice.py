"""Advice in a browser: it comes when the writer pauses, is taken by one tap; joining leads to a page of one's own."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from linli.backbone.values import RESIDENT
from linli.domains.cases.commands import open_case
from linli.domains.cases.models import Case, Follower
from linli.domains.cases.values import Channel
from tests.browser.seeing import see
from tests.support.town import front_door

pytestmark = pytest.mark.browser
WORDS = "三单元楼道灯不亮了，晚上老人看不见"


def test_a_resident_is_advised_and_joins_a_neighbour(town, new_page, axe, keep):
    door = front_door()
    open_case(actor=RESIDENT, place=door.place, text=WORDS, channel=Channel.SCAN, now=timezone.now())
    page = new_page(390, 844)
    page.goto(f"/d/{door.code}/report/")
    page.get_by_label("是什么事").fill("三单元楼道灯不亮，看不见")
    expect(page.get_by_text("已有 1 位邻居反映“楼道照明”")).to_be_visible()
    see(page, axe, keep, "advice-door-390")
    page.get_by_role("button", name="就选这个").click()
    expect(page.locator("[name=category]")).to_have_value("lighting")
    expect(page.get_by_role("button", name="选好了")).to_be_disabled()
    page.get_by_role("button", name="加入关注").click()
    page.wait_for_url("**/f/**")
    expect(page.get_by_text("连您一共 2 位邻居")).to_be_visible()
    expect(page.get_by_text(WORDS)).to_have_count(0)
    see(page, axe, keep, "advice-joined-390")
    assert Case.objects.count() == Follower.objects.count() == 1


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_of_trust(town, sign_in, new_page, axe, keep, width):
    stranger = new_page(width, 900)
    stranger.goto("/advice/")
    expect(stranger.get_by_role("heading", name="机器的提醒")).to_be_visible()
    expect(stranger.get_by_role("button", name="关掉")).to_have_count(0)
    see(stranger, axe, keep, f"trust-{width}")
    page = sign_in("admin", width)
    page.goto("/advice/")
    page.get_by_role("button", name="关掉").first.click()
    expect(page.get_by_text("已关闭")).to_be_visible()
    see(page, axe, keep, f"trust-staff-{width}")
    page.goto("/me/tokens/")
    see(page, axe, keep, f"tokens-{width}")
    page.goto("/me/hooks/")
    see(page, axe, keep, f"hooks-{width}")


def test_a_desk_is_advised_beside_the_words(town, sign_in, axe, keep):
    page = sign_in("community", 1280)
    page.goto("/report/")
    page.get_by_label("是什么事").fill("厨房里漏气了，味道很大")
    expect(page.get_by_text("写到“漏气”")).to_be_visible()
    see(page, axe, keep, "advice-desk-1280")
