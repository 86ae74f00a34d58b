"""When the clocks of a case run out: by the working calendar, and never guessed."""

from datetime import datetime, timedelta

from linli.backbone import sql
from linli.backbone.moments import local_day
from linli.domains.cases.models import Case
from linli.domains.duties.values.tables import working_calendar
from linli.kernel.calendar import UnknownYear
from linli.kernel.duration import Duration, Unit, parse_duration

AT_LEAST = parse_duration("1wd")


def moment_after(start: datetime, length: Duration | None) -> datetime | None:
    """When a clock runs out; None where there is none, or where its year's notice is not known (never guessed)."""
    if length is None:
        return None
    by_day = length.unit in (Unit.DAY, Unit.WORKING_DAY)  # such a clock ends alike for every moment of a day
    key = ("end", local_day(start) if by_day else start, length)
    return sql.once(key, lambda: _after(start, length))


def _after(start: datetime, length: Duration) -> datetime | None:
    try:
        return working_calendar().add(start, length)
    except UnknownYear:
        return None


def moment_before(due: datetime | None, length: Duration, now: datetime) -> datetime | None:
    """When to remind of an end: so long before it in the same kind of time; None where that has passed, or where the
    year's notice is not known."""
    if due is None:
        return None
    end = due
    return sql.once(("before", end, length, now), lambda: _before(end, length, now))


def _before(due: datetime, length: Duration, now: datetime) -> datetime | None:
    try:
        return working_calendar().before(now, due, length)
    except UnknownYear:
        return None


def limit_of(case: Case) -> Duration | None:
    """The category's limit as the case keeps it."""
    return parse_duration(case.limit) if case.limit else None


def limit_from(case: Case, begins: datetime) -> datetime | None:
    """The case's limit; where it passes before the work can begin, the category's from then on: nobody is late with
    what they were given a moment ago. Whoever holds a case first has its own, also one that passed before it came."""
    if case.due is None or case.due > begins or case.handler_seat is None:
        return case.due
    return moment_after(begins, limit_of(case))


def time_left(case: Case, due: datetime | None, now: datetime) -> timedelta | None:
    """What is left of a clock of this case, in the kind of time its limit is in; None where none runs."""
    if due is None:
        return None
    try:
        return working_calendar().remaining(now, due, working=_works(case))
    except UnknownYear:
        return max(due - now, timedelta())


def goes_on_until(case: Case, left: int | None, now: datetime) -> datetime | None:
    """The end of a clock that stood still with so many seconds left: it goes on with them, but nobody has less than
    until the next working day ends. Where none ran, the whole limit, if there is one."""
    if left is None:
        return moment_after(now, limit_of(case))
    try:
        due = working_calendar().resume(now, timedelta(seconds=left), working=_works(case))
        return max(due, working_calendar().add(now, AT_LEAST))
    except UnknownYear:
        return None


def _works(case: Case) -> bool:
    limit = limit_of(case)
    return limit is not None and limit.working
