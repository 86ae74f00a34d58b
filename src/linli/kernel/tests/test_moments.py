"""Moments as people and spreadsheets write them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from linli.kernel.moments import read_moment

CHINA = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-06-08 09:05:30", (2026, 6, 8, 9, 5, 30)),
        ("2026-06-08T09:05", (2026, 6, 8, 9, 5)),
        ("2026/6/8 9:05", (2026, 6, 8, 9, 5)),
        ("2026.6.8", (2026, 6, 8)),
        ("2026年6月8日 9时5分", (2026, 6, 8, 9, 5)),
        ("2026年6月8日9时5分30秒", (2026, 6, 8, 9, 5, 30)),
        ("2026年06月08日", (2026, 6, 8)),
        ("20260608", (2026, 6, 8)),
        ("20260608090530", (2026, 6, 8, 9, 5, 30)),
        (" 2026-06-08 09:05:30.0 ", (2026, 6, 8, 9, 5, 30)),
    ],
)
def test_a_moment_is_read(text, moment):
    assert read_moment(text, CHINA) == datetime(*moment, tzinfo=CHINA)


@pytest.mark.parametrize("text", ["", "昨天", "2026-13-01", "2026-06-31", "2026-06-08 25:00", "8/6/2026", "45800.5"])
def test_what_is_none(text):
    assert read_moment(text, CHINA) is None
