"""From sums to figures."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.domains.insights.rules.lines import trend_days
from linli.domains.insights.rules.reading import comparable, guarded, read, tone_of, weigh
from linli.domains.insights.values import Reading
from linli.domains.insights.values.tables import Indicator
from linli.kernel.periods import chosen

RATE = Indicator(title="率", counts="cases.on_time", of="cases.due", unit="%", better="more")
MEAN = Indicator(title="均", counts="cases.sign_minutes", of="cases.signed", unit="分钟", better="less")
COUNT = Indicator(title="数", counts="cases.received")
TENTHS = Indicator(title="满意", counts="cases.satisfied", of="cases.valid", scale=10, unit="%")


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_rate_is_a_share_in_per_cent_and_a_mean_is_not(top, bottom):
    assert read("x", RATE, top, bottom).number == pytest.approx(top / bottom * 100)
    assert read("x", MEAN, top, bottom).number == pytest.approx(top / bottom)
    assert read("x", TENTHS, top, bottom).number == pytest.approx(top / 10 / bottom * 100)


def test_a_rate_of_nothing_is_no_number_and_a_count_of_nothing_is_nought():
    assert read("x", RATE, 0, 0).number is None
    assert read("x", COUNT, 0, None).number == 0


@given(st.lists(st.floats(0, 100), min_size=3, max_size=3))
def test_a_score_lies_between_what_it_weighs(numbers):
    names = ("response", "solve", "satisfaction")
    parts = {name: Reading(name, 0, 1, number) for name, number in zip(names, numbers, strict=True)}
    score = weigh("score", {"response": 0.1, "solve": 0.5, "satisfaction": 0.4}, parts).number
    assert min(numbers) - 1e-9 <= score <= max(numbers) + 1e-9


SINCE, TODAY = date(2026, 3, 5), date(2026, 6, 8)


@pytest.mark.parametrize(
    ("start", "end", "held"),
    [
        (date(2026, 3, 5), date(2026, 3, 5), True),
        (date(2026, 3, 4), date(2026, 3, 31), False),
        (date(2025, 6, 1), date(2025, 6, 8), False),
        (date(2026, 6, 7), date(2026, 6, 7), True),
        (date(2026, 6, 1), TODAY, True),
        (TODAY, TODAY, False),
        (date(2026, 6, 1), date(2026, 6, 30), False),
    ],
)
def test_what_may_be_held_against_another_period(start, end, held):
    assert comparable((start, end), SINCE, TODAY) is held
    assert not comparable((start, end), None, TODAY)


def test_a_score_with_a_missing_part_is_no_number():
    parts = {"a": Reading("a", 0, 0, None), "b": Reading("b", 1, 1, 100.0)}
    assert weigh("score", {"a": 0.5, "b": 0.5}, parts).number is None


@pytest.mark.parametrize(("now", "before", "more", "less"), [(2, 1, "better", "worse"), (1, 2, "worse", "better")])
def test_which_way_is_good_is_the_indicator_s_word(now, before, more, less):
    assert (tone_of(RATE, now, before), tone_of(MEAN, now, before), tone_of(COUNT, now, before)) == (more, less, "")
    assert tone_of(RATE, 1, 1) == ""


@given(st.integers(0, 50), st.integers(0, 10))
def test_small_numbers_are_guarded_but_nought_is_not(number, least):
    assert guarded(number, least) == (0 < number < least)
    assert not guarded(None, least)


@pytest.mark.parametrize(
    ("start", "end", "first", "count"),
    [
        (date(2026, 5, 1), date(2026, 5, 31), date(2026, 5, 1), 31),
        (date(2026, 6, 11), date(2026, 6, 11), date(2026, 5, 13), 30),
        (date(2026, 1, 1), date(2026, 6, 11), date(2026, 5, 13), 30),
        (date(2026, 6, 1), date(2026, 6, 30), date(2026, 5, 13), 30),
        (date(2026, 3, 1), date(2026, 3, 7), date(2026, 2, 6), 30),
        (date(2026, 4, 13), date(2026, 6, 11), date(2026, 4, 13), 60),
    ],
)
def test_a_line_shows_the_days_asked_for_and_none_to_come(start, end, first, count):
    days = trend_days(chosen(start, end), date(2026, 6, 11))
    assert (days[0], len(days), days[-1]) == (first, count, min(end, date(2026, 6, 11)))
