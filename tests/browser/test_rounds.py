"""The round under the thumb: a draft that survives a lost network and a reload, sent once; axe at both widths."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from linli.backbone.values import SYSTEM
from linli.domains.duties.commands.routines import coming, open_occurrence
from linli.domains.duties.models import Entry, EntryPhoto, Occurrence, Problem
from tests.browser.seeing import see

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(town):
    """The rounds of the first grid, open since this morning."""
    now = timezone.localtime().replace(hour=12, minute=0)
    place = town.front_door().place
    near = {place.ids["grid"], place.ids["community"]}
    for one in coming(now):
        if one.place_id in near or one.key == "daily_patrol":
            kept = Occurrence.objects.filter(routine="daily_patrol").count()
            if one.key != "daily_patrol" or kept < 6:
                open_occurrence(actor=SYSTEM, one=one, now=now)
    begun = timezone.now() - timedelta(hours=1)  # before seven in the morning none is open yet
    Occurrence.objects.filter(opens_at__gt=begun).update(opens_at=begun)
    return Occurrence.objects.get(routine="daily_patrol", place_id=place.id)


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_of_rounds(opened, sign_in, axe, keep, width):
    visit = Occurrence.objects.filter(routine="satisfaction_visit").first()
    page = sign_in("grid", width)
    see(page, axe, keep, f"rounds-inbox-{width}")
    for name, path in {
        "list": "/rounds/",
        "patrol": f"/rounds/{opened.pk}/",
        "visit": f"/rounds/{visit.pk}/",
        "shares": "/rounds/shares/",
        "records": "/rounds/shares/records/?routine=daily_patrol",
    }.items():
        page.goto(path)
        see(page, axe, keep, f"rounds-{name}-{width}")


def test_a_patrol_on_a_bad_network_is_sent_once(opened, town, sign_in, photo, axe, keep):
    page = sign_in("grid", 390)
    page.goto("/rounds/")
    page.get_by_role("link", name=re.compile("去巡楼")).first.click()
    page.goto(f"/rounds/{opened.pk}/")
    page.get_by_label("门牌上的码").fill("ZZZZZZ")
    page.get_by_role("checkbox", name="楼道").check()
    page.get_by_role("button", name="记好了").click()
    expect(page.get_by_text("这个码不是这里的门牌")).to_be_visible()
    see(page, axe, keep, "rounds-wrong-door-390")
    assert not Entry.objects.exists()

    page.get_by_label("门牌上的码").fill(town.front_door().code)
    page.get_by_text("发现问题").click()
    page.get_by_label("发现了什么").fill("二楼的灯不亮")
    page.locator("input[name=photos]").set_input_files(photo("one"))
    page.context.set_offline(True)
    expect(page.get_by_text("没有网，先存在手机里")).to_be_visible()
    page.get_by_role("button", name="记好了").click()
    expect(page.get_by_text("没有网，先存在手机里")).to_be_visible()
    expect(page.get_by_role("button", name="记好了")).to_be_visible()
    keep(page, "rounds-offline-390")
    assert not Entry.objects.exists()

    page.context.set_offline(False)
    page.wait_for_url("**/rounds/")
    expect(page.get_by_text(re.compile("记好了："))).to_be_visible()
    expect(page.get_by_text("按时做了")).to_be_visible()
    assert Entry.objects.count() == 1
    assert EntryPhoto.objects.count() == 1
    assert Problem.objects.get().text == "二楼的灯不亮"
    see(page, axe, keep, "rounds-after-390")
    page.goto(f"/rounds/{opened.pk}/")
    see(page, axe, keep, "rounds-kept-390")
    assert page.evaluate(f"localStorage.getItem('linli:round:{opened.pk}')") is None


def test_a_draft_outlives_a_reload_with_its_key(opened, town, sign_in):
    visit = Occurrence.objects.filter(routine="family_visit").first()
    page = sign_in("grid", 390)
    page.goto(f"/rounds/{visit.pk}/")
    page.get_by_label("哪一户").fill("2 单元 301")
    page.get_by_label("家访记录").fill("都好")
    page.get_by_role("radio", name="老人家庭").check()
    expect(page.get_by_text("草稿已存")).to_be_visible()
    page.wait_for_timeout(500)
    key = page.locator("input[name=key]").input_value()
    # The answer is lost on the way back: the server has kept the entry, the phone does not know.
    page.route("**/rounds/*/", lambda route: (route.fetch(max_redirects=0), route.abort()), times=1)
    page.get_by_role("button", name="记好了").click()
    expect(page.get_by_text("没发出去，请再点一次")).to_be_visible()
    assert Entry.objects.count() == 1
    page.reload()
    assert page.locator("input[name=key]").input_value() == key
    expect(page.get_by_label("家访记录")).to_have_value("都好")
    expect(page.get_by_role("radio", name="老人家庭")).to_be_checked()
    page.get_by_role("button", name="记好了").click()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text(re.compile("记好了："))).to_be_visible()
    assert Entry.objects.count() == 1
    expect(page.get_by_label("家访记录")).to_have_value("")


def test_a_round_that_takes_papers_keeps_its_draft(opened, sign_in):
    listing = Occurrence.objects.filter(routine="dispute_list").first()
    page, faults = sign_in("community", 390), []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.goto(f"/rounds/{listing.pk}/")
    page.locator("input[name=q_sorted]").fill("3")
    expect(page.get_by_text("草稿已存")).to_be_visible()
    page.context.set_offline(True)
    expect(page.get_by_text("没有网，先存在手机里")).to_be_visible()
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("input[name=q_sorted]")).to_have_value("3")
    assert faults == []


def test_a_round_works_without_javascript(opened, town, sign_in):
    page = sign_in("grid", 390, java_script_enabled=False)
    page.goto(f"/rounds/{opened.pk}/")
    page.get_by_label("门牌上的码").fill(town.front_door().code)
    page.get_by_role("button", name="记好了").click()
    page.wait_for_url("**/rounds/")
    assert Entry.objects.count() == 1
