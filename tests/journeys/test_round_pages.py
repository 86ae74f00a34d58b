"""Pages of rounds for four callers: nobody, a seat without rounds, the right seat, the right seat elsewhere."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from linli.backbone.values import SYSTEM
from linli.domains.duties.commands.routines import coming, open_occurrence
from linli.domains.duties.models import Duty, Entry, EntryPhoto, Occurrence
from linli.domains.duties.web.forms import RoundForm
from tests.journeys.test_pages import STAFF, client_for

EVERYBODY = (*STAFF, "grid2")
WALKERS = ("grid", "grid2", "community", "street", "leader", "audit")
CONCERNED = ("grid", "community", "street", "leader", "audit")
PAGES = {
    "/rounds/": WALKERS,
    "/rounds/shares/": WALKERS,
    "/rounds/shares/?period=month": WALKERS,
    "/rounds/shares/?routine=daily_patrol": WALKERS,
    "/rounds/shares/?routine=nothing": (),
    "/rounds/shares/?routine=daily_patrol&place={community}": CONCERNED[1:],
    "/rounds/shares/records/?routine=daily_patrol&state=open": WALKERS,
    "/rounds/shares/records/?routine=nothing": (),
    "/rounds/{patrol}/": CONCERNED,
    "/rounds/{patrol}/preview/": CONCERNED,
    "/rounds/0/": (),
    "/rounds/{patrol}/photos/1/": (),
}


def picture():
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "#1d5c63").save(out, "JPEG")
    return SimpleUploadedFile("one.jpg", out.getvalue(), "image/jpeg")


@pytest.fixture
def opened(town, front_door):
    """The rounds of the guided tour's building, grid and community, open now."""
    now = timezone.localtime().replace(hour=12, minute=0)
    near = {front_door.place.ids[kind] for kind in ("building", "grid", "community")}
    for one in coming(now):
        if one.place_id in near:
            open_occurrence(actor=SYSTEM, one=one, now=now)
    return Occurrence.objects.get(routine="daily_patrol")


@pytest.mark.parametrize("path", PAGES)
def test_pages_answer_only_their_people(path, opened, front_door):
    url = path.format(patrol=opened.pk, community=front_door.place.ids["community"])
    for username in EVERYBODY:
        wanted = 200 if username in PAGES[path] else 404
        assert client_for(username).get(url).status_code == wanted, (username, url)
    assert client_for().get(url).status_code == 404


def test_only_the_seat_that_has_it_can_keep_an_entry(opened, front_door):
    given = {"code": front_door.code, "q_looked": ["stairs"], "key": "k1"}
    for username in (*EVERYBODY, ""):
        if username != "grid":
            assert client_for(username).post(f"/rounds/{opened.pk}/", given).status_code == 404, username
    assert not Entry.objects.exists()
    client = client_for("grid")
    assert client.post(f"/rounds/{opened.pk}/", {**given, "code": "ZZZZ"}).status_code == 422
    answer = client.post(f"/rounds/{opened.pk}/", {**given, "photos": picture(), "problem": "灯坏了"})
    assert (answer.status_code, answer["Location"]) == (302, "/rounds/")
    assert client.post(f"/rounds/{opened.pk}/", given).status_code == 302
    assert Entry.objects.get().answers == {"looked": ["stairs"]}
    photo = EntryPhoto.objects.get()
    for username, wanted in (("grid", 200), ("community", 200), ("grid2", 404), ("chengguan", 404), ("", 404)):
        for size in ("", "small/"):
            answer = client_for(username).get(f"/rounds/{opened.pk}/photos/{photo.pk}/{size}")
            assert answer.status_code == wanted, username
            for close in answer._resource_closers:
                close()


def test_a_note_is_masked_and_opened_for_a_reason(opened):
    visit = Occurrence.objects.filter(routine="family_visit").get()
    client, secret = client_for("grid"), "低保，独自带孩子"
    given = {"q_kind": "hardship", "q_household": "2 单元 301", "q_note": secret}
    assert client.post(f"/rounds/{visit.pk}/", {"q_kind": "hardship"}).status_code == 422
    assert client.post(f"/rounds/{visit.pk}/", given)["Location"] == f"/rounds/{visit.pk}/"
    entry = Entry.objects.get()
    for username in CONCERNED:
        page = client_for(username).get(f"/rounds/{visit.pk}/").content.decode()
        assert "困难家庭" in page
        assert secret not in page
        assert "301" not in page
    url = f"/rounds/{visit.pk}/entries/{entry.pk}/"
    assert client.get(url).status_code == 405
    assert client.post(url, {"reason": ""}).status_code == 409
    assert secret in client.post(url, {"reason": "回访"}).content.decode()
    for username in ("grid2", "leader", "chengguan", "admin", ""):
        assert client_for(username).post(url, {"reason": "看看"}).status_code == 404, username


def test_the_inbox_leads_to_the_round(opened):
    client = client_for("grid")
    page = client.get("/inbox/").content.decode()
    assert f'href="/rounds/{opened.pk}/"' in page
    assert "去巡楼" in page
    assert "/cases/R" not in page
    english = client.get("/inbox/", headers={"accept-language": "en"}).content.decode()
    assert "Daily building patrol" in english
    duty = Duty.objects.get(pk=opened.duty_id)
    assert client.post("/inbox/sign/", {"duty": [duty.pk]}).status_code == 409
    duty.refresh_from_db()
    assert (duty.state, duty.signed_at) == ("open", None)
    assert client.get("/inbox/export/").status_code == 200
    assert 'href="/rounds/"' not in client_for("chengguan").get("/inbox/").content.decode()


def test_a_door_leads_to_what_is_to_do_there(opened, front_door):
    now, hour = timezone.now(), timedelta(hours=1)
    Occurrence.objects.update(opens_at=now - hour, due=now + hour, closes_at=now + hour)  # whatever time of day it is
    client = client_for("grid")
    wanted = f"/rounds/{opened.pk}/?code={front_door.code}"
    assert client.get("/rounds/at/", {"code": front_door.code.lower()})["Location"] == wanted
    assert client.get("/rounds/at/", {"code": f"https://x.example/d/{front_door.code}/"})["Location"] == wanted
    assert f'value="{front_door.code}"' in client.get(wanted).content.decode()
    assert client.get("/rounds/at/", {"code": "NOPE"})["Location"] == "/rounds/"
    assert client_for("grid2").get("/rounds/at/", {"code": front_door.code})["Location"] == "/rounds/"
    assert client_for("chengguan").get("/rounds/at/", {"code": front_door.code}).status_code == 404


def test_every_question_has_a_field(opened):
    from linli.domains.duties.queries.rounds import round_page
    from tests.support.town import viewer_for

    for row in Occurrence.objects.all():
        page = round_page(viewer_for("community"), row.pk, timezone.localtime())
        assert page.questions
        assert len(RoundForm(page=page).asked) == len(page.questions)


@pytest.mark.parametrize("rounds", [3, 60])
def test_statements_do_not_grow_with_rounds(opened, rounds):
    copies = [Occurrence.objects.get(pk=opened.pk) for _ in range(rounds)]
    for number, copy in enumerate(copies, 1):
        copy.pk, copy.place_id = None, 900_000 + number
    Occurrence.objects.bulk_create(copies)
    for path, most in {"/rounds/": 4, "/rounds/shares/": 4, f"/rounds/{opened.pk}/": 7}.items():
        client = client_for("grid")
        client.get(path)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path).status_code == 200
        assert len(seen) <= most, (path, len(seen), [query["sql"][:90] for query in seen])
