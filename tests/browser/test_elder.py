"""Elder mode in the browser: one thing at a time when reporting and when rating; the receipt kept as a picture."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from linli.backbone.crypto import unseal
from linli.domains.cases import commands
from linli.domains.cases.models import CallBack, Case
from tests.browser.seeing import see
from tests.support.walk import Walk, seat_actor

pytestmark = pytest.mark.browser


def test_one_thing_at_a_time(town, new_page, axe, keep):
    door, page = town.front_door(), new_page(390, 844)
    page.goto(f"/d/{door.code}/?elder=1")
    page.goto(f"/d/{door.code}/report/?elder=1")
    expect(page.get_by_text("第 1 步，共 3 步")).to_be_visible()
    expect(page.get_by_role("textbox", name="电话")).to_be_hidden()
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_text("先答这一题")).to_be_visible()
    page.get_by_label("是什么事").fill("楼道的灯坏了，晚上看不见")
    see(page, axe, keep, "elder-report-1-390")
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_text("第 3 步，共 3 步")).to_be_visible()
    page.get_by_role("textbox", name="电话").fill("13800138000")
    see(page, axe, keep, "elder-report-3-390")
    page.get_by_role("button", name="发出去").click()
    page.wait_for_url("**/sent/")
    page.get_by_role("button", name="存成图片").click()
    picture = page.get_by_role("img", name="回执图片")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") == 720
    see(page, axe, keep, "elder-sent-390")
    assert Case.objects.count() == 1


def test_the_three_questions_one_by_one(town, new_page, axe, keep):
    walk = Walk("request", town.front_door().place.id, timezone.now())
    duty = walk.holder("main")
    actor = seat_actor(duty.seat_id)
    commands.sign_case(actor=actor, number=walk.number, now=timezone.now())
    commands.do_act(actor=actor, number=walk.number, act="solve", given={"note": "换了灯"}, now=timezone.now())
    page = new_page(390, 844)
    page.goto(f"/f/{unseal(walk.case.follow_sealed)}/rate/?elder=1")
    for step, answer in enumerate(("联系了", "解决了", "满意"), start=1):
        expect(page.get_by_text(f"第 {step} 步，共 4 步")).to_be_visible()
        page.get_by_role("radio", name=re.compile(f"^{answer}$")).check()
        see(page, axe, keep, f"elder-rate-{step}-390")
        page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="提交评价").click()
    page.wait_for_url(re.compile(r"/f/[^/]+/$"))
    assert CallBack.objects.get().satisfaction == "satisfied"
