"""Changing the category in the browser: sifted by a few characters, chosen, said in the timeline."""

import re

import pytest
from django.utils import timezone

from linli.backbone.values import RESIDENT
from linli.domains.cases.commands import open_case
from linli.domains.cases.models import Case
from linli.domains.cases.values import Channel
from tests.browser.play import Play

pytestmark = pytest.mark.browser


def test_a_desk_gives_a_case_another_category(town, new_page, axe, keep, photo):
    place, now = town.front_door().place, timezone.now()
    open_case(actor=RESIDENT, place=place, text="三栋楼道的灯坏了", channel=Channel.SCAN, now=now)
    case, play = Case.objects.get(), Play("recategorise", new_page, axe, keep, photo)
    page = play.sit(play.seat("desk", "community", places=[case.community_id]).pk)
    page.goto(f"/cases/{case.number}/")
    assert "猜的" in page.locator(".ll-about").inner_text()
    page.get_by_role("link", name="改类别").click()
    assert "现在是“楼道照明”" in page.locator("main").inner_text()
    play.look(page, "form")
    shown = page.locator(".ll-option:visible")
    whole = shown.count()
    page.get_by_label("找一类").fill("没有的词")
    assert shown.count() == 0
    assert "没有这样的" in page.locator(".ll-sift").inner_text()
    page.get_by_label("找一类").fill("广场舞")
    assert shown.all_inner_texts()[0].startswith("噪声扰民")
    assert 1 <= shown.count() < whole
    page.keyboard.press("Enter")
    assert page.locator("[name=category]:checked").input_value() == "noise"
    play.look(page, "sifted")
    page.get_by_label("理由").fill("不是灯，是半夜吵")
    page.locator("#act-form button.is-zhu").click()
    page.wait_for_url(re.compile(rf"/cases/{case.number}/$"))
    assert "楼道照明 → 噪声扰民" in page.locator("main").inner_text()
    assert "猜的" not in page.locator(".ll-about").inner_text()
    play.look(page, "done")
