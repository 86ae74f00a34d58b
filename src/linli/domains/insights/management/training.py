"""Learning anew as a long work: one step, which keeps what it learnt in the transaction of its checkpoint."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from linli.backbone.values import Actor
from linli.backbone.works.kinds import Doing, Outcome, Step, Wrong
from linli.domains.insights.access import may_switch
from linli.domains.insights.commands import train_model
from linli.kernel.refusal import NotFound

KIND = "training"


class TrainingKind:
    """A model learnt from the newest handled matters; taken unless it is worse."""

    name, icon = KIND, "bulb"

    def title(self, params: Mapping[str, Any]) -> str:
        """What is done."""
        return _("从办结的事里学一遍")

    def phase(self, checkpoint: Mapping[str, Any]) -> str:
        """There is one step."""
        return _("正在学，一两分钟")

    def said(self, facts: Mapping[str, Any]) -> str:
        """That it is done."""
        return _("学好了，结果在“机器的提醒”里看")

    def again(self, params: Mapping[str, Any], person_id: int, work_id: int) -> str:
        """There is nothing to set."""
        return ""

    def see(self, params: Mapping[str, Any], work_id: int) -> str:
        """How often it is right."""
        return "/advice/"

    def wrong(self, params: Mapping[str, Any], facts: Mapping[str, Any]) -> Sequence[Wrong]:
        """Nothing is given that could be."""
        return ()

    def writes(self, checkpoint: Mapping[str, Any]) -> bool:
        """It keeps the model."""
        return True

    def step(self, work: Doing) -> Step | Outcome:
        """Learn, judge, take or leave."""
        if not may_switch(work.viewer):
            raise NotFound("advice")
        return Outcome({"version": train_model(actor=Actor.of(work.viewer), now=datetime.now(UTC))})
