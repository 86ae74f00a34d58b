"""The registers at both widths with axe; a member paired, a visit logged, a workbook sent, without JavaScript too."""

import re

import pytest
from playwright.sync_api import expect

from linli.domains.organizations.models import Contact, Organization, Pairing, Seat
from linli.domains.places.models import Place
from tests.browser.seeing import see
from tests.journeys.test_registers_sheets import workbook
from tests.support.town import viewer_for

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_of_the_registers(town, sign_in, axe, keep, width):
    page = sign_in("admin", width)
    compound = Place.objects.get(pk=town.front_door().place.ids["compound"])
    seat = Seat.objects.filter(post="building_chief", place_ancestors__contains=[compound.pk]).first()
    body = Organization.objects.filter(kind="party").first()
    joint = Organization.objects.filter(kind="joint").first()
    link = Pairing.objects.filter(contacts__isnull=False).first()
    for name, path in {
        "index": "/registers/",
        "bodies": "/registers/bodies/",
        "body": f"/registers/bodies/{body.pk}/",
        "joint": f"/registers/bodies/{joint.pk}/",
        "matrix": "/registers/bodies/matrix/",
        "blank": "/registers/bodies/matrix/?level=compound&kind=party&blank=1",
        "body-new": "/registers/bodies/new/",
        "pairings": "/registers/pairings/",
        "uncovered": "/registers/pairings/?scheme=check_in&layer=unit&state=blank",
        "pairing-new": "/registers/pairings/new/?scheme=check_in&layer=member",
        "pairing": f"/registers/pairings/{link.pk}/",
        "service": f"/registers/units/{link.organization_id}/",
        "compounds": "/registers/compounds/",
        "compound": f"/registers/compounds/{compound.pk}/",
        "cards": "/registers/cards/",
        "card": f"/registers/cards/{seat.pk}/",
        "wall": f"/registers/wall/{compound.pk}/",
        "sheet": "/registers/compounds/sheet/",
    }.items():
        page.goto(path)
        see(page, axe, keep, f"registers-{name}-{width}")


def test_a_workbook_with_faults_says_where(town, sign_in, axe, keep):
    page = sign_in("admin", 1280)
    code = Place.objects.filter(kind="compound").first().code
    content = workbook(viewer_for("admin"), "compounds", {"place": code, "kind": "palace"}, {"place": "9", "kind": ""})
    page.goto("/registers/compounds/sheet/")
    name = {"name": "compounds.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    page.locator("input[type=file]").set_input_files(name)
    page.get_by_role("button", name="检查并导入").click()
    expect(page.get_by_text(re.compile("有 3 处不对"))).to_be_visible()
    see(page, axe, keep, "registers-faults-1280")


def test_a_visit_is_logged_without_javascript(town, sign_in):
    page = sign_in("community", 390, java_script_enabled=False)
    page.goto("/registers/pairings/?scheme=check_in&layer=unit")
    page.locator("tbody a").first.click()
    before = Contact.objects.count()
    page.get_by_label("怎么联系的").select_option("visit")
    page.get_by_label("记一笔").fill("都好")
    page.get_by_role("button", name="记下来").click()
    expect(page.get_by_text("记下了")).to_be_visible()
    assert Contact.objects.count() == before + 1
