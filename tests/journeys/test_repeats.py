"""Idempotency-Key: every address of the API that changes something keeps to it, and so does Open311."""

import json
import threading
import time
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from linli.backbone.api.repeats import Answer, answered_once
from linli.backbone.models import EventRow, HookDelivery, IdempotencyKey
from linli.backbone.periodic import KEEP_ANSWERS, forget_old_keys
from linli.config.api import api
from linli.domains.duties.models import Entry, Occurrence
from linli.domains.organizations.models import Organization
from linli.domains.places.queries import root
from tests.journeys import test_round_pages
from tests.journeys.api import V1, Program
from tests.journeys.test_hooks import integration
from tests.journeys.test_main_story import picture
from tests.support.town import MONDAY

KEY = {"Idempotency-Key": "8e03978e-40d5-43dd-bc93-6894a57f9324"}
POSTS = {
    operation["operationId"]: (path, operation)
    for path, methods in api.get_openapi_schema(path_prefix=f"{V1}/")["paths"].items()
    for method, operation in methods.items()
    if method != "get"
}


open_round = test_round_pages.opened


def report(door):
    answer = Program().post("/reports", {"door": door.code, "text": "北门口占道卖菜，车出不来。"})
    return answer.json()


def whistled(door):
    """A case whose called unit has a part; the number, the part."""
    number = report(door)["number"]
    grid, community = Program("grid"), Program("community")
    grid.act(number, "sign")
    grid.act(number, "forward", {"reason": "要执法权"})
    community.act(number, "sign")
    lead = Organization.objects.get(short_name="城管局").pk
    community.act(number, "whistle", {"kind": "enforcement", "lead": lead, "helpers": [], "reason": "联合执法"})
    return number, community.get(f"/cases/{number}").json()["whistle"]["parts"][0]["duty_id"]


def asked(door):
    """A case with something asked of the community's seat; the number, the ask."""
    number, _part = whistled(door)
    Program("chengguan").act(number, "return", {"reason": "不归我"})
    return number, Program("community").get(f"/cases/{number}").json()["asks"][0]["id"]


def finished(door):
    """A case whose part is done, ready for its score."""
    number, part = whistled(door)
    lead = Program("chengguan")
    case = lead.get(f"/cases/{number}").json()
    lead.act(number, "arrive", {"lat": case["lat"], "lon": case["lon"]}, [lead.upload()])
    lead.act(number, "finish", {"minutes": "摊位已清"}, [lead.upload()])
    return number, part


def solved(door):
    opened = report(door)
    grid = Program("grid")
    grid.act(opened["number"], "sign")
    grid.act(opened["number"], "solve", {"note": "清走了"}, [grid.upload()])
    return f"/follow/{opened['token']}"


def hooked():
    keeper = integration(root().id)
    sent = {"name": "一号", "url": "https://example.org/in", "events": ["CaseOpened"]}
    return keeper, keeper.post("/hooks", sent).json()["id"]


def delivered():
    keeper, hook_id = hooked()
    made = HookDelivery(hook_id=hook_id, event_id=1, event="CaseOpened", body='{"case":{}}', state="dead", at=MONDAY)
    made.save()
    return keeper, made.pk


# For each operation: (who asks, address, what is asked, something else to ask at the same address or None).
def _report(door):
    return Program(), "/reports", {"door": door.code, "text": "灯坏了"}, {"door": door.code, "text": "灯又坏了"}


def _add_words(door):
    return Program(), f"/follow/{report(door)['token']}/words", {"text": "还在"}, {"text": "又来了"}


def _nudge(door):
    return Program(), f"/follow/{report(door)['token']}/nudge", {}, None


def _rate(door):
    yes = {"contacted": True, "solved": True, "satisfaction": "satisfied"}
    return Program(), f"{solved(door)}/rating", yes, {**yes, "solved": False}


def _open_case(door):
    grid = Program("grid")
    given = {"place": grid.get(f"/places/{door.place.id}").json()["code"], "text": "灯坏了", "channel": "phone"}
    return grid, "/cases", given, {**given, "text": "别的"}


def _do_act(door):
    grid, number = Program("grid"), report(door)["number"]
    grid.act(number, "sign")
    said = {"given": {"reason": "要执法权"}}
    return grid, f"/cases/{number}/acts/forward", said, {"given": {"reason": "别的"}}


