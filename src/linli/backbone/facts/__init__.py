"""Figures that are exact at any moment: facts written with their cause, folded by a job, asked as sums of few rows."""

from linli.backbone.facts.ask import Answer, Question, answer, forget, one_moment, parts, since, stamp
from linli.backbone.facts.book import Behind, Book
from linli.backbone.facts.columns import FactRow, TallyRow
from linli.backbone.facts.days import Span, cursor_of, month_from, next_month, spans, statistical_day
from linli.backbone.facts.keys import EVER, EXCLUDED, LEVELS, TALLIED, UPPER, Key

__all__ = [
    "EVER",
    "EXCLUDED",
    "LEVELS",
    "TALLIED",
    "UPPER",
    "Answer",
    "Behind",
    "Book",
    "FactRow",
    "Key",
    "Question",
    "Span",
    "TallyRow",
    "answer",
    "cursor_of",
    "forget",
    "month_from",
    "next_month",
    "one_moment",
    "parts",
    "since",
    "spans",
    "stamp",
    "statistical_day",
]
