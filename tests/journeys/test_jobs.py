"""What failed for good: told on a page in words, and tried again by hand."""

from html import unescape

import pytest

from linli.backbone import events, jobs
from linli.backbone.models import DeadLetter, EventRow
from linli.backbone.values import RESIDENT
from linli.domains.cases import commands, reactions
from linli.domains.cases.values import Channel
from linli.domains.duties.models import Notice
from tests.journeys.test_pages import client_for
from tests.journeys.test_routines import recorded
from tests.support.town import MONDAY


@pytest.fixture
def failed(town, front_door):
    """A case whose holder could not be told of it: what is left of that."""
    case = commands.open_case(
        actor=RESIDENT, place=front_door.place, text="楼道灯坏了", channel=Channel.SCAN, now=MONDAY
    )
    row = EventRow.objects.get(name="CaseOpened", subject_id=case["id"])
    name = events.listener_name(reactions.tell_holder)
    jobs._bury(row.pk, name, RuntimeError("connection lost"))
    return case["number"], DeadLetter.objects.get(event_id=row.pk)


def test_a_failed_job_is_told_in_words_and_leads_to_its_matter(failed):
    number, letter = failed
    page = unescape(client_for("admin").get("/jobs/").content.decode())
    assert '<th scope="row">收到反映' in page
    assert number in page
    assert "connection lost" in page
    assert "再跑一次 收到反映" in page
    assert letter.listener in page
    for username in ("leader", "audit", "grid"):
        assert client_for(username).get("/jobs/").status_code == 404
        assert client_for(username).post(f"/jobs/{letter.pk}/retry/").status_code == 404


def test_it_is_tried_again_by_hand(failed, monkeypatch):
    number, letter = failed
    deferred = []
    monkeypatch.setattr(jobs.deliver, "defer", lambda **said: deferred.append(said))
    answer = client_for("admin").post(f"/jobs/{letter.pk}/retry/")
    assert (answer.status_code, answer["Location"]) == (302, "/jobs/")
    assert deferred == [{"event_id": letter.event_id}]
    assert number not in client_for("admin").get("/jobs/").content.decode()
    assert client_for("admin").post(f"/jobs/{letter.pk}/retry/").status_code == 404
    # Told again, the holder hears of it, once.
    row = EventRow.objects.get(pk=letter.event_id)
    for _each in range(2):
        reactions.tell_holder(recorded(row))
    assert Notice.objects.filter(event_id=row.pk).count() == 1
