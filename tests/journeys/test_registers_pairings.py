"""Pairings: assigned, handed over and ended within reach; a log with sealed notes; what is idle and uncovered."""

from datetime import date, timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.utils import timezone

from linli.backbone.models import EventRow
from linli.domains.organizations.commands import pairings as commands
from linli.domains.organizations.models import Contact, Organization, Pairing
from linli.domains.organizations.queries.pairings import pairing, pairing_sums, pairings, uncovered
from linli.domains.people.commands import add_person
from linli.domains.places.models import Place
from linli.kernel.refusal import NotFound, Refusal
from tests.journeys.test_pages import client_for
from tests.support.town import MONDAY, viewer_for

START = date(2026, 1, 5)
SCHEME = "check_in"


@pytest.fixture
def ground(town, front_door):
    """A clean register, the guided tour's community and a unit."""
    Contact.objects.all().delete()
    Pairing.objects.all().delete()
    return {
        "community": Place.objects.get(pk=front_door.place.ids["community"]),
        "compound": Place.objects.get(pk=front_door.place.ids["compound"]),
        "unit": Organization.objects.get(short_name="城管局"),
        "other": Organization.objects.get(short_name="住建局"),
    }


@pytest.fixture
def link(ground, who):
    return commands.assign_pairing(
        actor=who("admin"),
        scheme=SCHEME,
        layer="unit",
        place_id=ground["community"].pk,
        organization_id=ground["unit"].pk,
        starts=START,
        now=MONDAY,
    )


def test_only_who_appoints_there_may_assign_and_nobody_twice(ground, who, link):
    given = {"scheme": SCHEME, "layer": "unit", "place_id": ground["community"].pk, "starts": START, "now": MONDAY}
    for username in ("grid", "community", "leader", "chengguan"):
        with pytest.raises(NotFound):
            commands.assign_pairing(actor=who(username), organization_id=ground["other"].pk, **given)
    with pytest.raises(Refusal, match="already_paired"):
        commands.assign_pairing(actor=who("admin"), organization_id=ground["unit"].pk, **given)
    for wrong, code in (({"layer": "none"}, "wrong_layer"), ({"place_id": ground["compound"].pk}, "wrong_level")):
        with pytest.raises(Refusal, match=code):
            commands.assign_pairing(actor=who("admin"), organization_id=ground["other"].pk, **{**given, **wrong})
    with pytest.raises(Refusal, match="wrong_layer"):
        commands.assign_pairing(actor=who("admin"), person_id=1, **given)
    assert Pairing.objects.count() == 1


def test_sums_count_what_is_covered_idle_and_blank(ground, who, link):
    viewer = viewer_for("admin")
    sums = {one.key: one for one in pairing_sums(viewer, SCHEME)}
    whole = Place.objects.filter(kind="community").count()
    assert (sums["unit"].covered.count, sums["unit"].covered.whole) == (1, whole)
    assert (sums["unit"].links, sums["unit"].idle) == (1, 1)
    assert ground["community"].pk not in {one.id for one in uncovered(viewer, SCHEME, "unit", limit=9999)}
    assert len(uncovered(viewer, SCHEME, "unit", limit=9999)) == whole - 1
    assert pairings(viewer, SCHEME, state="idle")[0].idle
    commands.log_contact(actor=who("community"), pairing_id=link, at=timezone.now(), kind="visit", now=timezone.now())
    assert pairing_sums(viewer, SCHEME)[0].idle == 0
    assert pairings(viewer, SCHEME, state="idle") == ()
    # The other grid worker's reach holds another community's compounds: nothing of this one is seen.
    assert pairings(viewer_for("grid2"), SCHEME) == ()


