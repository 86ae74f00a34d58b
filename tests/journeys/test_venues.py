"""Venues: entered, opened, handed over and closed by who keeps the register; seen, found and counted in reach only."""

import io
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import quote

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone, translation
from openpyxl import load_workbook
from shapely.geometry import Point, shape

from linli.backbone.models import EventRow
from linli.backbone.values import RESIDENT, SYSTEM
from linli.domains.insights.queries.behind import behind
from linli.domains.insights.queries.indicators import readings
from linli.domains.insights.queries.sources import Place as At
from linli.domains.places.commands import import_territory_lines
from linli.domains.places.models import Place
from linli.domains.places.rules import PlaceLine
from linli.domains.venues import projections, reactions
from linli.domains.venues.access import visible_venues
from linli.domains.venues.commands import close_venue, correct_venue, open_venue, record_handover, register_venue
from linli.domains.venues.commands.imports import import_venues
from linli.domains.venues.models import Handover, Venue, VenueText
from linli.domains.venues.queries import facts_of, register, venue
from linli.domains.venues.queries.counts import level_sums, venue_counts
from linli.domains.venues.queries.near import blank_count, blank_spots, station, stations_near
from linli.domains.venues.queries.search import find_venues
from linli.domains.venues.values import Facts, Handed
from linli.kernel.geometry import metres_between
from linli.kernel.periods import chosen
from linli.kernel.refusal import NotFound, Refusal
from tests.journeys.api import Program
from tests.journeys.test_pages import STAFF, client_for
from tests.journeys.test_registers_sheets import send
from tests.support.town import MONDAY, actor_for, viewer_for

WORK = ("08:30-12:00 14:30-17:30",) * 5 + ("", "")
TODAY = MONDAY.date()
SPAN = chosen(date(2026, 3, 1), TODAY)


@pytest.fixture
def compound(front_door):
    return Place.objects.get(pk=front_door.place.ids["compound"])


@pytest.fixture
def facts(compound):
    return Facts(
        kind="station",
        name="榕荫服务站",
        place_id=compound.pk,
        address="榕荫巷 8 号",
        point=(compound.lon, compound.lat),
        area=Decimal("96.5"),
        functions=("reception", "mediation"),
        hours=WORK,
        phone="0774-2345678",
    )


@pytest.fixture
def entered(facts, who):
    return register_venue(actor=who("admin"), facts=facts, day=TODAY, now=MONDAY)


def opened(venue_id, day=TODAY):
    return open_venue(actor=actor_for("admin"), venue_id=venue_id, day=day, now=MONDAY)


def marks(viewer):
    data = client_for(viewer).get("/map/data/?layer=venues").json()["venues"]
    return {one[5] for one in data}


def test_from_entered_to_closed(entered, facts, who, front_door):
    row = Venue.objects.get(pk=entered)
    assert (row.status, row.path[-1], row.place_kind) == ("preparing", facts.place_id, "compound")
    assert row.code.startswith(Place.objects.get(pk=facts.place_id).code)
    assert opened(entered) == entered
    assert venue(viewer_for("leader"), entered, MONDAY).row.opening.until == MONDAY.replace(hour=12)
    with pytest.raises(Refusal, match="venue_open_already"):
        opened(entered)
    corrected = correct_venue(
        actor=who("admin"), venue_id=entered, facts=replace(facts, name="金榕服务站", phone=""), now=MONDAY
    )
    assert set(corrected) == {"name", "phone"}
    with pytest.raises(Refusal, match="nothing_changed"):
        correct_venue(
            actor=who("admin"), venue_id=entered, facts=replace(facts, name="金榕服务站", phone=""), now=MONDAY
        )
    with pytest.raises(Refusal, match="venue_lacks"):
        correct_venue(actor=who("admin"), venue_id=entered, facts=replace(facts, hours=("",) * 7), now=MONDAY)
    for day, reason, code in (
        (TODAY, " ", "venue_reason"),
        (TODAY - timedelta(1), "搬走", "venue_day"),
        (TODAY + timedelta(1), "搬走", "venue_day"),
    ):
        with pytest.raises(Refusal, match=code):
            close_venue(actor=who("admin"), venue_id=entered, day=day, reason=reason, now=MONDAY)
    close_venue(actor=who("admin"), venue_id=entered, day=TODAY, reason="房子腾退", now=MONDAY)
    with pytest.raises(NotFound):
        station(front_door.place, entered, MONDAY)
    names = EventRow.objects.filter(subject_kind="venue", subject_id=entered).order_by("id")
    assert list(names.values_list("name", flat=True)) == [
        "VenueRegistered",
        "VenueOpened",
        "VenueCorrected",
        "VenueClosed",
    ]


