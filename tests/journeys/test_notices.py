"""Notices: drafted, published by another hand, read at the door and found, over by date, taken down with a reason."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from linli.backbone.jobs import deliver_waiting
from linli.backbone.models import EventRow
from linli.config.demo.notices import post
from linli.domains.duties.models import Notice as Told
from linli.domains.organizations.models import Seat
from linli.domains.places.models import Door, Place
from linli.domains.places.queries import place_info
from linli.domains.publishing import commands, projections
from linli.domains.publishing.access import visible_notices
from linli.domains.publishing.models import Notice, NoticeConsent, NoticeText
from linli.domains.publishing.queries.public import standing_around, standing_at, standing_notice
from linli.domains.publishing.queries.search import find_notices
from linli.domains.publishing.values import Content
from linli.kernel.refusal import NotFound, Refusal
from linli.kernel.words import asked, spans
from linli.ui import timewords
from tests.journeys.api import Program
from tests.journeys.test_pages import STAFF, client_for
from tests.support.town import MONDAY, actor_for, viewer_for

TITLE, TEXT = "周三停水六小时", "供水管道改造。\n请提前存水。"


@pytest.fixture
def today(town):
    return timezone.localdate()


@pytest.fixture
def place(front_door):
    """The places of the guided tour's door, by kind."""
    return {step.kind: step.id for step in front_door.place.path}


@pytest.fixture
def draft(today, place, who):
    """`draft(username, kind, where, …)`: a notice as somebody drafts it; its row."""

    def make(username="community", kind="notice", where="compound", days=14, start=0, now=None, **more):
        starts = today + timedelta(start)
        said = {"title": TITLE, "text": TEXT, "starts": starts, "ends": starts + timedelta(days - 1), **more}
        made = commands.draft_notice(
            actor=who(username), kind=kind, place_id=place[where], content=Content(**said), now=now or timezone.now()
        )
        return Notice.objects.get(pk=made)

    return make


def publish(row, username="community"):
    row.refresh_from_db()
    commands.publish_notice(actor=actor_for(username), notice_id=row.pk, version=row.version, now=timezone.now())
    row.refresh_from_db()
    return row


def take_down(row, username="community", reason="日子改了"):
    commands.withdraw_notice(actor=actor_for(username), notice_id=row.pk, reason=reason, now=timezone.now())
    row.refresh_from_db()
    return row


def texts():
    return dict(NoticeText.objects.values_list("id", "words"))


def names(row):
    return list(
        EventRow.objects.filter(subject_kind="notice", subject_id=row.pk).order_by("id").values_list("name", flat=True)
    )


def test_a_draft_is_published_read_at_the_door_and_taken_down(draft, front_door, today):
    row = draft("grid")
    door = f"/d/{front_door.code}/"
    assert TITLE not in client_for().get(door).content.decode()
    assert client_for().get(f"/posted/{row.pk}/").status_code == 404
    publish(row)
    assert TITLE in client_for().get(door).content.decode()
    assert TITLE in client_for().get(f"{door}?elder=1").content.decode()
    page = client_for().get(f"{door}notices/{row.pk}/").content.decode()
    assert "<p>供水管道改造。</p><p>请提前存水。</p>" in page
    assert TITLE in client_for().get(f"{door}notices/").content.decode()
    take_down(row)
    for url in (f"{door}notices/{row.pk}/", f"/posted/{row.pk}/"):
        assert client_for().get(url).status_code == 410
    for url in (door, f"{door}notices/"):
        assert TITLE not in client_for().get(url).content.decode()
    assert names(row) == ["NoticeDrafted", "NoticePublished", "NoticeWithdrawn"]
    assert row.reason == "日子改了"


def test_who_drafts_and_who_publishes_is_what_the_pack_says(draft, place):
    for username in ("leader", "audit", "admin", "chengguan", "grid2"):
        with pytest.raises(NotFound):
            draft(username)
    for where in ("community", "street", "district"):
        with pytest.raises(NotFound):
            draft("grid", where=where)
    with pytest.raises(NotFound):
        draft("community", where="street")
    row = draft("grid")
    for username in ("grid", "grid2", "leader", "admin", "chengguan"):
        with pytest.raises(NotFound):
            publish(row, username)
    publish(row, "street")
    with pytest.raises(NotFound):
        take_down(row, "grid")
    above = publish(draft("street", where="street"), "street")
    with pytest.raises(NotFound):
        take_down(above, "community")


