"""Offers: made by an organization, vetted, read at the door and found, taken back; in and out of Excel."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from linli.backbone.jobs import deliver_waiting
from linli.backbone.models import EventRow
from linli.backbone.values import SYSTEM
from linli.config.demo.offers import offer as demo_offers
from linli.domains.duties.models import Notice as Told
from linli.domains.exchange import commands, projections
from linli.domains.exchange.access import visible_offers
from linli.domains.exchange.models import Offer, OfferText
from linli.domains.exchange.queries.public import offers_around, offers_near
from linli.domains.exchange.queries.search import find_offers
from linli.domains.exchange.queries.sheets import columns
from linli.domains.exchange.values import Given
from linli.domains.organizations.commands.bodies import dissolve_body, found_body
from linli.domains.organizations.models import Organization, Seat
from linli.domains.places.models import Place
from linli.domains.places.queries import place_info
from linli.kernel.refusal import NotFound, Refusal
from linli.kernel.words import asked, spans
from tests.browser.play import tell
from tests.journeys.api import Program
from tests.journeys.test_pages import STAFF, client_for
from tests.support.town import MONDAY, actor_for, viewer_for

TITLE, TEXT = "免费修自来水龙头", "每月第一个周六上午，老人优先。"


@pytest.fixture
def today(town):
    return timezone.localdate()


@pytest.fixture
def place(front_door):
    """The places of the guided tour's door, by kind."""
    return {step.kind: step.id for step in front_door.place.path}


@pytest.fixture
def water(town):
    """The organization whose desk `shui` holds."""
    return Organization.objects.get(short_name="供水公司")


@pytest.fixture
def shop(place):
    """A shop of the community, whose offers its desk enters."""
    pk = found_body(actor=SYSTEM, kind="merchant", name="街角修理铺", place_id=place["community"], now=MONDAY)
    return Organization.objects.get(pk=pk)


@pytest.fixture
def make(today, place, water):
    """`make(username, …)`: an offer as somebody makes it; its row."""

    def run(username="shui", body=None, where="community", days=30, start=0, **more):
        starts = today + timedelta(start)
        said = {"kind": "service", "title": TITLE, "text": TEXT, "starts": starts, "ends": starts + timedelta(days - 1)}
        made = commands.make_offer(
            actor=actor_for(username),
            organization_id=(body or water).pk,
            place_id=place[where],
            given=Given(**{**said, **more}),
            now=timezone.now(),
        )
        return Offer.objects.get(pk=made)

    return run


def vet(row, username="community", accepted=True, reason=""):
    commands.vet_offer(actor=actor_for(username), offer_id=row.pk, accepted=accepted, reason=reason, now=timezone.now())
    row.refresh_from_db()
    return row


def take_back(row, username, reason="不做了"):
    commands.withdraw_offer(actor=actor_for(username), offer_id=row.pk, reason=reason, now=timezone.now())
    row.refresh_from_db()
    return row


def names(row):
    return list(
        EventRow.objects.filter(subject_kind="offer", subject_id=row.pk).order_by("id").values_list("name", flat=True)
    )


def test_an_offer_is_made_vetted_read_at_the_door_and_taken_back(make, front_door, today):
    row, door = make(), f"/d/{front_door.code}/"
    assert TITLE not in client_for().get(f"{door}offers/").content.decode()
    assert "项资源" not in client_for().get(door).content.decode()
    vet(row)
    assert "附近有 1 项资源" in client_for().get(door).content.decode()
    page = client_for().get(f"{door}offers/").content.decode()
    assert TITLE in page
    assert "供水公司" in page
    take_back(row, "shui")
    assert TITLE not in client_for().get(f"{door}offers/").content.decode()
    assert "项资源" not in client_for().get(door).content.decode()
    assert names(row) == ["OfferMade", "OfferVetted", "OfferWithdrawn"]


