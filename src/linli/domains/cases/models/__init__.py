"""Cases and what belongs to them, and what is counted of them."""

from linli.domains.cases.models.cases import (
    Arrival,
    Ask,
    CallBack,
    Case,
    Concatenated,
    Entry,
    FourDigits,
    Paper,
    Photo,
    Remark,
    Score,
    Tie,
)
from linli.domains.cases.models.figures import BOOK, MEASURES, Fact, Tally

__all__ = [
    "BOOK",
    "MEASURES",
    "Arrival",
    "Ask",
    "CallBack",
    "Case",
    "Concatenated",
    "Entry",
    "Fact",
    "FourDigits",
    "Paper",
    "Photo",
    "Remark",
    "Score",
    "Tally",
    "Tie",
]
