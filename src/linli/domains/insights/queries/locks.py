"""Periods that were locked: which, by whom, by which version of the pack."""

import time
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.backbone.facts import EVER, statistical_day
from linli.backbone.values import Viewer
from linli.domains.insights.access import locking_seat
from linli.domains.insights.models import Lock
from linli.domains.insights.queries.sources import known_since
from linli.domains.insights.rules.locks import before_all, check_days, crossed
from linli.domains.places.queries import root, within
from linli.kernel.periods import Days
from linli.kernel.refusal import Refusal
from linli.ui.timewords import day_beside, full_day
from linli.ui.timewords import days as days_words

# The levels of which a lock keeps figures, below the whole.
FROZEN = ("street", "community")
# Locks are made a few times a year and asked for by every board.
FRESH_SECONDS = 5.0
_seen: dict[str, tuple[float, dict[Days, "LockRow"]]] = {}


class LockRow(NamedTuple):
    """A locked period."""

    id: int
    starts: date
    ends: date
    pack_version: int
    horizon: dict[str, int]
    at: datetime
    seat: str


def locks() -> dict[Days, LockRow]:
    """Every locked period by its days, as known at most five seconds ago."""
    stamp, found = _seen.get("now", (0.0, {}))
    if not stamp or time.monotonic() - stamp > FRESH_SECONDS:
        rows = Lock.objects.order_by("-ends").values_list(
            "id", "starts", "ends", "pack_version", "horizon", "at", "seat"
        )
        found = {(row[1], row[2]): LockRow(*row) for row in rows}
        _seen["now"] = (time.monotonic(), found)
    return found


def forget_locks() -> None:
    """Read the locks anew at the next question."""
    _seen.clear()


def lock_of(days: Days) -> LockRow | None:
    """The lock of exactly these days."""
    return locks().get(days)


def last_facts(source: str, periods: Iterable[Days]) -> tuple[int, ...]:
    """The last fact of a source that counts in each of these periods; empty where all of them are open."""
    ends = tuple(lock.horizon.get(source, EVER) if (lock := lock_of(days)) else EVER for days in periods)
    return ends if any(one < EVER for one in ends) else ()


def lock_words(days: Days) -> str:
    """One sentence about the lock of a period; empty where it is open."""
    lock = lock_of(days)
    if lock is None:
        return ""
    return _("这段时间的数已在 %(day)s 由%(seat)s锁定，按模式包第 %(version)s 版口径；之后补记的不再算进来。") % {
        "day": day_beside(timezone.localtime(lock.at), timezone.localdate()),
        "seat": lock.seat,
        "version": lock.pack_version,
    }


class Lockable(NamedTuple):
    """A period that may be locked: how many days, in which territory, with how many places below it."""

    starts: date
    ends: date
    days: int
    place: str
    streets: int
    communities: int


def check_lock(start: date, end: date, now: datetime) -> None:
    """Refusal: period_backwards, period_open, already_locked, lock_early for days of which nothing is known,
    lock_crosses for a part of locked days and of others."""
    check_days(start, end, statistical_day(now))
    first = known_since()
    if before_all(start, end, first):
        raise Refusal("lock_early", day=full_day(first) if first else _("还没有"))
    locked = list(Lock.objects.values_list("starts", "ends"))
    if (start, end) in locked:
        raise Refusal("already_locked")
    if other := crossed(start, end, locked):
        raise Refusal("lock_crosses", days=days_words(*other))


def lockable(viewer: Viewer, start: date, end: date, now: datetime) -> Lockable:
    """What would be locked; NotFound for who may not, Refusal as `check_lock`."""
    locking_seat(viewer)
    check_lock(start, end, now)
    whole = root()
    below = [len(within([whole.id], kind)) for kind in FROZEN]
    return Lockable(start, end, (end - start).days + 1, whole.name, *below)


def lock_list(viewer: Viewer) -> tuple[LockRow, ...]:
    """The locked periods, newest first; NotFound for who may lock none."""
    locking_seat(viewer)
    return tuple(locks().values())