def test_who_makes_and_who_vets_is_what_the_pack_says(make, shop):
    for username in ("grid", "leader", "audit", "admin", "chengguan", "grid2"):
        with pytest.raises(NotFound):
            make(username)
    with pytest.raises(NotFound):
        make("shui", shop)
    with pytest.raises(NotFound):
        make("community", shop, "street")
    entered = make("community", shop)
    row = make(where="street")
    for username in ("shui", "grid", "grid2", "leader", "admin", "chengguan", "community"):
        with pytest.raises(NotFound):
            vet(row, username)
    vet(row, "street")
    with pytest.raises(Refusal, match="own_offer"):
        vet(entered, "community")
    vet(entered, "street")
    for username in ("chengguan", "grid2", "leader", "community"):
        with pytest.raises(NotFound):
            take_back(row, username)
    take_back(row, "street")


def test_a_no_says_why_and_ends_it(make, today, place):
    row = make()
    with pytest.raises(Refusal, match="offer_reason"):
        vet(row, accepted=False)
    row.refresh_from_db()
    assert row.state == "offered"
    vet(row, accepted=False, reason="要收材料费，说清楚再报")
    assert offers_around(place_info(place["community"]), today) == ()
    with pytest.raises(Refusal, match="offer_not_now"):
        vet(row)
    with pytest.raises(Refusal, match="offer_not_now"):
        take_back(row, "shui")
    assert "要收材料费" in client_for("shui").get(f"/registers/offers/{row.pk}/").content.decode()
    again = make()
    assert again.pk != row.pk


def test_the_same_offer_is_made_once(make, place, today, water):
    make()
    with pytest.raises(Refusal, match="offer_known"):
        make()
    given = Given("service", "另一项", TEXT, today, today)
    said = {"organization_id": water.pk, "place_id": place["community"], "given": given, "now": timezone.now()}
    first = commands.make_offer(actor=actor_for("shui"), key="k", **said)
    assert commands.make_offer(actor=actor_for("shui"), key="k", **said) == first


def test_it_stands_by_its_days_and_where_it_is_for(make, place, today):
    community = place_info(place["community"])
    coming = vet(make(start=1))
    now = vet(make(title="今天就有"))
    wide = vet(make(title="全街道", where="street"), "street")
    assert {one.id for one in offers_around(community, today)} == {now.pk, wide.pk}
    assert coming.pk in {one.id for one in offers_around(community, today + timedelta(1))}
    assert offers_around(community, today + timedelta(40)) == ()
    assert offers_near(place_info(place["building"]), today) == 2
    other = Place.objects.filter(kind="community").exclude(ancestors__contains=[place["street"]]).first()
    assert offers_near(place_info(other.pk), today) == 0


def test_what_a_dissolved_organization_offered_is_gone_at_once_and_taken_back(make, place, today, shop):
    row, waiting = vet(make("community", shop), "street"), make("community", shop, title="还没审")
    dissolve_body(actor=SYSTEM, organization_id=shop.pk, day=today, now=timezone.now())
    assert offers_around(place_info(place["community"]), today) == ()
    assert offers_near(place_info(place["community"]), today) == 0
    for _again in range(2):
        tell("BodyDissolved")
    for one in (row, waiting):
        one.refresh_from_db()
        assert (one.state, one.reason) == ("withdrawn", "单位撤销了")
    with pytest.raises(NotFound):
        make("community", shop, title="再报一项")


def test_who_entered_an_offer_is_told_that_another_vets_it(make, shop):
    row = make("community", shop)
    url, desk = f"/registers/offers/{row.pk}/", client_for("community")
    assert "要别人来审" in desk.get(url).content.decode()
    assert desk.post(url, {"act": "accept"}).status_code == 404
    assert "要别人来审" not in client_for("street").get(url).content.decode()
    assert desk.post(url, {"act": "withdraw", "withdraw-reason": "录错了"}).status_code == 302


def told(url):
    """The seats, by post and level, that were told of what stands at an address, and in which words."""
    deliver_waiting(until=lambda: False)
    rows = list(Told.objects.filter(url=url).order_by("id").values_list("seat_id", "code"))
    seats = {seat.pk: (seat.post, seat.place_kind) for seat in Seat.objects.filter(pk__in=[pk for pk, _code in rows])}
    return [(*seats[pk], code.partition("：")[0]) for pk, code in rows]


