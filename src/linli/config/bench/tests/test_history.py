"""The report of loading says what fell short, and that sums are others where they are."""

import pytest

from linli.config.bench import history


@pytest.mark.parametrize(
    ("told", "whole", "same", "lines"),
    [
        (15.0, 19.0, 1.0, []),
        (15.0, 30.0, 1.0, ["falls short: with indexes and sums 3,333 a second of 5,000"]),
        (25.0, 30.0, 0.0, ["falls short: told and copied 4,000 a second of 5,000", "sums, OTHERS when"]),
    ],
)
def test_what_falls_short_is_said(monkeypatch, told, whole, same, lines):
    slow = {"told": 2 * told, "whole": 3 * whole, "sums": 7.0, "same": same}
    row = {"told": told, "whole": whole, "sums": 7.0, "same": same}
    monkeypatch.setattr(history, "cores", lambda: 2)
    monkeypatch.setattr(history, "_loaded", lambda size, count: row if count == 2 else slow)
    text = "\n".join(history._size(100_000))
    for line in lines:
        assert line in text
    assert ("OTHERS" in text) == (not same)
    assert text.count("falls short") == (100_000 / told < 5000) + (100_000 / whole < 5000)
    assert "One core takes 3.00 times as long." in text
