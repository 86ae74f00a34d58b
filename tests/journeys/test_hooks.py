"""Webhooks: signed, tried again, given up in sight, replayed; never to private addresses, nothing personal."""

import hashlib
import hmac
import http.server
import ipaddress
import json
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from linli.backbone import jobs
from linli.backbone.events import Recorded
from linli.backbone.models import EventRow, Hook, HookDelivery
from linli.backbone.values import RESIDENT, SYSTEM
from linli.backbone.webhooks import sending
from linli.backbone.webhooks.commands import make_hook, purge_deliveries, replay_delivery, stop_hook
from linli.backbone.webhooks.queries import hook_list
from linli.backbone.webhooks.rules import DEAD_MOST, TRIES, WAITS, is_public, next_try, quiet, signature, target
from linli.backbone.webhooks.sending import kept, send
from linli.domains.cases import commands
from linli.domains.cases.values import Channel
from linli.domains.duties.models import Notice
from linli.domains.places.queries import root, under
from linli.journeys.event_leaves_by_hook import EVENTS, GROUPS
from linli.kernel.refusal import NotFound, Refusal
from tests.journeys.api import Program
from tests.journeys.test_pages import client_for
from tests.support.town import MONDAY, actor_for, viewer_for
from tests.support.walk import Walk

PRIVATE = [
    "127.0.0.1",
    "127.8.9.10",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "198.18.0.1",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::10.0.0.1",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "2001:0:53aa:64c:0:0:f5ff:fffe",
    "fe80::1",
    "fc00::1",
    "fd12:3456::1",
    "ff02::1",
    "2001:db8::1",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_no_address_inside_is_called(address):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "114.114.114.114", "2400:3200::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"]
)
def test_addresses_of_the_open_network_are(address):
    assert is_public(ipaddress.ip_address(address))


# What getaddrinfo reads as an address without asking anybody: decimal, octal, hexadecimal, short.
@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost", "[::ffff:7f00:1]"])
def test_other_ways_to_write_this_machine_are_forbidden(host, settings):
    settings.LINLI_HOOKS_PRIVATE = False
    with pytest.raises(sending.Forbidden):
        sending.resolved(target(f"https://{host}/in", private=False))


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "ftp://example.org/",
        "https://",
        "https://user:word@example.org/",
        "https://example.org:99999/",
        "https://example.org/#part",
        "https://exa mple.org/",
        "https://example.org\\@10.0.0.1/",
        "https://[::1/",
        "https://例子.cn/",
        f"https://example.org/{'x' * 500}",
    ],
)
def test_what_is_no_address_to_send_to(url):
    with pytest.raises(Refusal, match="hook_url"):
        target(url, private=False)


def test_the_address_that_was_judged_is_the_one_that_is_called():
    where = target("https://example.org:8443/in?a=1", private=False)
    assert sending.pinned(where, "1.1.1.1") == ("https://1.1.1.1:8443/in?a=1", {"Host": "example.org:8443"})
    where = target("https://example.org/in", private=False)
    assert sending.pinned(where, "2400:3200::1") == ("https://[2400:3200::1]:443/in", {"Host": "example.org"})


@given(st.text(min_size=1), st.integers(0, 2**40).map(str), st.binary(), st.binary())
def test_a_signature_holds_for_its_secret_moment_and_body_only(secret, stamp, body, other):
    made = signature(secret, "sha256", stamp, body)
    expected = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert made == f"sha256={expected}"
    national = signature(secret, "sm3", stamp, body)
    assert national.startswith("sm3=")
    assert len(national) == 68
    for change in ((f"{secret}x", stamp, body), (secret, f"{stamp}0", body), (secret, stamp, body + b"x")):
        assert signature(change[0], "sha256", *change[1:]) != made
        assert signature(change[0], "sm3", *change[1:]) != national
    assert (signature(secret, "sha256", stamp, other) == made) == (other == body)


