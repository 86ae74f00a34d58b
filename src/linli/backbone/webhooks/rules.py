"""Pure decisions about webhooks: which address may be called, how a body is signed, when it is tried again."""

import hmac
import ipaddress
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.hmac import HMAC

from linli.kernel.refusal import Refusal

ALGORITHMS = ("sha256", "sm3")
NAME_MOST, URL_MOST, EVENTS_MOST = 60, 500, 60
# After each failed try; after the last it is given up.
WAITS = (60, 300, 1800, 7200, 21600)
TRIES = len(WAITS) + 1
# So many deliveries given up one after the other switch a hook off.
DEAD_MOST = 5
# What is sent to see whether a receiver hears: once, and counted as nothing.
PING = "Ping"
_TRANSLATED = tuple(ipaddress.ip_network(one) for one in ("64:ff9b::/96", "64:ff9b:1::/48", "::/96"))

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Target(NamedTuple):
    """Where a hook leads, in parts."""

    scheme: str
    host: str
    port: int
    path: str


def signature(secret: str, algorithm: str, timestamp: str, body: bytes) -> str:
    """`sha256=…` or `sm3=…`: the HMAC of `timestamp.body` under the secret."""
    said = timestamp.encode() + b"." + body
    if algorithm == "sm3":
        made = HMAC(secret.encode(), hashes.SM3())
        made.update(said)
        return f"sm3={made.finalize().hex()}"
    return f"sha256={hmac.digest(secret.encode(), said, 'sha256').hex()}"


def next_try(tries: int, now: datetime) -> datetime | None:
    """When to try again after so many tries; None to give up."""
    return now + timedelta(seconds=WAITS[tries - 1]) if tries < TRIES else None


def comes_at(tries: int, tried_at: datetime | None, quiet_until: datetime | None) -> datetime | None:
    """When a delivery that waits is tried next: a first try when its receiver is no longer left alone, another after
    its wait; None for at once."""
    if tries == 0 or tried_at is None:
        return quiet_until
    return next_try(tries, tried_at)


def quiet(failures: int) -> timedelta:
    """How long a receiver is left alone after so many failed tries one after the other: a minute, doubled, an hour."""
    return timedelta(seconds=min(3600, 60 * 2 ** min(failures - 1, 6)))


def is_public(address: Address) -> bool:
    """Whether an address leads out into the world, also where it stands inside another: mapped, 6to4, Teredo, NAT64."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = _inner(address)
        if inner is not None:
            return is_public(inner)
    if address.is_multicast or address.is_reserved or address.is_unspecified or address.is_link_local:
        return False
    return address.is_global and not address.is_private


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address an IPv6 one stands for."""
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address.teredo:
        return address.teredo[1]
    if any(address in net for net in _TRANSLATED) and int(address) > 1:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def target(url: str, *, private: bool) -> Target:
    """The parts of an address to send to. Refusal(hook_url) for none; http only where private ones are allowed."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as wrong:
        raise Refusal("hook_url") from wrong
    schemes = {"https": 443, "http": 80} if private else {"https": 443}
    strange = len(url) > URL_MOST or not url.isascii() or any(char <= " " or char in '\\"<>' for char in url)
    if strange or parts.scheme not in schemes or not parts.hostname or "@" in parts.netloc or parts.fragment:
        raise Refusal("hook_url")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, parts.hostname, port or schemes[parts.scheme], path)


def check_hook(name: str, url: str, events: list[str], algorithm: str, *, known: frozenset[str], private: bool) -> str:
    """The name without blanks. Refusal: hook_name, hook_url, hook_private, hook_events."""
    named = name.replace("\x00", "").strip()
    if not named or len(named) > NAME_MOST:
        raise Refusal("hook_name")
    host = target(url, private=private).host
    try:
        literal = ipaddress.ip_address(host)
    except ValueError:
        literal = None
    if literal is not None and not private and not is_public(literal):
        raise Refusal("hook_private")
    if not events or len(events) > EVENTS_MOST or not set(events) <= known or algorithm not in ALGORITHMS:
        raise Refusal("hook_events")
    return named
