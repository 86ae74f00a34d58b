"""Every shipped pack loads, from its files and again from what an applied version keeps of it."""

import json
from pathlib import Path

import pytest

from linli.backbone.packs import registry
from linli.backbone.packs.loader import load_pack, pack_of
from linli.config import wiring  # noqa: F401 - registers the sections

PACKS = Path(__file__).parents[2] / "packs"


@pytest.mark.parametrize("name", sorted(path.name for path in PACKS.iterdir() if path.is_dir()))
def test_a_shipped_pack_loads(name):
    pack = load_pack(PACKS / name, registry.sections())
    assert pack.name == name
    kept = json.loads(json.dumps(pack.raw, ensure_ascii=False))
    assert pack_of(name, pack.digest, kept, registry.sections()).sections == pack.sections
