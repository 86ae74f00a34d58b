"""The map, the wall, the public page, one's own month: each says what the indicators say, to whom it may."""

import re
from datetime import date
from fractions import Fraction
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from linli.backbone.facts import statistical_day
from linli.backbone.models import EventRow
from linli.backbone.values import Actor
from linli.config import demo
from linli.config.demo.history import write_history
from linli.domains.cases.models import Case
from linli.domains.insights.commands import make_wall_key, revoke_wall_key
from linli.domains.insights.models import WallKey
from linli.domains.insights.queries.behind import behind
from linli.domains.insights.queries.indicators import indicator, known, readings
from linli.domains.insights.queries.maps import case_points, map_areas, map_page
from linli.domains.insights.queries.month import counted_seats, my_month, my_records, sentence
from linli.domains.insights.queries.public import public_page
from linli.domains.insights.queries.sources import Place
from linli.domains.insights.queries.wall import wall_lent, wall_seen
from linli.domains.insights.queries.words import value_of
from linli.domains.insights.values import Reading
from linli.domains.places import queries as places
from linli.domains.places.models import Place as PlaceRow
from linli.kernel.geometry import from_wgs84, metres_between, to_wgs84
from linli.kernel.periods import chosen, period
from linli.kernel.refusal import NotFound, Refusal
from tests.journeys.test_pages import client_for
from tests.support.town import MONDAY, actor_for, viewer_for

SPAN = chosen(date(2026, 3, 1), date(2026, 6, 8))
DAYS = "from=2026-03-01&to=2026-06-08"
SEES, SEES_NOT = ("leader", "street", "community"), ("", "grid", "audit", "chengguan", "admin")


@pytest.fixture
def lived_in(town):
    write_history(cases=400, seed=demo.SEED, now=MONDAY, say=lambda words: None)
    return town


def place_of(username: str) -> int:
    return next(held.place_id for held in viewer_for(username).scope("board"))


@pytest.mark.parametrize(
    "path", ["/map/", "/map/data/", "/map/data/?layer=doors", "/wall/", "/wall/data/", "/wall/keys/"]
)
def test_four_callers_of_each_address(town, path):
    mine, other = place_of("community"), PlaceRow.objects.filter(kind="community").exclude(pk=place_of("community"))
    sign = "&" if "?" in path else "?"
    for username in SEES:
        assert client_for(username).get(path).status_code == 200, username
    for username in SEES_NOT:
        assert client_for(username).get(path).status_code == 404, username
    assert client_for("community").get(f"{path}{sign}place={mine}").status_code == 200
    assert client_for("community").get(f"{path}{sign}place={other.first().pk}").status_code == 404
    assert client_for("leader").get(f"{path}{sign}place={other.first().pk}").status_code == 200
    assert client_for("leader").get(f"{path}{sign}place=abc&indicator=none").status_code in (200, 404)


def test_data_is_never_kept_by_a_cache(town):
    for path in ("/map/data/", "/map/", "/wall/", "/wall/data/"):
        assert client_for("leader").get(path)["Cache-Control"] == "no-store"


def test_the_map_its_table_and_its_data_say_what_the_indicators_say(lived_in):
    viewer, client = viewer_for("leader"), client_for("leader")
    streets = places.under(place_of("leader"), "street")
    for key in ("received", "on_time", "satisfaction", "late", "rounds", "score"):
        found = readings([key], [Place(one.id, one.kind) for one in streets], [SPAN.days], MONDAY)
        page = map_page(viewer, "", key, SPAN, MONDAY)
        wanted = {one.name: value_of(known()[key], found[(key, 0, one.id, "")]) for one in streets}
        assert {row.name: row.figure.value for row in page.rows} == wanted
        assert all((row.shade is None) == (found[(key, 0, row.id, "")].number is None) for row in page.rows)
        if indicator(key).counts.startswith("open_cases"):
            continue  # of this moment, and the page is asked at another
        data = client.get(f"/map/data/?indicator={key}&{DAYS}").json()
        assert {one["name"]: one["value"] for one in data["areas"]} == wanted
        html = client.get(f"/map/?indicator={key}&{DAYS}").content.decode()
        for one in page.rows:
            assert one.figure.url.replace("&", "&amp;") in html
            opened = behind(viewer, key, str(one.id), SPAN, MONDAY)
            assert opened.figure.value == one.figure.value


