"""What can be wrong around the private cluster."""

from __future__ import annotations


class ClusterError(Exception):
    """One clear sentence for the person at the keyboard, in Chinese and in English."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(chinese, english)
        self.chinese = chinese
        self.english = english

    def __str__(self) -> str:
        return f"{self.chinese} ({self.english})"
