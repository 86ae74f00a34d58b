"""The demo town for stories across domains."""

from contextlib import ExitStack, contextmanager
from functools import partial

import pytest
import yaml


@pytest.fixture
def _in_town(worlds, django_db_blocker):
    """The test's transaction begins in the town's database, and ends there before the next test has the empty one."""
    from tests.support import town

    with django_db_blocker.unblock(), worlds.kept("town on a monday", town.load):
        yield


@pytest.fixture
def town_of(worlds, django_db_blocker):
    """`town_of("partners")`: the whole town of a pack, loaded at a fixed moment; what a test does to it is rolled back.

    Returns the place of its first door.
    """
    from linli.backbone.packs import registry
    from linli.config import demo
    from tests.support import town

    def enter(pack):
        load = partial(demo.load_town, demo.SEED, town.MONDAY, registry.read(pack))
        stack.enter_context(worlds.kept(f"{pack} on a monday", load))
        stack.enter_context(_rolled_back())
        return town.front_door().place

    with django_db_blocker.unblock(), ExitStack() as stack:
        yield enter


@contextmanager
def _rolled_back():
    from django.db import transaction

    block = transaction.atomic()
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)


@pytest.fixture
def town(_in_town, db):
    """The demo town, loaded at a fixed moment; what a test does to it is rolled back."""
    from tests.support import town

    return town


@pytest.fixture
def front_door(town):
    """The door the guided tour starts at."""
    return town.front_door()


@pytest.fixture
def who(town):
    """Actors by the demo's user names."""
    return town.actor_for


@pytest.fixture
def pack_with(town, tmp_path):
    """`pack_with({"pack": {...}})` applies a pack that extends the base and says so much more."""
    from linli.backbone.packs import registry
    from linli.backbone.packs.commands import apply_pack
    from linli.backbone.values import SYSTEM

    def apply(more: dict) -> None:
        folder = tmp_path / "other"
        folder.mkdir(exist_ok=True)
        said = {**more, "pack": {"extends": "base", "title": "另一处", **more.get("pack", {})}}
        (folder / "pack.yaml").write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")
        apply_pack(actor=SYSTEM, pack=registry.load_pack_at(str(folder)), now=town.MONDAY)
        registry.forget()

    return apply