def test_a_notice_of_a_street_shows_at_all_its_doors_and_at_no_other(draft, place, today):
    row = publish(draft("street", where="street"), "street")
    inside = Place.objects.filter(kind="building", ancestors__contains=[place["street"]])
    outside = Place.objects.filter(kind="building").exclude(ancestors__contains=[place["street"]])
    assert inside.count() > 20
    for one, there in [*((one, True) for one in inside[:40:4]), *((one, False) for one in outside[:40:4])]:
        found = {notice.id for notice in standing_at(place_info(one.pk), today)}
        assert (row.pk in found) == there, one.name


def test_a_compound_s_notice_stands_in_its_community_s_list_only(draft, place, today):
    row = publish(draft())
    assert row.pk in {one.id for one in standing_around(place_info(place["community"]), today)}
    other = Place.objects.filter(kind="community").exclude(pk=place["community"]).first()
    assert row.pk not in {one.id for one in standing_around(place_info(other.pk), today)}


@pytest.mark.parametrize(("start", "days", "stands"), [(0, 14, True), (1, 14, False), (0, 1, True)])
def test_it_stands_by_its_days(draft, today, start, days, stands):
    row = publish(draft(start=start, days=days))
    if stands:
        assert standing_notice(row.pk, today).title == TITLE
    else:
        with pytest.raises(NotFound):
            standing_notice(row.pk, today)
    assert standing_notice(row.pk, row.ends).id == row.pk
    with pytest.raises(NotFound):
        standing_notice(row.pk, row.ends + timedelta(1))


def test_one_whose_first_day_is_over_begins_today_and_must_still_stand_long_enough(draft, today):
    late = draft("grid", "public_notice", start=-3, days=8)
    with pytest.raises(Refusal, match="notice_least"):
        publish(late)
    enough = publish(draft("grid", "public_notice", start=-3, days=10))
    assert enough.starts == today
    over = draft(start=-20, days=5, now=timezone.now() - timedelta(18))
    with pytest.raises(Refusal, match="notice_days"):
        publish(over)


def test_a_public_notice_wants_a_second_person(draft):
    row = draft("community", "public_notice", days=7)
    with pytest.raises(Refusal, match="notice_own"):
        publish(row, "community")
    mine, others = (client_for(one).get(f"/bulletin/{row.pk}/").content.decode() for one in ("community", "street"))
    assert ('action="publish/"' in mine, "要别人来发布" in mine, 'action="publish/"' in others) == (False, True, True)
    publish(row, "street")
    revised = draft("grid", "public_notice", days=7)
    content = Content(TITLE, TEXT + "补一句。", revised.starts, revised.ends)
    commands.revise_notice(
        actor=actor_for("community"), notice_id=revised.pk, version=1, content=content, now=timezone.now()
    )
    with pytest.raises(Refusal, match="notice_own"):
        publish(revised, "community")


def test_a_good_deed_is_published_only_with_a_consent_and_goes_with_it(draft, today):
    row = draft("grid", "good_deed")
    with pytest.raises(Refusal, match="notice_consent"):
        publish(row)
    given = {"actor": actor_for("grid"), "notice_id": row.pk, "now": timezone.now()}
    with pytest.raises(Refusal, match="notice_paper"):
        commands.keep_notice_consent(name="某人", paper="", **given)
    consent = commands.keep_notice_consent(name="欧阳小明", paper="档案柜 12 号", **given)
    with connection.cursor() as cursor:
        cursor.execute("SELECT c::text FROM publishing_noticeconsent c")
        assert "欧阳" not in str(cursor.fetchall())
    assert not EventRow.objects.filter(data__icontains="欧阳").exists()
    publish(row)
    with pytest.raises(NotFound):
        commands.withdraw_notice_consent(
            actor=actor_for("grid2"), notice_id=row.pk, consent_id=consent, reason="收回", now=timezone.now()
        )
    commands.withdraw_notice_consent(
        actor=actor_for("grid"), notice_id=row.pk, consent_id=consent, reason="本人收回同意", now=timezone.now()
    )
    row.refresh_from_db()
    assert (row.state, row.reason) == ("withdrawn", "本人收回同意")
    with pytest.raises(NotFound):
        standing_notice(row.pk, today)
    assert NoticeConsent.objects.get().withdrawn_at is not None


