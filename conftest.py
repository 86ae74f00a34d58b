"""For every test: a private PostgreSQL of its own, settings for testing, browser tests where there is a browser."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from linli.backbone.cluster import Held, hold
from tests.support.chromium import ABSENT, find_chromium

# No test is timed: the machine may be slow, or busy with something else.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

ROOT = Path(__file__).parent
CHROMIUM = find_chromium()
CLUSTER = pytest.StashKey[Held]()
FOLDER = pytest.StashKey[Path]()

os.environ["DJANGO_SETTINGS_MODULE"] = "linli.config.settings"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in the thread of the test
os.environ["LINLI_TESTING"] = "1"
os.environ.pop("LINLI_LANG", None)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """One cluster for the run; the workers of xdist find it in the environment they inherit."""
    if not hasattr(config, "workerinput"):
        folder = Path(tempfile.mkdtemp(prefix="linli-test-"))
        config.stash[FOLDER] = folder
        config.stash[CLUSTER] = hold(folder / "cluster")
        os.environ["DATABASE_URL"] = config.stash[CLUSTER].url
        os.environ["LINLI_DATA"] = str(folder / "data")
        (folder / "data" / "static").mkdir(parents=True)
    import django

    django.setup()
    _let_flush_empty_append_only_tables()


def _let_flush_empty_append_only_tables() -> None:
    """After a transactional test Django truncates every table; the guards of append-only ones stand aside for that."""
    from django.db.backends.postgresql.operations import DatabaseOperations

    plain = DatabaseOperations.sql_flush

    def sql_flush(self: DatabaseOperations, *arguments: object, **options: object) -> list[str]:
        statements = plain(self, *arguments, **options)
        if not statements:
            return statements
        return ["SET LOCAL session_replication_role = replica", *statements]

    DatabaseOperations.sql_flush = sql_flush


def pytest_unconfigure(config: pytest.Config) -> None:
    if CLUSTER in config.stash:
        config.stash[CLUSTER].release()
        shutil.rmtree(config.stash[FOLDER], ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without chromium the browser tests are skipped and say so; under CI they fail."""
    if CHROMIUM or os.environ.get("CI") == "true":
        return
    absent = pytest.mark.skip(reason=ABSENT)
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(absent)


def pytest_report_header() -> str:
    return f"database: {os.environ['DATABASE_URL']}  browser: {CHROMIUM or 'none'}"


@pytest.fixture(scope="session")
def worlds(django_test_environment: None) -> Any:
    """What databases are copied from: `tests.support.worlds`."""
    from tests.support.worlds import Worlds

    return Worlds(os.environ.get("PYTEST_XDIST_WORKER", "alone"))


@pytest.fixture(scope="session")
def django_db_setup(worlds: Any, django_db_blocker: Any) -> Iterator[None]:
    """For tests whose transaction is rolled back, or who empty what they fill: the empty database of this process."""
    with django_db_blocker.unblock(), worlds.empty():
        yield


@pytest.fixture(autouse=True)
def media(settings: object, tmp_path: Path) -> Path:
    """Uploads of a test end with the test."""
    folder = tmp_path / "files"
    settings.MEDIA_ROOT = folder  # type: ignore[attr-defined]
    return folder


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    """What this process remembers of another test is forgotten."""
    from django.core.cache import cache
    from django.utils import translation

    from linli.backbone import limits
    from linli.domains.insights.queries.locks import forget_locks
    from linli.domains.places import queries as places

    translation.deactivate()
    limits.forget()
    forget_locks()
    cache.clear()
    places.forget_areas()


@pytest.fixture(scope="session")
def output_folder() -> Path:
    """Where screenshots and other findings are kept: test-output/ beside the source."""
    folder = ROOT / "test-output"
    folder.mkdir(exist_ok=True)
    return folder
