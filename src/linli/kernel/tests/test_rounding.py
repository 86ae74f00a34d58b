"""Halves go away from zero, on exact values."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.rounding import rounded


@given(st.decimals(-10_000, 10_000, places=6), st.integers(0, 4))
def test_as_decimal_rounds_half_up(value, digits):
    wanted = value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    assert rounded(value, digits) == rounded(Fraction(value), digits) == rounded(float(value), digits) == wanted


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_share_is_rounded_by_what_it_is(top, bottom):
    below, more = divmod(top * 1000, bottom)
    assert rounded(Fraction(top * 100, bottom), 1) == Decimal(below + (2 * more >= bottom)) / 10


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Fraction(1300, 16), "81.3"),
        (Fraction(3450, 40), "86.3"),
        (Fraction(-1, 20), "-0.1"),
        (Fraction(-1, 30), "0.0"),
        (2.675, "2.7"),
        (5, "5.0"),
    ],
)
def test_as_it_is_printed(value, said):
    assert f"{rounded(value, 1):.1f}" == said