def test_each_street_is_drawn_from_its_communities(town):
    page = map_page(viewer_for("leader"), "", "received", SPAN, MONDAY)
    areas = map_areas(page)
    assert page.drawn
    assert all(area.shape and area.shape["type"] in ("Polygon", "MultiPolygon") for area in areas)
    PlaceRow.objects.update(boundary=None)
    places.forget_areas()
    bare = map_areas(map_page(viewer_for("leader"), "", "received", SPAN, MONDAY))
    assert all(area.shape is None and area.point for area in bare)
    PlaceRow.objects.update(lon=None, lat=None)
    places.forget_areas()
    assert not map_page(viewer_for("leader"), "", "received", SPAN, MONDAY).drawn
    assert "还没有边界和坐标" in client_for("leader").get("/map/").content.decode()


def test_points_stand_at_buildings_and_hide_what_is_confidential(lived_in):
    viewer = viewer_for("leader")
    page = map_page(viewer, "", "received", SPAN, MONDAY)
    points = case_points(page, MONDAY)
    here = Place(page.asked.place_id, "district")
    found = readings(["open", "late"], [here], [SPAN.days], MONDAY)
    assert sum(one.open for one in points) == found[("open", 0, here.id, "")].number > 0
    assert sum(one.late for one in points) == found[("late", 0, here.id, "")].number
    buildings = {(row.lon, row.lat) for row in PlaceRow.objects.filter(kind="building")}
    assert {(one.lon, one.lat) for one in points} <= buildings
    for one in points[:5]:
        place = parse_qs(urlsplit(one.url).query)["place"][0]
        assert behind(viewer, "open", place, SPAN, MONDAY).figure.value == str(one.open)
    hidden = Case.objects.filter(open=True, procedure="request").first()
    Case.objects.filter(pk=hidden.pk).update(confidential=True)
    assert sum(one.open for one in case_points(page, MONDAY)) == sum(one.open for one in points) - 1


def test_doors_are_points_of_the_viewers_own_place(town):
    place = place_of("community")
    doors = client_for("community").get("/map/data/?layer=doors").json()["doors"]
    assert (
        len(doors)
        == PlaceRow.objects.filter(ancestors__contains=[place], doors__revoked_at=None).exclude(doors=None).count()
    )


def corners(shape: dict) -> list:
    polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    return [point for polygon in polygons for ring in polygon for point in ring]


TILES = {"tiles": "https://tiles.example.org/{z}/{x}/{y}.png", "approval": "GS(2026)0001号", "credit": "某图"}


@pytest.mark.parametrize("system", ["wgs84", "gcj02", "bd09"])
def test_shapes_are_moved_into_the_system_of_the_tiles(town, pack_with, system):
    plain = map_page(viewer_for("leader"), "", "received", SPAN, MONDAY)
    before, doors = map_areas(plain), client_for("leader").get("/map/data/?layer=doors").json()["doors"]
    pack_with({"insights": {"map": {**TILES, "system": system}}})
    after = map_areas(map_page(viewer_for("leader"), "", "received", SPAN, MONDAY))
    for one, two in zip(before, after, strict=True):
        for here, there in zip(corners(one.shape), corners(two.shape), strict=True):
            assert metres_between(from_wgs84(*here, system), there) < 0.2
            assert metres_between(here, to_wgs84(*there, system)) < 0.5
    shifted = client_for("leader").get("/map/data/?layer=doors").json()["doors"]
    far = metres_between(doors[0][:2], shifted[0][:2])
    assert far < 0.2 if system == "wgs84" else 100 < far < 2000


