"""Jobs of a worker that is gone come back, each once, whatever waits already."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from linli.config.wiring import stalled

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def jobs():
    """Three jobs: two that a worker unheard of for an hour was doing, and one that waits to do what the first did."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
        )
        worker = cursor.fetchone()[0]
        found = {}
        for name, status, lock, by in (
            ("first", "doing", "same", worker),
            ("waits", "todo", "same", None),
            ("other", "doing", "another", worker),
        ):
            cursor.execute(
                "INSERT INTO procrastinate_jobs (task_name, queue_name, status, queueing_lock, worker_id)"
                " VALUES ('purge', 'default', %s, %s, %s) RETURNING id",
                [status, lock, by],
            )
            found[name] = cursor.fetchone()[0]
        yield found
        cursor.execute("DELETE FROM procrastinate_jobs")
        cursor.execute("DELETE FROM procrastinate_workers")


def test_a_job_that_waits_already_does_not_keep_the_others_from_coming_back(jobs):
    async def look():
        with app.replace_connector(app.connector.get_worker_connector()) as over:
            async with over.open_async():
                await stalled.func(SimpleNamespace(app=over), 0)

    asyncio.run(look())
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, status::text FROM procrastinate_jobs WHERE id = ANY(%s)", [list(jobs.values())])
        assert dict(cursor.fetchall()) == {jobs["waits"]: "todo", jobs["other"]: "todo"}
