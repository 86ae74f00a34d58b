"""What residents ask for at the door beside a request, through the forms; and what they may not."""

import pytest

from linli.domains.cases.models import Case, Entry
from linli.domains.cases.queries.kinds import for_residents


@pytest.fixture
def door(front_door, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    return front_door


def test_the_door_offers_what_residents_may_ask_for(client, door):
    page = client.get(f"/d/{door.code}/").content.decode()
    kinds = for_residents(door.code)
    assert {row.key for row in kinds} >= {"wish", "service", "topic", "plan_call", "property_case"}
    assert all(row.url in page and row.title in page for row in kinds)


def test_a_wish_is_asked_for_once(client, door):
    address = f"/d/{door.code}/ask/wish/"
    key = client.get(address).context["form"].fields["key"].initial
    given = {"key": key, "text": "想给孩子要一盏台灯", "worth": "80.5", "contact": "13800138000"}
    first, again = client.post(address, given), client.post(address, given)
    assert first.status_code == again.status_code == 302
    assert first["Location"] == again["Location"]
    case = Case.objects.get(procedure="wish")
    assert Entry.objects.get(case=case).data == {"worth": 8050}
    assert case.number in client.get(first["Location"]).content.decode()


@pytest.mark.parametrize(
    ("kind", "given", "words"),
    [
        ("wish", {"text": ""}, "还没写是什么事"),
        ("wish", {"text": "灯", "worth": "很多"}, "要填金额"),
        ("wish", {"text": "灯", "worth": "9000"}, "要在"),
        ("wish", {"text": "灯", "contact": "123"}, "电话号码不对"),
        ("service", {"text": "办证", "matter": "老年证"}, "这里还没填"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_opened(client, door, kind, given, words):
    answer = client.post(f"/d/{door.code}/ask/{kind}/", given)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Case.objects.exists()


@pytest.mark.parametrize("kind", ["dispute", "admission", "nothing"])
def test_kinds_of_the_staff_are_not_found(client, door, kind):
    assert client.get(f"/d/{door.code}/ask/{kind}/").status_code == 404
    assert client.post(f"/d/{door.code}/ask/{kind}/", {"text": "x"}).status_code == 404
    assert not Case.objects.exists()
