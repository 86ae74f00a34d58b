"""Pure decisions about routines: when an occurrence opens and ends, what an entry needs, how it counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from linli.backbone.packs.forms import fields_of
from linli.domains.duties.values.routines import Routine
from linli.domains.duties.values.rows import OccurrenceState
from linli.kernel.cadence import Date, Part, Period, period_of
from linli.kernel.calendar import Span, UnknownYear, WorkingCalendar
from linli.kernel.duration import Duration, Unit
from linli.kernel.fields import Field, cleaned
from linli.kernel.refusal import Refusal

LAST_MINUTE = time(23, 59)
EVENING = Span(time(18), time(21))
PROBLEM_MOST = 2000
_DAYS = {Period.DAY: 1, Period.WEEK: 7, Period.MONTH: 31, Period.QUARTER: 92, Period.HALF_YEAR: 184, Period.YEAR: 366}


@dataclass(frozen=True, slots=True)
class Stretch:
    """When an occurrence opens, until when it is on time, and when it is over."""

    opens_at: datetime
    due: datetime
    closes_at: datetime


def stretch(routine: Routine, date: Date, calendar: WorkingCalendar) -> Stretch:
    """The stretch of an occurrence: what the window says, else what the cadence implies; raises UnknownYear.

    A grace that would end in a year without a notice is not guessed: there is none.
    """
    window, span = routine.window, _span(routine.cadence.part, calendar)
    opens_at = datetime.combine(date.day, window.opens or (span.start if span else time()), calendar.zone)
    if window.within is not None:
        due = calendar.add(opens_at, window.within)
    elif span is not None and window.until is None:
        due = datetime.combine(date.day, span.end, calendar.zone)
    else:
        last = period_of(date.planned, window.until or routine.cadence.period)[1]
        due = datetime.combine(max(last, date.day), LAST_MINUTE, calendar.zone)
    return Stretch(opens_at, due, _end_of_grace(due, window.grace, calendar))


def _end_of_grace(due: datetime, grace: Duration | None, calendar: WorkingCalendar) -> datetime:
    try:
        return calendar.add(due, grace) if grace else due
    except UnknownYear:
        return due


def _span(part: Part, calendar: WorkingCalendar) -> Span | None:
    return {Part.MORNING: calendar.hours[0], Part.AFTERNOON: calendar.hours[-1], Part.EVENING: EVENING}.get(part)


def look_back(routine: Routine) -> timedelta:
    """How long ago an occurrence can have begun that is not over yet: rather too long than too short."""
    window = routine.window
    longest = _DAYS[window.until or routine.cadence.period]
    spare = 31 if routine.cadence.period is not Period.DAY else 15
    return timedelta(days=longest + _longest(window.within) + _longest(window.grace) + spare)


def _longest(length: Duration | None) -> int:
    if length is None:
        return 0
    by_day = {Unit.MINUTE: 1440, Unit.HOUR: 24}.get(length.unit)
    return length.amount // by_day + 1 if by_day else length.amount * 2


def check_open(state: str, closes_at: datetime, now: datetime) -> None:
    """Refusal(round_over) for what is done, missed or past its end."""
    if state != OccurrenceState.OPEN or closes_at < now:
        raise Refusal("round_over")


def outcome(now: datetime, due: datetime) -> OccurrenceState:
    """Whether what is finished now is on time."""
    return OccurrenceState.DONE if now <= due else OccurrenceState.LATE


def check_entry(
    routine: Routine, answers: Mapping[str, Any], *, checked_in: bool, photos: int, problem: str
) -> dict[str, Any]:
    """The answers cleaned; Refusal(needs) naming what an entry lacks, Refusal(bad_field) for an answer that does not
    fit, Refusal(text_too_long) for a problem nobody can accept."""
    asked, photo = questions(routine)
    values, lacking = cleaned(asked, answers)
    missing = [field.words[0] for field in lacking]
    if "door" in routine.evidence and not checked_in:
        missing.insert(0, "door")
    if photo and not photos:
        missing.append("photo")
    if missing:
        raise Refusal("needs", missing=tuple(missing))
    if len(problem) > PROBLEM_MOST:
        raise Refusal("text_too_long", limit=PROBLEM_MOST)
    return values


def questions(routine: Routine) -> tuple[tuple[Field, ...], bool]:
    """What a routine asks in words and papers, and whether it asks for a picture: pictures are kept beside the
    answers."""
    fields = fields_of(routine.form)
    photo = any(one.type == "photo" and one.required for one in fields)
    return tuple(one for one in fields if one.type != "photo"), photo or "photo" in routine.evidence
