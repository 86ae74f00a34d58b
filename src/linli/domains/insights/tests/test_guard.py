"""What the public may read of small numbers: never a person, not by subtraction either."""

from hypothesis import given
from hypothesis import strategies as st

from linli.domains.insights.rules import guard

LEAST = st.integers(2, 10)


@given(st.dictionaries(st.sampled_from("abcdefghij"), st.integers(0, 40)), LEAST)
def test_a_split_tells_nothing_small_even_beside_its_whole(parts, least):
    said, rest = guard.merged(parts, least)
    whole = sum(parts.values())
    assert all(count >= least for count in said.values())
    assert said.items() <= parts.items()
    if said or rest:
        # What is left of the whole after all that was said is nothing, or enough, of at least two kinds.
        assert whole - sum(said.values()) == rest
        hidden = [count for name, count in parts.items() if count and name not in said]
        assert rest == 0 or (rest >= least and len(hidden) >= 2)


@given(st.integers(0, 60), st.integers(0, 60), LEAST)
def test_a_rate_tells_neither_a_few_counted_nor_a_few_left_over(top, rest, least):
    bottom, bounded = top + rest, guard.rate(top, top + rest, least)
    if bounded.how == guard.EXACT:
        assert not guard.small(top, least)
        assert not guard.small(rest, least)
        assert bounded.percent == top / bottom * 100
    # A bound is true, and stays the same whatever the small number is.
    if bounded.how == guard.MORE:
        assert top / bottom * 100 > bounded.percent
        assert {guard.rate(bottom - few, bottom, least).percent for few in range(1, least)} == {bounded.percent}
    if bounded.how == guard.LESS:
        assert top / bottom * 100 < bounded.percent
        assert {guard.rate(few, bottom, least) for few in range(1, least)} == {bounded}
    if bounded.how == guard.NOTHING:
        assert bottom < 2 * least


def test_satisfaction_in_tenths_is_bounded_too():
    assert guard.rate(41.9, 42, 5) == (guard.MORE, 88)
    assert guard.rate(42, 42, 5) == (guard.EXACT, 100)
    assert guard.rate(0, 0, 5).how == guard.NOTHING
