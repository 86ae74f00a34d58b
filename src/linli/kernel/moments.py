"""Moments as people and spreadsheets write them."""

import re
from datetime import datetime, tzinfo

_PARTS = re.compile(
    r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})(?:日|号)?(?:[\sT]*(\d{1,2})\D{1,2}(\d{1,2})(?:\D{1,2}(\d{1,2})(?:\.\d+)?)?\D?)?"
)
_TIGHT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?")


def read_moment(text: str, zone: tzinfo) -> datetime | None:
    """2026-06-08 09:05, 2026/6/8 9:05:30, 2026年6月8日 9时5分, 20260608090530, or a day alone (its first moment), in a
    zone; None for anything else."""
    words = text.strip()
    found = _PARTS.fullmatch(words) or _TIGHT.fullmatch(words)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(one or 0) for one in found.groups())
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None
