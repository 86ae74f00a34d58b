"""Idempotency-Key, for every address that changes something: one key, one request, one answer.

The key belongs to its caller and address. A repeat of the same request is answered as the first time and does nothing;
another request under the same key is refused (IETF draft idempotency-key-header, 2.6 and 2.7). What was refused is not
kept: the key is free for the request put right.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from functools import wraps
from inspect import Parameter, signature
from typing import Any, NamedTuple

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.http import HttpResponse
from ninja import Schema, Status
from ninja.responses import NinjaJSONEncoder

from linli.backbone.api.inputs import KEY, KeyHeader, MatchHeader
from linli.backbone.commands import API_KEY
from linli.backbone.crypto import blind_index, seal, unseal
from linli.backbone.models import IdempotencyKey
from linli.backbone.web import Request
from linli.kernel.refusal import Refusal


class Answer(NamedTuple):
    """What was answered: its status, and its content as JSON knows it."""

    status: int
    content: Any


def once(operation: Callable[..., Any]) -> Callable[..., Any]:
    """An operation of the API that takes an Idempotency-Key, beside what it says itself that it takes."""
    takes = signature(operation)
    header = Parameter(KEY, Parameter.KEYWORD_ONLY, annotation=KeyHeader)
    headers = {name for name, one in takes.parameters.items() if one.annotation is MatchHeader}

    @wraps(operation)
    def run(request: Request, **given: Any) -> Any:
        key = given.pop(KEY)
        if not key:
            return operation(request, **given)
        said = (f"{name}={_said(value)}" for name, value in sorted(given.items()) if name not in headers)
        fresh: list[Any] = []

        def work() -> Answer:
            fresh.append(operation(request, **given))
            return _answer(fresh[0])

        first = answered_once(request, key, said, work)
        return fresh[0] if fresh else _again(first)

    run.__signature__ = takes.replace(  # type: ignore[attr-defined]
        parameters=[*takes.parameters.values(), header]
    )
    return run


def answered_once(request: Request, given: str, said: Iterable[str], work: Callable[[], Answer]) -> Answer:
    """What `work` answers, or what it answered to the same request under the same key. Refusal(key_reused) where the
    key stood for another request. All of it is one transaction: a repeat waits for a first that is still running."""
    key, digest = _key(request, given), _digest(said)
    with transaction.atomic():
        if not _claimed(key, digest):
            return _first(key, digest)
        answer = work()
        body = json.dumps(answer, ensure_ascii=False)
        IdempotencyKey.objects.filter(key=key).update(sealed=seal(body))
        return answer


def _key(request: Request, given: str) -> str:
    session = getattr(request, "token", None)
    whose = f"{session.id if session else 'public'} {request.path} {given}"
    return API_KEY + hashlib.sha256(whose.encode()).hexdigest()[:40]


def _digest(said: Iterable[str]) -> str:
    """Keyed, so that nobody who reads the table can try what was said."""
    whole = hashlib.sha256()
    for part in said:
        whole.update(f"{len(part)}:{part}".encode())
    return blind_index(whole.hexdigest()).hex()


def _claimed(key: str, digest: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO backbone_idempotencykey (key, command, digest, at)"
            " VALUES (%s, 'api', %s, now()) ON CONFLICT DO NOTHING RETURNING key",
            [key, digest],
        )
        return cursor.fetchone() is not None


def _first(key: str, digest: str) -> Answer:
    row = IdempotencyKey.objects.get(key=key)
    if row.digest != digest:
        raise Refusal("key_reused")
    return Answer(*json.loads(unseal(row.sealed)))


def _said(value: Any) -> str:
    """What was given, however it was written: spaces and the order of fields say nothing."""
    if isinstance(value, Schema):
        return json.dumps(value.model_dump(mode="json"), sort_keys=True)
    if isinstance(value, UploadedFile):
        content = hashlib.sha256()
        for chunk in value.chunks():
            content.update(chunk)
        value.seek(0)
        return content.hexdigest()
    return str(value)


def _answer(value: Any) -> Answer:
    status, body = (value.status_code, value.value) if isinstance(value, Status) else (200, value)
    plain = body.model_dump() if isinstance(body, Schema) else body
    return Answer(status, json.loads(json.dumps(plain, cls=NinjaJSONEncoder)))


def _again(first: Answer) -> HttpResponse:
    body = "" if first.content is None else json.dumps(first.content, ensure_ascii=False)
    return HttpResponse(body, status=first.status, content_type="application/json; charset=utf-8")
