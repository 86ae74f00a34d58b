"""The steps of a map's colours hold every number, in order, without a gap."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from linli.domains.insights.rules.steps import MOST, shade_of, step_of, steps


@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=40))
def test_each_whole_number_lies_in_its_step(numbers):
    found = steps(numbers, whole=True)
    assert 1 <= len(found) <= MOST
    assert all(one[1] + 1 == two[0] for one, two in pairwise(found))
    for number in numbers:
        low, high = found[step_of(number, found)]
        assert low <= number <= high


@given(st.lists(st.floats(0, 100, width=16), min_size=1, max_size=40))
def test_each_rate_lies_in_its_step(numbers):
    found = steps(numbers, whole=False)
    assert 1 <= len(found) <= MOST + 1
    assert all(one[1] == two[0] for one, two in pairwise(found))
    for number in numbers:
        low, high = found[step_of(number, found)]
        assert low - 1e-6 <= number <= high + 1e-6


@given(st.integers(1, MOST))
def test_shades_go_up_and_stay_on_the_ramp(count):
    shades = [shade_of(at, count) for at in range(count)]
    assert shades == sorted(set(shades))
    assert 0 <= shades[0] <= shades[-1] < MOST


def test_nothing_has_no_steps():
    assert steps([], whole=True) == ()
    assert steps([7, 7], whole=True) == ((7, 7),)
