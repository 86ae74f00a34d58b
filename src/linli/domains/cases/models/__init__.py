"""Cases and what belongs to them, and what is counted of them."""

from linli.domains.cases.models.cases import (
    Arrival,
    Ask,
    CallBack,
    Case,
    Concatenated,
    Entry,
    FourDigits,
    Photo,
    Remark,
    Score,
    Tie,
)
from linli.domains.cases.models.figures import EXCLUDED, MEASURES, Fact, Tally
from linli.domains.cases.models.orders import Order, SheetMapping

__all__ = [
    "EXCLUDED",
    "MEASURES",
    "Arrival",
    "Ask",
    "CallBack",
    "Case",
    "Concatenated",
    "Entry",
    "Fact",
    "FourDigits",
    "Order",
    "Photo",
    "Remark",
    "Score",
    "SheetMapping",
    "Tally",
    "Tie",
]
