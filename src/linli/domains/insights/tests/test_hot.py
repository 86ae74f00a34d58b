"""Messages of one thing come together, in any order; nothing is lost; what hands tied holds; heat counts people."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.domains.insights.rules.grouping import best_f1, groups, pairwise_f1
from linli.domains.insights.rules.heat import Said, Sums, heat, sudden, sums
from linli.domains.insights.rules.hot import Measure, Message, rarity_of, regions, terms
from linli.domains.insights.rules.placing import best_place, thing_of, unpacked, with_one
from linli.domains.insights.rules.titles import central_clause

HERE, THERE = (109.4, 24.3), (109.41, 24.3)
LAMPS = ("楼道灯不亮了", "楼道的灯坏了", "楼道照明坏了，没人换灯泡")
DRAINS = ("下水道堵了，污水往外冒", "污水管堵塞，返水", "下水道不通，污水流到门口")
TEXTS = (*LAMPS, *DRAINS, "电梯停在半层", "广场舞太吵", "", "🙂", "a1")
MEASURE = Measure()
made = st.builds(
    lambda text, day, category, point: (text, day, category, point),
    st.sampled_from(TEXTS),
    st.integers(0, 40),
    st.sampled_from(("lighting", "water", "")),
    st.sampled_from((HERE, THERE, None)),
)


def message(key, text, category="lighting", point=HERE, day=0.0, person="", title=""):
    return Message(key, text, day, title, category, point, person)


@settings(max_examples=40)
@given(st.lists(made, max_size=14), st.randoms())
def test_any_order_makes_the_same_groups_and_nothing_is_lost(rows, random):
    said = [Message(at, text, day, "", category, point) for at, (text, day, category, point) in enumerate(rows)]
    found = groups(said, MEASURE)
    assert sorted(key for keys in found for key in keys) == list(range(len(said)))
    random.shuffle(said)
    assert groups(said, MEASURE) == found


@settings(max_examples=30)
@given(st.lists(made, min_size=2, max_size=10), st.data())
def test_what_hands_tied_holds(rows, data):
    said = [Message(at, text, day, "", category, point) for at, (text, day, category, point) in enumerate(rows)]
    pair = st.sets(st.integers(0, len(said) - 1), min_size=2, max_size=2).map(lambda two: tuple(sorted(two)))
    one, other = data.draw(pair)
    together = groups(said, MEASURE, together=frozenset([(one, other)]))
    assert any({one, other} <= set(keys) for keys in together)
    apart = groups(said, MEASURE, apart=frozenset([(one, other)]))
    assert not any({one, other} <= set(keys) for keys in apart)


def test_words_and_place_and_category_decide_together():
    said = [message(at, text) for at, text in enumerate(LAMPS)]
    said += [message(10 + at, text, "water") for at, text in enumerate(DRAINS)]
    said += [message(20, LAMPS[0], point=THERE), message(21, LAMPS[1], day=200.0)]
    found = [set(keys) for keys in groups(said, MEASURE)]
    assert {0, 1, 2} in found
    assert {10, 11, 12} in found
    assert {20} in found
    assert {21} in found


def test_the_same_message_twice_is_one_thing_and_is_placed_where_it_is():
    said = [message(1, LAMPS[0]), message(2, LAMPS[0]), message(3, DRAINS[0], "water")]
    assert [1, 2] in groups(said, MEASURE)
    rarity = rarity_of([terms(one.text) for one in said], [one.category for one in said])
    lamp, drain = thing_of(7, [said[0]], rarity), thing_of(8, [said[2]], rarity)
    best = best_place(said[1], [drain, lamp], MEASURE, rarity)
    assert best is not None
    assert best[0].key == 7
    assert best_place(message(4, "电梯停在半层", "lift"), [drain, lamp], MEASURE, rarity) is None
    assert best_place(said[1], [], MEASURE, rarity) is None


def test_a_thing_grown_one_by_one_is_the_thing_of_all():
    said = [message(at, text) for at, text in enumerate(LAMPS)]
    rarity = rarity_of([terms(one.text) for one in said])
    whole, grown = thing_of(1, said, rarity), thing_of(1, said[:1], rarity)
    for one in said[1:]:
        grown = with_one(grown, one, rarity)
    assert (grown.count, dict(grown.categories), grown.day) == (whole.count, dict(whole.categories), whole.day)
    assert dict(zip(grown.boxes.tolist(), grown.sums.tolist(), strict=True)) == pytest.approx(
        dict(zip(whole.boxes.tolist(), whole.sums.tolist(), strict=True)), rel=1e-4
    )
    boxes, kept = unpacked(whole.words())
    assert boxes.tolist() == whole.boxes.tolist()
    assert np.allclose(kept, whole.sums, atol=2e-3)


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("A市A5区同升湖山庄", ("a", "a5")),
        ("反映K3县黄公岭村砖厂", ("k", "k3")),
        ("小区路灯不亮", ("", "")),
        ("社区停车难", ("", "")),
    ],
)
def test_cities_and_districts_are_read_from_the_title(title, found):
    assert regions(message(1, "", title=title)) == found


def test_messages_that_name_other_districts_are_apart():
    said = [message(1, "电梯故障频发没人修", "", None, title="G市泰达润景园电梯故障频发")]
    said.append(message(2, "电梯故障频发没人修", "", None, title="K11县汇金国际电梯故障频发"))
    said.append(message(3, "电梯故障频发没人修", "", None, title="K11县汇金国际的电梯故障频发"))
    assert sorted(groups(said, MEASURE)) == [[1], [2, 3]]


def test_heat_counts_people_not_messages():
    today = date(2026, 6, 8)
    one = [Said(b"a", 1, today, True)] * 10
    counted = sums(one, today)
    assert (counted.count, counted.people, counted.week, counted.buildings, counted.days[-1]) == (10, 1, 1, 1, 10)
    several = [Said(bytes([at]), at % 3 + 1, today - timedelta(days=at * 3), at < 2) for at in range(6)]
    counted = sums(several, today)
    assert (counted.people, counted.buildings, counted.week, counted.week_before, counted.unsolved) == (6, 3, 3, 2, 2)
    assert heat(counted, 1, 0.5, 1, 0.5) == pytest.approx(6 + 1 + 1 + 0.5 * 3 / 7)


def test_sudden_is_many_more_and_at_least_twice():
    def grown(week, before):
        return sudden(Sums(0, 0, 0, week, before, 0, 0, ()), 4)

    assert grown(8, 4)
    assert not grown(7, 4)
    assert not grown(9, 0)
    assert not grown(12, 7)


def test_a_title_names_nobody():
    texts = ("我叫王小明，电话13800001111，楼道灯不亮了", "李先生说楼道灯不亮了，楼道黑")
    said = [message(at, text) for at, text in enumerate(texts)]
    rarity = rarity_of([terms(one.text) for one in said])
    found = central_clause(texts, thing_of(1, said, rarity), np.ones_like(rarity))
    assert found == "楼道灯不亮了"
    assert central_clause(["我叫王小明"], thing_of(1, said, rarity), rarity) == ""


def test_the_measures_of_groups():
    assert pairwise_f1([1, 1, 2, 2], [5, 5, 6, 6]) == (1, 1, 1)
    assert pairwise_f1([1, 1, 2, 2], [1, 1, 1, 1]) == pytest.approx((1 / 3, 1, 0.5))
    assert best_f1([1, 1, 2, 2], [5, 5, 6, 6]) == 1
    assert best_f1([1, 1, 1, 1], [1, 1, 2, 2]) == pytest.approx(2 / 3)
