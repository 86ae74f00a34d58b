"""Which days a line of a board shows: pure."""

from datetime import date, timedelta

from linli.kernel.periods import Period

FEWEST, MOST = 30, 60


def trend_days(asked: Period, today: date) -> list[date]:
    """The days asked for, where they are thirty to sixty; else the thirty up to the last of them that has come."""
    last = min(asked.end, today)
    wanted = (last - asked.start).days + 1
    length = wanted if FEWEST <= wanted <= MOST else FEWEST
    return [last - timedelta(days=back) for back in reversed(range(length))]
