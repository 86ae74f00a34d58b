"""Models: learnt from texts, judged on what they have not seen, the same after being kept."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.domains.insights.rules.alike import may_be_same, nearest
from linli.domains.insights.rules.classifier import Classifier
from linli.domains.insights.rules.training import Sample, grouped, judged, train

WORDS = {
    "lamp": ["灯不亮", "灯坏了", "黑漆漆看不见", "声控灯没反应"],
    "water": ["停水了", "水管漏水", "下水道堵了", "自来水发黄"],
    "noise": ["半夜太吵", "施工声音大", "广场舞扰民", "狗叫一夜"],
}


def told(count, seed=3):
    dice = random.Random(seed)
    where = ["楼道里", "小区门口", "三单元", "地下车库", "菜市场旁"]
    ends = ["请来看看", "好几天了", "老人不方便", "麻烦处理", "谢谢"]
    found = []
    for _ in range(count):
        label = dice.choice(list(WORDS))
        text = f"{dice.choice(where)}{dice.choice(WORDS[label])}，{dice.choice(ends)}{dice.randrange(99)}"
        found.append(Sample(text, label))
    return found


@pytest.fixture(scope="module")
def made():
    return train(told(240))


def test_it_learns_and_says_how_well(made):
    model, card = made
    assert card.rows == 240
    assert card.macro_f1 > 0.9
    assert judged(model, told(60, seed=9)) > 0.95
    best = model.guesses("一楼的灯不亮了")[0]
    assert best.label == "lamp"
    assert best.confidence > 0.5
    assert sum(one.confidence for one in model.guesses("x")) == pytest.approx(1)


def test_a_kept_model_says_the_same(made):
    model, _card = made
    kept = Classifier.unpack(model.pack())
    for sample in told(40, seed=5):
        assert kept.guesses(sample.text)[0].label == model.guesses(sample.text)[0].label
        assert np.allclose(kept.scores(sample.text), model.scores(sample.text), atol=0.02)


def test_near_duplicates_stand_on_one_side():
    text = "小区东门的路灯已经三个晚上不亮了，老人出门害怕，请尽快修一修"
    groups = grouped([text, text.replace("三个", "四个"), "楼上半夜装修太吵睡不着觉怎么办", text + "。"])
    assert groups[0] == groups[1] == groups[3] != groups[2]
    # One message told a hundred times teaches nothing of another: known only to itself, it is never rightly guessed.
    copies = [Sample(text, "lamp")] * 60 + [Sample(one.text, "water") for one in told(60) if one.label == "water"]
    made = train(copies)
    assert made is not None
    assert dict((label, f1) for label, _count, f1 in made[1].per_label)["lamp"] == 0


def test_too_little_is_said():
    assert train(told(5)) is None
    assert train([Sample("灯坏了", "lamp")] * 50) is None


@given(st.text(max_size=60))
def test_any_text_gets_an_answer(made, text):
    guesses = made[0].guesses(text)
    assert {one.label for one in guesses} == set(WORDS)
    assert all(0 <= one.confidence <= 1 for one in guesses)


def test_what_may_be_the_same():
    assert may_be_same(0.7, 0.3, same_category=False, same_building=False)
    assert may_be_same(0.35, 0.3, same_category=True, same_building=False)
    assert may_be_same(0.2, 0.3, same_category=True, same_building=True)
    assert not may_be_same(0.2, 0.3, same_category=True, same_building=False)
    assert not may_be_same(0.5, 0.3, same_category=False, same_building=True)
    assert [one for _alike, one in nearest("灯坏了", [("灯坏了", 1), ("停水", 2), ("灯坏", 3)], 0.2, 5)] == [1, 3]
