"""A locked period keeps its figures, says by which version, and its records stay those of that day."""

from datetime import date, datetime, timedelta

import psycopg
import pytest
from django.db import connection

from linli.backbone.facts import Key, Question
from linli.backbone.packs.registry import in_force
from linli.backbone.values import RESIDENT
from linli.config import demo
from linli.config.demo.history import write_history
from linli.domains.cases import commands
from linli.domains.cases.models import BOOK, Fact
from linli.domains.cases.queries.figures import asked
from linli.domains.cases.values import Channel
from linli.domains.cases.values.tables import cases
from linli.domains.insights.commands import lock_period
from linli.domains.insights.models import Lock, LockedFigure
from linli.domains.insights.queries.behind import behind
from linli.domains.insights.queries.boards import board
from linli.domains.insights.queries.indicators import readings
from linli.domains.insights.queries.locks import forget_locks
from linli.domains.insights.queries.sources import Place
from linli.domains.insights.queries.trends import daily, monthly
from linli.domains.places.queries import root, under
from linli.kernel.periods import chosen
from linli.kernel.refusal import NotFound, Refusal
from tests.journeys.test_pages import client_for
from tests.support.town import CHINA, MONDAY, actor_for, viewer_for

MAY = date(2026, 5, 1), date(2026, 5, 31)


@pytest.fixture
def lived_in(town):
    write_history(cases=300, seed=demo.SEED, now=MONDAY, say=lambda words: None)
    forget_locks()
    yield town
    forget_locks()


def late_fact(town) -> None:
    """A report that is written down weeks later, as of a day in May."""
    commands.open_case(
        actor=RESIDENT,
        place=town.front_door().place,
        text="五月里就积水了",
        channel=Channel.SCAN,
        now=datetime(2026, 5, 20, 9, tzinfo=CHINA),
        key="late",
    )


def test_what_is_written_down_later_no_longer_changes_a_locked_month(lived_in):
    leader, place = viewer_for("leader"), str(root().id)
    street = under(root().id, "street")[0]
    before = behind(leader, "received", place, chosen(*MAY), MONDAY)
    assert float(before.figure.value) > 0
    lock_period(actor=actor_for("leader"), start=MAY[0], end=MAY[1], now=MONDAY)
    forget_locks()
    version = Lock.objects.get().pack_version
    assert LockedFigure.objects.filter(key="received").count() > 40
    late_fact(lived_in)
    live = asked(Question((Key(root().id, "district"),), (MAY,))).sums(root().id, "", ("request",))["received"]
    after = behind(leader, "received", place, chosen(*MAY), MONDAY)
    assert live == int(before.figure.value) + 1
    assert after.figure.value == before.figure.value
    assert all("五月里就积水了" not in one.title for one in after.records)
    page = board(leader, place, chosen(*MAY), MONDAY)
    assert f"第 {version} 版" in page.locked
    assert page.parts[0].figures[0].value == before.figure.value
    assert board(leader, str(street.id), chosen(*MAY), MONDAY).locked
    assert not board(leader, place, chosen(MAY[0], MAY[1] - timedelta(days=1)), MONDAY).locked
    html = client_for("leader").get(f"/board/?from={MAY[0]}&to={MAY[1]}").content.decode()
    assert "锁定" in html


def in_parts(town) -> dict:
    """Figures of May in parts and at every level, of which a lock keeps none; each with the records it opens."""
    leader, place = viewer_for("leader"), town.front_door().place
    found = {}
    categories = tuple(cases(in_force()).categories)
    for split, parts in (("channel", ("scan", "hotline")), ("category", categories), ("", ("",))):
        for level, at in ({"district": root().id} if split else {**place.ids, "district": root().id}).items():
            for key, one in readings(KEYS, [Place(at, level)], [MAY], MONDAY, split, parts).items():
                found[split, level, key] = one.number
            for part in parts:
                page = behind(leader, "received", str(at), chosen(*MAY), MONDAY, split=split, part=part)
                found["records", split, level, part] = (page.figure.value, [one.title for one in page.records])
    whole = Place(root().id, "district")
    found["days"] = {day: count for day, count in daily("received", whole, MAY, "channel", "scan").items() if count}
    found["months"] = monthly("received", whole, (date(2026, 3, 1), date(2026, 6, 30)), "channel", ["scan"])
    return found


KEYS = ("received", "on_time", "satisfaction")


def test_the_parts_of_a_locked_month_stay_as_well(lived_in):
    before = in_parts(lived_in)
    lock_period(actor=actor_for("leader"), start=MAY[0], end=MAY[1], now=MONDAY)
    forget_locks()
    assert in_parts(lived_in) == before
    late_fact(lived_in)
    assert in_parts(lived_in) == before
    BOOK.fold()
    assert in_parts(lived_in) == before
    LockedFigure.objects.all().delete()
    Lock.objects.all().delete()
    forget_locks()
    assert in_parts(lived_in) != before, "without the lock it counts"


