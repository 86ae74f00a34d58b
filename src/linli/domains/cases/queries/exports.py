"""The list of cases as it leaves: plain rows, read by key, no contact data."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from linli.adapters.exports import Given
from linli.backbone.packs.registry import version
from linli.backbone.values import Viewer
from linli.domains.cases.access import visible_cases
from linli.domains.cases.queries.lists import narrowed
from linli.domains.cases.queries.sentences import pick
from linli.domains.cases.values import RESULTS
from linli.domains.cases.values.tables import cases as cases_part
from linli.domains.cases.values.tables import procedure
from linli.domains.duties.queries import channel_words
from linli.kernel.refusal import NotFound

_COLUMNS = (
    "pk",
    "number",
    "title",
    "where",
    "plate",
    "category",
    "channel",
    "pack_version",
    "procedure",
    "stage",
    "open",
    "result",
    "opened_at",
    "due",
    "closed_at",
    "redo",
    "order__number",
)


class CaseListing:
    """A view of the cases somebody may see, for seats that may export."""

    name = "cases"
    texts: Collection[int] = (0, 10)

    def title(self, given: Given) -> str:
        """What it is called."""
        return _("事项")

    def heading(self) -> Sequence[str]:
        """The first line."""
        return (
            _("编号"),
            _("事项"),
            _("地点"),
            _("类别"),
            _("来源"),
            _("阶段"),
            _("收到"),
            _("时限"),
            _("办结时间"),
            _("重办"),
            _("热线工单号"),
        )

    def size(self, viewer: Viewer, given: Given, now: datetime, most: int | None) -> int:
        """How many cases; NotFound without the right to export."""
        if not viewer.may("export"):
            raise NotFound("export")
        rows = narrowed(visible_cases(viewer), given.get("view", ""), now, dict(given))
        return (rows[:most] if most else rows).count()

    def page(
        self, viewer: Viewer, given: Given, now: datetime, after: str, limit: int
    ) -> tuple[Sequence[Sequence[Any]], str]:
        """Cases, newest first."""
        if not viewer.may("export"):
            raise NotFound("export")
        rows = narrowed(visible_cases(viewer), given.get("view", ""), now, dict(given))
        rows = rows.filter(pk__lt=int(after)) if after else rows
        found = list(rows.order_by("-id").values_list(*_COLUMNS)[:limit])
        category, stage, channel = cache(_category), cache(_stage), cache(channel_words)
        lines = [_line(row, category, stage, channel) for row in found]
        return lines, str(found[-1][0]) if len(found) == limit else ""


def _line(
    row: tuple[Any, ...],
    category: Callable[[int, str], str],
    stage: Callable[[int, str, str, bool, str], str],
    channel: Callable[[str], str],
) -> tuple[Any, ...]:
    _pk, number, title, where, plate, about, way, pack, kind, at, is_open, result, opened, due, closed, redo, order = (
        row
    )
    return (
        number,
        title,
        f"{where} {plate}",
        category(pack, about),
        channel(way),
        stage(pack, kind, at, is_open, result),
        opened,
        due,
        closed,
        redo,
        order or "",
    )


def _category(pack: int, key: str) -> str:
    known = cases_part(version(pack)).categories.get(key)
    return pick((known.title.zh, known.title.en)) if known else key


def _stage(pack: int, kind: str, key: str, is_open: bool, result: str) -> str:
    return pick(procedure(pack, kind).stages[key].words if is_open else RESULTS.get(result, RESULTS["solved"]))
