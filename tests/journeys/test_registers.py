"""The registers under the main job: places, doors, seats, persons."""

from argparse import Namespace
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from shapely.geometry import shape

from linli.backbone.values import SYSTEM
from linli.domains.organizations import commands as organizations
from linli.domains.organizations.models import Appointment, Seat
from linli.domains.organizations.queries.seats import seat_history, vacancies
from linli.domains.people import commands as people
from linli.domains.people.models import Account, Person
from linli.domains.people.queries import public_persons
from linli.domains.people.values import Purpose
from linli.domains.places import commands as places
from linli.domains.places.management.territory import import_file, run
from linli.domains.places.models import Door, DoorDay, DoorScan, Place
from linli.domains.places.projections import fold_scans
from linli.domains.places.queries import door, grid_at
from linli.kernel.refusal import NotFound, Refusal
from tests.journeys.test_pages import client_for
from tests.support.town import MONDAY, viewer_for

HEADING = "code,name,kind,parent,number,households\n"


@pytest.mark.parametrize(
    ("line", "row", "column", "words"),
    [
        ("9001,新网格,grid,nowhere,,400", 2, "parent", "没有代码是 nowhere 的上级"),
        ("9001,新网格,grid,450405001001,,9000", 2, "households", "应在 100—500 户"),
        ("9001,新网格,gird,450405001001,,400", 2, "kind", "没有叫“gird”的层级"),
        ("9001,新楼,building,450405001001,1,", 2, "parent", "不能放在"),
        ("9001,,grid,450405001001,,400", 2, "name", "不能空着"),
        ("9001,新网格,grid,450405001001,,many", 2, "households", "不是数字"),
        ("9001,一,grid,450405001001,,400\n9001,二,grid,450405001001,,400", 3, "code", "重复"),
        ("9001,一,unit,9002,,\n9002,二,household,9001,,", 2, "parent", "不能放在"),
    ],
)
def test_an_import_names_row_and_column_and_brings_in_nothing(town, tmp_path, line, row, column, words):
    before = Place.objects.count()
    file = tmp_path / "places.csv"
    rows = f"9999,好网格,grid,450405001001,,400\n{line}\n"
    file.write_text(f"{HEADING}{rows}", encoding="utf-8-sig")
    report = import_file(file, "places.csv")
    assert not report.ok
    assert any(f.row == row + 1 and f.column == column and words in f.words for f in report.faults), report.faults
    assert Place.objects.count() == before


def test_an_import_takes_parents_anywhere_and_updates_what_is_there(town, tmp_path):
    file = tmp_path / "places.csv"
    file.write_text(
        f"{HEADING}9002,新楼,building,9001,8,\n9001,新小区,compound,450405001001001,,\n"
        "450405001001001,第一网格,grid,450405001001,1,420\n",
        encoding="utf-8-sig",
    )
    report = import_file(file, "places.csv")
    assert (report.created, report.updated) == (2, 1)
    building = Place.objects.get(code="9002")
    assert Place.objects.get(code="450405001001001").pk in building.ancestors
    assert import_file(tmp_path / "places.csv", "places.csv").created == 0


WRONG = [
    ("x.csv", b"\xff\xfe\x00garbage", "这不是读得出的表格"),
    ("setup.exe", b"MZ\x90\x00\x03\x00\x00\x00" * 40, "这不是读得出的表格"),
    ("报告.docx", b"PK\x03\x04 broken", "这不是读得出的表格"),
    ("x.xlsx", b"PK\x03\x04 broken", "这不是读得出的表格"),
    ("x.csv", b"a,b\n1,2\n", "这张表的第一行没有认得的列名"),
    ("x.csv", b"", "这个文件是空的"),
]


@pytest.mark.parametrize(("name", "content", "words"), WRONG)
def test_a_file_that_is_no_table_is_refused_at_its_field(town, name, content, words):
    for path in ("/places/import/", "/registers/compounds/sheet/", "/registers/venues/sheet/", "/cases/import/"):
        given = {"file": SimpleUploadedFile(name, content), "source": "12345"}
        answer = client_for("admin" if "cases" not in path else "community").post(path, given)
        page = answer.content.decode()
        if "列名" in words and path != "/places/import/":
            continue  # a register names the columns it misses, a hotline asks which is which
        assert answer.status_code == 422, path
        assert "所提交的" not in page
        assert 'id="id_file_error"' in page, path
        assert words in page, path
        assert "什么都没有导入" not in page


