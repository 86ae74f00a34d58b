"""The headline figures of the five sources: a town with those numbers of records shows them on its pages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from linli.backbone.crypto import unseal
from linli.backbone.packs import registry
from linli.backbone.values import RESIDENT
from linli.domains.cases import commands
from linli.domains.cases.models import Case
from linli.domains.cases.values import Channel
from linli.domains.cases.values.tables import procedure
from linli.domains.insights.queries.behind import behind
from linli.domains.insights.queries.indicators import known
from linli.domains.places.models import Place
from linli.domains.places.queries import root
from linli.kernel.periods import chosen
from tests.journeys.test_pages import client_for
from tests.support.town import MONDAY, viewer_for
from tests.support.walk import Walk


def shown(key: str) -> str:
    """A figure as it stands on its page, after the page was asked for by a browser."""
    span = chosen(MONDAY.date() - timedelta(days=30), MONDAY.date() + timedelta(days=60))
    found = behind(viewer_for("leader"), key, str(root().id), span, timezone.localtime())
    page = client_for("leader").get(f"/board/figures/{key}/?from={span.start}&to={span.end}")
    assert page.status_code == 200
    assert f"{found.figure.value}<small>" in page.content.decode()
    return found.figure.value


def pages_of(key: str) -> int:
    """How many records the figure opens to, page after page."""
    span, total, cursor = chosen(MONDAY.date(), MONDAY.date()), 0, ""
    while True:
        page = behind(viewer_for("leader"), key, str(root().id), span, MONDAY, which="top", after=cursor)
        total, cursor = total + len(page.records), page.cursor
        if not cursor:
            return total


def test_1860_chiefs_of_the_partners(town_of):
    town_of("partners")
    assert shown("chiefs") == "1,860"
    assert pages_of("chiefs") == 1860
    assert shown("red_secretaries") == "31"


def test_219_branches_2026_groups_3886_centre_households(town_of):
    town_of("happy-home")
    assert (shown("branches"), shown("groups"), shown("centre_households")) == ("219", "2,026", "3,886")
    assert pages_of("groups") == 2026
    assert float(shown("covered").rstrip("%")) > 0


def test_382_doors_and_scanned_reports_on_time(town_of):
    place = town_of("great-cogovernance")
    assert shown("doors") == "382"
    for number in range(50):
        opened = commands.open_case(
            actor=RESIDENT, place=place, text="路面坑洼", channel=Channel.SCAN, now=MONDAY, key=f"n{number}"
        )
        walk = Walk.__new__(Walk)
        walk.id, walk.number, walk.building = opened["id"], opened["number"], place.id
        walk.now = MONDAY + timedelta(days=30) if number == 0 else MONDAY
        walk.table = procedure(registry.version_in_force(), "request")
        walk.step(("act", "solve"), "callback")
        token = unseal(Case.objects.get(pk=opened["id"]).follow_sealed)
        commands.rate(actor=RESIDENT, token=token, contacted=True, solved=True, satisfaction="satisfied", now=walk.now)
    assert (shown("scan_received"), shown("scan_on_time"), shown("scan_satisfaction")) == ("50", "98.0", "100.0")


def test_of_156_applied_73_are_admitted(town_of):
    place = town_of("great-cogovernance")
    for number in range(156):
        walk = Walk("admission", place.id, MONDAY)
        if number < 83:
            walk.step(("act", "refuse_item"), "refused")
        else:
            walk.step(("act", "pass"), "approve")
            walk.step(("outcome", "approved"), "notice")
            walk.step(("outcome", "clear"), "listed")
    assert (shown("applied"), shown("admitted"), shown("cut")) == ("156", "73", "53.2")
    assert pages_of("admitted") == 73
    assert pages_of("cut") == 83


def test_102_communities(town_of):
    town_of("three-micro")
    assert shown("communities") == "102"


def test_165_compounds_and_65_branches(town_of):
    town_of("five-chiefs")
    assert (shown("compounds"), shown("branches"), shown("covered")) == ("165", "65", "100.0")


def test_5800_grids(town_of):
    """S2-15: a city's grids, each with its households; the rule of size (C03) is an indicator."""
    town_of("great-cogovernance")
    community = Place.objects.filter(kind="community").order_by("code").first()
    have = Place.objects.filter(kind="grid").count()
    rows = [
        Place(kind="grid", code=f"G{number}", name=f"{number}", parent=community, households=300 + number % 300)
        for number in range(5800 - have)
    ]
    made = Place.objects.bulk_create(rows)
    for row in made:
        row.ancestors = [*community.ancestors, row.pk]
    Place.objects.bulk_update(made, ["ancestors"], batch_size=1000)
    assert shown("grids") == "5,800"
    sized = [one for one in Place.objects.filter(kind="grid") if one.households and 300 <= one.households <= 500]
    assert pages_of("grids_sized") == len(sized)


@pytest.mark.parametrize("pack", ["base", "partners", "happy-home", "great-cogovernance", "three-micro", "five-chiefs"])
def test_every_indicator_of_every_pack_is_read_off_its_page(town_of, pack):
    town_of(pack)
    for key in known():
        assert shown(key), key