def test_tiles_are_let_in_only_where_a_map_is_and_only_from_their_host(town, pack_with):
    def pictures(path: str) -> str:
        policy = client_for("leader").get(path)["Content-Security-Policy"]
        return next(part for part in policy.split(";") if "img-src" in part)

    assert "https:" not in pictures("/map/") + pictures("/board/")
    pack_with({"insights": {"map": TILES}})
    for path in ("/map/", "/board/"):
        assert pictures(path).split()[-1] == "https://tiles.example.org"
    assert "https:" not in pictures("/inbox/")
    page = client_for("leader").get("/map/").content.decode()
    assert "GS(2026)0001号" in page
    assert "某图" in page
    assert client_for("leader").get("/map/data/").json()["base"]["credit"] == "某图 · GS(2026)0001号"
    assert client_for("leader").get("/map/data/").json()["base"]["tiles"] == [TILES["tiles"]]


def test_tiles_of_names_lie_upon_the_base_and_are_let_in_as_well(town, pack_with):
    names = "https://names.example.org/wmts?TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=key"
    pack_with({"insights": {"map": {**TILES, "labels": names}}})
    answer = client_for("leader").get("/map/")
    policy = next(part for part in answer["Content-Security-Policy"].split(";") if "img-src" in part)
    assert policy.split()[-2:] == ["https://tiles.example.org", "https://names.example.org"]
    assert client_for("leader").get("/map/data/").json()["base"]["tiles"] == [TILES["tiles"], names]


def test_as_many_lamps_as_closed_and_rings_as_late(lived_in):
    for username in SEES:
        place_id, wall = wall_seen(viewer_for(username), "", MONDAY)
        kind = PlaceRow.objects.get(pk=place_id).kind
        week = period("week", statistical_day(MONDAY))
        month = period("month", statistical_day(MONDAY))
        found = readings(
            ["closed", "open", "late", "received", "on_time"], [Place(place_id, kind)], [week.days, month.days], MONDAY
        )
        cell = (place_id, "")
        assert len(wall.lamps) == found[("closed", 0, *cell)].number
        assert wall.hero.value == str(len(wall.lamps))
        assert len(wall.rings) == found[("late", 0, *cell)].number
        assert len(wall.dots) + len(wall.rings) == found[("open", 0, *cell)].number
        assert wall.head[0].value == f"{int(found[('received', 1, *cell)].number):,}"
        assert len(set(wall.lamps)) == len(wall.lamps)
    assert wall_seen(viewer_for("leader"), "", MONDAY)[1].rings


def test_the_wall_names_nobody(lived_in):
    from linli.domains.people.models import Person

    plain = str(wall_seen(viewer_for("leader"), "", MONDAY)[1].plain())
    html = client_for("leader").get("/wall/").content.decode()
    assert Person.objects.count() > 50
    assert not re.search(r"1[3-9]\d{9}", plain + html)
    buildings = PlaceRow.objects.filter(kind__in=("building", "compound")).values_list("name", flat=True)
    assert not [name for name in buildings if name in plain]


def test_small_numbers_of_a_split_are_not_said_on_a_wall(lived_in):
    grids = PlaceRow.objects.filter(kind="grid").order_by("pk").values_list("pk", flat=True)[:8]
    walls = [
        wall_seen(viewer_for("leader"), str(pk), MONDAY)[1]
        for pk in (place_of("community"), place_of("leader"), *grids)
    ]
    bars = [bar for wall in walls for leaf in wall.leaves if leaf.lamps for bar in leaf.bars]
    assert any(bar.value == "少于 5" for bar in bars)
    assert all(bar.value == "少于 5" or int(bar.value) >= 5 for bar in bars)
    inside = [land.value for leaf in walls[0].leaves for land in leaf.land if land.value and not leaf.lamps]
    assert all(value not in ("1", "2", "3", "4") for value in inside)


