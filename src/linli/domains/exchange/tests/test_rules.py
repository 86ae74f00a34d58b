"""Rules of offers."""

from datetime import date, timedelta

import pytest
from hypothesis import given as tried
from hypothesis import strategies as st

from linli.domains.exchange import rules
from linli.domains.exchange.values import MOST_TEXT, MOST_TIMES, MOST_TITLE, Given, Standing, State
from linli.domains.exchange.values.tables import OfferKind
from linli.kernel.refusal import Refusal

DAY = date(2026, 6, 8)
KINDS = {"skill": OfferKind(title="手艺", most=30)}


def given(**more):
    said = {"kind": "skill", "title": "免费磨刀", "text": "每周三上午。", "starts": DAY, "ends": DAY}
    return Given(**{**said, **more})


@pytest.mark.parametrize(
    ("offered", "code"),
    [
        (given(kind="gold"), "offer_kind"),
        (given(title=""), "offer_title"),
        (given(title="长" * (MOST_TITLE + 1)), "offer_title"),
        (given(text=""), "offer_text"),
        (given(text="长" * (MOST_TEXT + 1)), "offer_text"),
        (given(times=-1), "offer_times"),
        (given(times=MOST_TIMES + 1), "offer_times"),
        (given(ends=DAY - timedelta(1)), "offer_days"),
        (given(ends=DAY + timedelta(30)), "offer_days"),
    ],
)
def test_what_may_not_be_offered(offered, code):
    with pytest.raises(Refusal, match=code):
        rules.check_given(KINDS, offered)


def test_what_may_be_offered():
    rules.check_given(KINDS, given(ends=DAY + timedelta(29), times=MOST_TIMES))


def test_what_is_done_when():
    assert rules.open_acts(State.OFFERED, makes=True, vets=False) == {"withdraw"}
    assert rules.open_acts(State.OFFERED, makes=False, vets=True) == {"accept", "refuse", "withdraw"}
    assert rules.open_acts(State.OFFERED, makes=False, vets=True, own=True) == {"withdraw"}
    assert rules.open_acts(State.OPEN, makes=False, vets=True) == {"withdraw"}
    assert rules.open_acts(State.OPEN, makes=False, vets=False) == frozenset()
    for state in (State.REFUSED, State.WITHDRAWN):
        assert rules.open_acts(state, makes=True, vets=True) == frozenset()
        for act in rules.ACTS:
            with pytest.raises(Refusal, match="offer_not_now"):
                rules.after(act, state)
    assert rules.after("accept", State.OFFERED) == State.OPEN


@tried(st.integers(0, 400), st.integers(-500, 500))
def test_an_open_offer_stands_on_its_days_and_no_other(length, off):
    found = rules.standing(State.OPEN, DAY, DAY + timedelta(length), DAY + timedelta(off))
    assert (found == Standing.OPEN) == (0 <= off <= length)
    assert (found == Standing.COMING) == (off < 0)
    assert rules.standing(State.OFFERED, DAY, DAY, DAY + timedelta(off)) == Standing.OFFERED


@pytest.mark.parametrize("reason", ["", " ", "\x00", "长" * 201])
def test_a_no_wants_a_reason(reason):
    with pytest.raises(Refusal, match="offer_reason"):
        rules.check_reason(reason)
