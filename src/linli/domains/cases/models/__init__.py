"""Cases and what belongs to them, and what is counted of them."""

from linli.domains.cases.models.cases import (
    Arrival,
    Ask,
    CallBack,
    Case,
    Concatenated,
    Entry,
    Follower,
    FourDigits,
    Paper,
    Photo,
    Remark,
    Score,
    Sender,
    Tie,
)
from linli.domains.cases.models.figures import BOOK, MEASURES, Fact, Tally
from linli.domains.cases.models.orders import Order, SheetMapping
from linli.domains.cases.models.texts import CaseText

__all__ = [
    "BOOK",
    "MEASURES",
    "Arrival",
    "Ask",
    "CallBack",
    "Case",
    "CaseText",
    "Concatenated",
    "Entry",
    "Fact",
    "Follower",
    "FourDigits",
    "Order",
    "Paper",
    "Photo",
    "Remark",
    "Score",
    "Sender",
    "SheetMapping",
    "Tally",
    "Tie",
]
