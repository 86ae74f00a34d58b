"""Venues in a browser: one is entered, handed over, opened; then it is on the map, in search and at the door."""

import re

import pytest
from playwright.sync_api import expect

from linli.domains.places.models import Place
from linli.domains.venues.models import Venue
from tests.browser.seeing import see

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_of_venues(town, sign_in, new_page, axe, keep, width):
    page = sign_in("admin", width)
    one = Venue.objects.filter(status="open", handovers__isnull=False).first()
    coming = Venue.objects.exclude(status__in=("open", "closed")).first()
    for name, path in {
        "list": "/registers/venues/",
        "none": "/registers/venues/?q=没有这样的",
        "one": f"/registers/venues/{one.pk}/",
        "coming": f"/registers/venues/{coming.pk}/",
        "edit": f"/registers/venues/{one.pk}/edit/",
        "new": "/registers/venues/new/",
        "blank": "/registers/venues/blank/?level=compound",
        "sheet": "/registers/venues/sheet/",
        "search": "/search/?q=党群",
    }.items():
        page.goto(path)
        see(page, axe, keep, f"venues-{name}-{width}")
    page = new_page(width, 844)
    code = town.front_door().code
    for name, path in {
        "door": f"/d/{code}/",
        "station": f"/d/{code}/venues/{one.pk}/",
        "elder-door": f"/d/{code}/?elder=1",
        "elder-station": f"/d/{code}/venues/{one.pk}/",
    }.items():
        page.goto(path)
        see(page, axe, keep, f"venues-{name}-{width}")


def test_from_the_form_to_the_door(town, sign_in, new_page, axe, keep):
    front = town.front_door()
    compound, here = front.place.of_kind("compound"), front.place.point
    page = sign_in("admin", 1280)
    page.goto("/registers/venues/")
    page.get_by_role("link", name="登记一处").click()
    page.get_by_label("哪一类").select_option("station")
    page.get_by_label("名称").fill("榕荫服务站")

    page.get_by_label("设在哪里").fill(Place.objects.get(pk=compound.id).code)
    page.get_by_label("办公电话").fill("13812342046")
    page.get_by_label("来访接待").check()
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_text("这不是办公电话")).to_be_visible()
    see(page, axe, keep, "venues-refused-1280")
    page.get_by_label("办公电话").fill("0774-2345678")
    page.get_by_role("button", name="登记").click()
    page.wait_for_url(re.compile(r"/registers/venues/\d+/$"))
    expect(page.get_by_text("功能：来访接待")).to_have_count(0)
    expect(page.get_by_text("开放以前还缺：")).to_be_visible()
    page.get_by_role("link", name="去补上").click()
    page.get_by_label("地址").fill("榕荫巷 8 号")
    for day in ("周一", "周二", "周三", "周四", "周五", "周六", "周日"):
        page.get_by_label(day).fill("全天")
    page.get_by_label("节假日也开").check()
    page.get_by_label("经度").fill(str(here[0]))
    page.get_by_label("纬度").fill(str(here[1]))
    page.get_by_role("button", name="保存").click()
    page.wait_for_url(re.compile(r"/registers/venues/\d+/$"))
    page.get_by_text("记一次移交").click()
    page.get_by_label("由谁移交").fill("某某置业有限公司")
    page.get_by_label("文件或协议编号").fill("移〔2026〕3 号")
    page.get_by_role("button", name="记下来").click()
    expect(page.get_by_text("某某置业有限公司")).to_be_visible()
    page.get_by_role("button", name="开放").click()
    expect(page.get_by_text("现在开着")).to_be_visible()
    see(page, axe, keep, "venues-opened-1280")
    own = Venue.objects.get(name="榕荫服务站")

    page.goto("/search/?q=ryfwz")
    expect(page.locator("#found").get_by_role("link", name=re.compile("榕荫服务站"))).to_be_visible()

    page = sign_in("leader", 1280)
    page.goto("/map/")
    expect(page.locator("[data-map]")).to_have_attribute("data-ready", "1")
    with page.expect_response("**layer=venues*"):
        page.get_by_label(re.compile("^阵地")).check()
    page.wait_for_load_state("networkidle")
    at = page.evaluate(
        """url => { const box = document.querySelector('[data-map]'), own = box.linli;
        const v = own.layers.venues._points.find(one => one[4] === url);
        own.map.removeLayer(own.layers.cases || own.layers.doors || {_leaflet_id: 0});
        own.map.setView([v[1], v[0]], 19, {animate: false});
        const here = box.getBoundingClientRect();
        return {x: here.x + here.width / 2, y: here.y + here.height / 2}; }""",
        f"/registers/venues/{own.pk}/",
    )
    keep(page, "venues-map-1280")
    axe(page)
    page.mouse.click(at["x"], at["y"])
    page.wait_for_url(f"**/registers/venues/{own.pk}/")

    page = new_page(390, 844)
    page.goto(f"/d/{front.code}/")
    expect(page.locator(".ll-station")).to_contain_text("榕荫服务站")
    expect(page.locator(".ll-station")).to_contain_text("现在开着")
    expect(page.get_by_role("link", name="打给榕荫服务站")).to_have_attribute("href", "tel:0774-2345678")
    page.locator(".ll-station a").first.click()
    expect(page.get_by_text("榕荫巷 8 号")).to_be_visible()
    see(page, axe, keep, "venues-own-station-390")
