"""Every procedure of each shipped pack walks to each of its ends, in a small town of that pack."""

from dataclasses import replace

import pytest

from linli.backbone.packs import registry
from linli.backbone.packs.registry import version_in_force
from linli.config import demo
from linli.config.demo import plans
from linli.domains.cases.queries import case_page
from linli.domains.cases.values.tables import cases, procedure
from linli.domains.duties.models import Duty
from tests.support.town import MONDAY, front_door, viewer_for
from tests.support.walk import Walk, kinds

MODELS = ("five-chiefs", "great-cogovernance", "happy-home", "partners", "three-micro")


def test_these_are_all_that_are_shipped():
    assert registry.names() == ("base", *MODELS)


@pytest.mark.django_db
@pytest.mark.parametrize("name", MODELS)
def test_every_procedure_walks_to_each_of_its_ends(name, monkeypatch):
    small = replace(plans.PLANS[name], communities=2, grids=4, buildings=8, branches=None, holders=())
    monkeypatch.setitem(plans.PLANS, name, small)
    registry.forget()
    pack = registry.read(name)
    demo.load_town(demo.SEED, MONDAY, pack)
    assert kinds() == tuple(cases(pack).procedures)
    door = front_door()
    for kind in kinds():
        table = procedure(version_in_force(), kind)
        for end, result in table.ends.items():
            case = Walk(kind, door.place.id, MONDAY).to(end)
            assert (case.open, case.result) == (False, result), (kind, end)
            live = Duty.objects.filter(subject_kind="case", subject_id=case.pk, state__in=("open", "paused", "waiting"))
            assert not live.exists(), (kind, end)
            assert case_page(viewer_for("leader"), case.number, MONDAY).timeline
