"""What is counted of duties and routines."""

from collections.abc import Hashable, Iterable
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import get_language

from linli.backbone import sql
from linli.backbone.facts import EVER, Answer, Question, answer, cursor_of, stamp, statements
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


def paused_subjects(kind: str) -> list[int]:
    """The matters of a kind with a duty that waits for its review date (挂账)."""
    rows = Duty.objects.filter(subject_kind=kind, state=DutyState.PAUSED)
    return sorted(set(rows.values_list("subject_id", flat=True)))


def rounds_asked(question: Question) -> Answer:
    """The sums of a question over the figures of routines."""
    return answer(BOOK, question)


def rounds_counted(column: str, place_id: int, days: tuple[date, date], kinds: Iterable[str]) -> dict[str, int]:
    """The sums of a place below the grid, straight from its facts."""
    narrowed = {"kind": list(kinds)} if kinds else {}
    params: dict[str, Any] = {"place": place_id, "start": days[0], "end": days[1], **narrowed}
    found = dict.fromkeys(BOOK.measures, 0)
    for _kind, *values in sql.rows(statements.counted(BOOK.words, column, tuple(narrowed)), params):
        for name, value in zip(BOOK.measures, values, strict=True):
            found[name] += value
    return found


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
    day, number = cursor_of(after)
    params: dict[str, Any] = {"place": place_id, "start": days[0], "end": days[1], "limit": limit, "last": last}
    params |= narrowed
    if number:
        params |= {"after_day": day, "after_id": number}
    statement = statements.facts_behind(BOOK.words, column, amount, tuple(narrowed), bool(number))
    found = sql.rows(statement, params)
    rows, english = Occurrence.objects.in_bulk([row[1] for row in found]), (get_language() or "").startswith("en")
    return [
        Ended(
            f"{at}.{pk}", one.pk, (english and one.title_en) or one.title_zh, one.where, one.seat, one.state, at, value
        )
        for pk, subject, at, value in found
        if (one := rows[subject])
    ]


def routine_words() -> dict[str, str]:
    """The titles of the routines of the pack in force, by key."""
    language = get_language() or ""
    return {key: one.title.to(language) for key, one in routines(in_force()).items()}


def last_fact() -> int:
    """The last fact there is; until the transaction ends nobody adds one."""
    return BOOK.close()


def stamped() -> Hashable:
    """What its book of figures holds at this moment."""
    return stamp(BOOK)
