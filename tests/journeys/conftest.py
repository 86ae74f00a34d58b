"""The demo town for stories across domains."""

import pytest
import yaml


@pytest.fixture(scope="session")
def loaded_town(django_db_setup, django_db_blocker):
    """A second database beside the empty one of the tests, with the demo town loaded once; its name."""
    from django.db import connection

    from tests.support import town

    with django_db_blocker.unblock():
        empty = connection.settings_dict["NAME"]
        name = f"{empty}_town"
        _go_to("postgres")
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{empty}"')
        _go_to(name)
        with connection.cursor() as cursor:
            # What a process keeps by the version of a pack must not be mistaken for that of the other database.
            cursor.execute("SELECT setval(pg_get_serial_sequence('backbone_packversion', 'id'), 1000000)")
        town.load()
        _go_to(empty)
    yield name
    with django_db_blocker.unblock():
        _go_to("postgres")
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        _go_to(empty)


def _go_to(name):
    """Work in the database of this name from now on."""
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = name


@pytest.fixture
def _in_town(loaded_town, django_db_blocker):
    """The test's transaction begins in the town's database, and ends there before the next test has the empty one."""
    from django.db import connection

    from linli.backbone import facts
    from linli.backbone.packs import registry

    empty = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        _go_to(loaded_town)
    registry.forget()
    facts.forget()
    yield
    registry.forget()
    facts.forget()
    with django_db_blocker.unblock():
        _go_to(empty)


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