def test_a_consent_taken_back_before_it_is_published_does_not_count(draft):
    row = draft("grid", "good_deed")
    given = {"actor": actor_for("grid"), "notice_id": row.pk, "now": timezone.now()}
    consent = commands.keep_notice_consent(name="某人", paper="档案柜", **given)
    commands.withdraw_notice_consent(consent_id=consent, reason="", **given)
    with pytest.raises(Refusal, match="notice_consent"):
        publish(row)


def test_who_may_publish_a_draft_hears_of_it_where_its_drafter_may_not(draft):
    def told(row):
        deliver_waiting(until=lambda: False)
        found = Told.objects.filter(url=f"/bulletin/{row.pk}/").values_list("seat_id", flat=True)
        return {(seat.post, seat.place_kind) for seat in Seat.objects.filter(pk__in=list(found))}

    assert told(draft("community")) == set()
    assert told(draft("grid")) <= {("desk", "community"), ("secretary", "community")}
    assert ("desk", "community") in told(draft("grid"))
    second = told(draft("community", "public_notice"))
    assert second
    assert ("desk", "community") not in second


def test_two_who_change_one_draft_do_not_overwrite_each_other(draft):
    row = draft("grid")
    content = Content("周四停水六小时", TEXT, row.starts, row.ends)
    for_it = {"notice_id": row.pk, "version": 1, "content": content, "now": timezone.now()}
    commands.revise_notice(actor=actor_for("grid"), **for_it)
    with pytest.raises(Refusal, match="notice_changed"):
        commands.revise_notice(actor=actor_for("community"), **for_it)
    with pytest.raises(Refusal, match="notice_changed"):
        commands.publish_notice(actor=actor_for("community"), notice_id=row.pk, version=1, now=timezone.now())
    publish(row)
    with pytest.raises(Refusal, match="notice_not_now"):
        commands.revise_notice(actor=actor_for("grid"), **{**for_it, "version": 3})
    assert standing_notice(row.pk, row.starts).title == "周四停水六小时"


def test_who_changes_a_draft_second_sees_both_before_either_is_lost(draft):
    row = draft("grid")
    desk, path = client_for("community"), f"/bulletin/{row.pk}/edit/"
    words = {"starts": row.starts.isoformat(), "ends": row.ends.isoformat(), "text": TEXT}
    client_for("grid").post(path, {**words, "version": "1", "title": "周四停水六小时"})
    refused = desk.post(path, {**words, "version": "1", "title": "周五停水六小时"})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "这份公告刚被别人改过" in page
    assert "周四停水六小时" in page
    assert 'value="周五停水六小时"' in page
    assert desk.post(path, {**words, "version": "2", "title": "周五停水六小时"}).status_code == 302
    publish(row)
    late = client_for("grid").post(path, {**words, "version": "3", "title": "周六停水六小时"})
    assert late.status_code == 422
    assert "发布了的不能再改" in late.content.decode()
    assert "周六停水六小时" in late.content.decode()
    assert client_for("leader").get(path).status_code == 404


def test_the_address_of_a_change_that_comes_too_late_says_what_to_do_instead(draft, today):
    row = draft("grid")
    path, like = f"/bulletin/{row.pk}/edit/", f"/bulletin/new/?like={row.pk}"
    for change, words in ((publish, "撤下来、写明原因"), (take_down, "这条已经不贴了")):
        change(row)
        answer = client_for("grid").get(path)
        assert answer.status_code == 200
        page = answer.content.decode()
        assert words in page
        assert f'href="{like}"' in page
        assert 'role="alert"' not in page
    page = client_for("grid").get(like).content.decode()
    assert f'value="{TITLE}"' in page
    assert TEXT in page
    assert f'value="{today.isoformat()}"' in page
    assert client_for("grid2").get(like).status_code == 404
    assert client_for("grid2").get(path).status_code == 404


def test_whom_to_ask_is_reached_at_an_office(draft, place, today):
    row = draft("grid", phone="０７７４－３１０ ４７７３")
    assert row.phone == "0774-3104773"
    said = {"kind": "notice", "place": str(place["compound"]), "title": TITLE, "text": TEXT, "phone": "13812345678"}
    days = {"starts": today.isoformat(), "ends": today.isoformat()}
    code = Place.objects.get(pk=place["compound"]).code
    page = client_for("community").post("/bulletin/new/", {**said, **days, "place": code})
    assert page.status_code == 422
    assert "个人手机不公开" in page.content.decode()
    past = {"starts": (today - timedelta(5)).isoformat(), "ends": (today - timedelta(3)).isoformat()}
    page = client_for("community").post("/bulletin/new/", {**said, **past, "place": code, "phone": ""})
    assert "已经过了" in page.content.decode()


