"""Registering a matter: the number of a hotline's order is asked for where it came by the hotline, and only there."""

import re

import pytest

from linli.domains.cases.models import Case
from tests.browser.play import Play

pytestmark = pytest.mark.browser


def test_the_number_is_asked_for_where_the_hotline_is_chosen(town, new_page, axe, keep, photo):
    place, play = town.front_door().place, Play("hotline-number", new_page, axe, keep, photo)
    page = play.sit(play.seat("desk", "community", places=[place.ids["community"]]).pk)
    page.goto("/report/")
    number = page.get_by_label("热线工单号")
    assert not number.is_visible()
    play.look(page, "window")
    page.get_by_label("怎么来的").select_option("hotline")
    assert number.is_visible()
    number.fill("12345-260608-1")
    play.look(page, "hotline")
    page.get_by_label("怎么来的").select_option("phone")
    assert not number.is_visible()
    page.get_by_label("在哪里").select_option(place.code)
    page.get_by_label("是什么事").fill("三栋楼道的灯坏了")
    page.get_by_role("button", name="登记").click()
    page.wait_for_url(re.compile(r"/cases/.+/$"))
    assert "12345-260608-1" not in page.locator("main").inner_text()
    assert Case.objects.get().channel == "phone"


def test_without_scripts_the_number_can_be_given(town, new_page, axe, keep, photo):
    place, play = town.front_door().place, Play("hotline-number-plain", new_page, axe, keep, photo)
    page = play.sit(play.seat("desk", "community", places=[place.ids["community"]]).pk, java_script_enabled=False)
    page.goto("/report/")
    page.get_by_label("怎么来的").select_option("hotline")
    page.get_by_label("热线工单号").fill("12345-260608-1")
    page.get_by_label("在哪里").select_option(place.code)
    page.get_by_label("是什么事").fill("三栋楼道的灯坏了")
    page.get_by_role("button", name="登记").click()
    page.wait_for_url(re.compile(r"/cases/.+/$"))
    assert "12345-260608-1" in page.locator("main").inner_text()
