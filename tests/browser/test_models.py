"""Each model once in the browser: its own words, its own posts, and the first steps of its signature mechanism."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from linli.backbone.packs import registry
from linli.config import demo
from linli.config.demo import plans
from linli.domains.cases.models import Case
from tests.browser.test_story import see

pytestmark = pytest.mark.browser

# pack: who opens it, kind, place, what else the form asks, the stage it stands in then.
STORIES = {
    "partners": ("branch_secretary", "three_party", None, {}, "三方协商"),
    "happy-home": ("grid_secretary", "three_steps", None, {"议什么": "加装电梯"}, "一、支部先议"),
    "great-cogovernance": ("street", "team_order", None, {"几号前办到": "2030-06-30"}, "下令"),
    "three-micro": ("courtyard_chief", "deliberation", None, {"办什么服务事项": "加装晾衣架"}, "一征：征求意见"),
    "five-chiefs": ("community", "rectification", None, {"整治目标": "占道经营清零"}, "定方案"),
}


@pytest.fixture
def load(transactional_db, monkeypatch):
    def one(pack):
        small = plans.Plan(
            plans.PLANS[pack].divisions, plans.PLANS[pack].centre, "0774", communities=3, grids=6, buildings=18
        )
        monkeypatch.setitem(plans.PLANS, pack, small)
        registry.forget()
        demo.load_town(demo.SEED, timezone.now(), registry.read(pack))

    yield one
    registry.forget()


@pytest.mark.parametrize("pack", STORIES)
def test_the_model_in_the_browser(pack, load, sign_in, axe, keep):
    load(pack)
    who, kind, _place, answers, stage = STORIES[pack]
    for width in (390, 1280):
        page = sign_in(who, width)
        page.goto("/start/")
        see(page, axe, keep, f"model-{pack}-start-{width}")
        page.goto(f"/start/{kind}/")
        choice = page.get_by_label("在哪里")
        if not choice.input_value():
            choice.select_option(index=1)
        page.get_by_label("是什么事").fill("北门口的事，大家商量着办")
        for label, answer in answers.items():
            page.get_by_label(label).fill(answer)
        see(page, axe, keep, f"model-{pack}-form-{width}")
        page.get_by_role("button", name="发起").click()
        page.wait_for_url(re.compile(r"/(cases|inbox)/"))
        case = Case.objects.order_by("-id").first()
        page.goto(f"/cases/{case.number}/")
        expect(page.locator(".ll-track")).to_contain_text(stage)
        see(page, axe, keep, f"model-{pack}-case-{width}")
    assert Case.objects.filter(procedure=kind).count() == 2


def test_a_procedure_is_a_picture_with_live_counts(load, sign_in, axe, keep):
    load("great-cogovernance")
    for width in (390, 1280):
        page = sign_in("leader", width)
        page.goto("/procedures/")
        see(page, axe, keep, f"procedures-{width}")
        page.goto("/procedures/admission/")
        expect(page.get_by_role("img", name="工作事项准入")).to_be_visible()
        see(page, axe, keep, f"procedure-{width}")
