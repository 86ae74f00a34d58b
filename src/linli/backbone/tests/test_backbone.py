"""Commands, the log, its chain, deliveries and seals: what the rest stands on."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import ClassVar

import pytest
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from linli.backbone import audit, crypto, events, jobs, sql, writing
from linli.backbone.commands import NothingRecorded, command
from linli.backbone.models import DeadLetter, Delivered, EventRow, Undelivered
from linli.backbone.values import SYSTEM
from linli.kernel.refusal import Refusal

NOW = datetime(2026, 6, 11, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingDone(events.Event):
    """Something for tests."""

    subject_kind: ClassVar[str] = "thing"
    words: str = ""


@command
def do_thing(*, actor, words="", refuse=False, silent=False, key=""):
    if not silent:
        events.record(ThingDone(subject_id=1, at=NOW, words=words))
    if refuse:
        raise Refusal("not_here")
    return {"words": words}


@command
def do_two(*, actor):
    do_thing(actor=actor, words="inner")
    events.record(ThingDone(subject_id=2, at=NOW, words="outer"))


@pytest.mark.django_db
def test_a_command_needs_an_actor_and_must_say_what_it_did():
    with pytest.raises(TypeError):
        do_thing()
    with pytest.raises(NothingRecorded):
        do_thing(actor=SYSTEM, silent=True)
    with pytest.raises(Refusal):
        do_thing(actor=SYSTEM, refuse=True)
    assert not EventRow.objects.exists()
    do_two(actor=SYSTEM)
    assert list(EventRow.objects.order_by("id").values_list("data__words", flat=True)) == ["inner", "outer"]


@pytest.mark.django_db
def test_a_key_answers_as_the_first_time_even_where_the_repeat_is_refused():
    assert (
        do_thing(actor=SYSTEM, words="one", key="k") == do_thing(actor=SYSTEM, words="two", key="k") == {"words": "one"}
    )
    assert do_thing(actor=SYSTEM, refuse=True, key="k") == {"words": "one"}
    assert EventRow.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE backbone_eventrow SET name = 'x'", "DELETE FROM backbone_eventrow"])
def test_the_database_refuses_to_change_the_log(statement):
    do_thing(actor=SYSTEM)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert EventRow.objects.get().name == "ThingDone"


def seal(count: int) -> None:
    """Seal so many events; transactions of other tests on the same server may hold the horizon back for a moment."""
    sealed, end = 0, time.monotonic() + 60
    while sealed < count and time.monotonic() < end:
        sealed += audit.seal_batch(NOW)
        time.sleep(0 if sealed == count else 0.05)
    assert sealed == count


def tamper(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        (
            "UPDATE backbone_eventrow SET subject_id = 9 WHERE id = (SELECT min(id) + 1 FROM backbone_eventrow)",
            "changed",
        ),
        ("DELETE FROM backbone_eventrow WHERE id = (SELECT min(id) + 1 FROM backbone_eventrow)", "missing"),
        ("UPDATE backbone_sealrow SET digest = '\\x00'", "chain"),
    ],
)
def test_one_changed_byte_is_found_and_named(statement, kind):
    for number in range(5):
        do_thing(actor=SYSTEM, words=str(number))
    seal(5)
    assert audit.seal_batch(NOW) == 0
    assert audit.verify().faults == ()
    second = EventRow.objects.order_by("id")[1].pk
    tamper(statement)
    fault = audit.verify().faults[0]
    assert fault.kind == kind
    assert kind == "chain" or (fault.event_id == second and str(second) in fault.words)


@pytest.mark.django_db(transaction=True)
def test_an_unfinished_transaction_is_not_sealed():
    do_thing(actor=SYSTEM)
    with transaction.atomic():
        do_thing(actor=SYSTEM)
        seal(1)
        assert audit.seal_batch(NOW) == 0
    seal(1)
    assert audit.verify().events == 2


@pytest.fixture
def wired():
    """Listeners of the test's own, the real ones back afterwards."""
    before, slow = dict(events._listeners), set(events._slow)
    yield events.listen
    events.listen(before)
    events._slow.update(slow)


def deliver(event_id: int, attempt: int = 0) -> None:
    jobs.deliver.func(SimpleNamespace(job=SimpleNamespace(attempts=attempt)), event_id)


