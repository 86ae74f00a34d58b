"""How the bench compares towns: in turn, round by round, and by a process that is asked line by line."""

import os

import pytest

from linli.config.bench.probe import Probe
from linli.config.bench.rounds import slower, turns


def test_towns_take_turns_there_and_back():
    assert list(turns([10, 20], 3)) == [(0, 10), (0, 20), (1, 20), (1, 10), (2, 10), (2, 20)]


def test_a_slow_minute_that_falls_on_one_round_changes_nothing():
    assert slower([1.0, 1.0, 4.0, 1.0, 1.0], [1.1, 1.1, 4.4, 9.0, 1.1]) == pytest.approx(1.1)


def test_a_town_that_takes_twice_as_long_is_said_to():
    assert slower([1.0, 3.0, 1.0], [2.0, 6.0, 2.0]) == 2.0


@pytest.fixture
def asked(tmp_path, monkeypatch):
    """A probe that runs so much Python as its module."""

    def running(words: str) -> Probe:
        (tmp_path / "asked_of.py").write_text(words, encoding="utf-8")
        return Probe("asked_of", {**os.environ, "PYTHONPATH": str(tmp_path)})

    return running


def test_a_probe_answers_each_question_and_ends_when_nothing_more_is_asked(asked):
    answers = "import sys, json\nfor line in sys.stdin: print(json.dumps({'ms': [len(line)]}), flush=True)\n"
    with asked(answers) as probe:
        assert [probe.ask("one"), probe.ask("three")] == [{"ms": [4]}, {"ms": [6]}]
        process = probe._process
    assert process.returncode == 0


def test_a_probe_that_fails_is_not_taken_for_an_answer(asked):
    with asked("raise SystemExit(3)") as probe, pytest.raises(RuntimeError, match="one"):
        probe.ask("one")