def _decide_ask(door):
    number, ask = asked(door)
    return Program("community"), f"/cases/{number}/asks/{ask}", {"approve": False, "note": "请配合"}, {"approve": True}


def _score_unit(door):
    number, part = finished(door)
    return Program("community"), f"/cases/{number}/parts/{part}/score", {"points": 4}, {"points": 1}


def _nudge_unit(door):
    number, part = whistled(door)
    return Program("community"), f"/cases/{number}/parts/{part}/nudge", {}, None


def _tell_reporter(door):
    return Program("grid"), f"/cases/{report(door)['number']}/messages", {"text": "明天去"}, {"text": "后天去"}


def _sign_duties(door):
    report(door)
    grid = Program("grid")
    duty = grid.get("/duties").json()["items"][0]["id"]
    return grid, "/duties/sign", {"duties": [duty]}, {"duties": [duty, duty + 1]}


def _make_hook(_door):
    keeper, _one = hooked()
    sent = {"name": "二号", "url": "https://example.org/in", "events": ["CaseOpened"]}
    return keeper, "/hooks", sent, {**sent, "url": "https://example.org/other"}


def _stop_hook(_door):
    keeper, hook_id = hooked()
    return keeper, f"/hooks/{hook_id}/stop", {}, None


def _replay_delivery(_door):
    keeper, delivery = delivered()
    return keeper, f"/hooks/deliveries/{delivery}/replay", {}, None


WAYS = {
    "report": _report,
    "add_words": _add_words,
    "nudge": _nudge,
    "rate": _rate,
    "open_case": _open_case,
    "do_act": _do_act,
    "decide_ask": _decide_ask,
    "score_unit": _score_unit,
    "nudge_unit": _nudge_unit,
    "tell_reporter": _tell_reporter,
    "sign_duties": _sign_duties,
    "make_hook": _make_hook,
    "stop_hook": _stop_hook,
    "replay_delivery": _replay_delivery,
}
# Tried below, each in its own way: a round needs its morning, an upload is no JSON.
OTHERS = {"keep_entry", "upload"}


def test_every_address_that_changes_something_takes_the_key():
    assert set(POSTS) == set(WAYS) | OTHERS
    for name, (_path, operation) in POSTS.items():
        headers = {one["name"] for one in operation["parameters"] if one["in"] == "header"}
        assert "Idempotency-Key" in headers, name
        assert "422" in operation["responses"], name


@pytest.mark.parametrize("name", sorted(WAYS))
def test_a_repeat_does_nothing_and_another_request_is_refused(front_door, name):
    program, path, body, other = WAYS[name](front_door)
    first = program.post(path, body, **KEY)
    assert first.status_code < 300, first.content.decode()
    before = EventRow.objects.count()
    again = program.post(path, body, **KEY)
    assert (again.status_code, again["Content-Type"]) == (first.status_code, first["Content-Type"])
    assert json.loads(again.content or "null") == json.loads(first.content or "null")
    assert EventRow.objects.count() == before
    if other is not None:
        refused = program.post(path, other, **KEY)
        assert (refused.status_code, refused["Content-Type"]) == (422, "application/problem+json")
        assert refused.json()["code"] == "key_reused"
        assert "键" in refused.json()["next"]
        assert EventRow.objects.count() == before


def test_a_round_is_kept_once(open_round, front_door):
    now, hour = timezone.now(), timedelta(hours=1)
    Occurrence.objects.filter(pk=open_round.pk).update(opens_at=now - hour, due=now + hour, closes_at=now + 2 * hour)
    grid, path = Program("grid"), f"/rounds/{open_round.pk}/entries"
    body = {"code": front_door.code, "given": {"q_looked": ["stairs"]}}
    first = grid.post(path, body, **KEY)
    assert first.status_code == 201, first.content.decode()
    assert grid.post(path, body, **KEY).json() == first.json()
    assert Entry.objects.count() == 1
    assert grid.post(path, {**body, "code": "K7M2P9QX"}, **KEY).status_code == 422


