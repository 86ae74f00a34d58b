"""Every address that staff may write to, posted by nobody, by a wrong seat, and by the right seat of another place:
refused alike, and nothing has changed."""

import pytest
from django.db import connection
from django.utils import timezone

from linli.backbone.models import EventRow
from linli.backbone.values import RESIDENT, SYSTEM
from linli.domains.cases import commands
from linli.domains.cases.values import Channel
from linli.domains.duties.models import Duty
from linli.domains.exchange.commands import make_offer
from linli.domains.exchange.values import Given
from linli.domains.organizations.commands.bodies import found_body
from linli.domains.organizations.models import Appointment, Seat
from linli.domains.people.models import Account
from linli.domains.publishing.commands import draft_notice
from linli.domains.publishing.models import Notice
from linli.domains.publishing.values import Content
from tests.journeys.test_pages import client_for
from tests.journeys.test_rough_input import addresses
from tests.support.town import MONDAY
from tests.support.walk import Walk

# What anybody may post (residents' own links and doors, signing in, the language): their own tests prove them.
OPEN = (
    "/d/",
    "/f/",
    "/mine/",
    "/accounts/",
    "/i18n/",
    "/look/",
    "/health/",
    "/lang",
    "/api/",
    "/open311/",
    "/^open311/",
)
GIVEN = {
    "text": "别人的事",
    "note": "改一下",
    "reason": "改一下",
    "minutes": "改一下",
    "kind": "enforcement",
    "decision": "approve",
    "act": "solve",
    "points": "5",
    "duty": "1",
    "starts": "2026-06-08",
    "way": "elected",
    "name": "某人",
    "title": "别人的",
    "version": "1",
    "down-reason": "撤下",
    "consent-name": "某人",
    "consent-paper": "抽屉里",
}
PARTS = ("lead", "helper")
# The only addresses of which a wrong seat may be the right one: its own person, its own list.
OWN = ("/me/", "/notices/", "/inbox/", "/start/", "/report/")


@pytest.fixture
def state(front_door, who):
    """A case with a whistle, an open ask and a private form, a notice and an offer; and every table that a post could
    change."""
    today, community = timezone.localdate(), front_door.place.ids["community"]
    content = Content("停水", "周三停水。", today, today)
    draft_notice(actor=who("grid"), kind="good_deed", place_id=front_door.place.id, content=content, now=MONDAY)
    body = found_body(actor=SYSTEM, kind="merchant", name="街角铺", place_id=community, now=MONDAY)
    given = Given("skill", "磨刀", "周三上午。", today, today)
    make_offer(actor=who("community"), organization_id=body, place_id=community, given=given, now=MONDAY)
    walk = Walk("request", front_door.place.id, MONDAY)
    walk.step(("act", "forward"), "community")
    walk.step(("act", "whistle"), "joint")
    Walk("dispute", front_door.place.id, MONDAY)
    opened = commands.open_case(actor=RESIDENT, place=front_door.place, text="灯坏了", channel=Channel.SCAN, now=MONDAY)
    assert Duty.objects.filter(state="open").count() >= 4
    return walk.number, front_door.code, opened["token"]


def everything():
    """How many rows every table of the project has, and the last event."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"
            " AND table_name"
            " ~ '^(cases|duties|organizations|places|people|insights|venues|publishing|exchange|backbone)_'"
        )
        tables = sorted(row[0] for row in cursor.fetchall())
        counts = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table}")
            counts[table] = cursor.fetchone()[0]
    return counts, EventRow.objects.order_by("-id").values_list("id", flat=True).first()


def test_only_others_who_handle_or_lead_are_offered_to_ask_a_called_unit_for_speed(state):
    number, _door, _token = state
    parts = {row.seat_id: f"/cases/{number}/nudge/{row.pk}/" for row in Duty.objects.filter(role__in=PARTS)}
    lead = Duty.objects.get(role="lead").seat_id
    person = Appointment.objects.get(seat_id=lead, ends=None).person_id
    called = Account.objects.get(person_id=person).username

    def offered(caller: str) -> set[str]:
        page = client_for(caller).get(f"/cases/{number}/").content.decode()
        return {path for path in parts.values() if path in page}

    assert len(parts) > 1
    assert offered("community") == set(parts.values())
    assert offered(called) == set(parts.values()) - {parts[lead]}
    assert offered("audit") == set()
    before = everything()
    for caller, path in ((called, parts[lead]), ("audit", parts[lead])):
        assert client_for(caller).post(path).status_code == 404
    assert everything() == before


@pytest.mark.parametrize("caller", ["", "shui", "grid2", "audit"])
def test_a_stranger_changes_nothing(state, caller):
    number, door, token = state
    client = client_for(caller)
    client.raise_request_exception = False
    before, tried = everything(), 0
    acts = [f"/bulletin/{Notice.objects.get().pk}/{act}/" for act in ("publish", "withdraw", "consent", "unconsent")]
    for path in (*addresses(number, door, token), *acts):
        if path.startswith(OPEN) or path == "/" or (caller and path.startswith(OWN)):
            continue
        answer = client.post(path, GIVEN)
        tried += 1
        assert answer.status_code in (200, 302, 403, 404, 405, 409, 422), (caller, path, answer.status_code)
        if answer.status_code == 302 and not caller:
            assert "/accounts/login/" in answer["Location"], path
        assert everything() == before, (caller, path)
    assert tried > 30
    assert Seat.objects.exists()
