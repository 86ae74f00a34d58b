"""`linli worker`: run the jobs that commands left behind, until asked to stop."""

from __future__ import annotations

import argparse
import os

from linli.config.cli import surroundings

HELP = ("运行后台任务", "run the jobs")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--concurrency", type=int, default=2, help="同时运行的任务数，默认 2")


# On a busy machine somebody who waits for a page comes before the jobs.
STEP_BACK = 10


def run(arguments: argparse.Namespace) -> int:
    os.nice(STEP_BACK)
    surroundings.set_up_django()
    from linli.backbone import hands
    from linli.config import wiring  # noqa: F401 - hands know what is wired

    with hands.taken_on(), surroundings.database():
        from procrastinate.contrib.django import app

        worker = app.with_connector(app.connector.get_worker_connector())
        worker.run_worker(
            name="linli", concurrency=arguments.concurrency, shutdown_graceful_timeout=10, delete_jobs="successful"
        )
    return 0