def test_a_table_saved_as_csv_on_a_chinese_system_is_read(town):
    page = client_for("admin").get("/registers/venues/sheet/export/?format=csv")
    table = b"".join(page).decode("utf-8-sig").encode("gb18030")
    answer = client_for("admin").post("/registers/venues/sheet/", {"file": SimpleUploadedFile("x.csv", table)})
    assert "这不是读得出的表格" not in answer.content.decode()


def test_a_file_that_was_read_is_not_said_to_be_lost(town):
    table = f"{HEADING}9001,新网格,grid,nowhere,,400\n".encode()
    page = client_for("admin").post("/places/import/", {"file": SimpleUploadedFile("x.csv", table)}).content.decode()
    assert "没有代码是 nowhere 的上级" in page
    assert "没有留住" not in page


def test_the_command_line_says_what_a_file_is_not(town, tmp_path, capsys):
    file = tmp_path / "x.csv"
    file.write_bytes(b"MZ\x00")
    assert run(Namespace(file=file)) == 1
    assert "这不是读得出的表格" in capsys.readouterr().err


def test_boundaries_are_checked_and_find_the_grid(town):
    grid = Place.objects.filter(kind="grid", boundary__isnull=False).first()
    inside = shape(grid.boundary).representative_point()
    assert grid_at((inside.x, inside.y)) == grid.pk
    for geometry, words in (
        ({"type": "Point", "coordinates": [1, 2]}, "应是 Polygon"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 1], [1, 0], [0, 0]]]}, "交叉"),
    ):
        feature = {"properties": {"code": grid.code}, "geometry": geometry}
        report = places.import_boundaries(actor=SYSTEM, collection={"features": [feature]}, now=MONDAY)
        assert words in report.faults[0].words


def test_doors_are_issued_rotated_revoked_and_counted(town, who):
    row = Door.objects.order_by("id").first()
    assert places.issue_doors(actor=who("admin"), place_id=row.place_id, now=MONDAY) == 0
    new = places.rotate_door(actor=who("admin"), place_id=row.place_id, now=MONDAY)
    assert door(row.code).revoked
    assert not door(new).revoked
    places.revoke_door(actor=who("admin"), place_id=row.place_id, now=MONDAY)
    assert door(new).revoked
    for _ in range(3):
        places.count_scan(row.pk, MONDAY.date())
    fold_scans()
    assert DoorDay.objects.get(door_id=row.pk).scans == 3
    assert not DoorScan.objects.exists()
    for username in ("grid", "leader", "community"):
        with pytest.raises(NotFound):
            places.rotate_door(actor=who(username), place_id=row.place_id, now=MONDAY)


def test_no_other_code_dies_than_the_one_that_is_replaced(town, who):
    row = Door.objects.order_by("id").first()
    compound, admin = Place.objects.get(pk=row.place_id).parent_id, client_for("admin")
    page, rotate = f"/places/{compound}/doors/", f"/places/{row.place_id}/rotate/"
    for _ in range(2):  # the second press comes from a page that shows the code before
        admin.post(rotate, {"replaces": row.code})
    new = Door.objects.get(place_id=row.place_id, revoked_at=None)
    assert Door.objects.filter(place_id=row.place_id).count() == 2
    assert admin.post(rotate, {"replaces": ""}).status_code == 409
    assert not door(new.code).revoked
    shown = admin.get(page).content.decode()
    assert shown.count(f'action="{rotate}"') == 1
    assert f'value="{new.code}"' in shown
    assert "以前的 1 个码" in shown
    assert "发新码" not in shown
    admin.post(f"/places/{row.place_id}/revoke/")
    assert "发新码" in admin.get(page).content.decode()
    assert admin.post(rotate, {"replaces": ""}).status_code == 302
    assert Door.objects.filter(place_id=row.place_id, revoked_at=None).count() == 1