def test_a_note_is_sealed_and_opened_for_a_reason(ground, who, link):
    secret, now = "家里老人摔过一次", timezone.now()
    commands.log_contact(actor=who("chengguan"), pairing_id=link, at=now, kind="visit", note=secret, now=now)
    contact = Contact.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT c::text FROM organizations_contact c")
        assert secret not in cursor.fetchone()[0]
    for username in ("leader", "grid2", "admin"):
        with pytest.raises(NotFound):
            commands.reveal_contact_note(
                actor=who(username), pairing_id=link, contact_id=contact.pk, reason="看看", now=now
            )
    with pytest.raises(Refusal, match="reason_needed"):
        commands.reveal_contact_note(
            actor=who("community"), pairing_id=link, contact_id=contact.pk, reason=" ", now=now
        )
    found = commands.reveal_contact_note(
        actor=who("community"), pairing_id=link, contact_id=contact.pk, reason="回访", now=now
    )
    assert found == secret
    assert EventRow.objects.filter(name="ContactNoteRevealed", subject_id=link).exists()
    assert secret not in str(list(EventRow.objects.values_list("data", flat=True)))


def test_hours_are_confirmed_by_the_place_and_reach_the_service_sheet(ground, who, link):
    now = timezone.now()
    for hours, code in ((None, "bad_hours"), (Decimal(25), "bad_hours")):
        with pytest.raises(Refusal, match=code):
            commands.log_contact(actor=who("chengguan"), pairing_id=link, at=now, kind="service", hours=hours, now=now)
    with pytest.raises(Refusal, match="claim_what"):
        commands.log_contact(actor=who("chengguan"), pairing_id=link, at=now, kind="claim", now=now)
    with pytest.raises(Refusal, match="bad_contact"):
        commands.log_contact(actor=who("chengguan"), pairing_id=link, at=now + timedelta(days=1), kind="visit", now=now)
    contact = commands.log_contact(
        actor=who("chengguan"), pairing_id=link, at=now, kind="service", hours=Decimal("2.5"), now=now
    )
    with pytest.raises(NotFound):
        commands.confirm_contact(actor=who("chengguan"), contact_id=contact, now=now)
    commands.confirm_contact(actor=who("community"), contact_id=contact, now=now)
    with pytest.raises(Refusal, match="confirmed"):
        commands.confirm_contact(actor=who("community"), contact_id=contact, now=now)
    page = client_for("community").get(f"/registers/units/{ground['unit'].pk}/").content.decode()
    assert "2.5 小时" in page
    assert client_for("grid2").get(f"/registers/units/{ground['unit'].pk}/").status_code == 404


def test_a_hand_over_keeps_the_log_and_the_reason(ground, who, link):
    day = date(2026, 6, 1)
    with pytest.raises(Refusal, match="needs"):
        commands.end_pairing(actor=who("admin"), pairing_id=link, ends=day, reason=" ", now=MONDAY)
    with pytest.raises(NotFound):
        commands.end_pairing(actor=who("community"), pairing_id=link, ends=day, reason="不做了", now=MONDAY)
    new = commands.replace_pairing(
        actor=who("admin"), pairing_id=link, day=day, reason="轮换", organization_id=ground["other"].pk, now=MONDAY
    )
    old = Pairing.objects.get(pk=link)
    assert (old.ends, old.ended_because) == (day, "轮换")
    with pytest.raises(Refusal, match="pairing_over"):
        commands.end_pairing(actor=who("admin"), pairing_id=link, ends=day, reason="再来", now=MONDAY)
    assert pairing(viewer_for("community"), new).row.unit == ground["other"].name
    assert [one.id for one in pairings(viewer_for("admin"), SCHEME, state="ended")] == [link]


PAGES = {
    "/registers/pairings/": ("grid", "grid2", "community", "street", "leader", "audit", "admin"),
    "/registers/pairings/?scheme=check_in&layer=unit&state=blank": ("community", "leader", "admin"),
    "/registers/pairings/?scheme=nothing": (),
    "/registers/pairings/new/?scheme=check_in&layer=member": ("admin",),
    "/registers/pairings/new/?scheme=check_in&layer=nothing": (),
    "/registers/pairings/{link}/": ("chengguan", "community", "street", "leader", "audit", "admin"),
    "/registers/pairings/0/": (),
}
EVERYBODY = ("grid", "grid2", "community", "street", "chengguan", "zhujian", "leader", "audit", "admin")


@pytest.mark.parametrize("path", PAGES)
def test_pages_answer_only_their_people(path, link):
    url = path.format(link=link)
    for username in EVERYBODY:
        answer = client_for(username).get(url).status_code
        if username in PAGES[path]:
            assert answer == 200, username
        elif "blank" not in path:
            assert answer == 404, username
    assert client_for().get(url).status_code == 404


