"""Boxes and likeness: the same for every way of writing the same words."""

from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.features import BOXES, boxed, grams, likeness, normal, pairs

TEXT = st.text(alphabet="楼道灯坏了ABab１2，。 ", max_size=40)


@given(TEXT)
def test_width_case_and_blanks_do_not_matter(text):
    assert boxed(text) == boxed(text.swapcase()) == boxed(" ".join(text)) == boxed(text.replace("2", "1"))


@given(TEXT)
def test_boxes_hold_every_gram_once(text):
    found = boxed(text)
    assert all(0 <= box < BOXES for box in found)
    assert sum(found.values()) == sum(grams(text).values())


@given(TEXT, TEXT)
def test_likeness_is_mutual_and_whole_only_for_the_same_pairs(one, other):
    a, b = pairs(one), pairs(other)
    assert likeness(a, b) == likeness(b, a)
    assert 0 <= likeness(a, b) <= 1
    assert (likeness(a, b) == 1) == (a == b and bool(a))


def test_pairs_do_not_cross_a_pause():
    assert "坏楼" not in pairs("灯坏，楼上也是")
    assert normal("３栋 2单元１0１") == "0栋0单元0"
