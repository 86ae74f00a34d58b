"""Locking a closed period: its figures stay, whatever is counted later."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import IntegrityError, transaction

from linli.backbone.commands import command
from linli.backbone.events import record
from linli.backbone.facts import one_moment
from linli.backbone.packs.registry import version_in_force
from linli.backbone.values import Actor
from linli.domains.insights.access import locking_seat
from linli.domains.insights.events import PeriodLocked
from linli.domains.insights.models import Lock, LockedFigure
from linli.domains.insights.queries.indicators import known, live_readings
from linli.domains.insights.queries.locks import FROZEN, check_lock
from linli.domains.insights.queries.sources import Place, horizons, term
from linli.domains.insights.values.sources import SOURCES
from linli.domains.places.queries import root, within
from linli.kernel.refusal import Refusal


@command
def lock_period(*, actor: Actor, start: date, end: date, now: datetime) -> int:
    """Keep every figure of what happened in a closed period as it is now, for the whole territory, its streets and its
    communities; the id of the lock. Refusal: period_backwards, period_open, lock_early, already_locked, lock_crosses,
    still_written; NotFound for seats below the root."""
    seat = locking_seat(actor.viewer)
    check_lock(start, end, now)
    with one_moment():
        horizon = horizons()
        figures = [*_figures(start, end, now)]
    try:
        with transaction.atomic():
            lock = Lock.objects.create(
                starts=start, ends=end, pack_version=version_in_force(), horizon=horizon, at=now, seat=seat
            )
    except IntegrityError as again:
        raise Refusal("already_locked") from again
    for figure in figures:
        figure.lock = lock
    LockedFigure.objects.bulk_create(figures, batch_size=2000)
    record(
        PeriodLocked(
            subject_id=lock.pk,
            at=now,
            starts=start.isoformat(),
            ends=end.isoformat(),
            pack_version=lock.pack_version,
            figures=len(figures),
            seat=seat,
        )
    )
    return lock.pk


def _figures(start: date, end: date, now: datetime) -> Iterator[LockedFigure]:
    whole = root()
    below = [Place(one.id, one.kind) for kind in FROZEN for one in within([whole.id], kind)]
    keys = [key for key, one in known().items() if one.sum or not SOURCES[term(one.counts).source].now]
    found = live_readings(keys, [Place(whole.id, whole.kind), *below], [(start, end)], now)
    for (key, _which, place, _part), reading in found.items():
        number = None if reading.number is None else float(reading.number)
        yield LockedFigure(key=key, place_id=place, top=reading.top, bottom=reading.bottom, number=number)