def test_sm3_is_the_one_of_the_standard():
    # HMAC-SM3 worked out by its definition (RFC 2104) with the block of 64 bytes.
    key, said = b"k".ljust(64, b"\x00"), b"1.body"
    inner = hashlib.new("sm3", bytes(one ^ 0x36 for one in key) + said).digest()
    outer = hashlib.new("sm3", bytes(one ^ 0x5C for one in key) + inner).hexdigest()
    assert signature("k", "sm3", "1", b"body") == f"sm3={outer}"


def test_waits_grow_and_end():
    now = datetime(2026, 6, 8, tzinfo=UTC)
    tried = [next_try(count, now) for count in range(1, TRIES + 1)]
    assert [one - now for one in tried[:-1]] == [timedelta(seconds=one) for one in WAITS]
    assert tried[-1] is None
    assert list(WAITS) == sorted(WAITS)
    assert TRIES == 6


class Receiver:
    """The other side, on this machine: answers with the codes it is given, then 200."""

    def __init__(self) -> None:
        self.codes, self.heard = [], []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.heard.append((dict(self.headers), body))
                self.send_response(outer.codes.pop(0) if outer.codes else 200)
                self.send_header("Location", f"http://127.0.0.1:{outer.port}/elsewhere")
                self.end_headers()

            def log_message(self, *_args):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port
        self.url = f"http://127.0.0.1:{self.port}/in"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def receiver(settings):
    settings.LINLI_HOOKS_PRIVATE = True
    made = Receiver()
    yield made
    made.close()


def made_hook(url, place_id=None, names=tuple(GROUPS["cases"]), algorithm="sha256", username="admin"):
    from linli.domains.places.queries import place_info

    path = [step.id for step in place_info(place_id or root().id).path]
    said = {"name": "物业平台", "url": url, "events": names, "algorithm": algorithm}
    return make_hook(actor=actor_for(username), path=path, known=EVENTS, now=MONDAY, **said)


def report(place, text="三楼的灯坏了"):
    said = {"actor": RESIDENT, "place": place, "channel": Channel.SCAN, "now": MONDAY}
    return commands.open_case(text=text, phone="13800138046", reporter="王秀兰", **said)["number"]


def told():
    jobs.deliver_waiting(until=lambda: False)


def sends():
    return ProcrastinateJob.objects.filter(task_name="webhooks.send")


@pytest.mark.parametrize("algorithm", ["sha256", "sm3"])
def test_what_happens_is_sent_signed(front_door, receiver, algorithm):
    made = made_hook(receiver.url, algorithm=algorithm)
    number = report(front_door.place)
    told()
    row = HookDelivery.objects.get()
    assert (row.state, sends().count()) == ("waiting", 1)
    send(row.pk)
    row.refresh_from_db()
    assert (row.state, row.code, row.tries) == ("sent", 200, 1)
    headers, body = receiver.heard[0]
    said = json.loads(body)
    assert (said["event"], said["case"]["number"]) == ("CaseOpened", number)
    assert headers["Linli-Event"] == "CaseOpened"
    assert headers["Linli-Delivery"] == str(row.pk)
    assert headers["Linli-Signature"] == signature(made.secret, algorithm, headers["Linli-Timestamp"], body)
    assert made.secret not in json.dumps(list(EventRow.objects.values_list("data", flat=True)))
    assert made.secret.encode() not in bytes(Hook.objects.get().secret_sealed)
    send(row.pk)
    assert len(receiver.heard) == 1


def test_an_event_told_twice_is_queued_once(front_door, receiver):
    made_hook(receiver.url)
    report(front_door.place)
    told()
    from linli.journeys.event_leaves_by_hook import queue_hooks

    row = EventRow.objects.get(name="CaseOpened")
    event = Recorded(row.pk, row.name, row.subject_kind, row.subject_id, row.at, RESIDENT, row.data)
    queue_hooks(event)
    assert HookDelivery.objects.count() == sends().count() == 1