@pytest.mark.django_db
def test_a_listener_hears_an_event_once_and_a_failing_one_ends_as_a_dead_letter(wired):
    heard: list[str] = []
    broken = [True]

    def good(event):
        heard.append("good")

    def bad(event):
        if broken[0]:
            raise RuntimeError("down")
        heard.append("bad")

    wired({"ThingDone": [good, bad]})
    do_thing(actor=SYSTEM)
    event_id = EventRow.objects.get().pk
    for attempt in range(jobs.TRIES - 1):
        with pytest.raises(RuntimeError):
            deliver(event_id, attempt)
    deliver(event_id, jobs.TRIES - 1)
    assert heard == ["good"]
    letter = DeadLetter.objects.get()
    assert "RuntimeError" in letter.error
    broken[0] = False
    deliver(event_id)
    deliver(event_id)
    assert heard == ["good", "bad"]
    assert Delivered.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_events_that_wait_are_told_once_single_ones_first(wired):
    heard: list[tuple[str, str]] = []
    broken = [True]

    def good(event):  # what is rolled back did not happen
        transaction.on_commit(lambda: heard.append(("good", event.data["words"])))

    def bad(event):
        if broken[0]:
            raise RuntimeError("down")
        transaction.on_commit(lambda: heard.append(("bad", event.data["words"])))

    wired({"ThingDone": [good]})
    with transaction.atomic(), sql.gathering(sql.Gathered(1)) as rows:
        do_thing(actor=SYSTEM, words="bulk")
        writing.copy(rows.blocks())
    do_thing(actor=SYSTEM, words="single")
    assert jobs.deliver_waiting(until=lambda: True) == 0
    assert Undelivered.objects.count() == 2
    assert jobs.deliver_waiting(until=lambda: False) == 2
    assert heard == [("good", "single"), ("good", "bulk")]
    assert jobs.deliver_waiting(until=lambda: False) == Undelivered.objects.count() == 0

    wired({"ThingDone": [good, bad]})
    do_thing(actor=SYSTEM, words="third")
    assert jobs.deliver_waiting(until=lambda: False) == 1
    assert heard[2:] == [("good", "third")], "whoever can hear hears at once"
    job = ProcrastinateJob.objects.get(task_name="backbone.deliver", status="todo")
    broken[0] = False
    deliver(**job.args)
    deliver(**job.args)
    assert heard[2:] == [("good", "third"), ("bad", "third")]


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_telling_leaves_the_event_waiting(wired):
    heard: list[str] = []

    def killed(event):
        raise SystemExit

    wired({"ThingDone": [lambda event: heard.append("told"), killed]})
    do_thing(actor=SYSTEM)
    with pytest.raises(SystemExit):
        jobs.deliver_waiting(until=lambda: False)
    assert Undelivered.objects.count() == 1
    wired({"ThingDone": [lambda event: heard.append("told")]})
    assert jobs.deliver_waiting(until=lambda: False) == 1
    assert heard == ["told", "told"]


@pytest.mark.django_db(transaction=True)
def test_slow_listeners_hear_after_the_quick_ones_of_all(wired):
    heard: list[tuple[str, str]] = []

    def quick(event):
        heard.append(("quick", event.data["words"]))

    def slow(event):
        heard.append(("slow", event.data["words"]))

    wired({"ThingDone": [slow, quick]}, slow=[slow])
    do_thing(actor=SYSTEM, words="one")
    do_thing(actor=SYSTEM, words="two")
    rests: list[float] = []
    assert jobs.deliver_waiting(until=lambda: False, rest=rests.append) == 4
    assert heard == [("quick", "one"), ("quick", "two"), ("slow", "one"), ("slow", "two")]
    assert len(rests) == 2, "after the slow ones alone"
    assert all(one > 0 for one in rests)
    assert Undelivered.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_notice_waits_for_one_slow_listener_at_most(wired):
    heard: list[tuple[str, str]] = []

    def quick(event):
        heard.append(("quick", event.data["words"]))

    def slow(event):
        heard.append(("slow", event.data["words"]))
        if event.data["words"] == "one":
            do_thing(actor=SYSTEM, words="meanwhile")

    wired({"ThingDone": [slow, quick]}, slow=[slow])
    do_thing(actor=SYSTEM, words="one")
    do_thing(actor=SYSTEM, words="two")
    assert jobs.deliver_waiting(until=lambda: False) == 6
    assert heard[2:5] == [("slow", "one"), ("quick", "meanwhile"), ("slow", "two")]


@pytest.mark.django_db(transaction=True)
def test_one_worker_at_a_time_is_at_what_can_wait(wired):
    heard: list[str] = []

    def quick(event):
        heard.append(f"quick {event.data['words']}")

    def slow(event):
        heard.append(f"slow {event.data['words']}")

    wired({"ThingDone": [slow, quick]}, slow=[slow])
    do_thing(actor=SYSTEM, words="one")
    beside = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        with beside.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext('backbone.later'))")
        assert jobs.deliver_waiting(until=lambda: False) == 1
        with transaction.atomic(), sql.gathering(sql.Gathered(1)) as rows:
            do_thing(actor=SYSTEM, words="bulk")
            writing.copy(rows.blocks())
        do_thing(actor=SYSTEM, words="two")
        assert jobs.deliver_waiting(until=lambda: False) == 1
        with beside.cursor() as cursor:  # what closes is let go of a little later
            cursor.execute("SELECT pg_advisory_unlock(hashtext('backbone.later'))")
    finally:
        beside.close()
    assert heard == ["quick one", "quick two"]
    assert jobs.deliver_waiting(until=lambda: False) == 4
    assert heard[2:] == ["quick bulk", "slow one", "slow two", "slow bulk"]


@pytest.mark.django_db(transaction=True)
def test_what_nobody_hears_waits_for_nobody(wired):
    wired({})
    do_thing(actor=SYSTEM)
    assert Undelivered.objects.count() == 0


@pytest.mark.parametrize("cipher", ["aes", "sm4"])
def test_chance_in_large_pieces_is_given_once_and_seals_as_well(settings, cipher):
    settings.LINLI_CIPHER = cipher
    chance = crypto.Chance()
    given = [chance(12) for _ in range(1000)]
    assert len(set(given)) == 1000
    assert {len(one) for one in given} == {12}
    assert len(chance(10_000)) == 10_000
    values = [crypto.seal("13800000000", chance) for _ in range(50)]
    assert len(set(values)) == 50
    assert {crypto.unseal(one) for one in values} == {"13800000000"}


@pytest.mark.parametrize("cipher", ["aes", "sm4"])
def test_a_sealed_field_opens_and_shows_tampering(settings, cipher):
    settings.LINLI_CIPHER = cipher
    sealed = crypto.seal("13812342046")
    assert b"138" not in sealed
    assert crypto.unseal(sealed) == "13812342046"
    assert crypto.seal("13812342046") != sealed
    with pytest.raises(crypto.Unsealable):
        crypto.unseal(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    assert crypto.seal("") == b""
    assert crypto.unseal(b"") == ""
