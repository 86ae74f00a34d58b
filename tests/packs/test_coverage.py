"""Each of the five packs says for every mechanism of its model by which key it is carried, or what it waits for."""

from pathlib import Path

import pytest

from linli.backbone.packs import registry
from linli.backbone.packs.about import about
from linli.backbone.packs.coverage import coverage, faults, mechanisms, page
from linli.backbone.packs.loader import load_pack
from linli.config import wiring  # noqa: F401 - registers the sections

PACKS = Path(__file__).parents[2] / "packs"
MODELS = {"partners": 32, "happy-home": 41, "great-cogovernance": 32, "three-micro": 28, "five-chiefs": 39}


@pytest.mark.parametrize("name", MODELS)
def test_no_mechanism_is_missing_or_invented(name):
    pack = load_pack(PACKS / name, registry.sections())
    known = mechanisms(PACKS / "mechanisms.csv", about(pack).model)
    assert len(known) == MODELS[name]
    assert faults(pack, known) == []
    assert len(coverage(pack, known)) == MODELS[name]


@pytest.mark.parametrize("name", MODELS)
def test_the_page_is_the_one_the_pack_makes(name):
    pack = load_pack(PACKS / name, registry.sections())
    known = mechanisms(PACKS / "mechanisms.csv", about(pack).model)
    assert (PACKS / name / "coverage.md").read_text(encoding="utf-8") == page(pack, known)


def test_a_missing_and_an_invented_mechanism_are_named():
    pack = load_pack(PACKS / "partners", registry.sections())
    known = mechanisms(PACKS / "mechanisms.csv", "S0")
    assert faults(pack, known[1:]) == ["S0-01：S0 没有这一条"]
    stranger = (*known, type(known[0])("S0-99", "没有的", ""))
    assert faults(pack, stranger) == ["S0-99：没有写由谁承载，也没有写等什么"]
