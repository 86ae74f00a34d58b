"""Which events leave by webhooks: of every domain, seen from their places only, and nothing personal with them."""

import dataclasses
import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from linli.backbone.events import Event, Recorded
from linli.backbone.models import EventRow, Hook, HookDelivery
from linli.backbone.values import SYSTEM, Held, Viewer
from linli.backbone.webhooks.commands import stop_hook
from linli.backbone.webhooks.queries import dead_deliveries, hook_list
from linli.domains.duties.commands import climb, fall_due
from linli.domains.duties.commands.routines import miss_occurrence
from linli.domains.duties.models import Duty
from linli.domains.insights import commands as insights
from linli.domains.insights.models import Circular, Issue
from linli.domains.organizations.commands import appoint, end_appointment
from linli.domains.organizations.commands.tokens import revoke_token
from linli.domains.organizations.models import Appointment, Organization, Seat
from linli.domains.people.models import Person
from linli.domains.places.commands import issue_doors, rotate_door
from linli.domains.places.models import Place
from linli.domains.places.queries import place_info, root, under
from linli.journeys.event_leaves_by_hook import EVENTS, GROUPS, LEAVING, leaving, queue_hooks
from tests.journeys import test_round_pages
from tests.journeys.api import Program
from tests.journeys.test_hooks import integration, made_hook, report, told
from tests.journeys.test_pages import client_for
from tests.support.town import actor_for

opened = test_round_pages.opened
URL = "https://example.org/in"
# Words no body may have, whatever the event: people, names, what somebody wrote, contact, codes that open doors.
NEVER = {
    "person_id",
    "person",
    "seat",
    "to_seat",
    "by",
    "to",
    "lead",
    "helpers",
    "unit",
    "remark_id",
    "look_id",
    "note",
    "reason",
    "text",
    "title",
    "phone",
    "name",
    "photos",
    "seat_ids",
    "door_id",
    "code",
    "successor_id",
    "member_id",
    "metres",
    "minutes",
    "actor",
}


def every_event() -> dict[str, type[Event]]:
    found, waiting = {}, [Event]
    while waiting:
        kinds = waiting.pop().__subclasses__()
        waiting += kinds
        found |= {kind.__name__: kind for kind in kinds}
    return found


def test_every_domain_has_its_say():
    assert set(GROUPS) == {"cases", "duties", "organizations", "places", "insights"}
    assert len(EVENTS) == len(set(EVENTS)) == sum(len(group) for group in GROUPS.values())
    assert all(GROUPS.values())


def test_the_page_about_hooks_names_them_all():
    page = (Path(__file__).parents[2] / "docs" / "hooks.md").read_text(encoding="utf-8")
    assert not [name for name in EVENTS if f"`{name}`" not in page]


@pytest.mark.parametrize("name", EVENTS)
def test_what_is_said_is_there_and_never_personal(name):
    """A word that an event does not have would be promised and never come; one that names people must not leave."""
    kind = every_event()[name]
    assert set(LEAVING[name].sent) <= {field.name for field in dataclasses.fields(kind)}
    assert not set(LEAVING[name].sent) & NEVER


def test_events_of_care_and_of_people_stay():
    for name in ("ContactRevealed", "EntryRevealed", "ContactLogged", "PairingAssigned", "AdviceNoted", "TokenIssued"):
        assert name in every_event()
        assert name not in EVENTS


@pytest.fixture
def ears(front_door):
    """Hooks at the town, at the street and community of the guided tour's door, and at another street."""
    street, community = (front_door.place.of_kind(kind).id for kind in ("street", "community"))
    other = next(one.id for one in under(root().id, "street") if one.id != street)
    told()  # what was done when the town was loaded
    at = {"town": root().id, "street": street, "community": community, "other": other}
    return {made_hook(URL, place_id, EVENTS).id: name for name, place_id in at.items()}


def heard(ears, name) -> tuple[set[str], dict]:
    """Which hooks hear the event of this name, and what its last body says of its subject."""
    told()
    rows = HookDelivery.objects.filter(event=name).order_by("id")
    bodies = [json.loads(row.body) for row in rows]
    assert rows, name
    assert not [key for body in bodies for part in body.values() if isinstance(part, dict) for key in set(part) & NEVER]
    last = rows.last()
    said = next(part for part in json.loads(last.body).values() if isinstance(part, dict))
    return {ears[row.hook_id] for row in rows.filter(event_id=last.event_id)}, said


MINE = {"town", "street", "community"}


def test_seats_filled_and_vacated(ears, front_door, town):
    community = front_door.place.of_kind("community").id
    term = Appointment.objects.filter(seat__place_id=community, ends=None).select_related("seat").first()
    today = timezone.localdate()
    end_appointment(actor=SYSTEM, appointment_id=term.pk, ends=today, reason="王大妈说他搬走了", now=timezone.now())
    who, said = heard(ears, "AppointmentEnded")
    assert who == MINE
    assert (said["id"], said["post"], said["vacant"]) == (term.seat_id, term.seat.post, True)
    assert said["place_code"] == place_info(community).code
    person = Person.objects.order_by("-id").first()
    appoint(actor=SYSTEM, seat_id=term.seat_id, person_id=person.pk, way=term.way, starts=today, now=timezone.now())
    who, said = heard(ears, "PersonAppointed")
    assert (who, said["id"], "person_id" in said) == (MINE, term.seat_id, False)
    about, places, said = leaving(recorded("SeatCreated", term.seat_id, post="x", title="王大妈的岗"))
    assert (about, said["post"], set(places)) == ("seat", term.seat.post, set(term.seat.place_ancestors))
    bodies = "".join(HookDelivery.objects.values_list("body", flat=True))
    assert "王大妈" not in bodies


