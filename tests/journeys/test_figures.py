"""The figures: the board, the cases behind each figure, a recount in SQL and a rebuild say the same."""

from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.backbone import audit
from linli.backbone.crypto import unseal
from linli.backbone.values import RESIDENT
from linli.config import demo
from linli.config.demo.history import write_history
from linli.domains.cases import commands, projections
from linli.domains.cases.models import MEASURES, Case, Fact, Tally
from linli.domains.cases.queries import case_page, follow
from linli.domains.cases.queries.figures import both_periods, drawn, spans
from linli.domains.cases.queries.lists import cases_behind_figure
from linli.domains.cases.values import Channel
from linli.domains.places.queries import place_info, root, under
from tests.support.town import MONDAY, viewer_for

CASES = 400


@pytest.fixture
def lived_in(town):
    """The town with a little history up to a Monday in June."""
    assert write_history(cases=CASES, seed=demo.SEED, now=MONDAY, say=lambda words: None) == CASES
    return town


def tallies() -> dict:
    names = ("grain", "day", "place_id", "slice", *MEASURES)
    return {row[:4]: row[4:] for row in Tally.objects.values_list(*names)}


def test_folding_piece_by_piece_equals_a_rebuild(lived_in):
    whole = tallies()
    assert whole
    Tally.objects.all().delete()
    Fact.objects.update(folded=False)
    while projections.fold():
        pass
    assert tallies() == whole
    projections.rebuild()
    assert tallies() == whole


def recount(column: str, place: int, start: date, end: date, measure: str, channel: str) -> int:
    where = "AND channel = %s" if channel else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT coalesce(sum({measure}), 0) FROM cases_fact WHERE {column} = %s AND day BETWEEN %s AND %s {where}",
            [place, start, end, *([channel] if channel else [])],
        )
        return int(cursor.fetchone()[0])


def test_figure_drill_down_and_recount_agree(lived_in):
    district = root()
    streets = under(district.id, "street")
    for number in range(7):  # facts that no job has folded yet
        commands.open_case(
            actor=RESIDENT,
            place=lived_in.front_door().place,
            text="灯坏了",
            channel=Channel.SCAN,
            now=MONDAY,
            key=str(number),
        )
    assert Fact.objects.filter(folded=False).count() == 7

    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(
        st.integers(0, 360),
        st.integers(0, 120),
        st.sampled_from(MEASURES),
        st.sampled_from(["", "scan", "hotline"]),
        st.integers(-1, len(streets) - 1),
    )
    def compare(back, length, measure, channel, which):
        start = MONDAY.date() - timedelta(days=back)
        days = (start, start + timedelta(days=length))
        before = (start - timedelta(days=length + 1), start - timedelta(days=1))
        have, _was = both_periods(district.id, [one.id for one in streets], days, before)
        if which >= 0:
            place, column, channel = streets[which].id, "street_id", ""
        else:
            place, column = district.id, "district_id"
        shown = have.get((place, f"channel={channel}" if channel else ""), dict.fromkeys(MEASURES, 0))[measure]
        assert shown == recount(column, place, *days, measure, channel)
        topics = drawn(place, days, before, MONDAY.date()).topics
        assert sum(now for now, _was in topics.values()) == recount(column, place, *days, "received", "")
        assert sum(was for _now, was in topics.values()) == recount(column, place, *before, "received", "")
        slices = {"channel": channel} if channel else {}
        _rows, _cursor, total = cases_behind_figure(measure, place_info(place), days, slices, MONDAY)
        assert total == shown

    compare()


@given(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(0, 800))
def test_a_period_is_cut_into_months_and_days_that_count_each_day_once(start, length):
    end = start + timedelta(days=length)
    counted: dict[date, int] = {}
    for sign, grain, first, stop in spans(start, end):
        assert grain == "d" or first.day == stop.day == 1
        for day in all_days(first, stop):
            counted[day] = counted.get(day, 0) + sign
    assert {day for day, times in counted.items() if times} == set(all_days(start, end + timedelta(days=1)))
    assert set(counted.values()) <= {0, 1}


def all_days(start: date, stop: date):
    while start < stop:
        yield start
        start += timedelta(days=1)


def test_the_history_is_a_history_the_commands_could_have_made(lived_in):
    """Pages and timelines of a sample render, the same seed gives the same town, the log can be sealed."""
    viewer = viewer_for("leader")
    for case in Case.objects.order_by("?")[:40]:
        assert case_page(viewer, case.number, MONDAY).timeline
        assert follow(unseal(case.follow_sealed), MONDAY).track
    overdue = Fact.objects.filter(due=1, on_time=0).count() / Fact.objects.filter(due=1).count()
    assert 0.04 < overdue < 0.15
    assert Case.objects.values("category").distinct().count() >= 18
    assert Case.objects.filter(open=True).exists()
    assert audit.verify().faults == ()