def test_a_key_opens_one_wall_until_it_is_revoked(lived_in):
    place = place_of("community")
    token = make_wall_key(actor=actor_for("community"), place_id=place, name="一楼大厅", now=MONDAY)
    key, tv = WallKey.objects.get(), Client()
    assert token not in str(vars(key)) + str(list(EventRow.objects.values()))
    assert tv.get(f"/wall/k/{token}/").status_code == 200
    assert not tv.cookies
    data = tv.get(f"/wall/k/{token}/data/?place={place_of('leader')}")
    assert data.json()["name"] == PlaceRow.objects.get(pk=place).name
    assert wall_lent(token, MONDAY) == wall_seen(viewer_for("community"), "", MONDAY)[1]
    for other in ("x", token[:-1], token.swapcase()):
        assert tv.get(f"/wall/k/{other}/").status_code == 404
        assert tv.get(f"/wall/k/{other}/data/").status_code == 404
    for username in ("grid", "grid2", "audit", "chengguan"):
        with pytest.raises(NotFound):
            revoke_wall_key(actor=actor_for(username), key_id=key.pk, now=MONDAY)
        with pytest.raises(NotFound):
            make_wall_key(actor=actor_for(username), place_id=place, name="别处", now=MONDAY)
    revoke_wall_key(actor=actor_for("street"), key_id=key.pk, now=MONDAY)
    assert tv.get(f"/wall/k/{token}/").status_code == tv.get(f"/wall/k/{token}/data/").status_code == 404
    with pytest.raises(Refusal, match="wall_key_revoked"):
        revoke_wall_key(actor=actor_for("street"), key_id=key.pk, now=MONDAY)
    with pytest.raises(Refusal, match="wall_key_name"):
        make_wall_key(actor=actor_for("street"), place_id=place, name="  ", now=MONDAY)
    kinds = EventRow.objects.filter(subject_kind="wall_key").order_by("id").values_list("name", flat=True)
    assert list(kinds) == ["WallKeyMade", "WallKeyRevoked"]


def test_keys_are_made_and_revoked_on_their_page(town):
    client = client_for("community")
    made = client.post("/wall/keys/", {"name": "大厅"}).content.decode()
    link = re.search(r'value="http://testserver(/wall/k/[\w-]+/)"', made)[1]
    assert Client().get(link).status_code == 200
    key = WallKey.objects.get()
    assert "大厅" in client.get("/wall/keys/").content.decode()
    assert link not in client.get("/wall/keys/").content.decode()
    for username in ("", "grid", "grid2", "audit"):
        assert client_for(username).post(f"/wall/keys/{key.pk}/revoke/").status_code == 404
    assert Client().get(link).status_code == 200
    assert client.post(f"/wall/keys/{key.pk}/revoke/").status_code == 302
    assert Client().get(link).status_code == 404


def test_the_public_page_says_the_same_with_small_numbers_kept_back(lived_in):
    door = lived_in.front_door()
    page = public_page(door.place, door.code, MONDAY)
    community = door.place.of_kind("community")
    last = period("last_month", statistical_day(MONDAY))
    keys = ("received", "closed", "on_time", "solve", "satisfaction")
    found = readings(keys, [Place(community.id, "community")], [last.days], MONDAY)
    for key, shown in zip(keys, page.figures, strict=True):
        reading = found[(key, 0, community.id, "")]
        exact = value_of(known()[key], reading)
        few = [reading.top, (reading.bottom or 0) - reading.top] if reading.bottom is not None else [reading.number]
        if reading.bottom is not None and reading.bottom < 2 * page.least:
            assert shown.before.value == "–"
        elif any(0 < one < page.least for one in few):
            assert shown.before.value != exact
        elif reading.number is not None:
            assert shown.before.value == exact
    said = sum(int(one.value) for one in page.parts)
    assert not page.parts or said == found[("received", 0, community.id, "")].number
    assert all(int(one.value) >= page.least for one in page.parts)


