"""Rules of notices."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.domains.publishing import rules
from linli.domains.publishing.values import MOST_TEXT, MOST_TITLE, Content, Standing, State
from linli.domains.publishing.values.tables import NoticeKind
from linli.kernel.refusal import Refusal

DAY = date(2026, 6, 8)
PUBLIC = NoticeKind(title="公示", least=7, usual=7, most=60)
DEED = NoticeKind(title="好人好事", consent=True, second=True)


def content(days=7, **more):
    return Content(**{"title": "停水", "text": "周三停水。", "starts": DAY, "ends": DAY + timedelta(days - 1), **more})


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (content(title=""), "notice_title"),
        (content(title="长" * (MOST_TITLE + 1)), "notice_title"),
        (content(text=""), "notice_text"),
        (content(text="长" * (MOST_TEXT + 1)), "notice_text"),
        (content(ends=DAY - timedelta(1)), "notice_days"),
        (content(days=6), "notice_least"),
        (content(days=61), "notice_most"),
    ],
)
def test_what_a_notice_may_not_say(given, code):
    with pytest.raises(Refusal, match=code):
        rules.check_content(PUBLIC, given)


@pytest.mark.parametrize("days", [7, 60])
def test_the_least_and_the_most_days_will_do(days):
    rules.check_content(PUBLIC, content(days))


def test_a_name_is_published_only_with_a_consent_and_by_another_hand():
    with pytest.raises(Refusal, match="notice_consent"):
        rules.check_publish(DEED, content(), consents=0, own=False)
    with pytest.raises(Refusal, match="notice_own"):
        rules.check_publish(DEED, content(), consents=1, own=True)
    rules.check_publish(DEED, content(), consents=1, own=False)
    rules.check_publish(PUBLIC, content(), consents=0, own=True)


def test_what_is_done_when():
    assert rules.open_acts(State.DRAFT, drafts=True, publishes=False) == {"revise", "consent", "drop"}
    assert rules.open_acts(State.DRAFT, drafts=True, publishes=True) == {"revise", "consent", "drop", "publish"}
    assert rules.open_acts(State.PUBLISHED, drafts=True, publishes=False) == frozenset()
    assert rules.open_acts(State.PUBLISHED, drafts=True, publishes=True) == {"withdraw"}
    assert rules.open_acts(State.WITHDRAWN, drafts=True, publishes=True) == frozenset()
    for act, (states, _publishing) in rules.ACTS.items():
        for state in State:
            if state in states:
                rules.check_act(act, state)
            else:
                with pytest.raises(Refusal, match="notice_not_now"):
                    rules.check_act(act, state)


@given(st.dates(), st.integers(0, 400), st.integers(-500, 500))
def test_a_published_notice_stands_on_its_days_and_no_other(starts, length, off):
    try:
        ends, today = starts + timedelta(length), starts + timedelta(off)
    except OverflowError:
        return
    found = rules.standing(State.PUBLISHED, starts, ends, today)
    assert (found == Standing.STANDING) == (0 <= off <= length)
    assert (found == Standing.COMING) == (off < 0)
    assert rules.standing(State.WITHDRAWN, starts, ends, today) == Standing.WITHDRAWN
    assert rules.standing(State.DRAFT, starts, ends, today) == Standing.DRAFT


def test_it_never_stands_before_it_is_published():
    assert rules.opening_day(DAY, DAY + timedelta(2)) == DAY + timedelta(2)
    assert rules.opening_day(DAY + timedelta(2), DAY) == DAY + timedelta(2)


@given(st.text())
def test_a_text_is_plain_lines(text):
    found = rules.cleaned(text)
    assert "\x00" not in found
    assert "\r" not in found
    assert "\n\n\n" not in found
    assert rules.cleaned(found) == found
    assert rules.paragraphs(found) == tuple(line for line in found.split("\n") if line)


@pytest.mark.parametrize("reason", ["", "  ", "\x00", "长" * 201])
def test_taking_down_wants_a_reason(reason):
    with pytest.raises(Refusal, match="notice_reason"):
        rules.check_reason(reason)