def test_a_link_to_what_stood_says_what_became_of_it(client, draft, front_door, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    row, waits = draft(), draft()
    publish(row)
    addresses = [f"/d/{front_door.code}/notices/{row.pk}/", f"/posted/{row.pk}/"]
    assert [client.get(one).status_code for one in addresses] == [200, 200]
    commands.withdraw_notice(actor=actor_for("community"), notice_id=row.pk, reason="改期", now=timezone.now())
    for one in addresses:
        page = client.get(one)
        assert page.status_code == 410
        assert "这条撤下了" in page.content.decode()
        assert TITLE not in page.content.decode()
    assert client.get(f"/d/{front_door.code}/notices/{waits.pk}/").status_code == 404


def test_a_repeated_key_drafts_once(place, today):
    content = Content(TITLE, TEXT, today, today)
    said = {"kind": "notice", "place_id": place["compound"], "content": content, "now": timezone.now(), "key": "k1"}
    assert commands.draft_notice(actor=actor_for("grid"), **said) == commands.draft_notice(
        actor=actor_for("grid"), **said
    )
    assert Notice.objects.count() == 1


def test_what_somebody_wrote_is_never_markup(draft, front_door):
    row = publish(draft(title="<b>停水</b>", text="<script>alert(1)</script>"))
    for url in (f"/d/{front_door.code}/", f"/d/{front_door.code}/notices/{row.pk}/", f"/posted/{row.pk}/"):
        page = client_for().get(url).content.decode()
        assert "<script>alert" not in page
        assert "<b>停水" not in page
    code = Place.objects.get(pk=front_door.place.ids["community"]).code
    feed = client_for().get(f"/posted/in/{code}/feed/").content.decode()
    assert "&lt;p&gt;&amp;lt;script" in feed


def test_the_feed_of_a_community_has_what_stands_there(draft, place):
    row, gone = publish(draft()), publish(draft(title="撤下的那条"))
    take_down(gone)
    code = Place.objects.get(pk=place["community"]).code
    answer = client_for().get(f"/posted/in/{code}/feed/")
    words = answer.content.decode()
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert (TITLE in words, "撤下的那条" in words, f"/posted/{row.pk}/" in words) == (True, False, True)
    other = Place.objects.filter(kind="community").exclude(pk=place["community"]).first().code
    assert TITLE not in client_for().get(f"/posted/in/{other}/feed/").content.decode()
    assert client_for().get("/posted/in/nowhere/feed/").status_code == 404


def test_the_staff_s_list_is_for_those_who_draft_and_shows_their_own_places(draft):
    row = draft("grid")
    for username in STAFF:
        client = client_for(username)
        wanted = 200 if username in ("grid", "community", "street") else 404
        assert client.get("/bulletin/").status_code == wanted, username
        assert client.get("/bulletin/new/").status_code == wanted, username
        seen = client.get(f"/bulletin/{row.pk}/").status_code
        assert seen == wanted, username
    assert TITLE in client_for("street").get("/bulletin/?show=draft").content.decode()
    for caller in ("", "grid2"):
        assert client_for(caller).get(f"/bulletin/{row.pk}/").status_code == 404
        assert client_for(caller).get(f"/bulletin/{row.pk}/edit/").status_code == 404
    assert TITLE not in client_for("grid2").get("/bulletin/?show=draft").content.decode()
    assert client_for("").get("/bulletin/").status_code == 404


def test_it_is_drafted_revised_published_and_taken_down_in_pages(place, front_door, today):
    grid, desk = client_for("grid"), client_for("community")
    code = Place.objects.get(pk=place["compound"]).code
    said = {"kind": "notice", "place": code, "title": "", "text": TEXT, "starts": today.isoformat()}
    assert grid.post("/bulletin/new/", said).status_code == 422
    answer = grid.post("/bulletin/new/", {**said, "title": TITLE})
    row = Notice.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/bulletin/{row.pk}/")
    assert (row.ends - row.starts).days == 13
    outside = Place.objects.get(pk=place["street"]).code
    assert grid.post("/bulletin/new/", {**said, "title": TITLE, "place": outside}).status_code in (404, 422)
    changed = {**said, "title": "周四停水", "version": 1, "ends": today.isoformat()}
    assert grid.post(f"/bulletin/{row.pk}/edit/", changed).status_code == 302
    assert grid.post(f"/bulletin/{row.pk}/publish/", {"version": 2}).status_code == 404
    assert desk.post(f"/bulletin/{row.pk}/publish/", {"version": 1}).status_code == 422
    assert desk.post(f"/bulletin/{row.pk}/publish/", {"version": 2}).status_code == 302
    unsaid = desk.post(f"/bulletin/{row.pk}/withdraw/", {"down-reason": ""})
    assert unsaid.status_code == 422
    assert "<details open>" in unsaid.content.decode()
    assert desk.post(f"/bulletin/{row.pk}/withdraw/", {"down-reason": "改期"}).status_code == 302
    assert desk.post(f"/bulletin/{row.pk}/nothing/").status_code == 404
    page = desk.get(f"/bulletin/{row.pk}/").content.decode()
    assert all(words in page for words in ("起草", "修改", "发布", "撤下", "改期"))
    assert client_for("leader").get("/bulletin/?show=past").status_code == 404


@pytest.fixture
def told(town):
    """The demo's own notices, and one more that only a few may see."""
    assert post(7, MONDAY) >= 24
    return town


TERMS = ("停水", "公示", "花园", "医保", "鳄鱼", "社区", "12,600", "老年证 送餐")


@pytest.mark.parametrize("username", ["grid", "grid2", "community", "street", "leader", "admin", "chengguan"])
def test_a_search_finds_what_the_viewer_may_read_and_nothing_else(told, draft, username):
    hidden = [draft("grid", text="只有我们看得到的草稿：停水"), take_down(publish(draft(text="撤下的停水")))]
    viewer = viewer_for(username)
    mine = list(visible_notices(viewer).order_by("-id"))
    for term in TERMS:
        pieces = {row.pk: (row.title, row.text, row.contact) for row in mine}
        wanted = [pk for pk, some in pieces.items() if all(any(spans(p, [t]) for p in some) for t in asked(term))]
        found = find_notices(viewer, term, 500)
        assert [one.id for one in found] == wanted, term
        for one in found:
            assert any(piece.hit for piece in (*one.title, *one.text)) or term == "社区"
    keeps = username in ("grid", "community", "street")
    page = client_for(username).get("/search/?q=停水&what=notices").content.decode()
    assert ("只有我们看得到" in page) == keeps
    assert {row.pk for row in hidden} <= {row.pk for row in mine} or not keeps


def test_a_search_by_kind_of_thing(told):
    client = client_for("community")
    whole = client.get("/search/?q=停水").content.decode()
    assert 'id="found-notices"' in whole
    assert 'id="found-cases"' in whole
    only = client.get("/search/?q=停水&what=notices").content.decode()
    assert 'id="found-notices"' in only
    assert 'id="found-cases"' not in only
    assert "<mark>停水</mark>" in only
    places = client.get("/search/?q=金榕花园&what=places").content.decode()
    assert 'id="found-places"' in places
    assert 'id="found-notices"' not in places
    assert client.get("/search/?q=停水&what=nonsense").status_code == 200
    assert find_notices(viewer_for("audit"), "") == ()


def test_the_words_are_those_a_rebuild_makes(told, draft):
    publish(draft())
    before = texts()
    assert len(before) == Notice.objects.count()
    NoticeText.objects.all().delete()
    projections.rebuild()
    assert texts() == before


def test_the_api_lists_and_reads_what_the_caller_may(draft):
    row, hidden = publish(draft()), draft("grid", title="草稿一条")
    listed = Program("grid").get("/public-notices").json()["items"]
    assert [one["id"] for one in listed] == [row.pk]
    drafts = Program("community").get("/public-notices", {"show": "draft"}).json()["items"]
    assert [one["id"] for one in drafts] == [hidden.pk]
    for username in ("grid2", "leader"):
        assert Program(username).get("/public-notices", {"show": "draft"}).json()["items"] == []
        assert Program(username).get(f"/public-notices/{hidden.pk}").status_code == 404
    whole = Program("leader").get(f"/public-notices/{row.pk}").json()
    assert (whole["paragraphs"], whole["standing"]) == (TEXT.split("\n"), "standing")
    assert Program().get("/public-notices").status_code == 401
    assert Program("grid", scopes=("figures",)).get("/public-notices").status_code == 404


def test_the_api_pages_by_keyset(draft):
    made = [publish(draft(title=f"第 {number} 条")).pk for number in range(5)]
    found, after = [], ""
    while True:
        page = Program("grid").get("/public-notices", {"limit": 2, "after": after}).json()
        found += [one["id"] for one in page["items"]]
        after = page["next"]
        if not after:
            break
    assert found == sorted(made, reverse=True)


# Statements of a warm page: the same with few notices and with many.
COUNTS = {
    "/bulletin/": 4,
    "/search/?q=停水&what=notices": 6,
    "/posted/in/{community}/feed/": 3,
    "/d/{door}/notices/": 4,
}


@pytest.mark.parametrize("many", [3, 60])
def test_statements_do_not_grow_with_notices(draft, place, monkeypatch, many):
    from linli.backbone.packs import registry

    monkeypatch.setattr(registry, "FRESH_SECONDS", 3600.0)
    for number in range(many):
        publish(draft(title=f"停水第 {number} 次"))
    door = Door.objects.filter(place_id=place["building"], revoked_at=None).get().code
    community = Place.objects.get(pk=place["community"]).code
    for path, most in COUNTS.items():
        client, url = client_for("community"), path.format(community=community, door=door)
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url).status_code == 200
        assert len(seen) <= most, (path, len(seen), [str(query["sql"])[:90] for query in seen])