def test_a_member_is_bound_through_the_form(ground, town):
    client, url = client_for("admin"), "/registers/pairings/new/?scheme=check_in&layer=member"
    given = {
        "place": ground["compound"].code,
        "unit": ground["unit"].pk,
        "name": "欧阳小明",
        "phone": "13912340001",
        "starts": "2026-03-01",
    }
    assert client.post(url, {**given, "phone": "12"}).status_code == 422
    assert client.post(url, {**given, "place": "999"}).status_code == 422
    assert not Pairing.objects.exists()
    answer = client.post(url, given)
    assert answer.status_code == 302
    row = Pairing.objects.get()
    assert row.organization_id == ground["unit"].pk
    assert client.post(url, given).status_code == 422
    page = client_for("grid").get(answer["Location"]).content.decode()
    assert "欧阳小明" in page
    assert "13912340001" not in page
    for username in ("grid2", "leader", "community", "chengguan"):
        assert client_for(username).post(url, given).status_code == 404
    assert Pairing.objects.count() == 1


def test_the_number_of_another_person_binds_nobody(ground, who):
    known = add_person(actor=who("admin"), name="李新人", phone="13912340001", now=MONDAY)
    client, url = client_for("admin"), "/registers/pairings/new/?scheme=check_in&layer=member"
    given = {"place": ground["compound"].code, "name": "王小明", "phone": "13912340001", "starts": "2026-03-01"}
    answer = client.post(url, given)
    assert (answer.status_code, "这个号码是李**的" in unescape(answer.content.decode())) == (422, True)
    assert not Pairing.objects.exists()
    link = client.post(url, {**given, "name": "李 新人"})["Location"]
    assert Pairing.objects.get().person_id == known
    other = {"act": "replace", "replace-day": "2026-06-01", "replace-reason": "轮换", "replace-phone": "13912340002"}
    add_person(actor=who("admin"), name="周老师", phone="13912340002", now=MONDAY)
    assert client.post(link, {**other, "replace-name": "赵老师"}).status_code == 422
    assert client.post(link, {**other, "replace-name": "周老师"}).status_code == 302
    assert Pairing.objects.count() == 2


def test_a_log_is_written_and_a_link_ended_through_the_page(ground, who, link):
    url = f"/registers/pairings/{link}/"
    at = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    given = {"act": "contact", "contact-at": at, "contact-kind": "visit", "contact-note": "都好"}
    for username, wanted in (("grid2", 404), ("leader", 404), ("zhujian", 404), ("chengguan", 302), ("community", 302)):
        assert client_for(username).post(url, given).status_code == wanted, username
    assert Contact.objects.count() == 2
    page = client_for("community").get(url).content.decode()
    assert "都好" not in page
    assert client_for("community").post(url, {**given, "contact-kind": "magic"}).status_code == 422
    contact = Contact.objects.first()
    shown = client_for("community").post(f"{url}contacts/{contact.pk}/", {"reason": "回访"}).content.decode()
    assert "都好" in shown
    assert client_for("leader").post(f"{url}contacts/{contact.pk}/", {"reason": "看"}).status_code == 404
    end = {"act": "end", "end-day": "2026-06-01", "end-reason": "换届"}
    assert client_for("community").post(url, end).status_code == 404
    assert client_for("admin").post(url, end).status_code == 302
    assert Pairing.objects.get(pk=link).ended_because == "换届"


def test_a_members_own_pairing_is_theirs_to_see_and_not_to_confirm(ground, who):
    now = timezone.now()
    person = viewer_for("grid2").person_id
    link = commands.assign_pairing(
        actor=who("admin"),
        scheme=SCHEME,
        layer="member",
        place_id=ground["compound"].pk,
        person_id=person,
        starts=START,
        now=MONDAY,
    )
    assert client_for("grid2").get(f"/registers/pairings/{link}/").status_code == 200
    contact = commands.log_contact(actor=who("grid2"), pairing_id=link, at=now, kind="claim", about="修纱窗", now=now)
    with pytest.raises(NotFound):
        commands.confirm_contact(actor=who("grid2"), contact_id=contact, now=now)
    commands.confirm_contact(actor=who("grid"), contact_id=contact, now=now)
