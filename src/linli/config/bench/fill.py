"""Fills a bench town and says, as JSON on the last line, what the load needs to know. Run as a program by the bench."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.utils import timezone

from linli.config.cli import surroundings, web

SESSIONS = 8
PAGES = 200


def main(cases: int) -> None:
    """Load the town, make sessions, count the statements of each page."""
    surroundings.set_up_django()
    with surroundings.database():
        from linli.config import demo
        from linli.config.bench.years import TOLD, check_room, years_before

        web.collect_static()
        years = max(1, cases // TOLD)  # a larger town is told for a million, and has been like that in years before
        check_room(surroundings.require_data_folder(), cases - cases // years)
        demo.load(say=lambda words: print(words, file=sys.stderr), cases=cases // years)
        years_before(years - 1)
        _open_rounds()
        _seal()
        print(json.dumps(_facts()))


def _open_rounds() -> None:
    """A town that lives has opened the day's rounds in the morning, not while it is being measured."""
    from linli.config.wiring import open_rounds
    from linli.domains.duties.commands.routines import coming

    while coming(timezone.localtime()):
        open_rounds(0)


def _seal() -> None:
    """A town that lives has its log sealed: the history is, before anything is measured."""
    from linli.backbone import audit

    while audit.seal_batch(datetime.now(UTC)):
        pass


def _facts() -> dict[str, Any]:
    from django.db import connection

    from linli.backbone.models import IdempotencyKey
    from linli.domains.cases.models import Case
    from linli.domains.places.models import Door

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_floor (id bigserial PRIMARY KEY, words text)")
        cursor.execute("INSERT INTO bench_floor (words) VALUES ('x')")
        cursor.execute("VACUUM (ANALYZE)")  # a town that lives is not gone through for the first time meanwhile
    IdempotencyKey.objects.create(key="bench", command="ok")
    facts = {
        "doors": list(
            Door.objects.filter(revoked_at=None).order_by("place__code").values_list("code", flat=True)[:PAGES]
        ),
        "numbers": list(Case.objects.order_by("-id").values_list("number", flat=True)[:PAGES]),
        "staff": [_session(name) for name in ("community", "grid")],
        "leader": [_session("leader")],
        "token": "a" * 32,
    }
    return {**facts, "queries": _queries(facts)}


def _session(username: str) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from linli.domains.people.models import Account

    account = Account.objects.get(username=username)
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.save()
    return f"linli_session={session.session_key}"


def _queries(facts: dict[str, Any]) -> dict[str, int]:
    """Statements of each page once it is warm, counted apart from the load."""
    from django.test import Client

    def asked(cookie: str) -> Client:
        client = Client(SERVER_NAME="127.0.0.1")
        name, _, value = cookie.partition("=")
        client.cookies[name] = value
        return client

    staff, leader, nobody = asked(facts["staff"][0]), asked(facts["leader"][0]), Client(SERVER_NAME="127.0.0.1")
    door, number = facts["doors"][0], facts["numbers"][0]

    def report() -> Any:
        nobody.cookies.clear()  # each from a phone of its own: the same words of one are the same matter
        return nobody.post(f"/d/{door}/report/", {"text": "三楼的灯坏了", "key": uuid4().hex, "phone": "13812342046"})

    pages = {
        "accept": report,
        "inbox": lambda: staff.get("/inbox/"),
        "case": lambda: leader.get(f"/cases/{number}/"),
        "board": lambda: leader.get("/board/?period=month"),
        "door": lambda: nobody.get(f"/d/{door}/"),
        "one insert": lambda: nobody.post("/bench/insert/", {"key": uuid4().hex}),
        "one select": lambda: nobody.get("/bench/select/"),
        "nothing": lambda: nobody.get("/bench/nothing/"),
    }
    return {name: _counted(page) for name, page in pages.items()}


def _counted(page: Any) -> int:
    from django.db import connection

    seen: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        seen.append(sql)
        return execute(sql, *rest)

    page()
    with connection.execute_wrapper(note):
        page()
    return len(seen)


if __name__ == "__main__":
    main(int(sys.argv[1]))
