"""How much more or less, on the board: points of a rate, a number of few, a share of many."""

import pytest

from linli.domains.insights.queries import words
from linli.domains.insights.queries.changes import change
from linli.domains.insights.rules.reading import read
from linli.domains.insights.tests.test_rules import COUNT, RATE, TENTHS


@pytest.mark.parametrize(
    ("about", "now", "before", "said"),
    [
        (COUNT, (11, None), (1, None), "多 10 件"),
        (COUNT, (11, None), (0, None), "多 11 件"),
        (COUNT, (2, None), (9, None), "少 7 件"),
        (COUNT, (0, None), (0, None), "持平"),
        (COUNT, (90, None), (80, None), "多 12.5%"),
        (RATE, (13, 16), (80, 100), "升 1.3 点"),
        (RATE, (1, 3), (1, 3), "持平"),
        (RATE, (1, 3), (0, 0), ""),
    ],
)
def test_in_words(about, now, before, said):
    assert change(about, read("x", about, *now), read("x", about, *before))[0] == said


def test_a_half_goes_up_on_the_board_as_on_paper():
    assert words.value_of(RATE, read("x", RATE, 13, 16)) == "81.3"
    assert words.value_of(TENTHS, read("x", TENTHS, 345, 40)) == "86.3"
