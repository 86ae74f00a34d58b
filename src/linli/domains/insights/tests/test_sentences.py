"""Sentences around figures: how they change, what stays open after an edit, what a refresh leaves."""

from hypothesis import given
from hypothesis import strategies as st

from linli.domains.insights.rules import sentences
from linli.domains.insights.rules.circulars import ACTS, last_over, open_acts
from linli.domains.insights.rules.reading import read
from linli.domains.insights.rules.sentences import Said, edited, fill, pieces, renewed
from linli.domains.insights.values import Reading
from linli.domains.insights.values.circulars import Phrases
from linli.domains.insights.values.tables import Indicator
from linli.kernel.periods import chosen
from linli.kernel.rounding import rounded

COUNT = Indicator(title="受理", counts="cases.received")
RATE = Indicator(title="满意率", counts="cases.satisfied", of="cases.valid", unit="%")
SATISFIED = Indicator(title="满意率", counts="cases.satisfied", of="cases.valid", unit="%", scale=10)
MEAN = Indicator(title="到场", counts="cases.arrive_minutes", of="cases.arrived", unit="分钟", digits=0)


def changed(about, now, before):
    return sentences.change(about, Reading("", 0, 100, now), Reading("", 0, 100, before), "上周", Phrases(), 10)


def test_more_less_up_down_and_the_same():
    assert changed(COUNT, 120, 100) == "比上周多 20 件，升 20.0%"
    assert changed(COUNT, 80, 100) == "比上周少 20 件，降 20.0%"
    assert changed(COUNT, 8, 0) == "比上周多 8 件"
    assert changed(COUNT, 15, 2) == "比上周多 13 件"
    assert changed(COUNT, 30, 20) == "比上周多 10 件，升 50.0%"
    assert changed(COUNT, 8, 8) == "与上周持平"
    assert changed(RATE, 92.34, 91.1) == "比上周升 1.2 个百分点"
    assert changed(RATE, 88.0, 91.1) == "比上周降 3.1 个百分点"
    assert changed(RATE, 91.12, 91.1) == "与上周持平"
    assert changed(RATE, 91, None) == "上周没有可比的数"
    assert changed(MEAN, 17, 20) == "比上周少 3 分钟"


@given(st.floats(0, 1000), st.floats(0.1, 1000))
def test_what_is_printed_adds_up(now, before):
    """The difference said is that of the figures as they are printed."""
    words = changed(RATE, now, before)
    by = rounded(now, 1) - rounded(before, 1)
    assert words == ("与上周持平" if not by else f"比上周{'升' if by > 0 else '降'} {abs(by):.1f} 个百分点")


def test_a_rate_of_few_is_told_as_a_fraction():
    few, more = read("", SATISFIED, 0, 1), read("", SATISFIED, 345, 40)
    assert sentences.value(SATISFIED, few, 10) == "0/1（不足 10，不算率）"
    assert sentences.cell(SATISFIED, few, 10) == "0/1"
    assert sentences.value(SATISFIED, more, 10) == "86.3%"
    assert sentences.fraction(SATISFIED, more) == "34.5/40"
    assert sentences.value(SATISFIED, read("", SATISFIED, 0, 0), 10) == "没有数"
    assert sentences.change(SATISFIED, few, more, "上周", Phrases(), 10) == ""
    assert sentences.change(SATISFIED, more, few, "上周", Phrases(), 10) == "上周没有可比的数"


def sentence(number, change="与上周持平"):
    said = {"value": Said(f"{number} 件", f"/board/figures/received/?{number}"), "change": Said(change)}
    text, marks = fill("共受理 {received}，{received:change}。", lambda _name, what: said[what])
    return {"id": "say0", "text": text, "marks": marks, "edited": False}


def test_a_figure_stays_open_after_an_edit_while_its_words_stand():
    one = edited(sentence(35), "本周群众反映 35 件，与上周持平，平稳。")
    assert [(piece.text, bool(piece.url)) for piece in pieces(one["text"], one["marks"], True)] == [
        ("本周群众反映 ", False),
        ("35 件", True),
        ("，与上周持平，平稳。", False),
    ]
    other = edited(sentence(35), "本周群众反映 36 件。")
    assert not any(piece.url for piece in pieces(other["text"], other["marks"], True))
    assert edited(sentence(35), "共受理 35 件，与上周持平。")["edited"] is False


def test_a_refresh_puts_new_figures_into_the_words_of_the_editor():
    mine = edited(sentence(35), "本周群众反映 35 件，与上周持平，平稳。")
    fresh = renewed(mine, sentence(41, "比上周多 6 件，升 17.1%"))
    assert fresh["text"] == "本周群众反映 41 件，比上周多 6 件，升 17.1%，平稳。"
    assert [piece.text for piece in pieces(fresh["text"], fresh["marks"], True) if piece.url] == ["41 件"]
    assert renewed(sentence(35), sentence(41))["text"] == "共受理 41 件，与上周持平。"


def test_nothing_to_compare_leaves_no_stray_comma():
    text, marks = fill("满意率 {a}，{a:year}。", lambda _name, what: Said("90%" if what == "value" else ""))
    assert text == "满意率 90%。"
    assert len(marks) == 1


def test_numerals():
    assert [sentences.ordinal(at) for at in (0, 9, 10, 18, 19, 20)] == ["一", "十", "十一", "十九", "二十", "二十一"]


def test_last_period_that_is_over():
    from datetime import date

    monday = date(2026, 6, 8)
    assert last_over("week", monday, 1).days == (date(2026, 6, 1), date(2026, 6, 7))
    assert last_over("week", date(2026, 6, 7), 1).days == (date(2026, 5, 25), date(2026, 5, 31))
    assert last_over("month", monday, 1).days == (date(2026, 5, 1), date(2026, 5, 31))
    assert last_over("month", monday, 26).days == (date(2026, 4, 26), date(2026, 5, 25))
    quarter = last_over("quarter", monday, 1)
    assert quarter.days == (date(2026, 1, 1), date(2026, 3, 31))
    assert quarter.before == (date(2025, 10, 1), date(2025, 12, 31))
    assert last_over("days", monday, 1).days == chosen(date(2026, 6, 1), date(2026, 6, 7)).days


def test_nothing_is_done_once_it_is_issued():
    assert not any("issued" in states for states, _then in ACTS.values())
    assert open_acts("issued", drafts=True, decides=True) == frozenset()
    assert open_acts("sent", drafts=False, decides=True) == {"approve", "return"}
