"""Making the tallies of every book anew, as a long work."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from linli.backbone.works.kinds import Doing, Outcome, Step, Wrong
from linli.kernel.refusal import NotFound

KIND = "rebuild"


class RebuildKind:
    """One step a book: its tallies made from its facts, in the transaction that keeps the checkpoint."""

    name, icon = KIND, "refresh"

    def __init__(self, rebuilds: Sequence[Callable[[], int]]) -> None:
        self._rebuilds = rebuilds

    def title(self, params: Mapping[str, Any]) -> str:
        """What is done."""
        return _("重新汇总统计")

    def phase(self, checkpoint: Mapping[str, Any]) -> str:
        """Which book it is at."""
        at = checkpoint.get("at", 0) + 1
        return _("正在汇总第 %(at)s 本账，共 %(all)s 本") % {"at": at, "all": len(self._rebuilds)}

    def said(self, facts: Mapping[str, Any]) -> str:
        """How many sums there are."""
        return _("汇总好了，一共 %(count)s 个数") % {"count": f"{facts.get('made', 0):,}"}

    def again(self, params: Mapping[str, Any], person_id: int, work_id: int) -> str:
        """There is nothing to set."""
        return ""

    def see(self, params: Mapping[str, Any], work_id: int) -> str:
        """Every page of figures."""
        return ""

    def wrong(self, params: Mapping[str, Any], facts: Mapping[str, Any]) -> Sequence[Wrong]:
        """Nothing is given that could be."""
        return ()

    def writes(self, checkpoint: Mapping[str, Any]) -> bool:
        """Each step writes."""
        return True

    def step(self, work: Doing) -> Step | Outcome:
        """Make the tallies of the next book anew."""
        if not work.viewer.may("jobs"):
            raise NotFound("rebuild")
        at, made = work.checkpoint.get("at", 0), work.checkpoint.get("made", 0)
        made += self._rebuilds[at]()
        if at + 1 == len(self._rebuilds):
            return Outcome({"made": made})
        return Step({"at": at + 1, "made": made}, at + 1, len(self._rebuilds))
