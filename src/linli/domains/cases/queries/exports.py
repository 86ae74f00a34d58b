"""The list of cases as it leaves: plain rows, read by key, no contact data."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from linli.adapters.exports import Given
from linli.backbone.packs.registry import version
from linli.backbone.values import Viewer
from linli.domains.cases.access import visible_cases
from linli.domains.cases.models import CallBack
from linli.domains.cases.queries.lists import narrowed
from linli.domains.cases.queries.sentences import pick, satisfaction_words
from linli.domains.cases.rules import is_on_time
from linli.domains.cases.values import RESULTS
from linli.domains.cases.values.tables import cases as cases_part
from linli.domains.cases.values.tables import procedure
from linli.domains.duties.queries import channel_words
from linli.domains.duties.queries.held import NOT_HELD, held_by
from linli.domains.organizations.queries import seats_by_id
from linli.domains.places.values import placed
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
    "handled_at",
    "closed_at",
    "rate_by",
    "redo",
    "handler_seat",
    "order__number",
)


class _Case(NamedTuple):
    """What a line is made of, as `_COLUMNS` reads it."""

    pk: int
    number: str
    title: str
    where: str
    plate: str
    category: str
    channel: str
    pack: int
    kind: str
    stage: str
    open: bool
    result: str
    opened_at: datetime
    due: datetime | None
    handled_at: datetime | None
    closed_at: datetime | None
    rate_by: datetime | None
    redo: int
    handler: int | None
    order: str | None


class CaseListing:
    """A view of the cases somebody may see, for seats that may export."""

    name = "cases"
    texts: Collection[int] = (0, 14)

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
            _("承办岗位"),
            _("收到"),
            _("签收时间"),
            _("时限"),
            _("办结时间"),
            _("超时"),
            _("满意度"),
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
        found = [_Case(*row) for row in rows.order_by("-id").values_list(*_COLUMNS)[:limit]]
        return _lines(found, now), str(found[-1].pk) if len(found) == limit else ""


def _lines(found: Sequence[_Case], now: datetime) -> list[tuple[Any, ...]]:
    """A page of cases as lines; three statements for what stands beside them."""
    ids = [row.pk for row in found]
    held, rated = held_by(ids), _rated(ids)
    seats = {row.pk: row.handler or held.get(row.pk, NOT_HELD).seat_id for row in found}
    titles = {pk: one.title for pk, one in seats_by_id({one for one in seats.values() if one}).items()}
    category, stage, channel = cache(_category), cache(_stage), cache(channel_words)
    return [
        (
            row.number,
            row.title,
            placed(row.where, row.plate),
            category(row.pack, row.category),
            channel(row.channel),
            stage(row.pack, row.kind, row.stage, row.open, row.result),
            titles.get(seats[row.pk] or 0, ""),
            row.opened_at,
            held.get(row.pk, NOT_HELD).signed_at,
            row.due,
            row.closed_at,
            _("是") if _late(row, now) else "",
            rated.get(row.pk, ""),
            row.redo,
            row.order or "",
        )
        for row in found
    ]


def _late(row: _Case, now: datetime) -> bool:
    """Whether it was not handled within its limit: a case that waits for its rating is handled."""
    if row.open and row.rate_by is None:
        return row.due is not None and row.due < now
    return not is_on_time(row.due, row.handled_at or row.closed_at or now)


def _rated(case_ids: Sequence[int]) -> dict[int, str]:
    """How satisfied the reporter said to be at last, by case."""
    rows = CallBack.objects.filter(case_id__in=case_ids).exclude(satisfaction="").order_by("round")
    words = satisfaction_words()
    return {case_id: words.get(said, "") for case_id, said in rows.values_list("case_id", "satisfaction")}


def _category(pack: int, key: str) -> str:
    known = cases_part(version(pack)).categories.get(key)
    return pick((known.title.zh, known.title.en)) if known else key


def _stage(pack: int, kind: str, key: str, is_open: bool, result: str) -> str:
    return pick(procedure(pack, kind).stages[key].words if is_open else RESULTS.get(result, RESULTS["solved"]))
