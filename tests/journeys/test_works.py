"""Long work: kept step by step, taken up again by another worker, cancelled in between, its file for who asked only."""

import re
from datetime import timedelta

import pytest
from django.db.models import F

from linli.backbone.models import EventRow, Work
from linli.backbone.works import files, kinds, queries
from linli.backbone.works.commands import ask_work, cancel_work, purge_results
from linli.backbone.works.kinds import Outcome, Step
from linli.backbone.works.running import Superseded, _step, go_on
from linli.domains.organizations.queries.viewers import viewer_again
from linli.domains.places.models import Door
from linli.kernel.refusal import NotFound, Refusal
from tests.journeys.test_exports import close
from tests.journeys.test_pages import client_for
from tests.support.town import MONDAY


class Counting:
    """Counts to ten in a file and in the database, a number a step."""

    name, icon = "counting", "hourglass"
    breaks_at: int | None = None

    def title(self, params):
        return f"数到 {params['to']}"

    def phase(self, checkpoint):
        return "在数"

    def said(self, facts):
        return f"数到了 {facts['last']}"

    def again(self, params, person_id, work_id):
        return ""

    def see(self, params, work_id):
        return ""

    def wrong(self, params, facts):
        return ()

    def writes(self, checkpoint):
        return True

    def step(self, work):
        at = work.checkpoint.get("at", 0)
        Door.objects.filter(pk=work.params["door"]).update(code=f"X{at + 1}")
        if at + 1 == self.breaks_at:
            raise RuntimeError("broken")
        if at + 1 == work.params["to"]:
            (work.folder / "end.csv").write_text("end")
            (work.folder / "rest").write_text("rest")
            return Outcome({"last": at + 1}, "end.csv", "数完.csv")
        return Step({"at": at + 1}, at + 1, work.params["to"])


@pytest.fixture
def counting(town, monkeypatch):
    kind = Counting()
    kinds.register(kind, again=viewer_again)
    yield kind
    from linli.config import wiring

    kinds.register(*wiring.LONG_KINDS, again=viewer_again)


@pytest.fixture
def asked(counting, who):
    door = Door.objects.order_by("id").values_list("id", flat=True)[0]

    def ask(name="community", to=3):
        return ask_work(
            actor=who(name), kind="counting", params={"to": to, "door": door}, language="zh-hans", now=MONDAY
        )

    return ask


def door_code():
    return Door.objects.order_by("id").values_list("code", flat=True)[0]


def test_a_work_is_done_step_by_step_and_its_file_is_for_who_asked(asked, who):
    work_id = asked()
    assert go_on(work_id, 0.0)
    row = Work.objects.get(pk=work_id)
    assert (row.state, row.done, row.total, row.checkpoint) == ("running", 1, 3, {"at": 1})
    assert not go_on(work_id, 5.0)
    row.refresh_from_db()
    assert (row.state, row.done, row.result) == ("done", 3, {"last": 3})
    assert [one.name for one in EventRow.objects.filter(subject_kind="work").order_by("id")] == [
        "WorkAsked",
        "WorkEnded",
    ]
    mine = client_for("community")
    page = mine.get(f"/works/{work_id}/")
    assert "数到了 3" in page.content.decode()
    assert " — " in re.search('<p class="ll-work-when">(.*?)</p>', page.content.decode())[1]
    Work.objects.filter(pk=work_id).update(ended_at=F("asked_at"))
    page = mine.get(f"/works/{work_id}/").content.decode()
    assert " — " not in re.search('<p class="ll-work-when">(.*?)</p>', page)[1], "it began and ended at one moment"
    sent = mine.get(f"/works/{work_id}/file/")
    assert b"".join(sent.streaming_content) == b"end"
    close(sent)
    for caller in ("", "grid2", "leader", "admin"):
        for path in (f"/works/{work_id}/", f"/works/{work_id}/file/"):
            assert client_for(caller).get(path).status_code == 404
    assert not go_on(work_id, 1.0), "what has ended does not begin again"