def test_what_is_missing_keeps_it_shut(facts, who):
    bare = replace(facts, functions=(), hours=("",) * 7, address="", point=None)
    one = register_venue(actor=who("admin"), facts=bare, day=TODAY, now=MONDAY)
    with translation.override("zh-hans"):
        page = venue(viewer_for("admin"), one, MONDAY)
    assert page.point is not None, "it stands where its place does"
    assert page.missing == ("开放时间", "地址", "功能：来访接待")
    with pytest.raises(Refusal, match="venue_lacks"):
        opened(one)
    with pytest.raises(Refusal, match="venue_known"):
        register_venue(actor=who("admin"), facts=bare, day=TODAY, now=MONDAY)
    with pytest.raises(Refusal, match="venue_status"):
        register_venue(actor=who("admin"), facts=replace(bare, name="乙"), status="open", day=TODAY, now=MONDAY)


def test_a_handover_stays_and_the_venue_follows_it(entered, who):
    handed = Handed(
        given_by="某某置业",
        room="handed_over",
        day=TODAY,
        document="移〔2026〕3 号",
        area=Decimal(120),
        right_until=date(2036, 1, 1),
    )
    for _pressed in range(2):
        record_handover(actor=who("admin"), venue_id=entered, handed=handed, now=MONDAY, key="once")
    page = venue(viewer_for("leader"), entered, MONDAY)
    assert (page.room, page.row.area, page.row.right_until) == ("handed_over", Decimal(120), date(2036, 1, 1))
    assert page.handovers[0].document == "移〔2026〕3 号"
    for change, code in (
        ({"room": "stolen"}, "venue_room"),
        ({"given_by": " "}, "venue_giver"),
        ({"day": TODAY + timedelta(1)}, "venue_day"),
        ({"right_until": TODAY}, "venue_right"),
        ({"area": Decimal(-1)}, "venue_area"),
    ):
        with pytest.raises(Refusal, match=code):
            record_handover(actor=who("admin"), venue_id=entered, handed=replace(handed, **change), now=MONDAY)
    for change in ("UPDATE venues_handover SET given_by = 'x'", "DELETE FROM venues_handover"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)
    assert Handover.objects.filter(venue=entered).count() == 1


@pytest.mark.parametrize("caller", ["resident", "grid", "grid2", "community", "leader", "chengguan", "audit"])
def test_only_who_keeps_the_register_writes(entered, facts, caller):
    actor = RESIDENT if caller == "resident" else actor_for(caller)
    before = EventRow.objects.count(), list(Venue.objects.order_by("id").values())
    for act in (
        lambda: register_venue(actor=actor, facts=replace(facts, name="别处"), day=TODAY, now=MONDAY),
        lambda: correct_venue(actor=actor, venue_id=entered, facts=replace(facts, name="改"), now=MONDAY),
        lambda: record_handover(
            actor=actor, venue_id=entered, handed=Handed(given_by="x", room="built", day=TODAY), now=MONDAY
        ),
        lambda: open_venue(actor=actor, venue_id=entered, day=TODAY, now=MONDAY),
        lambda: close_venue(actor=actor, venue_id=entered, day=TODAY, reason="x", now=MONDAY),
    ):
        with pytest.raises(NotFound):
            act()
    assert before == (EventRow.objects.count(), list(Venue.objects.order_by("id").values()))


def test_pages_are_for_those_who_read_registers(entered):
    own = f"/registers/venues/{entered}/"
    for path in ("/registers/venues/", "/registers/venues/blank/", own, "/registers/venues/sheet/"):
        for username in (*STAFF, "grid2"):
            reads = bool(viewer_for(username).at_places("oversee", "appoint"))
            wanted = reads and (path != own or username != "grid2")
            assert client_for(username).get(path).status_code == (200 if wanted else 404), (path, username)
        assert client_for("").get(path).status_code in (302, 404)
    for path in ("/registers/venues/new/", f"{own}edit/"):
        for username in (*STAFF, "grid2"):
            assert client_for(username).get(path).status_code == (200 if username == "admin" else 404), (path, username)