def test_a_seat_of_a_department_is_seen_where_the_department_is(ears, town):
    seat = Seat.objects.exclude(organization_id=None).filter(organization__place_id=root().id).first() or (
        Seat.objects.exclude(organization_id=None).first()
    )
    Seat.objects.filter(pk=seat.pk).update(place_id=None)
    about, places, said = leaving(recorded("PersonAppointed", seat.pk, way="", starts="2026-06-08"))
    assert (about, said["organization_id"]) == ("seat", seat.organization_id)
    assert root().id in places


def recorded(name, subject_id, **data) -> Recorded:
    return Recorded(1, name, "", subject_id, timezone.now(), SYSTEM, data)


def test_bodies_and_what_they_cover(ears, front_door, who):
    body = Organization.objects.filter(closed_at=None).first()
    compound = front_door.place.of_kind("compound") or front_door.place.of_kind("grid")
    about, places, said = leaving(recorded("CoverageChanged", body.pk, place_id=compound.id, way="x", ended=False))
    assert (about, said["way"], said["ended"], said["id"]) == ("organization", "x", False, body.pk)
    assert set(places) == {step.id for step in place_info(compound.id).path}


def test_door_codes_change_and_are_not_told(ears, front_door):
    code = rotate_door(actor=actor_for("admin"), place_id=front_door.place.id, now=timezone.now())
    who, said = heard(ears, "DoorRotated")
    assert who == MINE
    assert said == {"place_id": front_door.place.id, "place_code": front_door.place.code}
    assert code not in "".join(HookDelivery.objects.values_list("body", flat=True))
    issue_doors(actor=actor_for("admin"), place_id=front_door.place.of_kind("grid").id, now=timezone.now())
    assert heard(ears, "DoorsIssued")[0] == MINE


def test_a_household_is_never_named(front_door):
    building = front_door.place
    row = Place.objects.get(pk=building.id)
    home = Place.objects.create(
        kind="household", name="301 室 王秀兰", code=f"{row.code}301", parent_id=row.pk, ancestors=[*row.ancestors]
    )
    Place.objects.filter(pk=home.pk).update(ancestors=[*row.ancestors, home.pk])
    _about, places, said = leaving(recorded("DoorRevoked", home.pk))
    assert said["place_code"] == row.code
    assert home.pk not in places


def test_duties_fall_due_and_climb(ears, front_door):
    number = report(front_door.place)
    duty = Duty.objects.get(state="open")
    late = timezone.now() + timedelta(days=60)
    fall_due(actor=SYSTEM, duty_id=duty.pk, now=late)
    who, said = heard(ears, "DutyOverdue")
    assert who == MINE
    assert (said["number"], said["subject"], said["duty_id"]) == (number, "case", duty.pk)
    climb(actor=SYSTEM, duty_id=duty.pk, now=late + timedelta(days=30))
    assert heard(ears, "DutyEscalated")[1]["number"] == number


def test_rounds_are_told(ears, opened):
    who, said = heard(ears, "OccurrenceOpened")
    assert who == MINE
    assert said["routine"]
    miss_occurrence(actor=SYSTEM, occurrence_id=opened.pk, now=opened.closes_at + timedelta(minutes=1))
    who, said = heard(ears, "OccurrenceMissed")
    late = Duty.objects.get(subject_kind="occurrence", subject_id=opened.pk)
    assert (who, said["routine"], said["number"]) == (MINE, "daily_patrol", late.number)
    _about, places, said = leaving(recorded("DutyOverdue", opened.pk, subject="occurrence", duty_id=late.pk))
    assert (said["number"], set(places)) == (late.number, set(opened.place_ids))


@pytest.fixture
def issue(front_door):
    """A hot issue in the community of the guided tour's door."""
    path = [step.id for step in front_door.place.path]
    path = path[: path.index(front_door.place.of_kind("community").id) + 1]
    now, plain = timezone.now(), {"count": 9, "people": 8, "buildings": 3, "week": 9, "week_before": 0, "unsolved": 9}
    return Issue.objects.create(
        title="三楼王大妈家漏水",
        category="lighting",
        place_id=path[-1],
        place_name="龙山社区",
        path=path,
        community_id=path[-1],
        first_at=now,
        last_at=now,
        heat=9,
        days=[1],
        words=b"",
        categories={},
        **plain,
    )


