"""`@command`: every write goes through one; it opens the transaction and fails when no event was recorded."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar, cast

from django.db import connection, transaction

from linli.backbone.events import Gathering
from linli.backbone.models import IdempotencyKey
from linli.backbone.values import Actor
from linli.kernel.refusal import NotFound, Refusal

# What the keys of requests to the API begin with; no command is called so.
API_KEY = "api:"
# The refusal of a repeat whose answer was said this once.
ONCE = "shown_once"
P = ParamSpec("P")
R = TypeVar("R")


class NothingRecorded(RuntimeError):
    """A command changed something and told nobody: a fault of the program, rolled back."""


def command(function: Callable[P, R]) -> Callable[P, R]:
    """Run `function(*, actor, …)` in one transaction that ends with its events.

    Where the function takes `key` and the caller gives one, a repeated key returns the first answer and does
    nothing; the answer must then be plain JSON. A command inside a command joins its transaction.
    """
    takes_key = "key" in signature(function).parameters

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        key = _clean(function.__name__, kwargs["key"]) if takes_key and kwargs.get("key") else ""
        try:
            with transaction.atomic():
                answer = _once(function, args, kwargs)
                if key:
                    _keep(key, function.__name__, answer)
                return answer
        except (Refusal, NotFound, _Repeated) as no:
            # A repeat may be refused for what its first run already did: the first answer stands.
            first = IdempotencyKey.objects.filter(key=key).first() if key else None
            if first is None:
                raise no
            return cast("R", first.answer)

    return run


@contextmanager
def only_once(key: str) -> Iterator[None]:
    """The command inside, whose answer is a secret said once: a repeated key makes nothing, and since no answer is kept
    it is refused (shown_once). A command that fails leaves the key unused; without a key there is no guard."""
    try:
        with transaction.atomic():
            if key:
                _keep(_clean("only_once", key), "only_once", None)
            yield
    except _Repeated as again:
        raise Refusal(ONCE) from again


def _clean(name: str, key: object) -> str:
    return f"{name}:{key}".replace("\x00", "")[:80]


class _Repeated(Exception):
    """The key was used before: roll back and answer as then."""


def _keep(key: str, name: str, answer: object) -> None:
    # A running first request holds its key until it commits: the repeat waits here, then finds the conflict.
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO backbone_idempotencykey (key, command, answer, at) VALUES (%s, %s, %s, now())"
            " ON CONFLICT DO NOTHING RETURNING key",
            [key, name, json.dumps(answer)],
        )
        if cursor.fetchone() is None:
            raise _Repeated(key)


def _once(function: Callable[..., R], args: Any, kwargs: Any) -> R:
    actor = kwargs.get("actor")
    if not isinstance(actor, Actor):
        raise TypeError(f"{function.__name__} needs actor=")
    with Gathering(actor) as gathering:
        answer = function(*args, **kwargs)
    if not gathering.written:
        raise NothingRecorded(function.__name__)
    return answer
