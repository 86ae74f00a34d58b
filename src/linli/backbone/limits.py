"""Rate limits on public writes: so many a minute from one address at one door, counted in this process's memory."""

import time
from collections import OrderedDict
from threading import Lock

from django.conf import settings
from django.http import HttpRequest

from linli.kernel.refusal import Refusal

MINUTE = 60.0
_MOST = 20_000
_seen: OrderedDict[str, tuple[float, int]] = OrderedDict()
_lock = Lock()


def limit(request: HttpRequest, what: str, most: int | None = None) -> None:
    """Refusal(rate_limited) when this address did `what` too often within a minute."""
    limit_to(f"{what}:{request.META.get('REMOTE_ADDR', '')}", most)


def limit_to(key: str, most: int | None = None) -> None:
    """Refusal(rate_limited) when whoever `key` names came too often within a minute: more than `most` times, or than
    public writes may."""
    now = time.monotonic()
    with _lock:
        since, count = _seen.get(key, (now, 0))
        if now - since > MINUTE:
            since, count = now, 0
        _seen[key] = (since, count + 1)
        _seen.move_to_end(key)
        if len(_seen) > _MOST:
            _seen.popitem(last=False)
    if count >= (settings.LINLI_WRITES_A_MINUTE if most is None else most):
        raise Refusal("rate_limited")


def forget() -> None:
    """Begin to count anew (between tests)."""
    with _lock:
        _seen.clear()
