"""Hot issues in the browser: the table, one issue split, merged and taken on, at the width of a phone and of a desk."""

import re

import pytest
from django.utils import timezone

from linli.backbone.jobs import deliver_waiting
from linli.backbone.values import RESIDENT
from linli.domains.cases.commands import open_case
from linli.domains.cases.models import Case
from linli.domains.cases.values import Channel
from linli.domains.places.models import Place
from linli.domains.places.queries import place_info
from tests.browser.play import Play

pytestmark = pytest.mark.browser
LAMPS = (
    "楼道灯不亮了，老人上下楼看不见",
    "楼道的灯坏了，晚上黑漆漆的",
    "楼道照明坏了没人换灯泡",
    "声控灯不亮，楼道里摸黑走",
)
DRAINS = ("下水道堵了，污水往外冒", "污水管堵塞，一楼返水", "下水道不通，污水流到门口")


def test_an_issue_from_the_table_to_its_rectification(town, new_page, axe, keep, photo):
    play = Play("issues", new_page, axe, keep, photo)
    desk = play.seat("desk", "community")
    page = play.sit(desk.pk)
    page.goto("/issues/")
    play.look(page, "none-yet")
    place = place_info(Place.objects.filter(kind="building", ancestors__contains=[desk.place_id]).first().pk)
    for at, (text, category) in enumerate([(one, "lighting") for one in LAMPS] + [(one, "water") for one in DRAINS]):
        phone, now = f"1390000{at:04d}", timezone.now()
        open_case(actor=RESIDENT, place=place, text=text, channel=Channel.SCAN, now=now, category=category, phone=phone)
    deliver_waiting(until=lambda: False)
    page.goto("/issues/")
    play.look(page, "table")
    page.get_by_role("link", name=re.compile("灯")).first.click()
    page.wait_for_url(re.compile(r"/issues/\d+/$"))
    play.look(page, "one")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="勾的不是一件事，拆出去").click()
    page.get_by_text("拆出去了").wait_for()
    page.get_by_label("同哪一条合并").select_option(index=1)
    page.get_by_role("button", name="合成一条").click()
    page.get_by_text("合成一条了").wait_for()
    page.get_by_role("button", name="开展专项整治").click()
    page.get_by_text("正在立项").wait_for()
    deliver_waiting(until=lambda: False)
    page.reload()
    number = Case.objects.get(procedure="rectification").number
    page.get_by_role("link", name=number).click()
    page.wait_for_url(f"**/cases/{number}/")
