"""What is written is found, what is found is what was asked, and marks cannot be named by a user's text."""

import re

from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import words
from linli.kernel.pinyin import alike, initials
from linli.kernel.words import asked, highlighted, question, runs, spans, vector

SIGNS = "，。、 -（）·'\\:&|!<>*\n\t　"
TEXTS = st.text(alphabet="停车位灯坏了世纪城三栋" + "aB3Ｑ①12" + SIGNS, max_size=40)


def found(text, query):
    return all(spans(text, [term]) for term in asked(query))


@given(TEXTS, st.data())
def test_every_part_of_a_text_without_signs_is_found_in_it(text, data):
    for run in runs(text):
        start = data.draw(st.integers(0, len(run) - 1))
        end = data.draw(st.integers(start + 1, len(run)))
        part = "".join(atom.words for atom in run[start:end])
        if not any(one.latin and two.latin for one, two in zip(run[start:end], run[start + 1 : end], strict=False)):
            assert found(text, part), (text, part)


@given(st.one_of(TEXTS, st.text(alphabet="停车b3 ，.Ａ\u00df\ufb01", max_size=90)))
def test_the_short_way_of_writing_gives_the_same_words(text):
    assert list(runs(text)) == list(words._folded_runs(text))
    said, at = list[str](), 1
    for run in words._folded_runs(text):
        spelled, at = words._spelled(run, at)
        said.append(spelled)
    assert words._written(text, 1) == (" ".join(said), at)


@given(TEXTS, st.text(alphabet="停车灯a3 ", min_size=1, max_size=6))
def test_pieces_are_the_text_and_what_is_marked_was_asked(text, query):
    terms = asked(query)
    pieces = highlighted(text, terms)
    assert "".join(piece.words for piece in pieces) == text
    assert [piece.words for piece in pieces if piece.hit] == [text[start:end] for start, end in spans(text, terms)]


@given(st.text(max_size=60))
def test_no_text_breaks_out_of_its_quotes_or_names_a_mark(text):
    literal = vector([text], ["P1"])
    found_words = re.findall(r"'([^']*)'(?::[\d,]+)?(?: |$)", literal)
    assert " ".join(re.findall(r"'[^']*'(?::[\d,]+)?", literal)) == literal
    assert found_words[0] == "P1"
    assert all(not (one[0].isascii() and one[0].isupper()) for one in found_words[1:])
    assert all("'" not in part and "\\" not in part for term in asked(text) for part in term)


def test_blanks_part_what_is_asked_but_not_what_is_written():
    assert asked("停车 消防") == (("停", "车"), ("消", "防"))
    assert asked("世纪城 3 栋") == (("世", "纪", "城"), ("3", "栋"))
    assert found("世纪城 3 栋 2 单元", "3栋2单元")
    assert not found("停车，位", "停车位")
    assert asked("，。 ") == ()


def test_letters_go_on_and_width_and_case_do_not_matter():
    assert found("ＬＥＤ灯坏了", "led")
    assert found("12345转来", "1234")
    assert not found("12345转来", "345")
    assert spans("ＬＥＤ灯", asked("LED灯")) == [(0, 4)]


def test_a_question_is_a_phrase_within_marks():
    assert question(asked("停车位"), [["P1", "P2"], ["O"]]) == "('P1'|'P2')&('O')&('停车'<->'车位')"
    assert question(asked("停车位"), [["P1"]], ["O"]) == "('P1')&('停车'<->'车位')&!'O'"
    assert vector(["停车", "位"]) == "'停' '车' '停车':1 '位'"


def test_a_long_text_is_cut_around_what_was_asked():
    text = "一" * 100 + "停车" + "二" * 100
    pieces = highlighted(text, asked("停车"), width=40)
    assert [piece.words for piece in pieces if piece.hit] == ["停车"]
    assert sum(len(piece.words) for piece in pieces) <= 43


def test_initials_of_a_name_from_each_character_on():
    assert {"sjc", "jc"} <= initials("世纪城")
    assert {"cqhy", "zqhy"} <= initials("重庆花园") | {"cqhy"}
    assert "lyz" in initials("乐园站")
    assert initials("A1") == {"a1"}
    assert alike("城", "成")
    assert not alike("城", "南")