def test_who_may_vet_an_offer_hears_that_it_waits_and_its_maker_what_became_of_it(make, shop):
    row = make("shui")
    url, waits = f"/registers/offers/{row.pk}/", "资源等您审核"
    assert ("desk", "community", waits) in told(url)
    assert {place for _post, place, _words in told(url)} == {"community"}
    assert TITLE in client_for("community").get("/notices/").content.decode()
    assert TITLE not in client_for("grid2").get("/notices/").content.decode()
    vet(row, accepted=False, reason="说不清在哪里")
    assert told(url)[-1] == ("unit_desk", "", "资源没审过，退回了")
    page = client_for("shui").get("/notices/").content.decode()
    assert f'href="{url}"' in page
    assert "说不清在哪里" in client_for("shui").get(url).content.decode()
    # Who vets and entered it themselves does not hear of it: the next who may does.
    own = make("community", shop)
    assert ("desk", "community", waits) not in told(f"/registers/offers/{own.pk}/")
    assert told(f"/registers/offers/{own.pk}/")
    vet(own, "street")
    assert ("desk", "community", "资源审过了，公开了") in told(f"/registers/offers/{own.pk}/")


def test_of_a_sheet_who_may_vet_hears_once(line, today):
    waits = "/registers/offers/?show=offered"
    several = [{**line, "title": f"免费磨刀 {number}"} for number in range(3)]
    sheet = filled(viewer_for("community"), *several)
    assert send("community", sheet).status_code == 200
    first = told(waits)
    assert first
    assert len(first) == len(set(first))
    assert ("desk", "community") not in {one[:2] for one in first}
    assert not Told.objects.filter(url__in=[f"/registers/offers/{row.pk}/" for row in Offer.objects.all()]).exists()
    assert "没变 3 行" in send("community", sheet).content.decode()
    assert told(waits) == first


def test_the_units_of_ones_own_place_stand_first(shop, water):
    page = client_for("community").get("/registers/offers/new/").content.decode()
    near, far = page.index("本辖区的单位"), page.index("别处的单位")
    assert near < page.index(f">{shop.name}<") < far < page.index(f">{water.name}<")
    assert "别处的单位" not in client_for("shui").get("/registers/offers/new/").content.decode()


def test_the_register_is_for_those_who_make_and_vet(make):
    row = make()
    for username in (*STAFF, "shui", "grid2"):
        client = client_for(username)
        wanted = 200 if username in ("community", "street", "chengguan", "shui") else 404
        assert client.get("/registers/offers/").status_code == wanted, username
        assert client.get("/registers/offers/new/").status_code == wanted, username
        seen = 200 if username in ("community", "street", "shui") else 404
        assert client.get(f"/registers/offers/{row.pk}/").status_code == seen, username
    for username, there in (("shui", True), ("chengguan", False), ("community", True)):
        page = client_for(username).get("/registers/offers/?show=offered").content.decode()
        assert (TITLE in page) == there, username
    assert client_for().get("/registers/offers/").status_code == 404
    open_one = vet(row)
    assert client_for("grid").get(f"/registers/offers/{open_one.pk}/").status_code == 200


