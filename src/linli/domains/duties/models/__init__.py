"""The book of who must do what by when, the dates of routines, and their figures."""

from linli.domains.duties.models.book import Duty, Entry, EntryLook, EntryPaper, EntryPhoto, Notice, Occurrence, Problem
from linli.domains.duties.models.figures import BOOK, RoundFact, RoundTally

__all__ = [
    "BOOK",
    "Duty",
    "Entry",
    "EntryLook",
    "EntryPaper",
    "EntryPhoto",
    "Notice",
    "Occurrence",
    "Problem",
    "RoundFact",
    "RoundTally",
]
