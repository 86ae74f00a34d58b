"""A monthly circular in the browser: drafted by the duty desk, edited, sent back, approved, issued, downloaded."""

import re

import pytest
from django.utils import timezone

from linli.backbone.models import Work
from linli.backbone.works.running import go_on
from linli.config import demo
from linli.config.demo.history import write_history
from linli.domains.insights.models import Circular
from tests.browser.play import Play

pytestmark = pytest.mark.browser


def download(page, play, form, look):
    """Ask for a file of the circular that is open, let a worker make it, and take it."""
    page.get_by_role("button", name=form).click()
    page.wait_for_url(re.compile(r"/works/\d+/$"))
    work = Work.objects.latest("id")
    while go_on(work.pk, 0.0):
        pass
    page.reload()
    if look:
        play.look(page, look)
    with page.expect_download() as begun:
        page.locator(f'a[href="/works/{work.pk}/file/"]').click()
    return begun.value.path().read_bytes()


def test_a_circular_from_draft_to_paper(town, new_page, axe, keep, photo):
    write_history(cases=600, seed=demo.SEED, now=timezone.now(), say=lambda words: None)
    play = Play("circular", new_page, axe, keep, photo)
    desk, leader = play.seat("desk", "district"), play.seat("leader", "district")
    page = play.sit(desk.pk)
    page.goto("/board/")
    page.get_by_role("link", name="通报").last.click()
    page.wait_for_url("**/circulars/")
    play.look(page, "none-yet")
    which = page.get_by_label("哪一种")
    which.select_option(label=next(one for one in which.locator("option").all_inner_texts() if "月报" in one))
    page.get_by_role("button", name="起草").click()
    page.wait_for_url(re.compile(r"/circulars/\d+/$"))
    made = Circular.objects.get()
    play.look(page, "draft")
    figure = page.locator(".ll-doc a").first
    said = re.search(r"[\d.]+", figure.inner_text())[0]
    figure.click()
    page.wait_for_url(re.compile("/board/figures/"))
    assert said in page.locator("main").inner_text()
    page.go_back()
    page.get_by_role("link", name="修改").click()
    play.look(page, "edit")
    page.get_by_label(re.compile("^工作建议")).fill("一是盯住夜间噪声，二是雨季前查一遍排水。")
    page.get_by_label("抄送").fill("各街道（镇）。")
    page.get_by_role("button", name="存好").click()
    page.wait_for_url(re.compile(r"/circulars/\d+/$"))
    page.get_by_role("button", name="送审").click()
    page.locator(".ll-tag", has_text="等批").wait_for()
    boss = play.sit(leader.pk)
    boss.goto("/circulars/")
    play.look(boss, "waiting")
    boss.get_by_role("link", name=made.title).click()
    play.look(boss, "approve")
    boss.get_by_label("要改什么").fill("建议写明由谁来办")
    boss.get_by_role("button", name="退回修改").click()
    page.reload()
    page.get_by_text("退回修改：建议写明由谁来办").wait_for()
    page.get_by_role("button", name="送审").click()
    page.locator(".ll-tag", has_text="等批").wait_for()
    boss.goto(f"/circulars/{made.pk}/")
    boss.get_by_role("button", name="批准").click()
    boss.locator(".ll-tag", has_text="批了").wait_for()
    page.reload()
    page.get_by_role("button", name="印发").click()
    page.locator(".ll-tag", has_text="已印发").wait_for()
    play.look(page, "issued")
    made.refresh_from_db()
    assert re.fullmatch(r"\d{4}年第1期", made.number)
    assert page.get_by_role("link", name="修改").count() == 0
    assert download(page, play, "PDF", "work").startswith(b"%PDF")
    page.goto(f"/circulars/{made.pk}/")
    assert download(page, play, "Word", "").startswith(b"PK")
    page.goto("/circulars/")
    play.look(page, "list")