def test_hot_issues_are_told_without_the_words_of_people(ears, issue):
    insights.note_issue(actor=SYSTEM, issue_id=issue.pk, now=timezone.now())
    who, said = heard(ears, "IssueFound")
    assert who == MINE
    assert said == {"id": issue.pk, "category": "lighting", "people": 8, "count": 9}
    about, places, said = leaving(recorded("IssueLinked", issue.pk, people=8, count=9, number="ZX260608-0001"))
    assert (about, said["number"], set(places)) == ("issue", "ZX260608-0001", set(issue.path))


def test_circulars_are_told_when_they_are_issued(ears, front_door):
    street = front_door.place.of_kind("street").id
    data = {"kind": "monthly", "place_id": street, "number": "〔2026〕1 号", "issued_on": "2026-06-08", "seat_ids": [1]}
    about, places, said = leaving(recorded("CircularIssued", 7, **data))
    assert about == "circular"
    assert set(places) == {root().id, street} or root().id in places
    assert "seat_ids" not in said
    assert not Circular.objects.exists()


def test_what_is_gone_is_not_told(ears):
    for event in (recorded("DoorRotated", 0), recorded("CaseClosed", 0, number="X")):
        queue_hooks(event)
    assert not HookDelivery.objects.filter(event_id=1).exists()


def test_another_system_may_ask_for_them_and_hears_its_own_place(front_door):
    street = front_door.place.of_kind("street").id
    elsewhere = next(one.id for one in under(root().id, "street") if one.id != street)
    wanted = {"name": "平台", "url": URL, "events": ["DoorRotated", "IssueFound", "DutyOverdue", "AppointmentEnded"]}
    mine = integration(street).post("/hooks", wanted)
    other = integration(elsewhere).post("/hooks", wanted)
    assert (mine.status_code, other.status_code) == (201, 201)
    rotate_door(actor=actor_for("admin"), place_id=front_door.place.id, now=timezone.now())
    told()
    assert [row.hook_id for row in HookDelivery.objects.all()] == [mine.json()["id"]]
    before = EventRow.objects.filter(name="HookMade").count()
    for wrong in (Program("grid"), Program("shui"), Program()):
        assert wrong.post("/hooks", wanted).status_code in (401, 404)
    assert EventRow.objects.filter(name="HookMade").count() == before


def test_dead_deliveries_stand_on_the_page_of_jobs(front_door):
    made = made_hook(URL)
    for at in (1, 2):
        HookDelivery.objects.create(
            hook_id=made.id,
            event_id=at,
            event="DoorRotated",
            body='{"event":"DoorRotated","place":{"place_code":"45"}}',
            state="dead",
            tries=6,
            code=500,
            at=timezone.now(),
        )
    admin = client_for("admin")
    page = admin.get("/jobs/").content.decode()
    assert "没送到的事件推送 2 条" in page
    assert "楼门换了码" in page
    row = HookDelivery.objects.first()
    again = admin.post(f"/me/hooks/deliveries/{row.pk}/replay/", {"from": "jobs"})
    assert (again.status_code, again["Location"]) == (302, "/jobs/")
    assert "没送到的事件推送 1 条" in admin.get("/jobs/").content.decode()
    for username in ("grid", "community", "shui", ""):
        assert client_for(username).get("/jobs/").status_code == 404


def test_whoever_keeps_no_tokens_there_sees_the_dead_and_cannot_send_them(front_door):
    made = made_hook(URL)
    HookDelivery.objects.create(
        hook_id=made.id, event_id=1, event="CaseOpened", body='{"case":{}}', state="dead", at=timezone.now()
    )
    only_jobs = Held(1, "x", "x", root().id, "district", "x", None, frozenset({"jobs"}))
    count, rows = dead_deliveries(Viewer(1, 1, "x", (only_jobs,)))
    assert (count, [one.mine for one in rows]) == (1, [False])
    assert [one.mine for one in dead_deliveries(actor_for("admin").viewer)[1]] == [True]
    stop_hook(actor=actor_for("admin"), hook_id=made.id, now=timezone.now())
    assert dead_deliveries(actor_for("admin").viewer) == (0, ())


def test_what_a_token_subscribed_to_ends_with_it(front_door):
    wanted = {"name": "平台", "url": URL, "events": ["DoorRotated"]}
    street = front_door.place.of_kind("street").id
    for _ in range(2):
        assert integration(street).post("/hooks", wanted).status_code == 201
    kept, taken = Hook.objects.order_by("id")
    revoke_token(actor=SYSTEM, token_id=taken.token_id, now=timezone.now())
    told()
    taken.refresh_from_db()
    assert taken.stopped_at
    rotate_door(actor=actor_for("admin"), place_id=front_door.place.id, now=timezone.now())
    told()
    assert [row.hook_id for row in HookDelivery.objects.all()] == [kept.pk]
    rotate_door(actor=actor_for("admin"), place_id=front_door.place.id, now=kept.expires_at + timedelta(seconds=1))
    told()
    assert HookDelivery.objects.count() == 1
    Hook.objects.filter(pk=kept.pk).update(expires_at=timezone.now())
    states = {row.id: row.state for row in hook_list(actor_for("admin").viewer)}
    assert states == {kept.pk: "stopped", taken.pk: "stopped"}