def test_a_running_month_is_not_locked_and_none_is_locked_twice(lived_in):
    actor = actor_for("leader")
    with pytest.raises(Refusal, match="period_open"):
        lock_period(actor=actor, start=date(2026, 6, 1), end=MONDAY.date(), now=MONDAY)
    lock_period(actor=actor, start=MAY[0], end=MAY[1], now=MONDAY)
    with pytest.raises(Refusal, match="already_locked"):
        lock_period(actor=actor, start=MAY[0], end=MAY[1], now=MONDAY)
    assert Lock.objects.count() == 1


def test_what_locking_means_is_said_before_it_is_done(lived_in):
    leader = client_for("leader")
    page = leader.get("/board/locks/?from=2026-05-01&to=2026-05-31")
    words = page.content.decode()
    for said in ("2026 年 5 月 1 日—5 月 31 日", "31 天", "解不开", root().name):
        assert said in words, said
    assert (page.status_code, Lock.objects.count()) == (200, 0)
    assert 'value="2026-05-01"' in words
    alone = leader.get("/board/locks/?from=2026-05-02&to=2026-05-02").content.decode()
    assert "锁定 2026 年 5 月 2 日吗" in alone
    assert "5 月 2 日—" not in alone
    for name in ("street", "audit"):
        assert client_for(name).get("/board/locks/?from=2026-05-01&to=2026-05-31").status_code == 404


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("", "", "这里还没填"),
        ("x", "2026-13-01", "不是日子"),
        ("2026-05-31", "2026-05-01", "结束的那天在开始之前"),
        ("2026-05-01", "2027-05-01", "还没过完"),
        ("1900-01-01", "1900-01-31", "那时还没有数"),
        ("1900-01-01", "2026-05-31", "那时还没有数"),
        ("2026-05-15", "2026-06-02", "2026 年 5 月 1 日—5 月 31 日 只重了一部分"),
        ("2026-05-01", "2026-05-31", "已经锁定过"),
    ],
)
def test_what_cannot_be_locked_is_said_and_nothing_is(lived_in, start, end, said):
    lock_period(actor=actor_for("leader"), start=MAY[0], end=MAY[1], now=MONDAY)
    forget_locks()
    leader, given = client_for("leader"), {"from": start, "to": end}
    for answer in (leader.get("/board/locks/", given), leader.post("/board/locks/", given)):
        words = answer.content.decode()
        assert answer.status_code == 422
        assert said in words
        assert f'name="from" value="{start}"' in words or not start
    assert Lock.objects.count() == 1


def test_days_within_a_locked_month_and_the_quarter_around_it_may_be_locked(lived_in):
    for start, end in (MAY, (date(2026, 5, 4), date(2026, 5, 10)), (date(2026, 4, 1), date(2026, 6, 1))):
        lock_period(actor=actor_for("leader"), start=start, end=end, now=MONDAY)
    assert Lock.objects.count() == 3


def test_no_period_is_locked_while_a_sheet_comes_in(lived_in):
    given = connection.get_connection_params()
    line = {key: given[key] for key in ("dbname", "user", "password", "host", "port") if key in given}
    with psycopg.connect(**line) as importing:
        importing.execute("LOCK TABLE cases_fact IN ROW EXCLUSIVE MODE")  # as an import does from its first order on
        with pytest.raises(Refusal, match="still_written"):
            lock_period(actor=actor_for("leader"), start=MAY[0], end=MAY[1], now=MONDAY)
        assert not Lock.objects.exists()
    lock_period(actor=actor_for("leader"), start=MAY[0], end=MAY[1], now=MONDAY)
    assert Lock.objects.count() == 1


def test_only_a_seat_at_the_root_locks(lived_in):
    counted = Fact.objects.count()
    for name in ("street", "community", "grid", "chengguan", "audit"):
        with pytest.raises(NotFound):
            lock_period(actor=actor_for(name), start=MAY[0], end=MAY[1], now=MONDAY)
        answer = client_for(name).post("/board/locks/", {"from": "2026-05-01", "to": "2026-05-31"})
        assert answer.status_code == 404
    assert client_for().post("/board/locks/", {"from": "2026-05-01", "to": "2026-05-31"}).status_code in (302, 404)
    leader = client_for("leader")
    assert leader.post("/board/locks/", {"from": "x", "to": "2026-13-01"}).status_code == 422
    assert Lock.objects.count() == 0
    assert leader.post("/board/locks/", {"from": "2026-05-01", "to": "2026-05-31"}).status_code == 302
    assert Lock.objects.count() == 1
    assert "2026-05-01" in leader.get("/board/locks/").content.decode()
    assert Fact.objects.count() == counted