def test_it_is_made_and_vetted_in_pages(place, water, today):
    own, desk = client_for("shui"), client_for("community")
    code = Place.objects.get(pk=place["community"]).code
    said = {
        "unit": water.pk,
        "kind": "service",
        "title": TITLE,
        "text": "",
        "place": code,
        "starts": today.isoformat(),
        "ends": today.isoformat(),
    }
    assert own.post("/registers/offers/new/", said).status_code == 422
    for times in ("0", "-3", "99999"):
        page = own.post("/registers/offers/new/", {**said, "text": TEXT, "times": times}).content.decode()
        assert "不限次数就空着" in page
    answer = own.post("/registers/offers/new/", {**said, "text": TEXT, "times": "12"})
    row = Offer.objects.get()
    assert (answer.status_code, answer["Location"], row.times) == (302, f"/registers/offers/{row.pk}/", 12)
    url = answer["Location"]
    assert own.post(url, {"act": "accept"}).status_code == 404
    assert desk.post(url, {"act": "refuse", "refuse-reason": ""}).status_code == 422
    assert desk.post(url, {"act": "accept"}).status_code == 302
    assert desk.post(url, {"act": "accept"}).status_code == 404
    assert own.post(url, {"act": "withdraw", "withdraw-reason": "不做了"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "withdrawn"
    stranger = Organization.objects.get(short_name="城管局")
    assert own.post("/registers/offers/new/", {**said, "text": TEXT, "unit": stranger.pk}).status_code == 422


@pytest.mark.parametrize("act", ["accept", "refuse", "withdraw"])
def test_only_who_vets_there_does_the_acts(make, shop, act):
    row = make("street", shop)
    said = {"act": act, "refuse-reason": "不合适", "withdraw-reason": "不做了"}
    for username in ("", "grid", "grid2", "shui", "leader", "admin"):
        assert client_for(username).post(f"/registers/offers/{row.pk}/", said).status_code == 404, username
        row.refresh_from_db()
        assert (row.state, names(row)) == ("offered", ["OfferMade"])
    assert client_for("community").post(f"/registers/offers/{row.pk}/", said).status_code == 302
    row.refresh_from_db()
    assert row.state == {"accept": "open", "refuse": "refused", "withdraw": "withdrawn"}[act]


TERMS = ("理发", "老年证", "书", "社区", "供水", "鳄鱼", "豆浆 包子")


@pytest.mark.parametrize("username", ["grid", "grid2", "community", "street", "shui", "chengguan", "admin"])
def test_a_search_finds_what_the_viewer_may_read_and_nothing_else(make, username):
    assert demo_offers(7, timezone.now()) >= 24
    hidden = make(title="只有我们看得到的供水优惠")
    vet(make(title="供水上门查漏"))
    viewer = viewer_for(username)
    bodies = dict(Organization.objects.values_list("id", "name"))
    mine = list(visible_offers(viewer).filter(ends__gte=timezone.localdate()).order_by("-id"))
    for term in TERMS:
        wanted = [
            row.pk
            for row in mine
            if all(any(spans(p, [t]) for p in (row.title, row.text, bodies[row.organization_id])) for t in asked(term))
        ]
        assert [one.id for one in find_offers(viewer, term, 500)] == wanted, term
    page = client_for(username).get("/search/?q=供水&what=offers").content.decode()
    assert ("只有我们看得到" in page) == (username in ("community", "street", "shui"))
    assert "<mark>供水</mark>" in page or username == "grid2"
    assert hidden.state == "offered"


def test_the_words_are_those_a_rebuild_makes(make, town):
    demo_offers(7, MONDAY)
    make()
    before = dict(OfferText.objects.values_list("id", "words"))
    assert len(before) == Offer.objects.count()
    OfferText.objects.all().delete()
    projections.rebuild()
    assert dict(OfferText.objects.values_list("id", "words")) == before


def test_the_api_lists_and_reads_what_the_caller_may(make):
    row, hidden = vet(make()), make(title="还没审")
    listed = Program("grid").get("/offers").json()["items"]
    assert [(one["id"], one["organization"]) for one in listed] == [(row.pk, listed[0]["organization"])]
    assert "供水公司" in listed[0]["organization"]
    assert Program("grid2").get("/offers").json()["items"] == []
    for username, status in (("grid", 404), ("grid2", 404), ("community", 200), ("shui", 200)):
        assert Program(username).get(f"/offers/{hidden.pk}").status_code == status, username
    assert Program().get("/offers").status_code == 401
    assert Program("grid", scopes=("figures",)).get("/offers").status_code == 404


def filled(viewer, *rows):
    book = Workbook()
    page, known = book.active, columns(viewer)
    page.append([one.heading for one in known])
    for row in rows:
        page.append([row.get(one.key, "") for one in known])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send(username, content, **more):
    given = {"file": SimpleUploadedFile("x.xlsx", content), **more}
    return client_for(username).post("/registers/offers/sheet/", given)


@pytest.fixture
def line(place, today, shop):
    return {
        "unit": shop.name,
        "kind": "skill",
        "title": "免费磨刀",
        "text": "每周三上午，在北门。",
        "place": Place.objects.get(pk=place["community"]).code,
        "starts": today.isoformat(),
        "ends": (today + timedelta(60)).isoformat(),
        "times": "8",
    }


def test_the_register_comes_in_and_goes_out_and_the_same_again_changes_nothing(line, today):
    viewer = viewer_for("community")
    second = {**line, "title": "免费修伞"}
    answer = send("community", filled(viewer, line, second))
    assert answer.status_code == 200, answer.content.decode()
    assert set(Offer.objects.values_list("state", "times", "kind")) == {("offered", 8, "skill")}
    out = client_for("community").get("/registers/offers/sheet/export/").content
    assert load_workbook(io.BytesIO(out)).active.max_row == 3
    again = send("community", out)
    assert "没变 2 行" in again.content.decode()
    changed = send("community", filled(viewer, {**line, "text": "改到周四。"}))
    assert "改了 1 行" in changed.content.decode()
    assert Offer.objects.get(title="免费磨刀").text == "改到周四。"
    vet(Offer.objects.get(title="免费磨刀"), "street")
    refused = send("community", filled(viewer, {**line, "text": "又改。"}))
    assert refused.status_code == 422
    assert "先撤回再报" in refused.content.decode()
    assert client_for("community").get("/registers/offers/sheet/template/").status_code == 200
    assert client_for("community").get("/registers/offers/sheet/export/?format=csv").status_code == 200


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"unit": "没有这一家"}, "这个代码"),
        ({"kind": "gold"}, "这个代码"),
        ({"title": ""}, "不能空着"),
        ({"text": ""}, "不能空着"),
        ({"place": "450405"}, "不在您的辖区"),
        ({"starts": "明天"}, "日期要写成"),
        ({"ends": "2020-01-01"}, "日子不对"),
        ({"times": "很多"}, "不是数字"),
        ({"times": "99999"}, "次数要在"),
        ({"times": "0"}, "次数要在 1 到"),
    ],
)
def test_one_wrong_row_and_nothing_comes_in(line, change, words):
    content = filled(viewer_for("community"), line, {**line, "title": "另一项", **change})
    answer = send("community", content)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Offer.objects.exists()
    assert send("community", content, answer="on")["Content-Type"].endswith("sheet")


