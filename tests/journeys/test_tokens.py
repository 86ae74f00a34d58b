"""Tokens of the API: who may make one, what it opens, and when it opens nothing any more."""

import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from linli.backbone.models import EventRow
from linli.backbone.values import SYSTEM
from linli.config.cli import main
from linli.domains.organizations.commands.tokens import issue_integration_token, issue_token, revoke_token, use_token
from linli.domains.organizations.models import AccessToken, Appointment
from linli.domains.organizations.queries.tokens import token_list
from linli.domains.people.models import Account
from linli.domains.people.queries import account_holder
from linli.domains.places.queries import root
from linli.kernel.refusal import NotFound, Refusal
from tests.journeys.test_pages import client_for
from tests.support.town import MONDAY, actor_for, viewer_for

TODAY = MONDAY.date()


def issued(username="grid", scopes=("read", "act"), days=30, now=MONDAY, **more):
    actor = actor_for(username)
    said = {"seat_id": actor.seat_id, "holder": account_holder(actor.viewer.account_id), **more}
    return issue_token(actor=actor, name="物业平台", scopes=scopes, days=days, now=now, **said)


def test_a_token_is_one_seat_with_the_rights_of_its_scopes(town):
    made = issued("community", scopes=("read",))
    found = use_token(made.secret, MONDAY, TODAY)
    mine = viewer_for("community")
    assert found.viewer.seat_ids == [mine.seat.seat_id]
    assert found.viewer.seat.rights < mine.seat.rights
    assert "reveal" not in found.viewer.seat.rights
    assert found.viewer.may("oversee")
    assert AccessToken.objects.get().last_used_on == TODAY


def test_the_secret_is_kept_nowhere(town):
    made = issued()
    row = AccessToken.objects.get()
    kept = json.dumps(list(EventRow.objects.filter(name="TokenIssued").values_list("data", flat=True)))
    assert made.secret.startswith("lk_")
    assert len(made.secret) > 43
    assert made.secret[8:] not in kept + row.mark + bytes(row.digest).hex()


def test_it_ends_by_time_by_hand_with_the_seat_and_with_the_account(town):
    late, taken, left, closed = (issued().secret for _ in range(4))
    assert use_token(late, MONDAY + timedelta(days=29), TODAY)
    assert use_token(late, MONDAY + timedelta(days=30), TODAY) is None
    revoke_token(actor=actor_for("grid"), token_id=AccessToken.objects.order_by("id")[1].pk, now=MONDAY)
    assert use_token(taken, MONDAY, TODAY) is None
    with transaction.atomic():
        Account.objects.filter(username="grid").update(is_active=False)
        assert use_token(closed, MONDAY, TODAY) is None
        transaction.set_rollback(True)
    assert use_token(left, MONDAY, TODAY)
    Appointment.objects.filter(seat_id=actor_for("grid").seat_id).update(ends=TODAY)
    assert use_token(left, MONDAY, TODAY) is None
    assert use_token("lk_unknown", MONDAY, TODAY) is None
    assert use_token("", MONDAY, TODAY) is None


def test_nobody_makes_one_for_a_seat_they_do_not_hold(town):
    other = actor_for("community")
    with pytest.raises(NotFound):
        issued("grid", seat_id=other.seat_id)
    with pytest.raises(NotFound):
        issued("grid", holder=account_holder(other.viewer.account_id))
    with pytest.raises(NotFound):
        issue_integration_token(actor=other, name="平台", scopes=["read"], days=9, place_id=root().id, now=MONDAY)
    assert not AccessToken.objects.exists()


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"scopes": ()}, "token_scopes"),
        ({"scopes": ("appoint",)}, "token_scopes"),
        ({"days": 0}, "token_days"),
        ({"days": 367}, "token_days"),
    ],
)
def test_what_a_token_may_be(town, more, code):
    with pytest.raises(Refusal, match=code):
        issued(**more)


