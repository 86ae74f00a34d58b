"""What a page says after something was done, and where it leads, is what happened."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation

from linli.backbone.events import Event
from linli.backbone.values import RESIDENT
from linli.config import demo, wiring
from linli.config.demo.history import write_history
from linli.domains.cases import commands
from linli.domains.cases.models import Case, Photo
from linli.domains.cases.queries import case_page, follow
from linli.domains.cases.values import Channel
from linli.domains.organizations.models import Seat
from linli.front.logged import log_words
from linli.ui.timewords import by_when
from tests.journeys.test_pages import client_for
from tests.support.town import MONDAY, viewer_for
from tests.support.walk import photo, seat_actor

SOON = MONDAY + timedelta(hours=1)


@pytest.fixture
def opened(front_door):
    return commands.open_case(
        actor=RESIDENT,
        place=front_door.place,
        text="三栋楼道的灯坏了",
        channel=Channel.SCAN,
        now=MONDAY,
        photos=photo(),
    )


def test_an_act_is_followed_by_what_it_did(town, opened):
    grid, here = client_for("grid"), f"/cases/{opened['number']}/"
    assert grid.post(f"{here}acts/sign/").status_code == 302
    grid.get("/inbox/")
    assert grid.post(f"{here}acts/extend/", {"reason": "等配件"}).status_code == 302
    assert "申请延期，等" in grid.get(here).content.decode()
    assert grid.post(f"{here}acts/forward/", {"reason": "要社区出面"}).status_code == 302
    page = grid.get("/inbox/").content.decode()
    assert "交给" in page
    assert "办好了" not in page


def test_photos_of_the_office_are_not_the_reporters(town, opened):
    grid = seat_actor(viewer_for("grid").seat_ids[0])
    commands.sign_case(actor=grid, number=opened["number"], now=SOON)
    solve = {"actor": grid, "number": opened["number"], "act": "solve", "given": {"note": "修好了"}, "photos": photo()}
    commands.do_act(now=SOON, **solve)
    case = Case.objects.get(pk=opened["id"])
    kinds = dict(Photo.objects.filter(case=case).values_list("pk", "kind"))
    assert sorted(kinds.values()) == ["done", "report"]
    own = next(pk for pk, kind in kinds.items() if kind == "report")
    behind = follow(opened["token"], SOON)
    assert [one.id for one in behind.photos] == [own]
    assert behind.after is not None
    words = client_for("grid").get(f"/cases/{opened['number']}/").content.decode().split('id="timeline')[0]
    quoted = words.split("居民原话")[1].split("</section>")[0]
    assert set(re.findall(r"/photos?/(\d+)/", quoted)) <= {str(own)}
    beside = client_for("grid").get(f"/cases/{opened['number']}/preview/").content.decode()
    assert set(re.findall(r"/photos?/(\d+)/", beside)) == {str(own)}
    rate = {"contacted": True, "solved": False, "satisfaction": "unsatisfied"}
    commands.rate(actor=RESIDENT, token=opened["token"], now=SOON, **rate)
    assert follow(opened["token"], SOON).after is None
    assert {one.id for one in case_page(grid.viewer, opened["number"], SOON).photos} == set(kinds)


def test_files_that_a_refused_form_cannot_keep_are_asked_for_again(town, opened):
    grid, here = client_for("grid"), f"/cases/{opened['number']}/"
    grid.post(f"{here}acts/sign/")
    file = SimpleUploadedFile("a.jpg", b"x", "image/jpeg")
    page = grid.post(f"{here}acts/solve/", {"note": "", "photos": file})
    assert page.status_code == 422
    assert "请再选一次" in page.content.decode()
    assert "请再选一次" not in grid.post(f"{here}acts/solve/", {"note": ""}).content.decode()


def test_an_english_limit_ends_without_a_blank():
    with translation.override("en"):
        assert by_when(SOON, MONDAY) == "by today 10:00"
    assert by_when(SOON, MONDAY) == "今天 10:00 前"


def test_a_figure_is_compared_on_its_page_as_on_the_board(town):
    write_history(cases=900, seed=demo.SEED, now=timezone.now(), say=lambda words: None)
    client = client_for("leader")
    for period in ("month", "last_month", "year"):
        board = client.get(f"/board/?period={period}").content.decode()
        links = set(
            re.findall(
                r'href="(/board/figures/[a-z_]+/\?place=\d+&amp;from=[^"&]+&amp;to=[^"&]+&amp;period=\w+)"', board
            )
        )
        assert links
        compared = re.search(r"与 ?(\d+ 月 \d+ 日[^，<]*)|比 ?(\d+ 月 \d+ 日[^，<]*)", board)
        for link in sorted(links)[:3]:
            page = client.get(link.replace("&amp;", "&"))
            assert page.context["found"].asked.period.key == period
            if compared and page.context["found"].figure.change:
                assert (compared[1] or compared[2]).strip() in page.content.decode()


def test_the_inbox_counts_what_there_is_and_says_what_was_signed(town):
    write_history(cases=3000, seed=demo.SEED, now=timezone.now(), say=lambda words: None)
    client = client_for("community")
    page = client.get("/inbox/").content.decode()
    mine = int(re.search(r"要我办 <b>([\d,]+)</b>", page)[1].replace(",", ""))
    groups = [int(one) for one in re.findall(r'll-group-head">[^<]*<small>(\d+) 件', page)]
    assert len(re.findall('class="ll-duty[ "]', page)) == min(mine, 20)
    if mine <= 20:
        assert sum(groups) == mine
    duty = re.search(r'name="duty" value="(\d+)"', page)[1]
    part = client.post("/inbox/sign/", {"duty": duty}, headers={"HX-Request": "true"}).content.decode()
    assert "签收了" in part or "不用签收" in part


@pytest.mark.parametrize("person", ["grid", "community", "street", "chengguan", "leader", "audit", "admin"])
def test_a_phone_leads_wherever_the_rail_does(town, person):
    client = client_for(person)
    rail = re.findall(r'<nav aria-label="主要页面">(.*?)</nav>', client.get("/inbox/").content.decode(), re.S)[0]
    places = client.get("/me/").content.decode().split('class="ll-places"')[1].split("</ul>")[0]
    assert set(re.findall(r'href="([^"]+)"', rail)) <= set(re.findall(r'href="([^"]+)"', places)) | {"/me/"}


def test_the_form_of_an_appointment_begins_today(town):
    seat = Seat.objects.filter(post="grid_worker").order_by("id").first()
    page = client_for("admin").get(f"/seats/{seat.pk}/").content.decode()
    assert re.search(rf'name="starts" value="{timezone.localdate():%Y-%m-%d}"', page)


def _concrete(kind):
    for one in kind.__subclasses__():
        yield from _concrete(one)
        if one.__module__.startswith("linli.") and not one.__name__.endswith("Event"):
            yield one.__name__


def test_every_event_of_the_log_has_words():
    assert wiring
    missing = []
    for name in sorted({*_concrete(Event)}):
        try:
            missing += [name] if log_words(name, {}) == name else []
        except KeyError:
            continue  # its sentence is made of what it says
    assert missing == []
