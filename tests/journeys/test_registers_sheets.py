"""Registers in and out of Excel; the compound register; public cards."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from linli.backbone.values import SYSTEM
from linli.domains.organizations.commands.bodies import found_body
from linli.domains.organizations.commands.compounds import register_compound
from linli.domains.organizations.commands.imports.compounds import import_compounds
from linli.domains.organizations.models import (
    Appointment,
    Compound,
    Contact,
    Coverage,
    Membership,
    Organization,
    Pairing,
    Seat,
)
from linli.domains.organizations.queries.compounds import compound_sums, compounds
from linli.domains.organizations.queries.sheets import columns
from linli.domains.people.commands import give_consent, withdraw_consent
from linli.domains.people.models import Person
from linli.domains.people.values import Purpose
from linli.domains.places.models import Place
from linli.kernel.refusal import NotFound, Refusal
from tests.journeys.test_pages import client_for
from tests.support.town import MONDAY, viewer_for

REGISTERS = ("bodies", "pairings", "cards", "compounds")


@pytest.fixture
def ground(town, front_door):
    return {kind: Place.objects.get(pk=front_door.place.ids[kind]) for kind in ("community", "compound", "building")}


def workbook(viewer, register, *rows):
    """A filled template: rows as mappings by column key."""
    book = Workbook()
    page, known = book.active, columns(viewer, register)
    page.append([one.heading for one in known])
    for row in rows:
        page.append([row.get(one.key, "") for one in known])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send(client, register, content, name="x.xlsx", **more):
    given = {"file": SimpleUploadedFile(name, content), **more}
    return client.post(f"/registers/{register}/sheet/", given)


@pytest.mark.parametrize("register", REGISTERS)
def test_an_export_comes_in_again_and_changes_nothing(ground, register):
    admin = client_for("admin")
    register_compound(
        actor=SYSTEM,
        place_id=ground["compound"].pk,
        kind="managed",
        firm_id=Organization.objects.get(short_name="金榕物业").pk,
        contract_ends=date(2027, 1, 31),
        now=MONDAY,
    )
    before = _held()
    answer = admin.get(f"/registers/{register}/sheet/export/")
    assert answer.status_code == 200
    content = answer.content
    page = load_workbook(io.BytesIO(content)).worksheets[0]
    assert page.freeze_panes == "A2"
    assert page.max_row > 1
    came = send(admin, register, content)
    assert came.status_code == 200, came.content.decode()
    assert _held() == before


def _held():
    models = (Organization, Coverage, Membership, Pairing, Compound, Seat, Person)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.parametrize("register", REGISTERS)
def test_a_template_has_codes_drop_downs_and_a_sample_that_is_passed_over(ground, register):
    admin = client_for("admin")
    content = admin.get(f"/registers/{register}/sheet/template/").content
    book = load_workbook(io.BytesIO(content))
    page = book.worksheets[0]
    assert str(page["A2"].value).startswith("#")
    assert page.data_validations.dataValidation
    assert book.worksheets[1].title == "codes"
    answer = send(admin, register, content)
    assert answer.status_code == 422
    assert "文件里没有数据行" in answer.content.decode()
    for username in ("grid", "community", "leader", "chengguan"):
        assert client_for(username).get(f"/registers/{register}/sheet/template/").status_code == 404
        assert send(client_for(username), register, content).status_code == 404


def test_who_may_see_and_export(ground):
    for register in (*REGISTERS, "nothing"):
        for username in ("grid", "community", "leader", "admin", "audit", "chengguan", ""):
            page = client_for(username).get(f"/registers/{register}/sheet/").status_code
            file = client_for(username).get(f"/registers/{register}/sheet/export/").status_code
            reads = register != "nothing" and username not in ("chengguan", "")
            assert page == (200 if reads else 404), (username, register)
            assert file == (200 if reads and username != "audit" else 404), (username, register)
    for username in ("grid", "grid2", "community", "street", "leader", "audit", "admin"):
        assert client_for(username).get("/registers/").status_code == 200
        assert 'href="/registers/"' in client_for(username).get("/inbox/").content.decode()
    for username in ("chengguan", ""):
        assert client_for(username).get("/registers/").status_code == 404


def test_faults_are_named_by_row_and_column_and_nothing_comes_in(ground):
    admin, viewer = client_for("admin"), viewer_for("admin")
    good = {"kind": "party 党组织", "name": "好支部", "place": ground["compound"].code}
    rows = (
        good,
        {**good, "name": "", "kind": "guild"},
        {**good, "name": "二", "place": "999"},
        {**good, "name": "三", "covers": ground["community"].code, "way": "own"},
        {**good, "name": "四", "covers": ground["compound"].code, "way": "magic"},
        {**good, "name": "五", "credit_code": "123"},
        {**good, "name": "六", "joins": "没有的联合体"},
    )
    before = Organization.objects.count()
    content = workbook(viewer, "bodies", *rows)
    answer = send(admin, "bodies", content)
    assert answer.status_code == 422
    report = answer.context["report"]
    found = {(fault.row, fault.column) for fault in report.faults}
    assert found == {
        (3, "kind"),
        (3, "name"),
        (4, "place"),
        (5, "covers"),
        (6, "covers"),
        (7, "credit_code"),
        (8, "joins"),
    }
    assert Organization.objects.count() == before
    sheet = send(admin, "bodies", content, answer="on")
    page = load_workbook(io.BytesIO(sheet.content)).worksheets[0]
    assert page.max_row == 8
    assert page["A2"].value == 3
    english = admin.post(
        "/registers/bodies/sheet/", {"file": SimpleUploadedFile("x.xlsx", content)}, headers={"accept-language": "en"}
    ).content.decode()
    assert "不能空着" not in english


def test_bodies_with_coverage_and_joint_bodies_come_in_together(ground):
    admin, viewer = client_for("admin"), viewer_for("admin")
    rows = (
        {"kind": "joint", "name": "新联合体", "place": ground["community"].code},
        {
            "kind": "party 党组织",
            "name": "新支部",
            "place": ground["compound"].code,
            "covers": ground["compound"].code,
            "way": "own 单独组建",
            "joins": "新联合体",
        },
    )
    content = workbook(viewer, "bodies", *rows)
    assert send(admin, "bodies", content).context["report"].created == 2
    assert Coverage.objects.filter(organization__name="新支部", way="own").count() == 1
    assert Membership.objects.filter(body__name="新联合体", member__name="新支部").count() == 1
    report = send(admin, "bodies", content).context["report"]
    assert (report.created, report.updated, report.unchanged) == (0, 0, 2)


def test_pairings_bring_their_people_with_them_once(ground):
    Contact.objects.all().delete()
    Pairing.objects.all().delete()
    admin, viewer, people = client_for("admin"), viewer_for("admin"), Person.objects.count()
    member = {
        "scheme": "check_in 双报到",
        "layer": "member",
        "name": "欧阳小明",
        "phone": "139 1234 0001",
        "place": ground["compound"].code,
        "starts": "2026/1/5",
    }
    unit = {**member, "layer": "unit", "unit": "金榕物业服务有限公司", "name": "", "phone": ""}
    unit["place"] = ground["community"].code
    content = workbook(viewer, "pairings", member, unit)
    report = send(admin, "pairings", content).context["report"]
    assert (report.created, report.faults) == (2, ())
    assert Person.objects.count() == people + 1
    report = send(admin, "pairings", content).context["report"]
    assert (report.created, report.unchanged) == (0, 2)
    assert Person.objects.count() == people + 1
    wrong = workbook(viewer, "pairings", {**member, "phone": "12", "layer": "unit", "starts": "soon"})
    faults = {one.column for one in send(admin, "pairings", wrong).context["report"].faults}
    assert {"phone", "starts"} <= faults
    assert Pairing.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "content"), [("x.xlsx", b"PK\x03\x04no"), ("x.csv", b"\xff\xfe\x00"), ("x.csv", b"a,b\n1,2\n")]
)
def test_a_file_that_is_none_is_refused(ground, name, content):
    assert send(client_for("admin"), "compounds", content, name).status_code == 422


def test_compounds_are_kept_and_expiring_contracts_listed(ground):
    Compound.objects.all().delete()
    viewer, today, here = viewer_for("admin"), timezone.localdate(), ground["compound"]
    firm = Organization.objects.get(short_name="金榕物业").pk
    url = f"/registers/compounds/{here.pk}/"
    given = {"kind": "managed", "firm": firm, "contract_ends": (today + timedelta(days=30)).isoformat()}
    for username in ("grid", "community", "leader", "chengguan", "grid2"):
        assert client_for(username).post(url, given).status_code == 404, username
    assert client_for("admin").post(url, {**given, "kind": "palace"}).status_code == 422
    assert client_for("admin").post(url, given).status_code == 302
    _shares, missing, soon, late = compound_sums(viewer)
    assert (missing, soon, late) == (Place.objects.filter(kind="compound").count() - 1, 1, 0)
    assert [one.place_id for one in compounds(viewer, state="soon")] == [here.pk]
    assert compounds(viewer_for("grid2"), state="soon") == ()
    Compound.objects.update(contract_ends=today - timedelta(days=1))
    assert compounds(viewer, state="late")[0].state == "late"
    with pytest.raises(Refusal, match="wrong_body"):
        register_compound(
            actor=SYSTEM,
            place_id=here.pk,
            kind="managed",
            firm_id=Organization.objects.get(short_name="城管局").pk,
            now=MONDAY,
        )
    for username, wanted in (("grid", 200), ("community", 200), ("admin", 200), ("grid2", 404), ("chengguan", 404)):
        assert client_for(username).get(url).status_code == wanted, username
    assert not import_compounds(actor=SYSTEM, rows=[(2, {"place": here.code, "kind": "palace"})], now=MONDAY).ok


def test_a_card_shows_a_name_and_a_phone_only_by_consent(ground):
    seat = Seat.objects.get(post="building_chief", place_id=ground["building"].pk)
    person = Appointment.objects.get(seat=seat).person_id
    for purpose in Purpose:
        withdraw_consent(actor=SYSTEM, person_id=person, purpose=purpose, now=MONDAY)
    url, wall = f"/registers/cards/{seat.pk}/", f"/registers/wall/{ground['compound'].pk}/"
    page = client_for("admin").get(url).content.decode()
    assert "本人没同意公布" in page
    give_consent(actor=SYSTEM, person_id=person, purpose=Purpose.NAME, now=MONDAY)
    give_consent(actor=SYSTEM, person_id=person, purpose=Purpose.PHONE, now=MONDAY)
    page = client_for("admin").get(url).content.decode()
    assert "****" in page
    assert "本人没同意公布" not in page
    assert "走访住户" in page
    printed = client_for("grid").get(f"{wall}?paper=a3").content.decode()
    assert "****" not in printed
    assert "is-a3" in printed
    for username, wanted in (("grid", 200), ("community", 200), ("leader", 200), ("grid2", 404), ("chengguan", 404)):
        assert client_for(username).get(url).status_code == wanted
        assert client_for(username).get(wall).status_code == wanted
        assert client_for(username).post(url, {"promise": "随叫随到"}).status_code in (404, 405)
    assert client_for("chengguan").get("/registers/cards/").status_code == 404


def test_the_page_for_the_wall_names_what_a_place_lies_in_where_it_lies_in_something(ground):
    below = client_for("admin").get(f"/registers/wall/{ground['community'].pk}/").content.decode()
    whole = client_for("admin").get(f"/registers/wall/{ground['community'].ancestors[0]}/").content.decode()
    assert " · 亮身份 · 亮职责" in below
    assert "<p>亮身份 · 亮职责" in whole


def test_an_import_reaches_no_further_than_its_actor(ground, who):
    body = found_body(actor=SYSTEM, kind="social", name="别处社", place_id=ground["community"].pk, now=MONDAY)
    assert body
    report = import_compounds(
        actor=who("community"), rows=[(2, {"place": ground["compound"].code, "kind": "managed"})], now=MONDAY
    )
    assert report.faults[0].column == "place"
    with pytest.raises(NotFound):
        register_compound(actor=who("community"), place_id=ground["compound"].pk, kind="managed", now=MONDAY)