def test_failures_are_tried_again_given_up_and_replayed(front_door, receiver):
    made_hook(receiver.url)
    report(front_door.place)
    told()
    row, receiver.codes = HookDelivery.objects.get(), [500, 302, 404, 500, 503, 500]
    for count in range(1, TRIES + 1):
        send(row.pk)
        row.refresh_from_db()
        assert row.tries == count == len(receiver.heard)
        assert row.state == ("waiting" if count < TRIES else "dead")
        assert sends().count() == min(count + 1, TRIES)
    later = list(sends().order_by("-id").values_list("scheduled_at", flat=True))
    assert later[0] > datetime.now(UTC) + timedelta(seconds=WAITS[-1] - 60)
    assert len({body for _headers, body in receiver.heard}) == 1
    with pytest.raises(NotFound):
        replay_delivery(actor=actor_for("grid"), delivery_id=row.pk, now=MONDAY)
    replay_delivery(actor=actor_for("admin"), delivery_id=row.pk, now=MONDAY)
    with pytest.raises(Refusal, match="hook_waiting"):
        replay_delivery(actor=actor_for("admin"), delivery_id=row.pk, now=MONDAY)
    send(row.pk)
    row.refresh_from_db()
    assert (row.state, row.code) == ("sent", 200)


def test_a_deaf_receiver_is_left_alone_for_a_while(front_door, receiver):
    made_hook(receiver.url)
    for count in range(3):
        report(front_door.place, f"灯坏了 {count}")
    told()
    first, second, third = HookDelivery.objects.order_by("id")
    receiver.codes = [500]
    send(first.pk)
    before = sends().count()
    send(second.pk)
    second.refresh_from_db()
    assert (second.tries, second.state, len(receiver.heard)) == (0, "waiting", 1)
    assert sends().count() == before + 1
    assert sends().order_by("-id").first().scheduled_at == Hook.objects.get().quiet_until
    send(first.pk)
    send(third.pk)
    assert len(receiver.heard) == 3
    assert [quiet(count).total_seconds() for count in (1, 2, 3, 20)] == [60, 120, 240, 3600]


def test_one_that_waits_is_tried_again_by_hand_and_once_only(front_door, receiver):
    made_hook(receiver.url)
    report(front_door.place, "灯坏了")
    report(front_door.place, "灯又坏了")
    told()
    client, (first, second) = client_for("admin"), HookDelivery.objects.order_by("id")
    receiver.codes = [500]
    send(first.pk)
    send(second.pk)
    page = client.get("/me/hooks/").content.decode()
    assert "先歇一歇" in page
    assert page.count("现在就重试 ") == 2
    assert "再试" in page
    put_off = {row.pk: [job.args for job in sends().filter(args__delivery_id=row.pk)][1:] for row in (first, second)}
    assert all(put_off.values())
    assert client.post(f"/me/hooks/deliveries/{first.pk}/replay/").status_code == 302
    for row in (first, second):
        send(**sends().filter(args__delivery_id=row.pk).order_by("-id").first().args)
        row.refresh_from_db()
        assert (row.state, row.tries) == ("sent", 2 if row == first else 1)
        HookDelivery.objects.filter(pk=row.pk).update(state="waiting")
        heard = len(receiver.heard)
        for job in put_off[row.pk]:
            send(**job)
        assert len(receiver.heard) == heard, "what was put off had a later job of its own"
        HookDelivery.objects.filter(pk=row.pk).update(state="sent")
    assert "先歇一歇" not in client.get("/me/hooks/").content.decode()


def test_a_hook_is_tried_with_what_says_and_counts_as_nothing(front_door, receiver):
    made = made_hook(receiver.url)
    client, url = client_for("admin"), f"/me/hooks/{made.id}/ping/"
    receiver.codes = [500, 500]
    Hook.objects.update(dead_row=DEAD_MOST - 1)
    for _time in range(2):
        assert client.post(url).status_code == 302
        assert client.post(url).status_code == 409, "the last is on its way"
        send(HookDelivery.objects.latest("id").pk)
    hook = Hook.objects.get()
    assert (hook.stopped_at, hook.failures, hook.quiet_until) == (None, 0, None)
    assert set(HookDelivery.objects.values_list("state", "tries")) == {("dead", 1)}
    assert "试推" not in client_for("admin").get("/jobs/").content.decode()
    Hook.objects.update(quiet_until=timezone.now() + timedelta(hours=1))
    client.post(url)
    row = HookDelivery.objects.latest("id")
    send(row.pk)
    row.refresh_from_db()
    headers, body = receiver.heard[-1]
    assert (row.state, row.event_id, headers["Linli-Event"]) == ("sent", -3, "Ping")
    assert headers["Linli-Signature"] == signature(made.secret, "sha256", headers["Linli-Timestamp"], body)
    assert json.loads(body)["hook"] == {"id": made.id, "name": "物业平台"}
    assert "试推" in client.get("/me/hooks/").content.decode()
    for username in ("", "grid", "community", "audit"):
        assert client_for(username).post(url).status_code == 404, username
    stop_hook(actor=actor_for("admin"), hook_id=made.id, now=MONDAY)
    assert client.post(url).status_code == 409
    assert HookDelivery.objects.count() == 3


