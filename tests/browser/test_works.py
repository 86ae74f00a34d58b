"""Long work in the browser: a sheet with faults, one that comes in, a list that leaves; waiting and cancelled."""

import re

import pytest

from linli.backbone.models import Work
from linli.backbone.works.running import go_on
from linli.domains.cases.models import Case
from linli.domains.places.models import Place
from tests.browser.play import Play
from tests.journeys.test_hotline import CALLED, HEADING, xlsx

pytestmark = pytest.mark.browser


@pytest.fixture
def order(town):
    place = town.front_door().place
    community = Place.objects.get(pk=place.ids["community"]).name
    address = f"{place.of_kind('compound').name}{place.number}栋2单元301"

    def row(number, **more):
        plain = (number, CALLED, "楼道灯坏了三天，没人修", "楼道照明", "陈女士", "13812342046", address, community, "")
        known = dict(zip(HEADING, plain, strict=True))
        assert set(more) <= set(HEADING)
        return [{**known, **more}[column] for column in HEADING]

    return row


def sheet(rows):
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "12345 工单.xlsx", "mimeType": kind, "buffer": xlsx(rows)}


def bring(page, rows, play, name):
    """Send a sheet by its page, say its columns where that is asked; the page of the work."""
    page.goto("/works/")
    page.get_by_role("link", name=re.compile("工单")).first.click()
    page.locator("input[type=file]").set_input_files(sheet(rows))
    play.look(page, f"{name}-send")
    page.locator("main form button.is-zhu").click()
    page.wait_for_load_state("networkidle")
    if "/cases/import/" in page.url:
        play.look(page, f"{name}-columns")
        page.locator("main form button.is-zhu").click()
    page.wait_for_url(re.compile(r"/works/\d+/$"))
    return Work.objects.latest("id")


def end(page, work):
    while go_on(work.pk, 0.0):
        pass
    page.reload()
    work.refresh_from_db()


def test_a_sheet_with_faults_and_one_that_comes_in(order, new_page, axe, keep, photo):
    play = Play("works", new_page, axe, keep, photo)
    page = play.sit(play.seat("desk", "community").pk)
    wrong = [order("GD-0001"), order("GD-0001"), order("GD-0003", 诉求类型="天外来客"), order("GD-0004", 诉求内容="")]
    work = bring(page, wrong, play, "wrong")
    play.look(page, "waiting")
    end(page, work)
    play.look(page, "faults")
    assert not Case.objects.exists()
    with page.expect_download() as begun:
        page.locator(f'a[href="/works/{work.pk}/file/"]').click()
    assert begun.value.path().read_bytes()[:2] == b"PK"
    work = bring(page, [order(f"GD-1{number:03}") for number in range(12)], play, "right")
    end(page, work)
    play.look(page, "brought")
    assert Case.objects.count() == 12
    page.goto("/cases/?view=open&q=GD-1007")
    play.look(page, "found-by-order")
    assert "GD-1007" in page.locator("main").inner_text()
    page.locator("main table a").first.click()
    page.wait_for_url(re.compile(r"/cases/QS"))
    play.look(page, "case-of-order")
    assert "GD-1007" in page.locator("main").inner_text()
    page.goto("/works/")
    play.look(page, "list")


def test_a_long_list_leaves_in_the_background_or_is_stopped(lived_in, new_page, axe, keep, photo, monkeypatch):
    from linli.adapters import exports
    from linli.ui import tables

    monkeypatch.setattr(tables, "AT_ONCE", 50)
    monkeypatch.setattr(exports, "PAGE", 50)
    play = Play("exports", new_page, axe, keep, photo)
    page = play.sit(play.seat("desk", "district").pk)
    page.goto("/cases/?view=all")
    page.get_by_role("link", name="导出 Excel").click()
    page.wait_for_url(re.compile(r"/works/\d+/$"))
    first = Work.objects.latest("id")
    go_on(first.pk, 0.0)
    page.reload()
    play.look(page, "going")
    page.get_by_role("button", name="不做了").click()
    page.wait_for_load_state("networkidle")
    end(page, first)
    play.look(page, "stopped")
    assert first.state == "cancelled"
    page.goto("/cases/?view=all")
    page.get_by_role("link", name="CSV").click()
    page.wait_for_url(re.compile(r"/works/\d+/$"))
    second = Work.objects.latest("id")
    end(page, second)
    play.look(page, "done")
    with page.expect_download() as begun:
        page.locator(f'a[href="/works/{second.pk}/file/"]').click()
    assert begun.value.path().read_bytes().startswith(b"\xef\xbb\xbf")
