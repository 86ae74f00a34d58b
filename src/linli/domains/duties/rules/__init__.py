"""Pure decisions about duties: which clock runs next, and which act a list offers."""

from datetime import date, datetime, timedelta


def next_due(
    *, sign_due: datetime | None, signed: bool, arrive_due: datetime | None, arrived: bool, due: datetime | None
) -> datetime | None:
    """The earliest clock that still runs: signing, then arriving, then finishing."""
    running = [
        moment
        for moment, stopped in ((sign_due, signed), (arrive_due, arrived), (due, False))
        if moment is not None and not stopped
    ]
    return min(running) if running else None


def clock_that_ran_out(
    now: datetime, *, sign_due: datetime | None, signed: bool, arrive_due: datetime | None, arrived: bool
) -> str:
    """The name of the clock behind a late duty: sign, arrive or finish."""
    if sign_due is not None and not signed and sign_due <= now:
        return "sign"
    if arrive_due is not None and not arrived and arrive_due <= now:
        return "arrive"
    return "finish"


def urgency(next_due: datetime | None, now: datetime, today: date, end_of_today: datetime) -> str:
    """The group of an inbox a duty belongs to: late, today or later."""
    if next_due is None:
        return "later"
    if next_due < now:
        return "late"
    return "today" if next_due <= end_of_today else "later"


def end_of_day(now: datetime) -> datetime:
    """The last moment of the day `now` lies in (its own zone)."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def offered(*, to_sign: bool, to_arrive: bool, act: str) -> str:
    """The one act a list offers: sign first, then arrive where that is asked, then the stage's own."""
    if to_sign:
        return "sign"
    return "arrive" if to_arrive else act
