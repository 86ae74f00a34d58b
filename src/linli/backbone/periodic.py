"""What periodic work shares: one failing item does not stop the rest; old bookkeeping is forgotten."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from linli.backbone.commands import API_KEY
from linli.backbone.models import Delivered, IdempotencyKey
from linli.kernel.refusal import NotFound, Refusal

log = logging.getLogger(__name__)

KEEP_KEYS, KEEP_ANSWERS = timedelta(days=30), timedelta(days=2)


def run_each(ids: Iterable[int], work: Callable[[int], object]) -> int:
    """Do `work` for every id; what somebody else did is passed over, a fault is logged. How many were done."""
    done = 0
    for one in ids:
        try:
            work(one)
            done += 1
        except (NotFound, Refusal):
            continue
        except Exception:
            log.exception("periodic work failed for %s", one)
    return done


def forget_old_keys(now: datetime) -> None:
    """Delete idempotency keys and deliveries older than a month; of the API, whose answers are whole, two days."""
    IdempotencyKey.objects.filter(at__lt=now - KEEP_ANSWERS, key__startswith=API_KEY).delete()
    IdempotencyKey.objects.filter(at__lt=now - KEEP_KEYS).delete()
    Delivered.objects.filter(at__lt=now - KEEP_KEYS).delete()