def test_rest_of_the_folder_goes_and_the_result_when_its_time_is_over(asked, who, django_capture_on_commit_callbacks):
    work_id = asked(to=1)
    with django_capture_on_commit_callbacks(execute=True):
        go_on(work_id, 5.0)
    assert [one.name for one in files.folder_of(work_id).iterdir()] == ["end.csv"]
    row = Work.objects.get(pk=work_id)
    assert purge_results(row.expires_at - timedelta(hours=1)) == 0
    assert purge_results(row.expires_at + timedelta(seconds=1)) == 1
    with pytest.raises(NotFound):
        queries.result(who("community").viewer, work_id)
    assert "过期" in client_for("community").get(f"/works/{work_id}/").content.decode()


def test_a_worker_that_lost_its_work_keeps_nothing(asked):
    work_id = asked()
    go_on(work_id, 0.0)
    stale = Work.objects.get(pk=work_id)
    assert go_on(work_id, 0.0), "another worker takes it up and does step 2"
    with pytest.raises(Superseded):
        _step(stale, stale.claim)
    assert Work.objects.get(pk=work_id).checkpoint == {"at": 2}
    assert door_code() == "X2", "what the first worker wrote was rolled back"


def test_a_broken_step_leaves_nothing_and_ends_as_failed(asked, counting):
    counting.breaks_at = 2
    work_id = asked()
    for _slice in range(4):
        go_on(work_id, 0.0)
    row = Work.objects.get(pk=work_id)
    assert (row.state, row.refusal, row.checkpoint) == ("failed", "work_broke", {"at": 1})
    assert door_code() == "X1"
    page = client_for("community").get(f"/works/{work_id}/").content.decode()
    assert "没做成，已经记下原因" in page
    assert "broken" not in page


def test_a_cancelled_work_stops_before_its_next_step(asked, who):
    work_id = asked()
    go_on(work_id, 0.0)
    for other in ("grid2", "leader"):
        with pytest.raises(NotFound):
            cancel_work(actor=who(other), work_id=work_id, now=MONDAY)
    assert client_for("community").post(f"/works/{work_id}/cancel/").status_code == 302
    assert not go_on(work_id, 5.0)
    assert Work.objects.get(pk=work_id).state == "cancelled"
    assert door_code() == "X1"
    with pytest.raises(Refusal, match="work_ended"):
        cancel_work(actor=who("community"), work_id=work_id, now=MONDAY)


def test_one_that_waits_is_cancelled_at_once(asked, who):
    work_id = asked()
    cancel_work(actor=who("community"), work_id=work_id, now=MONDAY)
    assert Work.objects.get(pk=work_id).state == "cancelled"
    assert not go_on(work_id, 5.0)


def test_what_was_stopped_is_said_to_have_left_nothing_in_the_list_and_on_its_page(asked):
    work_id, client = asked(), client_for("community")
    go_on(work_id, 0.0)
    client.post(f"/works/{work_id}/cancel/")
    assert "正在停下来" in client.get(f"/works/{work_id}/").content.decode()
    go_on(work_id, 5.0)
    for path in ("/works/", f"/works/{work_id}/"):
        assert "停下了，什么都没有留下" in client.get(path).content.decode(), path


def test_so_many_at_once_and_no_more(asked):
    for _each in range(5):
        asked()
    with pytest.raises(Refusal, match="too_many_works"):
        asked()


def test_who_left_the_seat_gets_nothing(asked, counting):
    work_id = asked()
    kinds.register(counting, again=lambda account, person, seat: (_ for _ in ()).throw(NotFound("viewer")))
    go_on(work_id, 1.0)
    assert (Work.objects.get(pk=work_id).state, door_code()[0]) != ("done", "X")
    assert Work.objects.get(pk=work_id).refusal == "work_not_yours"


def test_a_fragment_asks_again_while_there_is_something_to_see(asked):
    work_id, client = asked(), client_for("community")
    part = client.get(f"/works/{work_id}/", headers={"HX-Request": "true"}).content.decode()
    assert "hx-get" in part
    assert "<html" not in part
    go_on(work_id, 5.0)
    assert "hx-get" not in client.get(f"/works/{work_id}/", headers={"HX-Request": "true"}).content.decode()


def test_my_works_are_mine(asked):
    asked()
    assert "数到 3" in client_for("community").get("/works/").content.decode()
    assert "还没有导入导出过" in client_for("grid").get("/works/").content.decode()
    assert client_for("").get("/works/").status_code == 404