def test_a_file_is_kept_once(front_door):
    client = Program().client

    def send(content):
        file = SimpleUploadedFile("现场.jpg", content, content_type="image/jpeg")
        return client.post(f"{V1}/uploads", {"file": file}, headers=KEY)

    one, again, other = send(picture()), send(picture()), send(picture() + b"x")
    assert (one.status_code, again.json(), other.status_code) == (201, one.json(), 422)


def test_the_refusal_speaks_english_too(front_door):
    resident = Program(language="en")
    resident.post("/reports", {"door": front_door.code, "text": "灯坏了"}, **KEY)
    said = resident.post("/reports", {"door": front_door.code, "text": "门坏了"}, **KEY).json()
    assert "Idempotency-Key" in said["title"]
    assert "new key" in said["next"]


def test_how_the_same_is_written_says_nothing(front_door):
    client = Program().client
    bodies = (
        json.dumps({"door": front_door.code, "text": "灯坏了"}),
        f'{{ "text": "灯坏了",\n "door": "{front_door.code}", "public": false }}',
    )
    numbers = [
        client.post(f"{V1}/reports", body, content_type="application/json", headers=KEY).json()["number"]
        for body in bodies
    ]
    assert numbers[0] == numbers[1]


def test_what_was_refused_leaves_the_key_free(front_door):
    grid, number = Program("grid"), report(front_door)["number"]
    act = f"/cases/{number}/acts/forward"
    assert grid.post(act, {"given": {"reason": "要执法权"}}, **KEY).json()["code"] == "sign_first"
    assert not IdempotencyKey.objects.filter(key__startswith="api:").exists()
    grid.act(number, "sign")
    assert grid.post(act, {"given": {"reason": "要执法权"}}, **KEY).status_code == 200


def test_a_repeat_is_answered_although_the_case_went_on(front_door):
    """The act is no longer offered and the ETag is old: the first answer stands all the same."""
    grid, number = Program("grid"), report(front_door)["number"]
    grid.act(number, "sign")
    tag = grid.get(f"/cases/{number}")["ETag"]
    act, said = f"/cases/{number}/acts/forward", {"given": {"reason": "要执法权"}}
    first = grid.post(act, said, **KEY, **{"If-Match": tag})
    Program("community").act(number, "sign")
    assert first.status_code == 200
    assert grid.post(act, said, **KEY, **{"If-Match": tag}).json() == first.json()


def test_keys_belong_to_caller_and_address(front_door):
    numbers = [report(front_door)["number"] for _ in range(2)]
    grid, community = Program("grid"), Program("community")
    for program, number in ((grid, numbers[0]), (grid, numbers[1]), (community, numbers[0])):
        assert program.post(f"/cases/{number}/messages", {"text": f"{number}在办"}, **KEY).status_code == 200
    assert IdempotencyKey.objects.filter(key__startswith="api:").count() == 3


def test_what_is_kept_names_nobody_and_goes_after_two_days(front_door):
    said = {"door": front_door.code, "text": "王大妈家门口的灯坏了", "phone": "13812342046"}
    token = Program().post("/reports", said, **KEY).json()["token"]
    row = IdempotencyKey.objects.get(key__startswith="api:")
    kept = f"{row.key} {row.command} {row.digest} {row.answer} {bytes(row.sealed)!r}"
    assert not [word for word in ("王大妈", "13812342046", token) if word in kept]
    forget_old_keys(timezone.now() + KEEP_ANSWERS - timedelta(minutes=1))
    assert IdempotencyKey.objects.filter(pk=row.pk).exists()
    forget_old_keys(timezone.now() + KEEP_ANSWERS + timedelta(minutes=1))
    assert not IdempotencyKey.objects.filter(pk=row.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_a_repeat_that_comes_at_once_waits_for_the_first():
    begun, done = threading.Event(), []

    def work() -> Answer:
        begun.set()
        time.sleep(0.3)
        done.append(1)
        return Answer(201, {"number": len(done)})

    def send(found: list) -> None:
        try:
            found.append(answered_once(RequestFactory().post("/api/v1/reports"), "k", ["灯坏了"], work))
        finally:
            connection.close()

    found: list = []
    first, again = (threading.Thread(target=send, args=(found,)) for _ in range(2))
    first.start()
    assert begun.wait(5)
    again.start()
    first.join()
    again.join()
    assert found == [Answer(201, {"number": 1})] * 2
    assert done == [1]
