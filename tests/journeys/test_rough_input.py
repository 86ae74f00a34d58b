"""What the world really sends: pressed twice, resent, garbage, real messages; never a 500, nothing half done."""

import csv
import gzip
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from django.urls import get_resolver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from linli.domains.cases.models import Case, Photo
from linli.domains.duties.models import Duty
from linli.domains.exchange.models import Offer
from linli.domains.places.commands import revoke_door, rotate_door
from linli.domains.places.models import Door
from linli.domains.places.queries import phones_of
from linli.domains.publishing.models import Notice
from tests.journeys.test_pages import STAFF, client_for

MESSAGES = Path(__file__).resolve().parents[3] / "shared" / "data" / "messages" / "labelled_raw.csv.gz"


def form_of(client: Client, door, **more) -> dict:
    page = client.get(f"/d/{door.code}/report/")
    return {"text": "三楼的灯坏了", "key": page.context["form"]["key"].value(), "website": "", **more}


def photo(side: int = 60) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (side, side), "gray").save(out, "JPEG")
    out.seek(0)
    out.name = "photo.jpg"
    return out


def test_pressed_twice_is_one_case(front_door):
    client = Client()
    data = form_of(client, front_door)
    first, second = (client.post(f"/d/{front_door.code}/report/", data) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert Case.objects.count() == Duty.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"text": "   "}, "还没写是什么事"),
        ({"text": "字" * 2001}, "写得太长了"),
        ({"phone": "12"}, "电话号码不对"),
        ({"category": "no-such"}, ""),
        ({"website": "spam"}, ""),
    ],
)
def test_a_refused_report_keeps_what_was_written(front_door, change, words):
    client = Client()
    data = form_of(client, front_door, detail="2 单元") | change
    response = client.post(f"/d/{front_door.code}/report/", data)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert "2 单元" in response.content.decode()
    assert not Case.objects.exists()


def test_photos_that_are_none_or_too_many_are_refused(front_door):
    client = Client()
    for files, words in (([io.BytesIO(b"not a picture")], "不是照片"), ([photo() for _ in range(10)], "最多 9 张")):
        response = client.post(f"/d/{front_door.code}/report/", form_of(client, front_door, photos=files))
        assert response.status_code == 422
        assert words in response.content.decode()
    assert not Case.objects.exists()
    accepted = client.post(
        f"/d/{front_door.code}/report/", form_of(client, front_door, photos=[photo() for _ in range(9)])
    )
    assert accepted.status_code == 302
    assert Photo.objects.count() == 9


def test_a_revoked_door_says_what_to_do(front_door, who):
    rotate_door(actor=who("admin"), place_id=front_door.place.id, now=datetime.now(UTC))
    response = Client().get(f"/d/{front_door.code}/")
    assert response.status_code == 409
    page = response.content.decode()
    assert "这块门牌的码停用了" in page
    assert "扫新的就行" in page
    assert front_door.place.of_kind("compound").name in page
    phone = phones_of([front_door.place.ids["community"]])[front_door.place.ids["community"]]
    assert f'href="tel:{phone}"' in page
    new = Door.objects.get(place_id=front_door.place.id, revoked_at=None).code
    assert new not in page  # whoever knows the dead code does not learn the new one
    revoke_door(actor=who("admin"), place_id=front_door.place.id, now=datetime.now(UTC))
    assert "新码还没贴出来" in Client().get(f"/d/{front_door.code}/").content.decode()


def test_the_code_of_a_door_is_read_as_people_type_it(client, front_door):
    typed = front_door.code
    wide = "".join(chr(ord(one) + 0xFEE0) for one in typed)
    for words in (f"{typed[:4]}-{typed[4:]}", wide, f"https://linli.example/d/{typed}/", f" {typed.lower()} 🙂"):
        assert client.get("/d/", {"code": words})["Location"] == f"/d/{typed}/"
    for words in ("ZZZZZZZZ", "\x00", "🙂", ""):
        page = client.get("/d/", {"code": words})
        assert page.status_code == 404
        assert "没有这个码" in page.content.decode()
    assert client.get(f"/d/{wide}/").status_code == 200
    assert client.get("/d/%00/").status_code == 404


