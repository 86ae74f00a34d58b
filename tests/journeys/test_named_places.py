"""Places of forms at a level that has too many to look through: named as people say them, found while one writes."""

from html import unescape

import pytest
from django.utils import timezone

from linli.domains.exchange.models import Offer
from linli.domains.organizations.models import Contact, Organization, Pairing
from linli.domains.places.models import Place
from linli.domains.places.projections.words import rebuild
from linli.domains.publishing.models import Notice
from linli.domains.venues.models import Venue
from linli.front.views.registers import bodies
from tests.journeys.test_pages import client_for

WORDS = {"kind": "notice", "title": "周三停水", "text": "供水管道改造。"}
BODY = {"kind": "party", "name": "试点党支部"}
VENUE = {"kind": "post", "name": "试点驿站", "status": "planned"}


@pytest.fixture(autouse=True)
def many(monkeypatch):
    """Every list of places is too long to look through."""
    monkeypatch.setattr(bodies, "MOST_CHOICES", 3)


@pytest.fixture
def ground(town, front_door):
    """The guided tour's places, by kind."""
    found = {step.kind: Place.objects.get(pk=step.id) for step in front_door.place.path}
    Place.objects.filter(pk=found["compound"].pk).update(name="试点家园")
    found["compound"].refresh_from_db()
    rebuild()
    return found


@pytest.fixture
def elsewhere(ground):
    """A compound of the same name in another street."""
    others = Place.objects.filter(kind="compound").exclude(ancestors__contains=[ground["street"].pk])
    Place.objects.filter(pk=others.first().pk).update(name=ground["compound"].name)
    return others.first()


def draft(place, **more):
    starts = timezone.localdate().isoformat()
    return client_for("district").post("/bulletin/new/", {**WORDS, "starts": starts, "place": place, **more})


def test_a_place_is_taken_by_its_name_its_code_or_where_it_stands(ground, elsewhere):
    street, compound = ground["street"], ground["compound"]
    full_width = "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in street.code)
    community = ground["community"].name
    asked = (
        street.name,
        f" {street.code} ",
        full_width,
        f"{street.name}{compound.name}",
        f"{community} {compound.name}",
    )
    for words in asked:
        assert draft(words).status_code == 302, words
    found = list(Notice.objects.order_by("pk").values_list("place_id", flat=True))[-len(asked) :]
    assert found == [street.pk, street.pk, street.pk, compound.pk, compound.pk]


def test_what_is_no_place_of_theirs_is_said_at_the_field_and_nothing_is_lost(ground):
    for words in ("没有这条街道", "4401-没有", "\x00", "街"):
        answer = draft(words)
        page = unescape(answer.content.decode())
        assert answer.status_code == 422, words
        assert WORDS["text"] in page, words
        assert 'id="id_place_error"' in page, words
    assert "没有叫这个的地方" in unescape(draft("没有这条街道").content.decode())
    assert not Notice.objects.filter(title=WORDS["title"]).exists()


def test_of_several_places_of_one_name_one_is_chosen(ground, elsewhere):
    page = unescape(draft(ground["compound"].name).content.decode())
    assert "有几处对得上" in page
    for code in (elsewhere.code, ground["compound"].code):
        assert f'name="place_which" value="{code}"' in page
    assert f'name="place_which" value="{ground["street"].code}"' not in page
    assert draft(ground["compound"].name, place_which=ground["street"].code).status_code == 422
    assert draft(ground["compound"].name, place_which=elsewhere.code).status_code == 302
    assert Notice.objects.latest("pk").place_id == elsewhere.pk


def test_every_form_with_a_place_reads_it_alike(ground):
    admin = client_for("admin")
    today = timezone.localdate().isoformat()
    for words, status in (("没有这里", 422), (ground["compound"].name, 302)):
        assert admin.post("/registers/bodies/new/", {**BODY, "place": words}).status_code == status
        assert admin.post("/registers/venues/new/", {**VENUE, "place": words}).status_code == status
    body, venue = Organization.objects.latest("pk"), Venue.objects.latest("pk")
    assert (body.place_id, venue.place_id) == (ground["compound"].pk, ground["compound"].pk)
    cover = {"act": "cover", "cover-starts": today, "cover-way": "own", "cover-place": "没有这里"}
    answer = admin.post(f"/registers/bodies/{body.pk}/", cover)
    assert (answer.status_code, "没有叫这个的地方" in answer.content.decode()) == (422, True)
    cover["cover-place"] = ground["compound"].name
    assert admin.post(f"/registers/bodies/{body.pk}/", cover).status_code == 302
    page = admin.get(f"/registers/venues/{venue.pk}/edit/").content.decode()
    assert ground["compound"].name in page
    assert f'value="{ground["compound"].code}"' not in page
    unit = Organization.objects.get(short_name="供水公司")
    offer = {"unit": unit.pk, "kind": "service", "title": "免费修", "text": "周六", "starts": today, "ends": today}
    for words, status in (("没有这里", 422), (ground["community"].name, 302)):
        assert client_for("shui").post("/registers/offers/new/", {**offer, "place": words}).status_code == status
    assert Offer.objects.latest("pk").place_id == ground["community"].pk


def test_a_pairing_is_bound_to_a_place_by_its_name(ground):
    client, url = client_for("admin"), "/registers/pairings/new/?scheme=check_in&layer=unit"
    Contact.objects.all().delete()
    Pairing.objects.all().delete()
    asked = client.get(f"{url}&place={ground['community'].code}").content.decode()
    assert "/places/named/?to=registers&amp;level=community" in asked
    assert f'value="{ground["community"].code}"' not in asked
    unit = Organization.objects.get(short_name="供水公司")
    given = {"unit": unit.pk, "starts": timezone.localdate().isoformat()}
    # A place of another level is none that can be bound here.
    for words in ("没有这里", ground["street"].name):
        answer = client.post(url, {**given, "place": words})
        assert (answer.status_code, "没有叫这个的地方" in answer.content.decode()) == (422, True), words
    assert client.post(url, {**given, "place": ground["community"].name}).status_code == 302
    assert Pairing.objects.latest("pk").place_id == ground["community"].pk


def test_places_are_offered_while_one_writes(ground):
    page = client_for("district").get("/bulletin/new/").content.decode()
    assert 'hx-get="/places/named/?to=notices"' in page
    found = client_for("district").get("/places/named/", {"to": "notices", "place": ground["compound"].name[:2]})
    assert ground["compound"].name in found.content.decode()
    asked = {"to": "registers", "level": "community", "cover-place": ground["community"].name}
    page = client_for("admin").get("/places/named/", asked).content.decode()
    assert ground["community"].name in page
    assert "没有叫这个" in client_for("admin").get("/places/named/", {**asked, "level": "grid"}).content.decode()
    for username in ("", "audit"):
        assert client_for(username).get("/places/named/?to=notices&place=大塘").status_code == 404, username
    assert client_for("district").get("/places/named/?to=nothing&place=大塘").status_code == 404


def test_an_organization_is_offered_only_what_it_may_offer_to(ground):
    client = client_for("shui")
    for kind, there in (("street", True), ("compound", False)):
        page = client.get("/places/named/", {"to": "offers", "place": ground[kind].name}).content.decode()
        assert ("data-named" in page) == there, kind