def test_the_workbook_is_for_those_who_vet(line):
    for username in ("", "grid", "grid2", "leader", "admin"):
        for path in ("", "template/", "export/"):
            assert client_for(username).get(f"/registers/offers/sheet/{path}").status_code == 404, (username, path)
        assert send(username, filled(viewer_for("community"), line)).status_code == 404
    assert client_for("shui").get("/registers/offers/sheet/template/").status_code == 404
    assert client_for("shui").get("/registers/offers/sheet/export/").status_code == 404
    assert send("shui", filled(viewer_for("community"), line)).status_code == 404
    assert not Offer.objects.exists()


# Statements of a warm page: the same with few offers and with many.
COUNTS = {"/registers/offers/": 6, "/search/?q=龙头&what=offers": 7, "/d/{door}/offers/": 7, "/d/{door}/": 10}


@pytest.mark.parametrize("many", [3, 60])
def test_statements_do_not_grow_with_offers(make, front_door, monkeypatch, many):
    from linli.backbone.packs import registry

    monkeypatch.setattr(registry, "FRESH_SECONDS", 3600.0)
    for number in range(many):
        vet(make(title=f"修龙头第 {number} 次"))
    for path, most in COUNTS.items():
        client, url = client_for("community"), path.format(door=front_door.code)
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url).status_code == 200
        assert len(seen) <= most, (path, len(seen), [str(query["sql"])[:90] for query in seen])