def test_wrong_passwords_lock_the_account_for_a_while(town):
    from linli.config.demo.people import PASSWORD

    client = Client()
    for _ in range(9):
        client.post("/accounts/login/", {"login": "grid", "password": "wrong-password"})
    client.post("/accounts/login/", {"login": "grid", "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    other = Client()
    other.post("/accounts/login/", {"login": "street", "password": PASSWORD}, REMOTE_ADDR="10.1.2.3")
    assert "_auth_user_id" in other.session


def test_too_many_writes_are_slowed_down(front_door, settings):
    settings.LINLI_WRITES_A_MINUTE = 2
    client = Client()
    codes = [client.post(f"/d/{front_door.code}/report/", form_of(client, front_door)).status_code for _ in range(3)]
    assert codes == [302, 302, 422]


def test_real_messages_go_through_the_residents_form(front_door, settings):
    """Every real message is accepted as it is; its title is short and its category known."""
    if not MESSAGES.exists():
        pytest.skip("real messages are not beside this checkout")
    settings.LINLI_WRITES_A_MINUTE = 10**6
    with gzip.open(MESSAGES, "rt", encoding="utf-8") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    client, sent = Client(), 0
    for text in texts[::6]:
        words = text.strip()[:2000]
        response = client.post(f"/d/{front_door.code}/report/", form_of(client, front_door) | {"text": words})
        assert response.status_code == 302, words[:80]
        sent += 1
    assert Case.objects.count() == Duty.objects.filter(state="open").count() == sent > 100
    assert all(0 < len(title) <= 24 for title in Case.objects.values_list("title", flat=True))
    assert Case.objects.exclude(category="other").count() > sent / 4


def addresses(number: str, door: str, token: str) -> list[str]:
    """Every address of the project, filled with things that exist."""
    known = {"number": number, "code": door, "token": token, "key": "solve", "purpose": "publish_name"}
    duty = Duty.objects.filter(subject_kind="case", number=number).order_by("id").first()
    known |= {"duty_id": str(duty.pk)} if duty else {}
    for name, model in (("notice_id", Notice), ("offer_id", Offer)):
        row = model.objects.order_by("id").first()
        known[name] = str(row.pk) if row else "1"
    found = []
    for pattern in routes(get_resolver().url_patterns):
        path = str(pattern)
        for part in ("<str:", "<slug:", "<int:"):
            while part in path:
                start = path.index(part)
                name = path[start + len(part) : path.index(">", start)]
                path = path[:start] + str(known.get(name, 1)) + path[path.index(">", start) + 1 :]
        found.append(f"/{path}")
    return found


def routes(patterns, before=""):
    for one in patterns:
        if hasattr(one, "url_patterns"):
            if "accounts" not in str(one.pattern):
                yield from routes(one.url_patterns, before + str(one.pattern))
        else:
            yield before + str(one.pattern)


GARBAGE = st.dictionaries(
    st.sampled_from(
        [
            "text",
            "key",
            "photos",
            "lat",
            "lon",
            "kind",
            "lead",
            "helpers",
            "reason",
            "note",
            "minutes",
            "decision",
            "contacted",
            "solved",
            "satisfaction",
            "words",
            "duty",
            "place",
            "channel",
            "category",
            "name",
            "phone",
            "starts",
            "way",
            "file",
            "route",
            "review_date",
            "organization",
            "cursor",
            "tab",
            "q",
            "from",
            "to",
            "measure",
            "period",
            "purpose",
            "website",
            "view",
            "post",
            "state",
            "address",
            "detail",
            "ticket",
            "off",
            "after",
        ]
    ),
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(
            [
                "1",
                "-1",
                "99999999999999999999",
                "' OR 1=1 --",
                "<script>",
                "\x00",
                "2026-13-45",
                "NaN",
                "inf",
                "１２",
                "²",
                "..%2f",
                "{{7*7}}",
            ]
        ),
    ),
    max_size=8,
)


@pytest.mark.parametrize("username", ["", "grid", "community", "leader", "admin", "audit"])
def test_garbage_never_breaks_a_page(front_door, who, username):
    """Every address, read and written, with garbage in every field: an answer below 500 each time."""
    from linli.backbone.values import RESIDENT
    from linli.domains.cases import commands
    from linli.domains.cases.values import Channel
    from tests.support.town import MONDAY

    opened = commands.open_case(actor=RESIDENT, place=front_door.place, text="灯坏了", channel=Channel.SCAN, now=MONDAY)
    paths = addresses(opened["number"], front_door.code, opened["token"])
    assert len(paths) > 40
    client = client_for(username)
    client.raise_request_exception = False

    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(data=GARBAGE)
    def throw(data):
        for path in paths:
            for send in (client.get, client.post):
                response = send(path, data)
                assert response.status_code < 500, (username, send.__name__, path, data)
                for close in response._resource_closers if response.streaming else ():
                    close()

    throw()


def test_garbage_left_nothing_half_done(front_door):
    assert STAFF
    client = Client()
    client.post(f"/d/{front_door.code}/report/", {"text": "\x00"})
    assert not Case.objects.exists()
    assert not Duty.objects.exists()
