"""The main job over HTTP only, and what every part of the API keeps to: tags, keys, languages, limits, other sites."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from linli.adapters import uploads
from linli.backbone.models import EventRow
from linli.domains.cases.models import Case, Photo
from linli.domains.duties.models import Duty
from linli.domains.organizations.models import AccessToken, Organization
from tests.journeys.api import Program, secret_for
from tests.journeys.test_pages import client_for


def unit(short):
    return Organization.objects.get(short_name=short).pk


def reported(door, **more):
    answer = Program().post("/reports", {"door": door.code, "text": "北门口占道卖菜，车出不来，请管一管。", **more})
    assert answer.status_code == 201, answer.content
    return answer.json()


@pytest.fixture
def opened(front_door):
    return reported(front_door)


def ok(answer):
    assert answer.status_code == 200, (answer.status_code, answer.content.decode())
    return answer.json()


def test_the_main_job_from_report_to_satisfied(front_door):
    resident, grid, community = Program(), Program("grid"), Program("community")
    lead, helper = Program("chengguan"), Program("zhujian")
    assert ok(resident.get(f"/doors/{front_door.code}"))["plate"]
    opened = reported(front_door, photos=[resident.upload()], phone="13812342046")
    number, follow = opened["number"], f"/follow/{opened['token']}"
    assert ok(resident.get(follow))["number"] == number

    mine = ok(grid.get("/duties"))
    assert [(one["number"], one["act"]) for one in mine["items"]] == [(number, "sign")]
    ok(grid.act(number, "sign"))
    assert {one["key"] for one in ok(grid.get(f"/cases/{number}/acts"))["items"]} >= {"forward", "solve"}
    form = ok(grid.get(f"/cases/{number}/acts/forward"))
    assert "reason" in [field["name"] for field in form["fields"]]
    assert grid.act(number, "forward").status_code == 422
    ok(grid.act(number, "forward", {"reason": "要执法权"}))

    ok(community.act(number, "sign"))
    called = {"kind": "enforcement", "lead": unit("城管局"), "helpers": [unit("住建局")], "reason": "需要联合执法"}
    case = ok(community.act(number, "whistle", called))
    assert [part["state"] for part in case["whistle"]["parts"]] == ["called", "called"]

    where = {"lat": case["lat"], "lon": case["lon"]}
    far = lead.act(number, "arrive", {**where, "lon": case["lon"] + 0.02}, [lead.upload()])
    assert (far.status_code, far.json()["code"]) == (409, "too_far")
    ok(lead.act(number, "arrive", where, [lead.upload()]))
    ok(helper.act(number, "arrive", where, [helper.upload()]))
    ok(helper.act(number, "finish", {"minutes": "已核实围挡"}))
    case = ok(lead.act(number, "finish", {"minutes": "摊位已清"}, [lead.upload()]))
    for part in case["whistle"]["parts"]:
        ok(community.post(f"/cases/{number}/parts/{part['duty_id']}/score", {"points": 4}))

    answers = {"contacted": True, "solved": False, "satisfaction": "unsatisfied"}
    assert ok(resident.post(f"{follow}/rating", answers))["closed"] is False
    ok(community.act(number, "sign"))
    ok(community.act(number, "solve", {"note": "划了临时摊位"}))
    done = ok(resident.post(f"{follow}/rating", {"contacted": True, "solved": True, "satisfaction": "satisfied"}))
    assert (done["closed"], done["satisfied"]) == (True, True)
    assert len(ok(community.get(f"/cases/{number}/timeline"))["items"]) >= 10
    photos = ok(community.get(f"/cases/{number}"))["photos"]
    shown = community.get(photos[0]["url"].removeprefix("/api/v1"))
    assert (shown["Content-Type"], shown.getvalue()[:2]) == ("image/jpeg", b"\xff\xd8")
    assert Program("grid2").get(photos[0]["url"].removeprefix("/api/v1")).status_code == 404
    assert not Duty.objects.filter(state__in=("open", "waiting", "paused")).exists()


def test_asks_are_decided_and_units_nudged(front_door, opened):
    number = opened["number"]
    grid, community, lead = Program("grid"), Program("community"), Program("chengguan")
    ok(grid.act(number, "sign"))
    ok(grid.act(number, "forward", {"reason": "要执法权"}))
    ok(community.act(number, "sign"))
    ok(
        community.act(
            number, "whistle", {"kind": "enforcement", "lead": unit("城管局"), "helpers": [], "reason": "联合执法"}
        )
    )
    part = ok(community.get(f"/cases/{number}"))["whistle"]["parts"][0]
    nudge = f"/cases/{number}/parts/{part['duty_id']}/nudge"
    ok(community.post(nudge))
    assert community.post(nudge).json()["code"] == "nudged"
    ok(lead.act(number, "return", {"reason": "不归我"}))
    ask = ok(community.get(f"/cases/{number}"))["asks"][0]
    assert lead.post(f"/cases/{number}/asks/{ask['id']}", {"approve": True}).status_code == 404
    ok(community.post(f"/cases/{number}/asks/{ask['id']}", {"approve": False, "note": "请配合"}))
    ok(community.post(f"/cases/{number}/messages", {"text": "明天一早就去"}))
    assert "明天一早就去" in json.dumps(ok(Program().get(f"/follow/{opened['token']}")), ensure_ascii=False)


# What each address answers whom: nobody, a wrong seat, the right seat, the right seat of another place.
READ = {
    "/me": (401, 200, 200, 200),
    "/duties": (401, 200, 200, 200),
    "/notices": (401, 200, 200, 200),
    "/cases": (401, 200, 200, 200),
    "/cases/{number}": (401, 404, 200, 404),
    "/cases/{number}/timeline": (401, 404, 200, 404),
    "/cases/{number}/acts": (401, 404, 200, 404),
    "/cases/{number}/acts/forward": (401, 404, 200, 404),
    "/cases/{number}/photos/{photo}": (401, 404, 200, 404),
    "/kinds": (401, 200, 200, 200),
    "/packs/current": (401, 200, 200, 200),
    "/places": (401, 200, 200, 200),
    "/places/{place}": (401, 200, 200, 404),
    "/seats": (401, 404, 200, 200),
    "/seats/{seat}": (401, 200, 200, 404),
    "/indicators": (401, 404, 404, 404),
}


@pytest.fixture
def known(front_door, opened, who):
    number = reported(front_door, photos=[Program().upload()])["number"]
    seat = who("grid").seat_id
    photo = Photo.objects.get(case__number=number).pk
    Program("grid").act(number, "sign")
    return {"number": number, "photo": photo, "place": front_door.place.id, "seat": seat, "duty": 1}


@pytest.mark.parametrize("path", READ)
def test_four_callers_read(known, path):
    callers = (Program(), Program("shui"), Program("grid"), Program("grid2"))
    answers = [one.get(path.format(**known)) for one in callers]
    assert tuple(one.status_code for one in answers) == READ[path]
    assert all(answer.getvalue() for answer in answers)


WRITE = {
    "/cases/{number}/acts/sign": {},
    "/cases/{number}/acts/forward": {"given": {"reason": "改一下"}},
    "/cases/{number}/acts/supervise": {"given": {"text": "快"}},
    "/cases/{number}/asks/1": {"approve": True},
    "/cases/{number}/parts/{duty}/score": {"points": 5},
    "/cases/{number}/parts/{duty}/nudge": {},
    "/cases/{number}/messages": {"text": "一句"},
    "/duties/sign": {"duties": [1]},
    "/rounds/1/entries": {},
}


@pytest.mark.parametrize("path", WRITE)
def test_who_may_not_write_changes_nothing(known, path):
    before = EventRow.objects.order_by("-id").first().pk
    for program, allowed in ((Program(), {401}), (Program("shui"), {404, 409}), (Program("grid2"), {404, 409})):
        start = EventRow.objects.exclude(name="TokenIssued").count()
        assert program.post(path.format(**known), WRITE[path]).status_code in allowed, path
        assert EventRow.objects.exclude(name="TokenIssued").count() == start
    assert EventRow.objects.filter(pk__gt=before).exclude(name="TokenIssued").count() == 0


def test_a_token_does_no_more_than_its_scopes(known):
    number, reader = known["number"], Program("grid", scopes=("read",))
    assert reader.get(f"/cases/{number}").status_code == 200
    assert reader.act(number, "forward", {"reason": "试试"}).status_code == 404
    assert Program("grid", scopes=("figures",)).get(f"/cases/{number}").status_code == 404
    assert Program("leader", scopes=("read",)).get("/indicators").status_code == 404


def test_a_token_ends(known):
    secret = secret_for("grid")
    program = Program(secret=secret)
    assert program.get("/me").status_code == 200
    row = AccessToken.objects.order_by("-id").first()
    assert row.last_used_on == timezone.localdate()
    long_ago = timezone.now() - timedelta(days=31)
    AccessToken.objects.filter(pk=row.pk).update(made_at=long_ago, expires_at=long_ago + timedelta(days=30))
    answer = program.get("/me")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="linli"')


def test_the_session_of_the_pages_reads_and_never_acts(known):
    client = client_for("grid")
    assert client.get("/api/v1/me").json()["seats"]
    answer = client.post(f"/api/v1/cases/{known['number']}/messages", '{"text": "x"}', content_type="application/json")
    assert answer.status_code == 401


def test_every_no_is_a_problem_in_the_readers_language(known):
    english, chinese = Program("grid", language="en"), Program("grid")
    for answer, status in (
        (english.get("/cases/none"), 404),
        (english.get("/nowhere"), 404),
        (english.client.put("/api/v1/me", headers=english.headers), 405),
        (english.post("/reports", {"door": 5}), 422),
        (english.client.post("/api/v1/reports", "{", content_type="application/json", headers=english.headers), 400),
        (english.act(known["number"], "sign"), 409),
        (Program(language="en").get("/me"), 401),
        (english.get("/cases?q=%00"), 422),
    ):
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), answer.content
        assert {"type", "title", "status", "code", "detail", "next", "errors"} == set(answer.json())
        assert answer.json()["title"].isascii(), answer.json()
    assert chinese.act(known["number"], "sign").json()["title"] == "这件事刚被别人办过"


def test_a_tag_says_what_has_not_changed_and_guards_an_act(known):
    grid, here = Program("grid"), f"/cases/{known['number']}"
    tag = grid.get(here)["ETag"]
    assert grid.get(here, **{"If-None-Match": tag}).status_code == 304
    grid.post(f"{here}/messages", {"text": "在看了"})
    assert grid.get(here, **{"If-None-Match": tag}).status_code == 200
    stale = grid.act(known["number"], "forward", {"reason": "迟了"}, **{"If-Match": tag})
    assert (stale.status_code, stale.json()["code"]) == (412, "changed")
    assert Case.objects.get(number=known["number"]).stage == "grid"
    tag = grid.get(here)["ETag"]
    english = Program("grid", language="en")
    assert english.act(known["number"], "forward", {"reason": "要执法权"}, **{"If-Match": tag}).status_code == 200


def test_a_repeated_key_gives_one_case_and_is_its_callers_own(front_door):
    body = {"door": front_door.code, "text": "灯坏了"}
    first, again = (Program().post("/reports", body, **{"Idempotency-Key": "k-1"}).json() for _ in range(2))
    assert first == again
    assert Case.objects.count() == 1
    place = Program("grid").get(f"/places/{front_door.place.id}").json()["code"]
    given = {"place": place, "text": "灯坏了", "channel": "phone"}
    one, other = Program("grid"), Program("community")
    mine = one.post("/cases", given, **{"Idempotency-Key": "k-1"})
    assert mine.status_code == 201, mine.content
    assert mine.json() == one.post("/cases", given, **{"Idempotency-Key": "k-1"}).json()
    theirs = other.post("/cases", given, **{"Idempotency-Key": "k-1"}).json()
    assert len({first["number"], mine.json()["number"], theirs["number"]}) == 3


def test_lists_lead_on_by_key(front_door):
    numbers = [reported(front_door)["number"] for _ in range(5)]
    grid, seen, after = Program("grid"), [], ""
    while True:
        answer = grid.get("/cases", {"limit": 2, "after": after})
        seen += [row["number"] for row in ok(answer)["items"]]
        after = answer.json()["next"]
        assert bool(after) == ("Link" in answer)
        if not after:
            break
    assert seen == numbers[::-1]


def test_too_many_are_asked_to_wait(front_door, settings):
    settings.LINLI_API_A_MINUTE, settings.LINLI_WRITES_A_MINUTE = 3, 1
    grid = Program("grid")
    assert [grid.get("/me").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert grid.get("/me")["Retry-After"] == "60"
    body = {"door": front_door.code, "text": "灯坏了"}
    assert [Program().post("/reports", body).status_code for _ in range(2)] == [201, 429]


def test_other_sites_are_let_in_by_setting_only(town, settings):
    asked = {"Origin": "https://street.example", "Access-Control-Request-Method": "GET"}
    assert "Access-Control-Allow-Origin" not in Client().options("/api/v1/me", headers=asked)
    settings.CORS_ALLOWED_ORIGINS = ["https://street.example"]
    answer = Client().options("/api/v1/me", headers=asked)
    assert answer["Access-Control-Allow-Origin"] == "https://street.example"
    assert "Access-Control-Allow-Credentials" not in answer
    assert "Access-Control-Allow-Origin" not in Client().options("/inbox/", headers=asked)


def test_what_nobody_came_for_is_forgotten(town, media):
    handle = Program().upload()
    assert uploads.purge(timezone.now()) == 0
    assert uploads.purge(timezone.now() + timedelta(days=2)) == 2
    assert not (Path(media) / "pending" / handle).exists()


def test_territory_bodies_seats_pack_and_figures(front_door, opened):
    community, leader = Program("community"), Program("leader")
    tops = ok(leader.get("/places"))["items"]
    below = ok(leader.get("/places", {"parent": tops[0]["id"], "limit": 1}))
    assert below["next"]
    assert ok(leader.get("/places", {"parent": tops[0]["id"], "after": below["next"]}))["items"]
    path = ok(community.get(f"/places/{front_door.place.id}"))["path"]
    assert path[0]["kind"] == "district"
    bodies = ok(leader.get("/organizations", {"limit": 2}))
    assert len(bodies["items"]) == 2
    assert ok(leader.get(f"/organizations/{bodies['items'][0]['id']}"))["name"] == bodies["items"][0]["name"]
    seats = ok(leader.get("/seats", {"limit": 3}))
    assert ok(leader.get(f"/seats/{seats['items'][0]['id']}"))["terms"] is not None
    assert "procedures" in ok(leader.get("/packs/current"))["content"] or ok(leader.get("/packs/current"))["content"]
    keys = {one["key"] for one in ok(leader.get("/indicators"))["items"]}
    assert "received" in keys
    figure = ok(leader.get("/indicators/received", {"period": "today"}))
    assert (figure["now"]["value"], figure["now"]["top"]) == (1, 1)
    split = ok(leader.get("/indicators/received/split", {"by": "place", "period": "today"}))
    assert sum(one["now"]["value"] or 0 for one in split["items"]) == 1
    records = ok(leader.get("/indicators/received/records", {"period": "today"}))
    assert len(records["items"]) == 1
    assert leader.get("/indicators/nothing").status_code == 404
    assert leader.get("/indicators/received", {"from": "2026-13-01", "to": "2026-01-01"}).status_code == 422


def test_residents_ask_for_other_kinds_and_staff_open_them(front_door):
    door = ok(Program().get(f"/doors/{front_door.code}"))
    kind = door["kinds"][0]["key"]
    form = ok(Program().get(f"/doors/{front_door.code}/kinds/{kind}"))
    given = {}
    for field in form["fields"]:
        if field["required"] and field["name"] != "text":
            given[field["name"]] = field["choices"][0][0] if field["choices"] else "13812342046"
    said = {"door": front_door.code, "text": "想要一张长椅", "kind": kind, "given": given}
    answer = Program().post("/reports", said)
    assert answer.status_code == 201, answer.content
    assert Program().post("/reports", {**said, "given": {"nonsense": "x"}}).status_code == 422
    assert Program().post("/reports", {**said, "kind": "nonsense"}).status_code == 404
    assert "items" in ok(Program("community").get("/kinds"))
