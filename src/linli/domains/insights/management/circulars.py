"""The long work of making the file of a circular: read, then made; a killed worker only has it made again."""

import os
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from linli.adapters.exports import file_name
from linli.adapters.official.pdf import pdf
from linli.adapters.official.word import word
from linli.backbone.works.kinds import Doing, Outcome, Step, Wrong
from linli.domains.insights.queries.circulars import circular
from linli.domains.insights.queries.papers import paper_of
from linli.kernel.refusal import NotFound

KIND = "circular"
FORMS = ("docx", "pdf")


class PaperKind:
    """The file of a circular, as Word or as PDF."""

    name, icon = KIND, "file-text"

    def title(self, params: Mapping[str, Any]) -> str:
        """Which circular, in which form."""
        form = "Word" if params["form"] == "docx" else "PDF"
        return _("通报：%(title)s（%(form)s）") % {"title": params["title"], "form": form}

    def phase(self, checkpoint: Mapping[str, Any]) -> str:
        """Reading, or setting the pages."""
        return _("正在排版") if checkpoint else _("正在取正文和图表")

    def said(self, facts: Mapping[str, Any]) -> str:
        """How large it came out."""
        return _("共 %(size)s KB") % {"size": f"{facts.get('bytes', 0) // 1024:,}"}

    def again(self, params: Mapping[str, Any], person_id: int, work_id: int) -> str:
        """Back to the circular."""
        return f"/circulars/{params['circular']}/"

    def see(self, params: Mapping[str, Any], work_id: int) -> str:
        """The circular."""
        return f"/circulars/{params['circular']}/"

    def wrong(self, params: Mapping[str, Any], facts: Mapping[str, Any]) -> Sequence[Wrong]:
        """Nothing is given that could be."""
        return ()

    def writes(self, checkpoint: Mapping[str, Any]) -> bool:
        """It only reads."""
        return False

    def step(self, work: Doing) -> Step | Outcome:
        """See that the viewer may read it and how long it is; then make the file."""
        if work.params["form"] not in FORMS:
            raise NotFound("format")
        paper = paper_of(circular(work.viewer, work.params["circular"]))
        if not work.checkpoint:
            return Step({"phase": "set"}, 0, len(paper.sections) + 1)
        form, total = work.params["form"], len(paper.sections) + 1
        made = pdf(paper) if form == "pdf" else word(paper, lambda done: work.beat(done, total))
        part = work.folder / "paper.part"
        with part.open("wb") as file:
            file.write(made)
            file.flush()
            os.fsync(file.fileno())
        part.replace(work.folder / f"paper.{form}")
        name = file_name(f"{paper.title}{paper.number if '期' in paper.number else ''}", work.now, form)
        return Outcome({"bytes": len(made)}, f"paper.{form}", name)