def test_an_integration_reads_one_place_and_never_acts(town):
    admin = actor_for("admin")
    said = {"actor": admin, "name": "热线平台", "days": 90, "place_id": root().id, "now": MONDAY}
    with pytest.raises(Refusal, match="token_scopes"):
        issue_integration_token(scopes=["act"], **said)
    made = issue_integration_token(scopes=["read", "report"], **said)
    found = use_token(made.secret, MONDAY, TODAY)
    assert found.integration
    assert found.viewer.seat.place_id == root().id
    assert found.viewer.seat.rights == {"oversee", "register"}
    assert [row.name for row in token_list(viewer_for("admin"), MONDAY)] == ["热线平台"]
    assert token_list(viewer_for("grid"), MONDAY) == ()
    with pytest.raises(NotFound):
        revoke_token(actor=actor_for("grid"), token_id=made.id, now=MONDAY)
    revoke_token(actor=admin, token_id=made.id, now=MONDAY)
    with pytest.raises(Refusal, match="token_revoked"):
        revoke_token(actor=admin, token_id=made.id, now=MONDAY)


def test_the_database_keeps_a_token_whole(town):
    issued()
    row = AccessToken.objects.get()
    row.pk, row.digest, row.seat = None, b"x" * 32, None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_what_is_missing_is_said_as_a_person_would(town):
    page = client_for("grid").post("/me/tokens/", {"name": "", "days": "30"}).content.decode()
    assert "这里还没填" in page
    assert "这里还没选" in page
    assert "必填项" not in page


def test_the_page_shows_a_secret_once_and_takes_a_token_back(town):
    client = client_for("grid")
    seat = viewer_for("grid").seat.seat_id
    given = {"name": "自己的脚本", "bearer": f"seat-{seat}", "scopes": ["read"], "days": "30"}
    answer = client.post("/me/tokens/", given)
    secret = answer.context["made"]
    assert secret in answer.content.decode()
    assert "自己的脚本" in (again := client.get("/me/tokens/").content.decode())
    assert secret not in again
    pk = AccessToken.objects.get().pk
    assert client_for("community").post(f"/me/tokens/{pk}/revoke/").status_code == 404
    assert AccessToken.objects.get().revoked_at is None
    assert client.post(f"/me/tokens/{pk}/revoke/").status_code == 302
    assert AccessToken.objects.get().revoked_at
    assert client.post("/me/tokens/", {**given, "bearer": "seat-1"}).status_code == 422
    assert client_for("").get("/me/tokens/").status_code in (302, 404)


def test_who_has_no_token_is_told_so_and_who_has_a_wrong_one_too(town):
    none, wrong = Client(), Client(headers={"Authorization": "Bearer ll_nothing"})
    for client, words in ((none, "没有带令牌"), (wrong, "令牌不对、过期或已经停用")):
        answer = client.get("/api/v1/cases")
        assert (answer.status_code, answer.json()["code"], answer.json()["title"]) == (401, "token", words)


def test_the_day_a_token_was_used_is_said_as_elsewhere(town):
    issued()
    AccessToken.objects.update(last_used_on=date(2026, 11, 23))
    page = client_for("grid").get("/me/tokens/").content.decode()
    assert "2026 年 11 月 23 日用过" in page


def test_the_page_sent_again_makes_no_second_token(town):
    client, seat = client_for("grid"), viewer_for("grid").seat.seat_id
    given = {"name": "自己的脚本", "bearer": f"seat-{seat}", "scopes": ["read"], "days": "30", "key": "one"}
    assert client.post("/me/tokens/", {**given, "bearer": "seat-1"}).status_code == 422
    assert client.post("/me/tokens/", given).context["made"]
    again = client.post("/me/tokens/", given)
    assert (again.status_code, again.context["made"], AccessToken.objects.count()) == (422, "", 1)
    assert "显示过了" in again.content.decode()
    assert given["name"] in again.content.decode()


def test_from_the_command_line(town, capsys):
    assert main(["token", "issue", "--user", "grid", "--name", "脚本", "--scopes", "read,act"]) == 0
    secret = capsys.readouterr().out.strip()
    assert secret.startswith("lk_")
    assert main(["token", "list"]) == 0
    assert "脚本" in (listed := capsys.readouterr().out)
    assert secret not in listed
    assert main(["token", "revoke", "--id", str(AccessToken.objects.get().pk)]) == 0
    assert main(["token", "issue", "--user", "nobody"]) == 1
    assert EventRow.objects.filter(name="TokenRevoked", actor_label=SYSTEM.label).exists()
