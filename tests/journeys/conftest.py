"""The demo town for stories across domains."""

import pytest
import yaml


@pytest.fixture
def town(db):
    """The demo town, loaded at a fixed moment."""
    from tests.support import town

    town.load()
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
