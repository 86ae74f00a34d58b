"""What a page says after something was done, and where it leads, is what happened."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.test import Client
from django.utils import timezone, translation

from linli.backbone.events import Event
from linli.backbone.models import EventRow
from linli.backbone.queries import Entry
from linli.backbone.values import RESIDENT, SYSTEM
from linli.config import demo, wiring
from linli.config.demo.history import write_history
from linli.domains.cases import commands
from linli.domains.cases.models import Case, Photo
from linli.domains.cases.queries import case_page, follow
from linli.domains.cases.queries.exports import CaseListing
from linli.domains.cases.values import Channel
from linli.domains.duties.commands.overdue import fall_due
from linli.domains.duties.models import Duty
from linli.domains.organizations.commands import create_seat
from linli.domains.organizations.models import Appointment, Seat
from linli.domains.people.commands import add_person
from linli.front.logged import log_words
from linli.front.subjects import subjects_of
from linli.ui.timewords import by_when, clock_words
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


def test_the_form_of_an_act_says_where_it_leads(town, opened):
    client, here = client_for("grid"), f"/cases/{opened['number']}/acts"
    client.post(f"{here}/sign/")
    desk = Seat.objects.get(post="desk", place_kind="community", place_id=Case.objects.get().community_id).title
    assert f"交给{desk}，到“社区办理”" in client.get(f"{here}/forward/").content.decode()
    longer = client.get(f"{here}/extend/").content.decode()
    assert f"送{desk}批" in longer
    assert "时限往后延 3 个工作日" in longer
    assert 'class="ll-note ll-gap"' not in client.get(f"{here}/solve/").content.decode()


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


def registered(who, front_door, **more):
    given = {
        "channel": "window",
        "place": front_door.place.code,
        "text": "楼道灯坏了三天",
        "category": "",
        "urgency": "",
    }
    return client_for(who).post("/report/", {**given, **more}, follow=True)


def test_a_neighbours_case_is_not_the_readers_to_rate_and_a_rating_is_said_to_have_come(town, front_door):
    opened = commands.open_case(
        actor=RESIDENT,
        place=front_door.place,
        text="三栋楼道的灯坏了",
        channel=Channel.SCAN,
        now=MONDAY,
        public=True,
        photos=photo() * 2,
    )
    grid = seat_actor(viewer_for("grid").seat_ids[0])
    commands.sign_case(actor=grid, number=opened["number"], now=SOON)
    solve = {"actor": grid, "number": opened["number"], "act": "solve", "given": {"note": "修好了"}}
    commands.do_act(now=SOON, **solve)
    door = client_for().get(f"/d/{front_door.code}/").content.decode()
    neighbours = door.partition('id="neighbours"')[2].partition("</ul>")[0]
    assert "等评价" in neighbours
    assert "请您评" not in door
    own = follow(opened["token"], SOON)
    assert own.track[2].word == "请您评"
    assert own.before == own.photos[0] != own.photos[1]
    client, path = client_for(), f"/f/{opened['token']}/rate/"
    said = {"contacted": "yes", "solved": "no", "satisfaction": "satisfied"}
    assert "满意不满意都一样" in client.get(path).content.decode()
    assert "评价收到了，没解决的退回去重办" in client.post(path, said, follow=True).content.decode()
    again = timezone.now() + timedelta(minutes=5)
    commands.sign_case(actor=grid, number=opened["number"], now=again)
    commands.do_act(now=again, **solve)
    assert "评价收到了，谢谢您" in client.post(path, {**said, "solved": "yes"}, follow=True).content.decode()


def test_what_was_registered_is_shown(town, front_door):
    answer = registered("grid", front_door)
    number = Case.objects.get().number
    assert answer.redirect_chain == [(f"/cases/{number}/", 302)]
    assert f"登记好了，编号 {number}" in answer.content.decode()


@pytest.mark.parametrize(("who", "channel"), [("grid", "patrol"), ("community", "window")])
def test_who_walks_a_grid_begins_with_what_a_patrol_saw(town, who, channel):
    assert f'<option value="{channel}" selected>' in client_for(who).get("/report/").content.decode()


def test_the_number_of_a_hotlines_order_is_kept_once(town, front_door):
    given = {"channel": "hotline", "order": " ２０２６0608-77"}
    registered("community", front_door, **given)
    case = Case.objects.get()
    assert (case.order.source, case.order.number, case.order.work_id) == ("12345", "20260608-77", None)
    assert f"是 {case.number}" in registered("community", front_door, **given).content.decode()
    assert "热线工单号不对" in registered("community", front_door, channel="hotline", order="火星").content.decode()
    assert "怎么来的要选“12345 转来”" in registered("community", front_door, order="20260608-78").content.decode()
    assert Case.objects.get() == case
    line = CaseListing().page(viewer_for("community"), {"view": "all"}, timezone.now(), "", 9)[0][0]
    assert line[-1] == "20260608-77"


def test_days_of_other_years_say_their_year(town):
    year = timezone.localdate().year
    Appointment.objects.filter(person_id=viewer_for("grid").person_id).update(starts=date(year - 1, 11, 27))
    assert f"{year - 1} 年 11 月 27 日起" in client_for("grid").get("/me/").content.decode()
    for first, last, words in (
        (date(year - 1, 5, 1), date(year - 1, 5, 31), f"{year - 1} 年 5 月 1 日—5 月 31 日"),
        (date(year - 1, 12, 29), date(year, 1, 4), f"{year - 1} 年 12 月 29 日—{year} 年 1 月 4 日"),
    ):
        page = client_for("leader").get("/board/", {"from": first.isoformat(), "to": last.isoformat()})
        assert words in page.content.decode()


def test_the_form_of_an_appointment_begins_today(town):
    seat = Seat.objects.filter(post="grid_worker").order_by("id").first()
    page = client_for("admin").get(f"/seats/{seat.pk}/").content.decode()
    assert re.search(rf'name="starts" value="{timezone.localdate():%Y-%m-%d}"', page)


def _concrete(kind):
    for one in kind.__subclasses__():
        yield from _concrete(one)
        if one.__module__.startswith("linli.") and not one.__name__.endswith("Event"):
            yield one.__name__


def test_the_audit_says_in_words_what_each_entry_is_about(town, who, front_door):
    seat = Seat.objects.filter(post="grid_worker").order_by("id").first()
    case = commands.open_case(actor=RESIDENT, place=front_door.place, text="灯坏了", channel=Channel.SCAN, now=MONDAY)
    duty = Duty.objects.get(subject_id=case["id"], subject_kind="case")
    fall_due(actor=SYSTEM, duty_id=duty.pk, now=MONDAY + timedelta(days=60))
    person = add_person(actor=who("admin"), name="李新人", now=MONDAY)
    create_seat(actor=SYSTEM, post="desk", title="样板岗", place=(seat.place_id, "x", "", []), now=MONDAY)
    page = client_for("audit").get("/audit/").content.decode()
    assert EventRow.objects.filter(subject_kind="", data__subject="case").exists()
    column = re.findall(r'<td data-label="哪件事">(.*?)</td>', page)
    made = Seat.objects.get(title="样板岗")
    assert f'<a href="/seats/{made.pk}/">样板岗</a>' in column
    assert f"人员（{person}）" in column
    assert "李新人" not in page
    assert f'<a href="/cases/{case["number"]}/">{case["number"]}</a>' in column
    assert not [one for one in column if re.fullmatch(r"[a-z_]* ?\d+", one)]


def test_every_kind_of_subject_in_the_log_has_words(town):
    kinds = {one.subject_kind for one in _classes(Event) if one.__module__.startswith("linli.")} - {"", "thing"}
    assert kinds
    rows = [Entry(1, MONDAY, "X", kind, 10**9, "", {}) for kind in sorted(kinds)]
    said = [one.words for one in subjects_of(viewer_for("audit"), rows, MONDAY)]
    assert not [words for words, kind in zip(said, sorted(kinds), strict=True) if kind in words]


def _classes(kind):
    for one in kind.__subclasses__():
        yield from _classes(one)
        yield one


def test_every_event_of_the_log_has_words():
    assert wiring
    missing = []
    for name in sorted({*_concrete(Event)}):
        try:
            missing += [name] if log_words(name, {}) == name else []
        except KeyError:
            continue  # its sentence is made of what it says
    assert missing == []


def test_staff_who_miss_a_page_are_led_back_to_their_work_and_residents_to_their_door(town):
    for client, words, way in (
        (client_for("grid"), "不归现在这个岗位看", "/inbox/"),
        (Client(), "再扫一次楼门口的码", "tel:12345"),
    ):
        for address in ("/cases/QS999999-0001/", "/nothing/here/"):
            page = client.get(address)
            assert page.status_code == 404
            assert words in page.content.decode()
            assert f'href="{way}"' in page.content.decode()


def test_days_may_be_given_in_either_order(town):
    leader = client_for("leader")
    assert "5 月 8 日" in leader.get("/board/?from=2026-05-20&to=2026-05-08").content.decode()


def test_a_blank_stands_only_where_digits_or_letters_begin():
    said = Template("{% load i18n linli %}{% blocktranslate with at=at|apart %}到{{ at }}{% endblocktranslate %}")
    assert said.render(Context({"at": "今天 22:00"})) == "到今天 22:00"
    assert said.render(Context({"at": "6 月 11 日 22:00"})) == "到 6 月 11 日 22:00"
    with translation.override("en"):
        assert said.render(Context({"at": "today 22:00"})) == "until today 22:00"


@pytest.mark.parametrize(
    ("minutes", "left", "over"),
    [
        (40, "还剩 40 分钟", "已超 40 分钟"),
        (60, "还剩 60 分钟", "已超 60 分钟"),
        (119, "还剩 119 分钟", "已超 119 分钟"),
        (120, "还剩 2 小时", "已超 2 小时"),
        (239, "还剩 3 小时", "已超 3 小时"),
    ],
)
def test_what_is_left_is_said_in_minutes_as_long_as_hours_would_be_half_of_it(minutes, left, over):
    noon = MONDAY.replace(hour=12, minute=0)
    away = timedelta(minutes=minutes)
    assert clock_words(noon + away, noon) == left
    assert clock_words(noon - away, noon) == over
    ring = Template("{% load linli %}{% dial begun due now %}")
    drawn = ring.render(Context({"begun": noon, "due": noon + away, "now": noon}))
    assert all(f">{word}</text>" in drawn for word in left.split())


@pytest.mark.parametrize(("phone", "said"), [("13812342046", "会有人打电话问您"), ("", "您没留电话，过后没法问您")])
def test_nobody_is_promised_a_call_who_left_no_number(front_door, phone, said):
    case = commands.open_case(
        actor=RESIDENT, place=front_door.place, text="灯坏了", channel=Channel.SCAN, phone=phone, now=timezone.now()
    )
    grid = client_for("grid")
    assert grid.post(f"/cases/{case['number']}/acts/sign/").status_code == 302
    assert grid.post(f"/cases/{case['number']}/acts/solve/", {"note": "换了灯泡"}).status_code == 302
    for path in (f"/f/{case['token']}/", f"/f/{case['token']}/rate/"):
        page = client_for().get(path).content.decode()
        assert said in page, path
        assert page.count("打电话问您") == bool(phone), path
    rating = {"contacted": "yes", "solved": "yes", "satisfaction": "satisfied"}
    answer = client_for().post(f"/f/{case['token']}/rate/", rating)
    assert answer["Location"] == f"/f/{case['token']}/"
    assert not Case.objects.get(number=case["number"]).open
