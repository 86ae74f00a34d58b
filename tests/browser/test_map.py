"""The map, the wall, the public page, one's own month in a real browser, with axe; 10,000 points stay smooth."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from linli.domains.insights.commands import make_wall_key, revoke_wall_key
from linli.domains.insights.models import WallKey
from tests.browser.seeing import see
from tests.support.town import actor_for, viewer_for

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [390, 1280])
def test_maps_and_ones_own_month(lived_in, sign_in, new_page, axe, keep, width):
    page = sign_in("leader", width)
    for name, path in {
        "map": "/map/?period=year",
        "map-rate": "/map/?indicator=on_time&period=year",
        "board": "/board/?period=year",
    }.items():
        page.goto(path)
        expect(page.locator("[data-map]")).to_have_attribute("data-ready", "1")
        see(page, axe, keep, f"{name}-{width}")
    page.goto("/wall/keys/")
    page.get_by_label("给哪块屏做链接").fill("一楼大厅")
    page.get_by_role("button", name="做链接").click()
    expect(page.get_by_role("textbox", name="大屏链接")).to_have_value(re.compile("/wall/k/"))
    see(page, axe, keep, f"wall-keys-{width}")
    page = sign_in("grid", width)
    for name, path in {
        "month": "/me/month/?period=year",
        "month-none": "/me/month/?from=2020-01-01&to=2020-01-31",
    }.items():
        page.goto(path)
        see(page, axe, keep, f"{name}-{width}")
    page = new_page(width, 844)
    for name, query in {"about": "", "about-elder": "?elder=1"}.items():
        page.goto(f"/about/{lived_in.front_door().code}/{query}")
        see(page, axe, keep, f"{name}-{width}")


def test_a_map_can_be_used(lived_in, sign_in):
    page = sign_in("leader", 1280)
    page.goto("/map/?period=year")
    box = page.locator("[data-map]")
    expect(box).to_have_attribute("data-ready", "1")
    rows = page.locator("tbody tr")
    names = page.locator(".ll-map-name b")
    assert names.count() == rows.count() == page.locator("path.ll-shade").count() > 3
    shown = [re.sub(r"\D", "", words) for words in page.locator("tbody td").all_inner_texts()]
    assert [re.sub(r"\D", "", words) for words in names.all_inner_texts()] == shown
    page.get_by_label("楼栋门牌").check()
    expect(page.locator("canvas")).to_have_count(2)
    page.get_by_label("正在办的").uncheck()
    page.get_by_label("楼栋门牌").uncheck()
    expect(page.locator("canvas")).to_have_count(0)
    page.get_by_label("各地的颜色和数").uncheck()
    expect(page.locator("path.ll-shade")).to_have_count(0)
    page.get_by_label("各地的颜色和数").check()
    page.locator("path.ll-shade").first.click()
    expect(page.locator(".leaflet-popup")).to_be_visible()
    page.get_by_role("link", name="看记录").click()
    page.wait_for_url("**/board/figures/received/**")
    page.goto("/map/?period=year")
    page.locator("tbody th a").first.click()
    expect(page.locator("[data-map]")).to_have_attribute("data-ready", "1")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("长洲区")


def test_the_buttons_of_a_map_say_what_they_do_in_the_readers_language(lived_in, sign_in):
    page = sign_in("leader", 1280)
    for path in ("/map/", "/board/"):
        page.goto(path)
        expect(page.locator("[data-map]")).to_have_attribute("data-ready", "1")
        assert page.locator(".leaflet-control-zoom a").evaluate_all("all => all.map(one => one.title)") == [
            "放大",
            "缩小",
        ]


def test_a_ring_opens_its_list(lived_in, sign_in):
    page = sign_in("leader", 1280)
    page.goto("/map/")
    expect(page.locator("[data-map]")).to_have_attribute("data-ready", "1")
    at = page.evaluate(
        """() => { const box = document.querySelector('[data-map]'), own = box.linli, p = own.layers.cases._points[0];
        own.map.setView([p[1], p[0]], 19, {animate: false});
        const at = box.getBoundingClientRect();
        return {x: at.x + at.width / 2, y: at.y + at.height / 2, url: p[4], n: p[2]}; }"""
    )
    page.mouse.click(at["x"], at["y"])
    page.wait_for_url(lambda url: url.endswith(at["url"]))
    expect(page.locator(".ll-figure .ll-stat-n")).to_contain_text(str(at["n"]))


def test_without_scripts_the_table_says_it_all(lived_in, sign_in):
    page = sign_in("leader", 390, java_script_enabled=False)
    page.goto("/map/?period=year")
    assert page.locator("tbody td a").count() > 3
    page.goto("/board/")
    page.get_by_role("link", name="打开地图和数字").click()
    page.wait_for_url("**/map/**")


MOVES = """async () => {
  const own = document.querySelector('[data-map]').linli, map = own.map, bounds = map.getBounds(), points = [];
  const west = bounds.getWest(), south = bounds.getSouth();
  const wide = bounds.getEast() - west, high = bounds.getNorth() - south;
  for (let i = 0; i < 10000; i++) points.push([
    west + wide * ((i * 0.7548776662) % 1), south + high * ((i * 0.5698402909) % 1), 1 + i % 5, i % 9 ? 0 : 1, '/']);
  map.removeLayer(own.layers.cases);
  const layer = new own.Dots(points, own.ring), took = {add: [], pan: [], zoom: []};
  const time = (name, work) => {
    const start = performance.now(); work(); took[name].push(performance.now() - start); };
  const frame = () => new Promise(done => requestAnimationFrame(done));
  time('add', () => layer.addTo(map));
  for (let i = 0; i < 40; i++) {
    time('pan', () => map.panBy([i % 2 ? 90 : -70, i % 3 ? 40 : -60], {animate: false}));
    await frame();
  }
  for (const by of [1, 1, 1, 1, -1, -1, -1, -1]) {
    time('zoom', () => map.setZoom(map.getZoom() + by, {animate: false}));
    await frame();
  }
  const middle = list => list.sort((a, b) => a - b)[list.length >> 1];
  const drawn = layer.gathered(map.getZoom()).reduce((sum, one) => sum + one.spots, 0);
  return {add: took.add[0], pan: middle(took.pan), pan_most: Math.max(...took.pan),
    zoom: middle(took.zoom), zoom_most: Math.max(...took.zoom), drawn};
}"""


def test_ten_thousand_points_stay_smooth(lived_in, sign_in, output_folder):
    page = sign_in("leader", 1280)
    page.goto("/map/")
    expect(page.locator("[data-map]")).to_have_attribute("data-ready", "1")
    took = page.evaluate(MOVES)
    (output_folder / "map-10000.txt").write_text(str(took), encoding="utf-8")
    assert took["drawn"] == 10_000
    assert took["pan"] < 33, took
    assert took["zoom"] < 100, took


# The smallest text as it is drawn, and whether everything stands above the foot without scrolling.
MEASURED = """() => {
  const said = [...document.querySelectorAll('.ll-scr *')].filter(
    one => [...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()));
  const size = one => parseFloat(getComputedStyle(one).fontSize)
    * (one.closest('svg[data-land]') ? one.closest('svg').getScreenCTM().a : 1);
  const foot = document.querySelector('.ll-scr-foot').getBoundingClientRect().top;
  const above = [...document.querySelectorAll('.ll-scr-left > *, .ll-scr-right > *, .ll-scr-map > *')].every(
    one => one.getBoundingClientRect().bottom <= foot + 1);
  const whole = document.documentElement;
  return {smallest: Math.min(...said.map(size)),
    inside: above && whole.scrollHeight <= innerHeight && whole.scrollWidth <= innerWidth};
}"""


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (3840, 2160)])
def test_the_wall_is_read_from_five_metres(lived_in, new_page, axe, keep, width, height):
    place = viewer_for("leader").scope("board")[0].place_id
    token = make_wall_key(actor=actor_for("leader"), place_id=place, name="大厅", now=timezone.now())
    page = new_page(width, height)
    page.goto(f"/wall/k/{token}/")
    page.wait_for_load_state("networkidle")
    lamps, wall = page.locator(".is-lamp").count(), page.evaluate("document.querySelector('.ll-scr').linli.wall()")
    assert lamps == len(wall["lamps"]) == int(wall["hero"]["value"].replace(",", ""))
    for leaf in range(len(wall["leaves"])):
        found = page.evaluate(MEASURED)
        assert found["smallest"] >= 20 * width / 1920 * 0.99, (leaf, found)
        assert found["inside"], (leaf, found)
        if width == 1920:
            axe(page)
        keep(page, f"wall-{leaf}-{width}")
        page.evaluate("document.querySelector('.ll-scr').linli.turn()")


def test_a_wall_keeps_its_last_figures_when_the_server_is_away(lived_in, new_page, keep):
    place = viewer_for("leader").scope("board")[0].place_id
    token = make_wall_key(actor=actor_for("leader"), place_id=place, name="大厅", now=timezone.now())
    page = new_page(1920, 1080)
    page.goto(f"/wall/k/{token}/")
    state = page.locator("[data-state]")
    expect(state).to_have_text(re.compile(r"每 30 秒更新一次，上次更新 \d\d:\d\d"))
    hero = page.locator("[data-hero]").inner_text()
    page.route("**/data/", lambda route: route.abort())
    page.evaluate("document.querySelector('.ll-scr').linli.ask()")
    expect(state).to_have_text(re.compile(r"服务器没有应答，停在 \d\d:\d\d 的数"))
    assert page.locator("[data-hero]").inner_text() == hero
    keep(page, "wall-away-1920")
    page.unroute("**/data/")
    page.evaluate("document.querySelector('.ll-scr').linli.ask()")
    expect(state).to_have_text(re.compile("上次更新"))


def test_a_wall_whose_link_is_taken_back_goes_dark(lived_in, new_page, keep, axe):
    place = viewer_for("leader").scope("board")[0].place_id
    token = make_wall_key(actor=actor_for("leader"), place_id=place, name="大厅", now=timezone.now())
    page = new_page(1920, 1080)
    page.goto(f"/wall/k/{token}/")
    expect(page.locator("[data-hero]")).not_to_be_empty()
    key = WallKey.objects.latest("pk")
    revoke_wall_key(actor=actor_for("leader"), key_id=key.pk, now=timezone.now())
    page.evaluate("document.querySelector('.ll-scr').linli.ask()")
    expect(page.locator("#closed")).to_contain_text("这个链接已经停用")
    expect(page.locator(".ll-scr")).to_be_hidden()
    assert page.locator("[data-hero]").inner_text() == ""
    axe(page)
    keep(page, "wall-closed-1920")


def test_the_clock_of_a_wall_is_the_place_s_own(lived_in, new_page):
    place = viewer_for("leader").scope("board")[0].place_id
    token = make_wall_key(actor=actor_for("leader"), place_id=place, name="大厅", now=timezone.now())
    page = new_page(1920, 1080)
    page.add_init_script("Date.prototype.getHours = () => 3; Date.now = () => 0")
    page.goto(f"/wall/k/{token}/")
    now = timezone.localtime()
    shown = {(now + timedelta(minutes=late)).strftime("%H:%M") for late in (-1, 0)}
    expect(page.locator("[data-clock]")).not_to_be_empty()
    assert page.locator("[data-clock]").inner_text() in shown
    week = "一二三四五六日"[now.weekday()]
    assert page.locator("[data-day]").inner_text() == f"{now.year} 年 {now.month} 月 {now.day} 日 周{week}"
