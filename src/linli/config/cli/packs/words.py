"""What every word of the pack language means, in Chinese and English: read from the table beside this file."""

from pathlib import Path
from typing import Any

import yaml

Meaning = tuple[str, str]


def meanings() -> dict[str, dict[str, Meaning]]:
    """(Chinese, English) by table and word."""
    return {table: {word: (zh, en) for word, (zh, en) in words.items()} for table, words in _all().items()}


def values() -> dict[str, dict[str, Meaning]]:
    """(Chinese, English) of the values a word allows, by word."""
    listed = _read()["Values"]
    return {word: {key: (zh, en) for key, (zh, en) in table.items()} for word, table in listed.items()}


def _all() -> dict[str, dict[str, list[str]]]:
    return {name: table for name, table in _read().items() if name != "Values"}


def _read() -> dict[str, Any]:
    table: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
    return table