def test_list_search_and_map_hold_what_lies_in_reach_and_nothing_else(town, entered):
    answers = set()
    for username in (*STAFF, "grid2", "zhujian"):
        viewer = viewer_for(username)
        mine = set(visible_venues(viewer).values_list("id", flat=True))
        tops = [held.place_id for held in viewer.at_places("oversee", "appoint")]
        assert mine == {row.pk for row in Venue.objects.all() if set(row.path) & set(tops)}, username
        for term in ("服务站", "党群", "榕荫", "ryfwz", "号"):
            found = {one.id for one in find_venues(viewer, term, 500)}
            assert found <= mine, (username, term)
            named = {row.pk for row in Venue.objects.filter(pk__in=mine) if term in row.name + " " + row.address}
            assert found >= named, (username, term)
            answers.add(bool(found))
        if viewer.may("oversee"):
            rows = register(viewer, now=MONDAY, limit=10_000)
            assert {row.id for row in rows} == mine
    assert answers == {True, False}
    community = Place.objects.get(pk=viewer_for("community").scope("board")[0].place_id)
    inside = Venue.objects.filter(path__contains=[community.pk]).exclude(status="closed")
    assert marks("community") == {f"/registers/venues/{row.pk}/" for row in inside}
    assert marks("community") < marks("leader")


def test_what_lies_outside_changes_no_answer(town):
    viewer = viewer_for("community")
    before = [find_venues(viewer, term) for term in ("党群", "服务站", "路")]
    mine = visible_venues(viewer).values_list("pk", flat=True)
    VenueText.objects.exclude(pk__in=list(mine)).delete()
    assert [find_venues(viewer, term) for term in ("党群", "服务站", "路")] == before


def test_the_register_is_paged_filtered_and_added_up(town):
    leader = viewer_for("leader")
    every = register(leader, now=MONDAY, limit=10_000)
    first = register(leader, now=MONDAY, limit=7)
    assert first + register(leader, now=MONDAY, after=first[-1].code, limit=10_000) == every
    for name in ("status", "kind"):
        for value in {getattr(row, name) for row in every}:
            assert set(register(leader, now=MONDAY, limit=10_000, **{name: value})) == {
                row for row in every if getattr(row, name) == value
            }
    sums = {one.level: one for one in level_sums(leader)}
    rows = Venue.objects.filter(status="open")
    assert {level: one.open for level, one in sums.items() if one.open} == {
        level: rows.filter(place_kind=level).count() for level in set(rows.values_list("place_kind", flat=True))
    }
    assert sum(one.area for one in sums.values()) == sum(row.area for row in rows)
    with pytest.raises(NotFound):
        register(viewer_for("chengguan"), now=MONDAY)


def test_an_index_equals_its_rebuild_and_follows_the_territory(town, entered, facts, who):
    opened(entered)
    correct_venue(actor=who("admin"), venue_id=entered, facts=replace(facts, name="换名站"), now=MONDAY)
    told = dict(VenueText.objects.values_list("id", "words"))
    assert projections.rebuild() == len(told) == Venue.objects.count()
    assert dict(VenueText.objects.values_list("id", "words")) == told
    place = Place.objects.get(pk=facts.place_id)
    other = Place.objects.filter(kind="grid").exclude(pk=place.parent_id).order_by("-code").first()
    line = PlaceLine(place.code, "新榕花园", place.kind, other.code, lon=place.lon, lat=place.lat)
    import_territory_lines(actor=SYSTEM, lines=[line], now=MONDAY)
    reactions.follow_territory(None)
    row = Venue.objects.get(pk=entered)
    assert (row.place_name, row.path) == ("新榕花园", Place.objects.get(pk=place.pk).ancestors)
    assert other.pk in row.path
    assert projections.copy_places() == 0


def test_the_nearest_open_station_is_nearest(town, front_door):
    here = front_door.place.point
    kinds = ("centre_district", "centre_street", "centre_community", "station", "post")
    rows = Venue.objects.filter(status="open", kind__in=kinds)
    wanted = sorted(rows, key=lambda row: (metres_between(here, (row.lon, row.lat)), row.pk))
    assert [one.id for one in stations_near(front_door.place, MONDAY, 5)] == [row.pk for row in wanted[:5]]
    bare = replace(front_door.place, point=None)
    community = front_door.place.ids["community"]
    assert all(community in Venue.objects.get(pk=one.id).path for one in stations_near(bare, MONDAY, 2))