def test_anybody_reads_the_public_page_from_a_door(lived_in):
    door = lived_in.front_door()
    assert f"/about/{door.code}/" in Client().get(f"/d/{door.code}/").content.decode()
    for username in ("", "grid", "leader", "grid2"):
        answer = client_for(username).get(f"/about/{door.code}/")
        assert answer.status_code == 200
    assert "tabler" not in answer.content.decode()
    assert Client().get("/about/NOSUCH99/").status_code == 404
    english = Client().get(f"/about/{door.code}/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "How the community is doing" in english


def test_my_month_is_what_the_engine_counts_of_my_seat(lived_in):
    viewer, top = viewer_for("grid"), places.root()
    found = my_month(viewer, SPAN, MONDAY)
    assert [one.seat_id for one in found.seats] == [held.seat_id for held in counted_seats(viewer)]
    seat = found.seats[0]
    assert seat.something
    counted = readings(
        [line.key for line in seat.lines], [Place(top.id, top.kind)], [SPAN.days], MONDAY, "seat", [str(seat.seat_id)]
    )
    for line in seat.lines:
        reading = counted[(line.key, 0, top.id, str(seat.seat_id))]
        opened = my_records(viewer, line.key, str(seat.seat_id), SPAN, MONDAY)
        assert opened.figure.value == value_of(known()[line.key], reading)
        if line.key in ("received", "closed"):
            assert value_of(known()[line.key], reading) in line.words
            assert len(opened.records) == min(30, reading.number)
        page = client_for("grid").get(line.url)
        assert page.status_code == 200
        for one in opened.records[:2]:
            assert client_for("grid").get(one.url).status_code == 200, one.url


def test_a_month_says_what_it_counts(lived_in):
    told = {f"{one.counts}/{one.of}": sentence(key, Reading(key, 1, 0, Fraction(1))) for key, one in known().items()}
    assert told["cases.closed/"] == "办结 1 件（回访完才算）"
    assert told["rounds.done/rounds.due"] == "没有到期的走访巡查"


def test_nobody_opens_the_month_of_another(lived_in):
    mine = counted_seats(viewer_for("grid"))[0].seat_id
    url = f"/me/month/received/?seat={mine}&{DAYS}"
    assert client_for("grid").get(url).status_code == 200
    for username in ("", "grid2", "community", "leader", "audit"):
        assert client_for(username).get(url).status_code == 404, username
    assert client_for("grid").get(f"/me/month/whistles/?seat={mine}&{DAYS}").status_code == 404
    assert client_for("grid").get("/me/month/received/?seat=x").status_code == 404
    for username, wanted in {"": 404, "grid": 200, "grid2": 200, "leader": 404, "audit": 404}.items():
        assert client_for(username).get("/me/month/").status_code == wanted, username
    assert "/me/month/" in client_for("grid").get("/me/").content.decode()
    assert "/me/month/" not in client_for("leader").get("/me/").content.decode()


def test_actors_without_a_viewer_make_no_key(town):
    with pytest.raises(NotFound):
        make_wall_key(actor=Actor("system"), place_id=places.root().id, name="x", now=MONDAY)


def test_a_page_sent_again_makes_no_second_key(town):
    client = client_for("community")
    given = {"name": "大厅", "key": "one"}
    first = client.post("/wall/keys/", given)
    again = client.post("/wall/keys/", given)
    assert ("/wall/k/" in first.content.decode(), "/wall/k/" in again.content.decode()) == (True, False)
    assert (again.status_code, WallKey.objects.count()) == (422, 1)
    page = again.content.decode()
    assert "显示过了" in page
    fresh = re.search(r'name="key" value="([^"]+)"', page)[1]
    assert "/wall/k/" in client.post("/wall/keys/", {**given, "key": fresh}).content.decode()
    assert WallKey.objects.count() == 2


def test_a_screen_without_a_name_is_asked_for_beside_the_field(town):
    for name in ("", "  ", "\x00"):
        answer = client_for("community").post("/wall/keys/", {"name": name})
        assert answer.status_code == 422, name
        assert 'id="id_name_error"' in answer.content.decode(), name
    assert not WallKey.objects.exists()