def test_why_one_did_not_arrive_is_said_in_words(front_door, receiver):
    made = made_hook(receiver.url)
    report(front_door.place)
    told()
    row = HookDelivery.objects.get()
    for error, words in (
        ("ConnectError: [Errno 111] Connection refused", "连不上对方"),
        ("ReadTimeout: timed out", "5 秒内没有应答"),
        ("hook stopped", "这个推送停了"),
    ):
        HookDelivery.objects.update(error=error)
        page = client_for("admin").get("/me/hooks/").content.decode()
        assert words in page
        assert error not in page
    stop_hook(actor=actor_for("admin"), hook_id=made.id, now=MONDAY)
    send(row.pk)
    assert "这个推送停了" in client_for("admin").get("/me/hooks/").content.decode()


def test_nobody_there_is_a_failure_with_its_reason(front_door, receiver):
    made_hook(f"http://127.0.0.1:{receiver.port}/in")
    receiver.server.server_close()
    report(front_door.place)
    told()
    row = HookDelivery.objects.get()
    Hook.objects.update(url="http://127.0.0.1:1/in")
    send(row.pk)
    row.refresh_from_db()
    assert (row.state, row.code) == ("waiting", None)
    assert "ConnectError" in row.error


def test_old_deliveries_are_forgotten(front_door, receiver):
    made_hook(receiver.url)
    for count in range(3):
        report(front_door.place, f"灯坏了 {count}")
    told()
    first, second, third = HookDelivery.objects.order_by("id")
    HookDelivery.objects.filter(pk=first.pk).update(state="sent")
    HookDelivery.objects.filter(pk=second.pk).update(state="dead")
    assert purge_deliveries(MONDAY + timedelta(days=29)) == 0
    assert purge_deliveries(MONDAY + timedelta(days=31)) == 1
    assert purge_deliveries(MONDAY + timedelta(days=91)) == 1
    assert HookDelivery.objects.get() == third


def test_an_address_that_turned_private_is_not_called(front_door, receiver, settings):
    made_hook(receiver.url)
    report(front_door.place)
    told()
    settings.LINLI_HOOKS_PRIVATE = False
    Hook.objects.update(url=f"https://localhost:{receiver.port}/in")
    row = HookDelivery.objects.get()
    send(row.pk)
    row.refresh_from_db()
    assert "Forbidden" in row.error
    assert not receiver.heard


def test_too_many_dead_in_a_row_switch_it_off_and_its_keeper_hears(front_door, receiver):
    made_hook(receiver.url)
    for count in range(DEAD_MOST):
        report(front_door.place, f"灯坏了 {count}")
    told()
    rows = list(HookDelivery.objects.order_by("id"))
    HookDelivery.objects.update(tries=TRIES - 1)
    for row in rows[: DEAD_MOST - 1]:
        kept(row.pk, sending.Answer(500), MONDAY)
    assert Hook.objects.get().stopped_at is None
    kept(rows[-1].pk, sending.Answer(None, "ConnectError"), MONDAY)
    hook = Hook.objects.get()
    assert hook.switched_off
    told()
    seat = actor_for("admin").seat_id
    assert Notice.objects.filter(seat_id=seat, url="/me/hooks/").count() == 1
    report(front_door.place, "又一件")
    told()
    assert HookDelivery.objects.count() == DEAD_MOST
    assert hook_list(viewer_for("admin"))[0].state == "off"


