"""What is counted of duties and routines."""

from collections.abc import Hashable, Iterable
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import get_language

from linli.backbone.facts import EVER, Answer, Question, answer, since, stamp
from linli.backbone.packs.registry import in_force
from linli.domains.duties.models import BOOK, Duty, Occurrence
from linli.domains.duties.values import DutyState
from linli.domains.duties.values.routines import routines


class Ended(NamedTuple):
    """An occurrence that ended, as a line behind a figure."""

    cursor: str
    id: int
    title: str
    where: str
    seat: str
    state: str
    day: date
    amount: int


def paused_subjects(kind: str, until: date = date.max) -> list[int]:
    """The matters of a kind with a duty that waits for its review date (挂账), up to a day."""
    rows = Duty.objects.filter(subject_kind=kind, state=DutyState.PAUSED, review_on__lte=until)
    return sorted(set(rows.values_list("subject_id", flat=True)))


def rounds_asked(question: Question) -> Answer:
    """The sums of a question over the figures of routines."""
    return answer(BOOK, question)


def rounds_counted(
    column: str, place_id: int, days: tuple[date, date], kinds: Iterable[str], last: int = EVER
) -> dict[str, int]:
    """The sums of a place below the grid, straight from its facts."""
    return BOOK.counted(column, place_id, days, {"kind": list(kinds)} if kinds else {}, last)


def rounds_behind(
    amount: str,
    column: str,
    place_id: int,
    days: tuple[date, date],
    narrowed: dict[str, list[Any]],
    after: str,
    limit: int,
    last: int = EVER,
) -> list[Ended]:
    """The occurrences a figure counts, newest day first."""
    found = BOOK.behind(amount, column, place_id, days, narrowed, after, limit, last)
    rows, english = Occurrence.objects.in_bulk([one.subject for one in found]), (get_language() or "").startswith("en")
    return [
        Ended(
            fact.cursor,
            row.pk,
            (english and row.title_en) or row.title_zh,
            row.where,
            row.seat,
            row.state,
            fact.day,
            fact.amount,
        )
        for fact in found
        if (row := rows[fact.subject])
    ]


def routine_words() -> dict[str, str]:
    """The titles of the routines of the pack in force, by key."""
    language = get_language() or ""
    return {key: one.title.to(language) for key, one in routines(in_force()).items()}


def last_fact() -> int:
    """The last fact there is; until the transaction ends nobody adds one."""
    return BOOK.close()


def known_since() -> date | None:
    """The first day its book of figures knows of."""
    return since(BOOK)


def stamped() -> Hashable:
    """What its book of figures holds at this moment."""
    return stamp(BOOK)