def test_whoever_reads_a_public_notice_may_object_to_it(client, draft, front_door, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    shown, waits = draft("grid", "public_notice", title="上半年公共收益收支公示"), draft("grid", "public_notice")
    plain = draft()
    publish(shown)
    publish(plain, "community")
    page = client.get(f"/d/{front_door.code}/notices/{shown.pk}/").content.decode()
    address = f"/d/{front_door.code}/report/?notice={shown.pk}"
    assert address in page
    assert "我有意见" not in client.get(f"/d/{front_door.code}/notices/{plain.pk}/").content.decode()
    form = client.get(address).content.decode()
    assert "对公示“上半年公共收益收支公示”的意见：" in form
    for other in (waits.pk, plain.pk, 0, "x"):
        assert "的意见：" not in client.get(f"/d/{front_door.code}/report/?notice={other}").content.decode()
    said = "对公示“上半年公共收益收支公示”的意见：电梯广告的钱没写清楚"
    client.post(f"/d/{front_door.code}/report/", {"key": "b1", "text": said})
    staff = client_for("community")
    kept = staff.get(f"/bulletin/{shown.pk}/").content.decode()
    listed = unescape(re.search(r'href="(/cases/[^"]+q=[^"]+)"', kept)[1])
    assert "对公示“上半年公共收益收支公示”的意见" in staff.get(listed).content.decode()
    assert "大家的意见" not in staff.get(f"/bulletin/{plain.pk}/").content.decode()


@pytest.mark.parametrize(("days", "again"), [(1, False), (2, True)])
def test_a_notice_of_one_day_says_that_day_once(draft, front_door, today, days, again):
    row = publish(draft(days=days))
    first, last = (f"{one.month} 月 {one.day} 日" for one in (row.starts, row.ends))
    staff = client_for("community")
    door = f"/d/{front_door.code}/notices/{row.pk}/"
    for who, url in ((client_for(), door), (staff, f"/bulletin/{row.pk}/"), (staff, "/bulletin/?show=standing")):
        page = who.get(url).content.decode()
        assert f"{first}<" in page or again, url
        assert f"{first}—{first}" not in page
        assert (f"{first}—" in page) == again, url
        assert f"{last}<" in page, url


@pytest.mark.parametrize(
    ("last", "other", "said"),
    [
        (date(2026, 6, 11), None, "2026 年 6 月 11 日"),
        (date(2026, 6, 11), date(2026, 1, 1), "6 月 11 日"),
        (date(2026, 6, 15), date(2026, 1, 1), "6 月 11 日—6 月 15 日"),
        (date(2027, 1, 2), date(2026, 1, 1), "6 月 11 日—2027 年 1 月 2 日"),
        (None, date(2025, 1, 1), "2026 年 6 月 11 日—现在"),
    ],
)
def test_days_in_words(last, other, said):
    assert timewords.days(date(2026, 6, 11), last, other) == said