def test_one_that_is_heard_begins_the_count_anew(front_door, receiver):
    made_hook(receiver.url)
    Hook.objects.update(dead_row=DEAD_MOST - 1)
    report(front_door.place)
    told()
    send(HookDelivery.objects.get().pk)
    assert Hook.objects.get().dead_row == 0


def test_what_waits_for_a_stopped_hook_is_not_sent(front_door, receiver):
    made = made_hook(receiver.url)
    report(front_door.place)
    told()
    stop_hook(actor=actor_for("admin"), hook_id=made.id, now=MONDAY)
    row = HookDelivery.objects.get()
    send(row.pk)
    row.refresh_from_db()
    assert row.state == "dead"
    assert not receiver.heard
    for again in (
        lambda: stop_hook(actor=actor_for("admin"), hook_id=made.id, now=MONDAY),
        lambda: replay_delivery(actor=actor_for("admin"), delivery_id=row.pk, now=MONDAY),
    ):
        with pytest.raises(Refusal, match="hook_stopped"):
            again()


def test_a_hook_hears_of_its_place_and_of_what_it_asked_for(front_door, receiver):
    place = front_door.place
    here, other = (
        place.of_kind("street").id,
        next(one.id for one in under(root().id, "street") if one.id != place.of_kind("street").id),
    )
    mine = made_hook(receiver.url, here)
    made_hook(receiver.url, other)
    made_hook(receiver.url, here, ["CaseClosed"])
    report(place)
    told()
    assert [row.hook_id for row in HookDelivery.objects.all()] == [mine.id]


@pytest.mark.parametrize("username", ["grid", "community", "shui", "audit"])
def test_nobody_without_the_right_makes_or_sees_one(front_door, receiver, username):
    made = made_hook(receiver.url)
    report(front_door.place)
    told()
    delivery, before = HookDelivery.objects.get(), EventRow.objects.count()
    with pytest.raises(NotFound):
        made_hook(receiver.url, username=username)
    client = client_for(username)
    data = {"name": "x", "url": receiver.url, "place": root().id, "events": ["CaseOpened"], "algorithm": "sha256"}
    assert client.get("/me/hooks/").status_code == 404
    assert client.post("/me/hooks/", data).status_code == 404
    assert client.post(f"/me/hooks/{made.id}/stop/").status_code == 404
    assert client.post(f"/me/hooks/deliveries/{delivery.pk}/replay/").status_code == 404
    assert EventRow.objects.count() == before
    assert client_for("").get("/me/hooks/").status_code in (302, 404)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": " "}, "hook_name"),
        ({"name": "x" * 61}, "hook_name"),
        ({"url": "http://example.org/in"}, "hook_url"),
        ({"url": "https://10.0.0.1/in"}, "hook_private"),
        ({"url": "https://[::1]/in"}, "hook_private"),
        ({"events": []}, "hook_events"),
        ({"events": ["ContactRevealed"]}, "hook_events"),
        ({"algorithm": "md5"}, "hook_events"),
    ],
)
def test_what_a_hook_may_be(town, settings, change, code):
    settings.LINLI_HOOKS_PRIVATE = False
    said = {"name": "平台", "url": "https://example.org/in", "events": ["CaseOpened"], "algorithm": "sha256", **change}
    with pytest.raises(Refusal, match=code):
        make_hook(actor=actor_for("admin"), path=[root().id], known=EVENTS, now=MONDAY, **said)
    assert not Hook.objects.exists()


def test_the_page_makes_one_shows_its_secret_once_replays_and_stops(front_door, receiver):
    client = client_for("admin")
    data = {"name": "物业平台", "url": receiver.url, "place": root().id, "on_cases": EVENTS[:3], "algorithm": "sm3"}
    answer = client.post("/me/hooks/", data)
    secret = answer.context["made"]
    assert secret.startswith("lh_")
    assert secret in answer.content.decode()
    assert secret not in client.get("/me/hooks/").content.decode()
    assert client.post("/me/hooks/", {**data, "name": ""}).status_code == 422
    again = [client.post("/me/hooks/", {**data, "name": "另一个", "key": "k"}).context["made"] for _time in range(2)]
    assert (bool(again[0]), again[1]) == (True, "")
    Hook.objects.filter(name="另一个").get().delete()
    report(front_door.place)
    told()
    row = HookDelivery.objects.get()
    receiver.codes = [500]
    HookDelivery.objects.update(tries=TRIES - 1)
    send(row.pk)
    page = client.get("/me/hooks/").content.decode()
    assert "没送到" in page
    assert "对方回答 500" in page
    assert client.post(f"/me/hooks/deliveries/{row.pk}/replay/").status_code == 302
    send(row.pk)
    assert "送到 200" in client.get("/me/hooks/").content.decode()
    assert client.post(f"/me/hooks/{Hook.objects.get().pk}/stop/").status_code == 302
    assert "停用了" in client.get("/me/hooks/").content.decode()


