"""Trees of indicators on boards: headings with words, figures that open, and what nobody supplies said openly."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils.html import escape

from linli.backbone import facts
from linli.backbone.packs import registry
from linli.backbone.values import RESIDENT
from linli.config import demo
from linli.config.demo import plans
from linli.domains.cases import commands
from linli.domains.cases.values import Channel
from linli.domains.insights.queries.behind import behind
from linli.domains.insights.queries.boards import board
from linli.domains.insights.queries.locks import forget_locks
from linli.domains.insights.values.tables import insights
from linli.domains.places.queries import forget_areas, root, under
from linli.kernel.periods import chosen
from tests.journeys.test_pages import client_for
from tests.support import town
from tests.support.town import MONDAY, viewer_for

TREES = {
    "great-cogovernance": {"five_words": ("实", "准", "专", "智", "情")},
    "three-micro": {
        "three_micro": ("微阵地筑机制", "微项目筑民生", "微平台筑参与"),
        "three_nets": ("区域党建网", "社会参与网", "智慧治理网"),
    },
    "five-chiefs": {
        "five_chiefs": ("五长合计", "楼长", "调解委员会长", "缤纷群艺队长", "红色宣教队长", "邻里互助会长")
    },
}


def forget():
    """What is kept for some seconds by the ids of another town."""
    registry.forget()
    facts.forget()
    forget_areas()
    forget_locks()


@pytest.fixture
def load(db, monkeypatch):
    def one(pack):
        small = replace(plans.PLANS[pack], communities=2, grids=4, buildings=8, branches=None, holders=())
        monkeypatch.setitem(plans.PLANS, pack, small)
        forget()
        demo.load_town(demo.SEED, MONDAY, registry.read(pack))
        place = town.front_door().place
        for number in range(3):
            said = {"text": "灯坏了", "channel": Channel.SCAN, "now": MONDAY, "key": str(number)}
            commands.open_case(actor=RESIDENT, place=place, **said)
        return insights(registry.in_force()).trees

    yield one
    forget()


@pytest.mark.parametrize("pack", TREES)
def test_each_heading_stands_with_its_figures_and_each_figure_opens(load, pack):
    trees, days = load(pack), chosen(MONDAY.date() - timedelta(days=6), MONDAY.date())
    leader, client = viewer_for("leader"), client_for("leader")
    parts = [part for part in board(leader, "", days, MONDAY).parts if part.widget == "tree"]
    assert [tuple(head.title for head in part.heads) for part in parts] == list(TREES[pack].values())
    page = client.get(f"/board/?from={days.start}&to={days.end}").content.decode()
    for tree, part in zip(trees.values(), parts, strict=True):
        assert part.title in page
        for head, shown in zip(tree.heads.values(), part.heads, strict=True):
            assert f"<h3>{shown.title}</h3>" in page
            assert bool(shown.missing) == (head.missing is not None)
            assert not shown.missing or f"现在还没有数：{shown.missing}" in page
            assert [one.key for one in shown.figures] == list(head.of)
            for one in shown.figures:
                assert escape(one.url) in page
                assert client.get(one.url).status_code == 200, one.key
                assert behind(leader, one.key, "", days, MONDAY).figure.value == one.value


def test_figures_of_a_tree_are_those_of_the_place(load):
    load("five-chiefs")
    days = chosen(MONDAY.date() - timedelta(days=6), MONDAY.date())
    tree = next(part for part in board(viewer_for("leader"), "", days, MONDAY).parts if part.widget == "tree")
    figures = {one.key: one.value for head in tree.heads for one in head.figures}
    assert (figures["chiefs_received"], figures["chiefs_solved"]) == ("3", "0")
    grid = under(under(under(root().id, "street")[0].id, "community")[0].id, "grid")[0]
    assert not [one for one in board(viewer_for("leader"), str(grid.id), days, MONDAY).parts if one.widget == "tree"]


def test_the_base_pack_has_none(town):
    days = chosen(MONDAY.date() - timedelta(days=6), MONDAY.date())
    assert not [one for one in board(viewer_for("leader"), "", days, MONDAY).parts if one.widget == "tree"]
