"""When people report: two peaks a day, fewer at weekends and feasts, more in heat and rain."""

from bisect import bisect_right
from datetime import timedelta
from itertools import accumulate

from linli.config.demo.history.clocks import DAY, HOUR, Clocks

# Reports by hour of the day, as service lines see them: a peak before noon, one after supper.
HOURS = (3, 2, 1, 1, 1, 4, 14, 38, 74, 92, 88, 62, 40, 38, 62, 72, 64, 56, 60, 74, 70, 46, 22, 9)
# January to December: spring feast is quiet, the rains of May to August are not.
MONTHS = (0.88, 0.70, 0.95, 1.02, 1.16, 1.22, 1.26, 1.18, 1.04, 0.94, 0.92, 0.94)
RESTING = 0.62
GROWTH = 0.35


class Rhythm:
    """The moments of a year of reports, in order: the same share of the year at every size of town."""

    def __init__(self, clocks: Clocks, first: int, now: int) -> None:
        self._now = now
        self._day = first // DAY
        hours = []
        for day in range(self._day, now // DAY + 1):
            month = clocks.instant(day * DAY).month - 1
            weight = MONTHS[month] * (1 if clocks.works(day * DAY) else RESTING)
            # The codes became known bit by bit: a town reports more at the end of its year than at the start.
            weight *= 1 + GROWTH * (day - self._day) / 365
            hours += [weight * share * self._seen(day * DAY + hour * HOUR) for hour, share in enumerate(HOURS)]
        self._sums = list(accumulate(hours))
        self._hours = hours

    def _seen(self, hour: int) -> float:
        return max(0.0, min(1.0, (self._now - hour) / HOUR))

    def at(self, share: float) -> int:
        """The moment by which this share (0 to 1) of the reports has come in."""
        wanted = share * self._sums[-1]
        index = min(bisect_right(self._sums, wanted), len(self._sums) - 1)
        into = 1 - (self._sums[index] - wanted) / (self._hours[index] or 1)
        return min(self._now - 1, self._day * DAY + index * HOUR + int(max(0.0, min(1.0, into)) * (HOUR - 1)))


def year_before(moment: int) -> int:
    """The midnight a year of history starts at."""
    return (moment // DAY - timedelta(days=364).days) * DAY
