"""The life of a circular as a table, and its number: pure."""

from datetime import date, timedelta

from linli.kernel.periods import Period, chosen, period
from linli.kernel.refusal import Refusal

DRAFT, SENT, APPROVED, ISSUED, DROPPED = "draft", "sent", "approved", "issued", "dropped"

# act -> (the states it is done in, the state it leads to)
ACTS: dict[str, tuple[tuple[str, ...], str]] = {
    "edit": ((DRAFT,), DRAFT),
    "refresh": ((DRAFT,), DRAFT),
    "send": ((DRAFT,), SENT),
    "take_back": ((SENT,), DRAFT),
    "approve": ((SENT,), APPROVED),
    "return": ((SENT,), DRAFT),
    "issue": ((APPROVED,), ISSUED),
    "drop": ((DRAFT,), DROPPED),
}
# Those of whoever decides; all others are of whoever drafts.
DECIDING = frozenset({"approve", "return"})
MOST_TEXT = 4000


def after(state: str, act: str) -> str:
    """The state an act leads to; Refusal(circular_not_now) where it is not done."""
    states, then = ACTS[act]
    if state not in states:
        raise Refusal("circular_not_now")
    return then


def open_acts(state: str, *, drafts: bool, decides: bool) -> frozenset[str]:
    """What a viewer can do with a circular in this state."""
    return frozenset(
        act for act, (states, _then) in ACTS.items() if state in states and (decides if act in DECIDING else drafts)
    )


def number_of(pattern: str, year: int, seq: int) -> str:
    """The number of a circular: its place in the year."""
    return pattern.replace("{year}", str(year)).replace("{seq}", str(seq))


def last_over(every: str, today: date, month_from: int) -> Period:
    """The last week, month or quarter that is over, beside the one before it and the same one a year ago; `days` is the
    seven days before today. Weeks begin on Monday."""
    if every == "month":
        return period("last_month", today, month_from)
    if every == "quarter":
        end = period("quarter", today, month_from).start - timedelta(days=1)
        now = period("quarter", end, month_from)
        before = period("quarter", now.start - timedelta(days=1), month_from)
        return Period("days", now.start, end, before.days, now.year_before)
    end = today - timedelta(days=today.weekday() + 1 if every == "week" else 1)
    return chosen(end - timedelta(days=6), end)


def span_of(every: str, start: date, end: date, month_from: int) -> Period:
    """The period of a circular that has these days, beside what it is held against."""
    return last_over(every, end + timedelta(days=1), month_from) if every != "days" else chosen(start, end)