def test_the_door_leads_to_it_and_says_when_it_opens(town, front_door, entered):
    code = front_door.code
    assert Client().get(f"/d/{code}/venues/{entered}/").status_code == 404
    opened(entered)
    Venue.objects.exclude(pk=entered).filter(path__contains=[front_door.place.ids["community"]]).update(status="closed")
    html = Client().get(f"/d/{code}/").content.decode()
    assert f"/d/{code}/venues/{entered}/" in html
    page = Client().get(f"/d/{code}/venues/{entered}/").content.decode()
    for words in ("榕荫服务站", "榕荫巷 8 号", "0774-2345678", "周一至周五", "8:30—12:00、14:30—17:30", "来访接待"):
        assert words in page, words
    assert "tabler" not in page
    assert "最近的服务站" in Client().get(f"/d/{code}/?elder=1").content.decode()
    assert "Opening hours" in Client().get(f"/d/{code}/venues/{entered}/", HTTP_ACCEPT_LANGUAGE="en").content.decode()


def test_blank_spots_are_where_nothing_is_near(town, pack_with):
    leader = viewer_for("leader")
    for metres in (50, 500, 1200):
        pack_with({"venues": {"blank": {"levels": ["compound"], "metres": metres}}})
        rows = list(Venue.objects.filter(status="open"))
        points = [(row.lon, row.lat) for row in rows]
        wanted = {
            place.pk
            for place in Place.objects.filter(kind="compound")
            if not any(place.pk in row.path for row in rows)
            and min(metres_between((place.lon, place.lat), one) for one in points) > metres
        }
        found = blank_spots(leader, "compound", limit=10_000)
        assert {one.place_id for one in found} == wanted
        assert blank_count(leader, "compound") == (len(wanted), Place.objects.filter(kind="compound").count())
        assert all(one.metres > metres for one in found)
        some = blank_spots(leader, "compound", limit=3)
        assert some + blank_spots(leader, "compound", after=some[-1].code, limit=10_000) == found if some else not found
    with pytest.raises(NotFound):
        blank_spots(leader, "street")
    mine = {one.place_id for one in blank_spots(viewer_for("community"), "compound", limit=10_000)}
    assert mine <= {one.place_id for one in found} | wanted


def test_demo_venues_stand_inside_the_borders_of_their_places(town):
    borders = {row.pk: shape(row.boundary) for row in Place.objects.filter(kind="community", boundary__isnull=False)}
    rows = Venue.objects.exclude(place_kind__in=("district", "street"))
    assert rows.count() > 60
    for row in rows:
        community = next(pk for pk in row.path if pk in borders)
        assert borders[community].buffer(1e-6).contains(Point(row.lon, row.lat)), row.name


def test_figures_count_open_venues_and_open_to_them(town):
    leader = viewer_for("leader")
    here = At(leader.scope("board")[0].place_id, "district")
    found = readings(["venues", "venue_area"], [here], [SPAN.days], MONDAY)
    rows = Venue.objects.filter(status="open")
    assert found[("venues", 0, here.id, "")].number == rows.count()
    assert found[("venue_area", 0, here.id, "")].number == sum(int(row.area) for row in rows)
    kinds = venue_counts([here.id], None)
    assert sum(one["open"] for one in kinds.values()) == rows.count()
    opened_to = behind(leader, "venues", str(here.id), SPAN, MONDAY)
    assert opened_to.figure.value == str(rows.count())
    assert client_for("leader").get(opened_to.records[0].url).status_code == 200


def test_the_api_lists_and_reads(town, entered):
    opened(entered)
    leader, community = Program("leader"), Program("community")
    listed, after = [], None
    while after != "":
        answer = leader.get("/venues", {"limit": 40, "after": after or ""}).json()
        listed, after = listed + answer["items"], answer["next"]
    assert {one["id"] for one in listed} == set(Venue.objects.values_list("id", flat=True))
    one = community.get(f"/venues/{entered}").json()
    assert (one["name"], one["area"], one["hours"][0]) == ("榕荫服务站", 96.5, "08:30-12:00 14:30-17:30")
    assert set(one["now"]) == {"open", "until", "opens", "holiday", "known"}
    far = Venue.objects.exclude(path__overlap=[viewer_for("community").seats[0].place_id]).first()
    assert community.get(f"/venues/{far.pk}").status_code == 404
    assert Program().get("/venues").status_code == 401
    assert Program("chengguan").get("/venues").status_code == 404


