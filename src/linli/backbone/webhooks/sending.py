"""Sending a delivery: signed, to an address that was looked up once, judged and then called as it is; tried again with
growing waits by a job of its own, so that no other job ever waits for the network."""

import ipaddress
import socket
from datetime import UTC, datetime
from typing import NamedTuple

import httpx
from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app

from linli.backbone.crypto import unseal
from linli.backbone.models import Hook, HookDelivery
from linli.backbone.values import SYSTEM
from linli.backbone.webhooks.commands import switch_off_hook
from linli.backbone.webhooks.rules import DEAD_MOST, PING, Target, is_public, next_try, quiet, signature, target
from linli.kernel.refusal import Refusal

SECONDS, MOST_WOKEN = 5.0, 500
GONE = "hook_stopped"


class Answer(NamedTuple):
    """What came of a try: the code of the other side, or what went wrong before there was one."""

    code: int | None
    error: str = ""

    @property
    def heard(self) -> bool:
        """Whether the other side took it."""
        return self.code is not None and 200 <= self.code < 300


class Forbidden(Exception):
    """The name leads to an address that may not be called."""


@app.task(name="webhooks.send", priority=-1)  # type: ignore[untyped-decorator]
def send(delivery_id: int, tries: int | None = None) -> None:
    """Try a delivery that waits, once; what fails is deferred again, or given up. While its receiver is left alone, a
    first try is put off without counting. After so many `tries` it was put off; one that was tried since, by hand, has
    a later job of its own."""
    row = HookDelivery.objects.select_related("hook").filter(pk=delivery_id, state="waiting").first()
    if row is None or tries not in (None, row.tries):
        return
    stopped, now = row.hook.stopped_at is not None, datetime.now(UTC)
    first = row.tries == 0 and row.event != PING
    if not stopped and first and row.hook.quiet_until and row.hook.quiet_until > now:
        send.configure(schedule_at=row.hook.quiet_until).defer(delivery_id=delivery_id, tries=0)
        return
    last = stopped or row.event == PING
    kept(delivery_id, Answer(None, GONE) if stopped else post(row.hook, row, now), now, last=last)


def kept(delivery_id: int, answer: Answer, now: datetime, *, last: bool = False) -> None:
    """Note what came of a try, and defer the next or give up, in one transaction."""
    with transaction.atomic():
        hook = Hook.objects.select_for_update().get(deliveries=delivery_id)
        row = HookDelivery.objects.select_for_update().get(pk=delivery_id)
        row.tries, row.tried_at = row.tries + 1, now
        row.code, row.error = answer.code, answer.error[:200]
        again = None if answer.heard or last else next_try(row.tries, now)
        row.state = "sent" if answer.heard else "waiting" if again else "dead"
        row.save(update_fields=["tries", "tried_at", "code", "error", "state"])
        if again:
            send.configure(schedule_at=again).defer(delivery_id=row.pk, tries=row.tries)
        if answer.heard and hook.failures:
            _woken(hook)
        if not last or answer.heard:
            _judged(hook, answer, now, dead=again is None)


def _woken(hook: Hook) -> None:
    """A receiver hears again: what was put off meanwhile comes now, the oldest first."""
    for pk in hook.deliveries.filter(state="waiting", tries=0).order_by("pk").values_list("pk", flat=True)[:MOST_WOKEN]:
        send.defer(delivery_id=pk, tries=0)


def _judged(hook: Hook, answer: Answer, now: datetime, *, dead: bool) -> None:
    """What a try says of the receiver: heard, to be left alone for a while, or given up."""
    hook.failures = 0 if answer.heard else hook.failures + 1
    hook.quiet_until = now + quiet(hook.failures) if hook.failures else None
    hook.dead_row = 0 if answer.heard else hook.dead_row + dead
    hook.save(update_fields=["failures", "quiet_until", "dead_row"])
    if hook.dead_row >= DEAD_MOST and hook.stopped_at is None:
        switch_off_hook(actor=SYSTEM, hook_id=hook.pk, now=now)


def post(hook: Hook, row: HookDelivery, now: datetime) -> Answer:
    """Send a body once: no redirect is followed, no proxy asked, the answer's body never read."""
    body, stamp = row.body.encode(), str(int(now.timestamp()))
    try:
        where = target(hook.url, private=settings.LINLI_HOOKS_PRIVATE)
        url, headers = pinned(where, resolved(where))
        headers |= {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Linli-Hook/1",
            "Linli-Event": row.event,
            "Linli-Delivery": str(row.pk),
            "Linli-Timestamp": stamp,
            "Linli-Signature": signature(unseal(hook.secret_sealed), hook.algorithm, stamp, body),
        }
        with (
            httpx.Client(timeout=SECONDS, follow_redirects=False, trust_env=False) as client,
            client.stream("POST", url, content=body, headers=headers, extensions={"sni_hostname": where.host}) as said,
        ):
            return Answer(said.status_code)
    except Refusal as no:
        return Answer(None, no.code)
    except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError, Forbidden) as fault:
        return Answer(None, f"{type(fault).__name__}: {fault}")


def resolved(where: Target) -> str:
    """The address a name leads to; Forbidden where any of those it leads to is none of the open network's."""
    found = socket.getaddrinfo(where.host, where.port, type=socket.SOCK_STREAM)
    addresses = [str(one[4][0]).partition("%")[0] for one in found]
    if not settings.LINLI_HOOKS_PRIVATE:
        inside = [one for one in addresses if not is_public(ipaddress.ip_address(one))]
        if inside or not addresses:
            raise Forbidden("private address")
    return addresses[0]


def pinned(where: Target, address: str) -> tuple[str, dict[str, str]]:
    """The URL of that very address, with the name it was looked up by: a second lookup could say another."""
    ordinary = {"https": 443, "http": 80}[where.scheme] == where.port
    name = f"[{where.host}]" if ":" in where.host else where.host
    literal = f"[{address}]" if ":" in address else address
    host = name if ordinary else f"{name}:{where.port}"
    return f"{where.scheme}://{literal}:{where.port}{where.path}", {"Host": host}