def integration(place_id, scopes=("hooks",)):
    from linli.domains.organizations.commands.tokens import issue_integration_token

    said = {"actor": SYSTEM, "name": "物业平台", "days": 9, "now": timezone.now()}
    return Program(secret=issue_integration_token(scopes=scopes, place_id=place_id, **said).secret)


def test_another_system_subscribes_for_its_own_place(front_door, receiver):
    street = front_door.place.of_kind("street").id
    mine, other = (
        integration(street),
        integration(next(one.id for one in under(root().id, "street") if one.id != street)),
    )
    wanted = {"name": "物业平台", "url": receiver.url, "events": ["CaseOpened"]}
    made = mine.post("/hooks", wanted)
    assert made.status_code == 201, made.content
    hook = Hook.objects.get()
    assert (hook.place_id, hook.algorithm) == (street, "sha256")
    assert mine.post("/hooks", {**wanted, "place_id": front_door.place.id}).status_code == 201
    assert mine.post("/hooks", {**wanted, "place_id": root().id}).status_code == 404
    assert mine.post("/hooks", {**wanted, "events": ["ContactRevealed"]}).json()["code"] == "hook_events"
    report(front_door.place)
    told()
    row = HookDelivery.objects.filter(hook=hook).get()
    send(row.pk)
    listed = mine.get(f"/hooks/{hook.pk}/deliveries").json()["items"]
    assert [(one["state"], one["code"]) for one in listed] == [("sent", 200)]
    assert [one["id"] for one in mine.get("/hooks").json()["items"]][-1] == hook.pk
    assert mine.post(f"/hooks/deliveries/{row.pk}/replay").status_code == 202
    assert receiver.heard[0][0]["Linli-Signature"].startswith("sha256=")
    assert made.json()["secret"] not in mine.get("/hooks").content.decode()
    for caller, codes in ((Program(), {401}), (Program("grid"), {404}), (other, {404})):
        before = EventRow.objects.exclude(name="TokenIssued").count()
        assert caller.get(f"/hooks/{hook.pk}/deliveries").status_code in codes
        assert caller.post(f"/hooks/{hook.pk}/stop").status_code in codes
        assert caller.post(f"/hooks/deliveries/{row.pk}/replay").status_code in codes
        assert EventRow.objects.exclude(name="TokenIssued").count() == before
    assert integration(street, ("read",)).get("/hooks").status_code == 404
    assert mine.post(f"/hooks/{hook.pk}/stop").json()["state"] == "stopped"
    assert mine.post(f"/hooks/{hook.pk}/stop").json()["code"] == "hook_stopped"


def test_nothing_personal_leaves_on_a_whole_walk(front_door, receiver):
    made_hook(receiver.url)
    walk = Walk("request", front_door.place.id, MONDAY)
    walk.step(("act", "forward"), "community")
    walk.step(("act", "whistle"), "joint")
    number = report(front_door.place, "我是王秀兰，电话 13800138046，三楼的灯坏了")
    assert number
    told()
    bodies = "".join(HookDelivery.objects.values_list("body", flat=True))
    assert {"CaseOpened", "CaseMoved", "WhistleBlown"} <= set(HookDelivery.objects.values_list("event", flat=True))
    names = set(EventRow.objects.exclude(actor_label="").values_list("actor_label", flat=True)) - {"居民", "系统"}
    for secret in ("13800138046", "王秀兰", "三楼的灯", "remark", *names):
        assert secret not in bodies