def test_codes_are_offered_to_buildings_that_stand_without_one(town, who):
    row = Door.objects.order_by("id").first()
    compound = Place.objects.get(pk=row.place_id).parent_id
    page = f"/places/{compound}/doors/"
    assert "栋楼发码" not in client_for("admin").get(page).content.decode()
    places.revoke_door(actor=who("admin"), place_id=row.place_id, now=MONDAY)
    assert "给没有码的 1 栋楼发码" in client_for("admin").get(page).content.decode()
    Place.objects.filter(pk=row.place_id).update(closed_at=MONDAY)
    assert "栋楼发码" not in client_for("admin").get(page).content.decode()
    assert places.issue_doors(actor=who("admin"), place_id=compound, now=MONDAY) == 0
    Place.objects.filter(pk=row.place_id).update(closed_at=None)
    assert places.issue_doors(actor=who("admin"), place_id=compound, now=MONDAY) == 1


def test_a_single_seat_has_one_holder_and_is_handed_over_the_same_day(town, who):
    admin, viewer = who("admin"), viewer_for("admin")
    seat = Seat.objects.filter(post="grid_worker").first()
    term = Appointment.objects.get(seat=seat)
    successor = people.add_person(actor=admin, name="欧阳小明", phone="13912340001", now=MONDAY)
    day = date(2026, 6, 10)
    with pytest.raises(Refusal, match="seat_taken"):
        organizations.appoint(actor=admin, seat_id=seat.pk, person_id=successor, way="hired", starts=day, now=MONDAY)
    with pytest.raises(Refusal, match="wrong_way"):
        organizations.appoint(actor=admin, seat_id=seat.pk, person_id=successor, way="by magic", starts=day, now=MONDAY)
    with pytest.raises(NotFound):
        organizations.end_appointment(actor=who("grid"), appointment_id=term.pk, ends=day, reason="", now=MONDAY)
    organizations.end_appointment(
        actor=admin, appointment_id=term.pk, ends=day, reason="调岗", successor_id=successor, now=MONDAY
    )
    _row, history = seat_history(viewer, seat.pk)
    assert (history[0].person, history[0].since, history[0].until) == ("欧阳小明", day, None)
    assert history[1].until == day
    assert history[1].ended_because == "调岗"


def test_an_empty_seat_is_counted_and_rights_end_with_the_term(town, who):
    viewer = viewer_for("admin")
    before = vacancies(viewer)
    mine = Appointment.objects.get(seat__post="grid_worker", person_id=viewer_for("grid").person_id)
    Appointment.objects.filter(pk=mine.pk).update(ends=date.today() - timedelta(days=1))
    assert vacancies(viewer) == before + 1
    assert viewer_for("grid").seats == ()


def test_nobody_is_erased_from_a_seat_and_so_the_last_administrator_never(town, who):
    admin, today = who("admin"), MONDAY.date()
    for username in ("admin", "grid"):
        person = viewer_for(username).person_id
        term = Appointment.objects.get(person_id=person, ends=None)
        for ends in (None, today + timedelta(days=1)):
            Appointment.objects.filter(pk=term.pk).update(ends=ends)
            with pytest.raises(Refusal, match="still_held"):
                people.erase_person(actor=admin, person_id=person, now=MONDAY)
            assert Account.objects.get(person_id=person).username == username
    term = Appointment.objects.get(person_id=viewer_for("admin").person_id)
    with pytest.raises(Refusal, match="last_to_appoint"):
        organizations.end_appointment(actor=admin, appointment_id=term.pk, ends=today, reason="退休", now=MONDAY)
    # Who has left is erased: what they did stays, who they were does not.
    Appointment.objects.filter(person_id=person).update(ends=today)
    people.erase_person(actor=admin, person_id=person, now=MONDAY)
    assert not Account.objects.get(person_id=person).is_active


def test_what_identifies_a_person_is_sealed_and_shown_only_by_consent(town, who):
    admin = who("admin")
    person = people.add_person(actor=admin, name="欧阳小明", phone="13912340001", now=MONDAY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT p::text FROM people_person p WHERE id = %s", [person])
        kept = cursor.fetchone()[0]
    assert "小明" not in kept
    assert "13912340001" not in kept
    assert public_persons([person])[person].name == ""
    people.give_consent(actor=admin, person_id=person, purpose=Purpose.NAME, now=MONDAY)
    shown = public_persons([person])[person]
    assert (shown.surname, shown.name, shown.phone) == ("欧阳", "欧阳小明", "")
    people.withdraw_consent(actor=admin, person_id=person, purpose=Purpose.NAME, now=MONDAY)
    assert public_persons([person])[person].name == ""
    people.erase_person(actor=admin, person_id=person, now=MONDAY)
    assert Person.objects.get(pk=person).phone_index in (b"", memoryview(b""))