def cells(facts, place, **more):
    week = dict(zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), facts.hours, strict=True))
    said = {
        "name": facts.name,
        "kind": "station 党群服务站",
        "place": f"{place.code} {place.name}",
        "address": facts.address,
    }
    return {
        **said,
        **week,
        "address": facts.address,
        "functions": "reception,mediation",
        "area": "96.5",
        "phone": facts.phone,
        **more,
    }


def test_a_workbook_brings_in_all_or_nothing(facts, compound, who):
    good = cells(facts, compound)
    bad = (
        ({"name": ""}, "name"),
        ({"kind": "palace"}, "kind"),
        ({"place": "0000"}, "place"),
        ({"functions": "reception,sauna"}, "functions"),
        ({"mon": "9 点到 5 点"}, "mon"),
        ({"area": "很大"}, "area"),
        ({"lon": "111.2"}, "lat"),
        ({"phone": "13812342046"}, "phone"),
        ({"area": "-3"}, "area"),
        ({"code": "<b>"}, "code"),
        ({"holidays": "也许"}, "holidays"),
        ({"right_until": "明年"}, "right_until"),
        ({"status": "open"}, "status"),
        ({"code": Venue.objects.order_by("-code").first().code, "place": "0000"}, "place"),
    )
    before = Venue.objects.count()
    for change, column in bad:
        report = import_venues(
            actor=who("admin"), rows=[(2, good), (3, {**good, "name": "乙站", **change})], now=MONDAY
        )
        assert {(fault.row, fault.column) for fault in report.faults} == {(3, column)}, (change, report.faults)
    twice = import_venues(actor=who("admin"), rows=[(2, good), (3, good)], now=MONDAY)
    assert [(fault.row, fault.column) for fault in twice.faults] == [(3, "name")]
    assert Venue.objects.count() == before
    first = import_venues(actor=who("admin"), rows=[(2, good), (3, {**good, "name": "乙站"})], now=MONDAY)
    assert (first.created, first.updated, first.unchanged) == (2, 0, 0)
    again = [(2, {**good, "code": Venue.objects.get(name=facts.name).code})]
    assert import_venues(actor=who("admin"), rows=again, now=MONDAY).unchanged == 1
    changed = [(2, {**again[0][1], "address": "新地址 1 号"})]
    assert import_venues(actor=who("admin"), rows=changed, now=MONDAY).updated == 1
    clash = import_venues(actor=who("admin"), rows=[(9, good)], now=MONDAY)
    assert clash.faults[0].row == 9
    told = dict(VenueText.objects.values_list("id", "words"))
    projections.rebuild()
    assert dict(VenueText.objects.values_list("id", "words")) == told


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_an_export_comes_in_again_and_changes_nothing(town, form):
    admin = client_for("admin")
    before = [facts_of(row) for row in Venue.objects.order_by("id")]
    answer = admin.get(f"/registers/venues/sheet/export/?format={form}")
    assert quote(f"阵地-{timezone.localdate():%Y%m%d}.{form}") in answer["Content-Disposition"]
    if form == "xlsx":
        cells = list(load_workbook(io.BytesIO(answer.content)).worksheets[0].iter_rows(min_row=2, values_only=True))
        assert all(isinstance(cell, int | float) for row in cells for cell in row[5:8] if cell is not None)
        assert any(row[5] for row in cells)
        assert any(row[7] for row in cells)
        assert any("reception 来访接待" in (row[8] or "") for row in cells)
    came = send(admin, "venues", answer.content, name=f"x.{form}")
    assert came.status_code == 200, came.content.decode()
    assert f"没变 {len(before)} 行" in came.content.decode()
    assert [facts_of(row) for row in Venue.objects.order_by("id")] == before
    assert admin.get("/registers/venues/sheet/template/").status_code == 200
    for username in ("grid", "chengguan", ""):
        assert client_for(username).get("/registers/venues/sheet/template/").status_code == 404


def test_faults_come_back_as_a_workbook(town):
    from tests.journeys.test_registers_sheets import REGISTERS

    assert "venues" not in REGISTERS
    text = "名称* (name),哪一类* (kind),设在哪里* (place)\n站,palace,0\n"
    answer = send(client_for("admin"), "venues", text.encode(), name="x.csv", answer="on")
    assert quote("阵地，哪里不对-") in answer["Content-Disposition"]
