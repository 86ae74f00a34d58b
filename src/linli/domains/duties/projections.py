"""The figures of routines: a fact when an occurrence ends, folded by a job into tallies by place, day and month."""

from linli.domains.duties.models import BOOK, Occurrence, RoundFact
from linli.domains.duties.values.rows import OccurrenceState
from linli.domains.places.queries.counts import levels_of

_COUNTS = {OccurrenceState.DONE: "done", OccurrenceState.LATE: "late", OccurrenceState.MISSED: "missed"}


def ended(row: Occurrence, *, problems: int = 0) -> None:
    """Count an occurrence that ended, on the day it was for (rounds are planned by day, not by moment)."""
    levels = {f"{kind}_id": pk for kind, pk in levels_of(row.place_ids).items()}
    counts = {
        _COUNTS[OccurrenceState(row.state)]: 1,
        "due": 1,
        "entries": row.count or None,
        "problems": problems or None,
    }
    BOOK.write(RoundFact(subject_id=row.pk, day=row.day, kind=row.routine, seat_id=row.seat_id, **levels, **counts))


def fold() -> bool:
    """Fold a batch of facts into the tallies; whether more may be waiting."""
    return BOOK.fold()


def rebuild() -> int:
    """Make the tallies anew from the facts; how many there are."""
    return BOOK.rebuild()
